"""What a program that may write and not read learns where it writes: of what others entered nothing, whatever it sends and however wrong.

A form that comes back, a conflict of versions, a list below a form, a look at what is alike: each is a place where a door that writes could read.
"""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any, Iterator
from urllib.parse import urlencode

import httpx
import pytest

from api import Api
from program_keys import NEEDS, Key, make, program_with
from system import System
from test_accounts import FORM, heard
from test_rights import endpoints, of_everybody, of_programs, sound_body
from things import ASKING, PAPER, RELATIVE, Things, make_things
from world import Organisation, sound_request

STALE = {"If-Match": '"999"'}
PAGE = {"Accept": "text/html"}

OF_CASE = {
    "name": "Vừ Thị Khuê Riêng", "birth": "1971-04-09", "gender": "female", "ethnicity": "Mông", "phone": "0977123405",
    "address": "Bản Khuê Riêng, số 41", "identity_number": "014171998801",
}  # fmt: skip
OF_REQUEST = {
    "name": "Lèng Văn Sính Kín", "birth": "1969-11-23", "gender": "male", "ethnicity": "Nùng", "phone": "0977123406",
    "address": "Xóm Sính Kín, số 17", "identity_number": "014069998802",
}  # fmt: skip
SUMMARY = "Ông kể rằng người cháu giữ sổ đỏ của thửa ruộng Nà Kín."

# What stands in a dossier, and the rights by which a program reads it. A request stays readable once it has become a case.
OF_DOSSIER = {"cases.read", "requests.read"}
MARKS = {
    OF_CASE["name"]: OF_DOSSIER, OF_CASE["identity_number"]: OF_DOSSIER, OF_CASE["phone"]: OF_DOSSIER, OF_CASE["address"]: OF_DOSSIER,
    OF_REQUEST["name"]: {"requests.read"}, OF_REQUEST["identity_number"]: {"requests.read"}, OF_REQUEST["phone"]: {"requests.read"},
    OF_REQUEST["address"]: {"requests.read"}, SUMMARY: {"requests.read"}, ASKING: {"requests.read"},
    RELATIVE: {"cases.read"}, PAPER: {"papers.read", "uploads.read"},
    # Of the branch's case, and of the request that came from another centre.
    "Lường Thị Piêng": OF_DOSSIER,
}  # fmt: skip


@pytest.fixture(scope="module")
def things(system: System, centre: Organisation) -> Things:
    things = make_things(system, centre, client=client_of(centre, OF_CASE))
    entered = centre.staff.request(sound_request(centre, client=client_of(centre, OF_REQUEST), summary=SUMMARY))
    assert entered.status_code == 201, entered.text[:400]
    things.names["request"] = entered.json()["id"]
    return things


def client_of(centre: Organisation, facts: dict) -> dict:
    return {**facts, "residence": {"province": centre.province, "commune": "Chiềng Mai", "especially_difficult": True}}


@pytest.fixture(scope="module")
def rights(system: System) -> list[dict]:
    return Api(system.url, system.token("ministry")).read("/api/v1/rights")["items"]


@pytest.fixture(scope="module")
def whole(centre: Organisation, rights: list[dict]) -> Key:
    heard(centre)
    return make(centre.administrator, centre, *sorted(of_programs(rights)))


@pytest.fixture(scope="module")
def pool():
    with ThreadPoolExecutor(6) as pool:
        yield pool


def test_no_right_reads_more_than_it_says(system: System, things: Things, rights: list[dict], whole: Key, pool: ThreadPoolExecutor):
    """Each right of programs by itself, with what it takes, at every door that it opens, be it to look or to write."""
    writers, leaks = set(), []
    for right in sorted(of_programs(rights)):
        scope = {right, *NEEDS.get(right, ())}
        sent = list(doors(things, rights, scope))
        writers |= {right} if any(method != "GET" for method, _, _ in sent) else set()
        for what, answer in answered(program_with(system, whole, scope=" ".join(sorted(scope))), sent, pool):
            leaks += [f"{right}: {what} {answer.status_code} shows {mark!r}" for mark in shown(answer) if not MARKS[mark] & scope]
    assert {"requests.enter", "requests.correct", "requests.decide", "cases.work", "papers.add", "reports.make"} <= writers
    assert not leaks, f"{len(leaks)}:\n" + "\n".join(sorted(set(leaks)))


def test_the_same_doors_show_it_to_who_may_read_it(system: System, things: Things, rights: list[dict], whole: Key, pool: ThreadPoolExecutor):
    """So that it would have been seen there."""
    scope = of_programs(rights)
    found: dict[str, set[str]] = {mark: set() for mark in MARKS}
    for what, answer in answered(program_with(system, whole), list(doors(things, rights, scope)), pool):
        for mark in shown(answer):
            found[mark].add(what)
    assert not [mark for mark, places in found.items() if not places], found


def test_a_request_that_looks_like_a_known_one_shows_nothing_of_it(system: System, centre: Organisation, things: Things, whole: Key):
    """A page puts both side by side for whoever reads requests; others learn from the answer what they sent themselves."""
    for known in (OF_CASE, OF_REQUEST):
        year = known["birth"][:4]
        posted = sound_request(centre, client=client_of(centre, {"name": plain(known["name"]), "birth": f"{year}-01-02", "gender": known["gender"],
                                                                 "ethnicity": known["ethnicity"]}))  # fmt: skip
        form = fields(posted) | {"form_key": str(uuid.uuid4())}
        reader = program_with(system, whole, scope="requests.enter requests.read")
        compared = reader.http.post("/requests/new", content=urlencode(form, doseq=True), headers=FORM | PAGE)
        assert compared.status_code == 422 and {known["name"], known["phone"], known["identity_number"]} <= set(shown(compared)), compared.text
        writer = program_with(system, whole, scope="requests.enter")
        for path in ("/requests/new", "/requests/drafts"):
            answer = writer.http.post(path, content=urlencode(form, doseq=True), headers=FORM | PAGE)
            assert answer.status_code in (303, 422) and not shown(answer), f"{path} {answer.status_code} shows {shown(answer)}"
            assert things.names["request"] not in answer.text and things.names["case"] not in answer.text
        entered = writer.post("/api/v1/requests", posted)
        assert entered.status_code == 201 and not shown(entered), entered.text
        assert centre.staff.http.get(f"/api/v1/requests/{entered.json()['id']}").json()["duplicates"]


