"""Every look is on record: each call and page that shows what is people's leaves a line in the audit trail, of that very call.

What is tried is the whole table of access, so that a new call is tried as well; those that leave no line are named, with their reasons.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Iterator

import httpx
import pytest

import tus
from api import Api
from callers import Caller
from confidential import keep
from system import System
from test_identity import claims
from test_messages import broker, nonsense  # noqa: F401  (fixtures)
from test_rights import endpoints, rights, things, within  # noqa: F401  (fixtures)
from things import Place, Things, helper_of
from trail import Trail
from waiting import wait_until
from world import Organisation

SILENT = {
    "what the law has published": ["/organisations", "/api/v1/organisations", "/api/v1/organisations/{organisation}"],
    "rules, and figures that name nobody; taking them away is on record": [
        "/api/v1/rights", "/api/v1/report-forms", "/reports", "/api/v1/report-runs", "/reports/{id}", "/api/v1/report-runs/{id}",
    ],
    "forms to fill in": [
        "/organisations/new", "/helpers/new", "/requests/conflicts", "/cases/register", "/accounts/import", "/accounts/import/template",
        "/helpers/import", "/helpers/import/template",
        "/accounts/keys/new", "/document-templates", "/document-templates/{form}",
    ],
    "files, plans, tokens and messages by their names and numbers; looking into one is on record": [
        "/cases/import", "/api/v1/register-imports", "/api/v1/register-imports/{import}", "/quality/plans", "/api/v1/evaluation-plans",
        "/api/v1/tokens", "/system/parked",
    ],
    "what the caller left there, and nobody else sees": [
        "/requests/drafts", "/cases/searches", "/api/v1/case-searches", "/accounts/import/{id}", "/api/v1/account-imports/{id}",
        "/api/v1/account-imports/{id}/lines", "/helpers/import/{id}", "/api/v1/helper-imports/{id}", "/api/v1/helper-imports/{id}/lines",
    ],
    "codes of cases that wait, and nobody's name": ["/home/assignments"],
    "how many bytes of an upload have come, for the program that sends it; for HEAD alone": ["HEAD /api/v1/uploads/{id}"],
    "the state of the machines": ["/system", "/home/system"],
}  # fmt: skip
REASONS = {path: why for why, paths in SILENT.items() for path in paths}

# It shows helpers, and nothing of the case that they are chosen for.
LIST_FOR_A_CASE = "/cases/{case}/assignment/helpers"

# They show an account to its person alone; tokens have none.
OWN = "accounts.keep-own"
# Whole, in the name of who looks, by the service that has it: tried by itself below.
PARKED = "/system/parked/{service}/{id}"

# What is asked for, where the path alone does not say it; all kinds of files.
QUERIES = {
    "/api/v1/cases/export": ["?format=xlsx", "?format=csv"],
    "/api/v1/quality-figures": ["?period=2026&organisation=CENTRE"],
    "/api/v1/quality-figures/export": [f"?period=2026&organisation=CENTRE&format={format}" for format in ("xlsx", "csv", "json")],
    "/api/v1/register-imports/{import}/report": ["?format=xlsx", "?format=csv"],
    "/cases/import/{import}/report": ["?format=xlsx", "?format=csv"],
    "/api/v1/report-runs/{id}/export": ["?format=xlsx", "?format=csv", "?format=pdf", "?format=json"],
}

# Paper takes seconds to print, and a dossier to pack: by one caller only.
DEAR = re.compile(r"/documents/\{form\}$|/register$|/sheet$|/print$|/(zip|pdf)$|/export$")


@dataclass(frozen=True)
class Look:
    """A call that was answered."""

    method: str
    path: str
    reach: str
    asked: str
    caller: Caller
    answer: httpx.Response

    def __str__(self) -> str:
        return f"{self.method} {self.asked} for {self.caller}"

    @property
    def is_silent(self) -> bool:
        place = self.path if self.method == "GET" else f"{self.method} {self.path}"
        # Helpers see there which cases press, all others how many there are of each kind.
        return place in REASONS or (self.path == "/home/cases" and self.reach != "own")


def faults(look: Look, lines: list[dict]) -> Iterator[str]:
    """What the lines of a look do not tell of it."""
    if not lines:
        yield f"{look} left no line"
        return
    actor, told = claims(look.caller.http.token)["sub"], [line["action"] for line in lines]
    if any((line["actor"], line["role"]) != (actor, look.caller.role) for line in lines):
        yield f"{look} is told of somebody else: {lines}"
    # The thing, or what it hangs on, stands in the path that was asked for.
    named = [part for part in look.asked.split("?")[0].split("/") if re.fullmatch(r"[0-9a-f-]{36}", part)]
    if named and look.path != LIST_FOR_A_CASE and not any(line.get("subject") in named for line in lines):
        yield f"{look} is told as {told} of none of {named}"


def places_of(things: Things, method: str, path: str) -> Iterator[Place]:  # noqa: F811
    """Where a call is tried, once for each kind of thing that can be asked for there."""
    for place in things.places(method, path):
        for query in QUERIES.get(path, [""]):
            asked = place.path.split("?")[0] + query.replace("CENTRE", things.centre.id)
            yield Place(asked, place.owners, place.helper, place.person, place.keepers)


def looked_at(rights: list[dict]) -> list[tuple[dict, str, str]]:  # noqa: F811
    """Each call that changes nothing."""
    return [
        (right, method, path) for right, method, path in endpoints(rights)
        if method in ("GET", "HEAD") and right["right"] != OWN and path != PARKED
    ]  # fmt: skip


@pytest.fixture(scope="module")
def callers(system: System, things: Things) -> list[Caller]:  # noqa: F811
    """Somebody of each reach, at the centre, its branch and the firm."""
    centre, branch, firm = things.centre, things.branch, things.firm
    callers = [Caller("helper", at, helper, at.helper(helper)) for at, helper in (
        (centre, things.helper), (branch, helper_of(branch)), (firm, helper_of(firm)),
    )]  # fmt: skip
    callers += [Caller(role, centre, None, centre.caller(role)) for role in ("staff", "leader", "administrator")]
    callers += [Caller("organisation", firm, None, firm.caller("organisation"))]
    callers += [Caller("province", centre, None, Api(system.url, system.token("province", province=centre.province)))]
    return callers + [Caller(role, None, None, Api(system.url, system.token(role))) for role in ("ministry", "system")]


@pytest.fixture(scope="module")
def looks(rights: list[dict], things: Things, callers: list[Caller]) -> list[Look]:  # noqa: F811
    """Each of those calls, by one caller of each reach who may make it."""
    found = []
    for right, method, path in looked_at(rights):
        for place in places_of(things, method, path):
            for reach in sorted(set(right["reaches"].values())):
                caller = next((one for one in callers if reaches(right, one, path, place) == reach), None)
                if caller is None:
                    continue
                headers = tus.VERSION if method == "HEAD" else {"Accept": "application/json" if path.startswith("/api/") else "text/html"}
                answer = caller.http.http.request(method, place.path, headers=headers)
                found.append(Look(method, path, reach, place.path, caller, answer))
                if DEAR.search(path):
                    break
    return found


@pytest.fixture(scope="module")
def trail(system: System, looks: list[Look]) -> Trail:
    """The trail as it stands once it tells of every look, or does not though it had time enough."""
    trail = Trail(system)
    with suppress(AssertionError):
        wait_until(lambda: not untold(looks, trail.read()), 20, "the trail to tell of every look", every=0.5)
    return trail


def untold(looks: list[Look], trail: Trail) -> list[str]:
    return [fault for look in looks if not look.is_silent for fault in faults(look, trail.of(look.answer))]


def reaches(right: dict, caller: Caller, path: str, place: Place) -> str | None:
    """How far a caller's right reaches, where it reaches that place."""
    reach = right["reaches"].get(caller.role) if caller.role else None
    if reach is None or not ("{" not in path or path.startswith("/document-templates/") or within(reach, caller, place)):
        return None
    return reach


def test_every_look_succeeded(rights: list[dict], looks: list[Look]) -> None:  # noqa: F811
    """What is refused shows nothing, and proves nothing of the trail."""
    refused = [f"{look}: {look.answer.status_code} {look.answer.text[:200]}" for look in looks if look.answer.status_code != 200]
    assert refused == []
    places = {(method, path) for _, method, path in looked_at(rights)}
    assert places - {(look.method, look.path) for look in looks} == set()
    named = {("HEAD", path[5:]) if path.startswith("HEAD ") else ("GET", path) for path in REASONS}
    assert named - places == set(), "a reason is given for what is not there"


def test_every_look_is_on_record(trail: Trail, looks: list[Look]) -> None:
    left = untold(looks, trail)
    assert not left, f"{len(left)} faults:\n" + "\n".join(left)


def test_what_is_said_to_leave_no_line_leaves_none(trail: Trail, looks: list[Look]) -> None:
    """What leaves one is taken off the list."""
    assert [str(look) for look in looks if look.is_silent and trail.of(look.answer)] == []


def test_a_form_that_is_filled_in_from_the_register_is_a_look_at_the_helper(system: System, centre: Organisation) -> None:
    helper = centre.add_helper("lawyer", "Luật sư Chưa Mời", "TN-89", "2020-01-01")
    asked = f"/accounts/new?helper={helper['id']}"
    page = wait_until(lambda: shown(centre.administrator, asked, helper["email"]), 20, "the helper to be known to Portal")
    told = wait_until(lambda: Trail(system).read().of(page), 20, "a line of the look")
    assert [line["subject"] for line in told] == [helper["id"]]


def test_a_look_at_a_parked_message_is_on_record_as_that_of_who_looked(system: System, nonsense: dict, token) -> None:  # noqa: F811
    caller = Api(system.url, token("system"))
    assert shown(caller, f"/system/parked/intake/{nonsense['id']}", nonsense["message"])

    def told() -> list[dict]:
        return [line for line in Trail(system).read().lines if line.get("subject") == nonsense["id"]]

    line = wait_until(told, 20, "a line of the look")[0]
    assert (line["actor"], line["role"], line["service"]) == (claims(caller.token)["sub"], "system", "intake")


def test_a_program_that_fetches_a_calendar_is_on_record(system: System, centre: Organisation) -> None:
    helper = next(iter(centre.helpers))
    made = centre.helper(helper).post("/api/v1/calendar/feed")
    assert made.status_code == 201, made.text[:400]
    address = made.json()["address"]
    keep(address.split("key=")[1], "key of a calendar")
    file = httpx.get(address)
    assert file.status_code == 200 and file.headers["content-type"].startswith("text/calendar")
    line = wait_until(lambda: Trail(system).read().of(file), 20, "a line of the look")[0]
    assert (line["action"], line["subject"], line["organisation"]) == ("calendar.feed-read", helper, centre.id)
    assert line["actor"].startswith("calendar:")


def shown(caller: Api, path: str, words: str) -> httpx.Response | None:
    """The page, once these words stand on it."""
    page = caller.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 200, page.text[:400]
    return page if words in page.text else None