def test_a_helper_enters_requests_and_reads_and_corrects_none(
    centre: Organisation, things: Things, rights: list[dict], pool: ThreadPoolExecutor
):
    """Of people it is the helpers who have `requests.enter` and not `requests.read`."""
    colleague = centre.helper(next(helper for helper in centre.helpers if helper != things.helper))
    leaks = [
        f"{what} {answer.status_code} shows {marks}"
        for what, answer in answered(colleague, list(doors(things, rights, {"requests.enter"})), pool) if (marks := shown(answer))
    ]  # fmt: skip
    assert not leaks, "\n".join(sorted(set(leaks)))
    place = f"/requests/{things.names['request']}/corrections"
    for answer in (
        colleague.get(place, headers=PAGE), colleague.http.post(place, data={}, headers=PAGE), colleague.get(f"/api/v1{place}"),
        colleague.post(f"/api/v1{place}", {}, headers=STALE),
    ):  # fmt: skip
        assert answer.status_code == 403 and not shown(answer)


def plain(name: str) -> str:
    """As who has no Vietnamese keyboard writes it: alike, and not the same."""
    return name.translate(str.maketrans("ừịêèíăấầ", "uieeiaaa"))


# ---- what is sent ------------------------------------------------------------------------------------------------------------------


def doors(things: Things, rights: list[dict], scope: set[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every call and page that a scope opens, on things of the centre and its branch: `(method, path, what is sent)`."""
    held = scope | of_everybody(rights)
    calls = [(right["right"], method, path) for right, method, path in endpoints(rights)]
    calls += [("requests.enter", "POST", path) for path in ("/requests/new", "/requests/drafts")]
    for right, method, path in calls:
        if right not in held or method not in ("GET", "POST", "PATCH"):
            continue
        for place in things.places(method, path):
            for sent in wrong(method, path, things) if method != "GET" else [{"headers": {} if path.startswith("/api/") else PAGE}]:
                yield method, place.path, sent


def wrong(method: str, path: str, things: Things) -> Iterator[dict[str, Any]]:
    """Nothing, half of it, what has moved, and all that is asked for with one field too many: next to nothing that would be taken."""
    sound = about(path, things) or sound_body(method, path)
    if path.startswith("/api/"):
        for body in ({}, {"thua": 1}, {**sound, "thua": 1}, {name: [{}] for name in sound}, []):
            yield {"json": body, "headers": STALE}
        yield {"content": b"{", "headers": STALE | {"Content-Type": "application/json"}}
    else:
        for form in ({}, {"version": "999"}, {**sound, "version": "999"}, {**sound, "version": "1", "thua": "x"}, {f"{name}.x": "" for name in sound}):
            yield {"content": urlencode(form, doseq=True), "headers": FORM | PAGE}
        yield {"files": {"kind": (None, "khong-co")}, "headers": PAGE}
    if "conflict" in path:
        # This one is taken: it asks.
        yield {"json": sound} if path.startswith("/api/") else {"content": urlencode(sound), "headers": FORM | PAGE}


def about(path: str, things: Things) -> dict[str, str] | None:
    """Where people are named: those whom the centre knows, in another spelling."""
    names = [plain(facts["name"]) for facts in (OF_CASE, OF_REQUEST)] + ["nguoi than thu", "Luong Thi Pieng"]
    centre = things.centre
    if "conflict" in path:
        return {"centre": centre.id, "names": names} if path.startswith("/api/") else {"centre": centre.id, "names": "\n".join(names)}
    if path in ("/api/v1/requests", "/requests/new", "/requests/drafts"):
        posted = sound_request(centre, client=client_of(centre, {"name": names[0], "birth": OF_CASE["birth"], "gender": "female", "ethnicity": "Mông"}))
        return posted if path.startswith("/api/") else fields(posted) | {"form_key": str(uuid.uuid4())}
    return None


def fields(body: dict, within: str = "") -> dict[str, Any]:
    """A document as a form sends it."""
    flat: dict[str, Any] = {}
    for name, value in body.items():
        if isinstance(value, dict):
            flat |= fields(value, f"{within}{name}.")
        else:
            flat[f"{within}{name}"] = str(value).lower() if isinstance(value, bool) else value
    return flat


def answered(caller: Api, sent: list[tuple[str, str, dict]], pool: ThreadPoolExecutor) -> Iterator[tuple[str, httpx.Response]]:
    """What each was answered; every door opens."""
    for (method, path, how), answer in zip(sent, pool.map(lambda one: caller.http.request(one[0], one[1], **one[2]), sent)):
        assert answer.status_code not in (401, 403), f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code < 500, f"{method} {path} {how}: {answer.status_code} {answer.text[:300]}"
        yield f"{method} {path}", answer


def shown(answer: httpx.Response) -> list[str]:
    """What of the dossiers stands in an answer, its headers too."""
    text = unescape(answer.text) + "".join(answer.headers.values())
    return [mark for mark in MARKS if mark in text]
