"""Keys of programs as people keep them: made by whoever administers the organisation, told once, withdrawn at once, on record."""

from __future__ import annotations

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from html import unescape
from urllib.parse import urlencode

import httpx
import pytest

import confidential
import shapes
from api import Api
from program_keys import (
    KEYS, NEEDS, OF_EACH_SERVICE, SECRET, Key, assert_refused, draft, exchange, keep_key, make, program_with, token_by,
)  # fmt: skip
from system import System, text_of
from test_accounts import FORM, heard, opened, sign_in
from test_identity import claims
from test_rights import of_programs
from trail import Trail
from waiting import wait_until
from world import Organisation, enter_organisation

PAGE = {"Accept": "text/html"}
UNKNOWN = "0192f0c0-0000-7000-8000-000000000000"
VIET_NAM = timezone(timedelta(hours=7))
MOST = 20


@pytest.fixture(scope="module")
def keeper(centre: Organisation) -> Api:
    """Its administrator, once Portal has heard of the centre."""
    heard(centre)
    return centre.administrator


@pytest.fixture(scope="module")
def other(system: System) -> Organisation:
    """A centre of another province."""
    other = enter_organisation(system, province="96")
    heard(other)
    return other


@pytest.fixture(scope="module")
def branch(system: System, centre: Organisation, keeper: Api) -> Organisation:
    branch = enter_organisation(system, "branch", province=centre.province, parent=centre.id)
    heard(branch)
    return branch


def lines_of(system: System, action: str, key: Key) -> list[dict]:
    return [line for line in Trail(system).read().lines if line["action"] == action and line.get("subject") == key.id]


def told(system: System, action: str, key: Key) -> dict:
    return wait_until(lambda: lines_of(system, action, key), 20, f"a line of {action}")[0]


def post_form(caller: Api, path: str, fields: dict) -> httpx.Response:
    """As a browser does, with a name repeated for each box that is ticked."""
    return caller.http.post(path, content=urlencode(fields, doseq=True), headers=FORM)


def form_of(organisation: Organisation, *rights: str, **changes: str) -> dict:
    posted = draft(organisation, *rights, **changes)
    year, month, day = posted.pop("ends_on").split("-")
    return posted | {"ends_on.year": year, "ends_on.month": month, "ends_on.day": day}


# ---- made, and told once -----------------------------------------------------------------------------------------------------------


def test_a_key_is_made_and_its_secret_told_once(system: System, centre: Organisation, keeper: Api):
    posted = draft(centre, "requests.enter", "cases.read", name="Cổng dịch vụ công tỉnh thử")
    before = datetime.now(timezone.utc) + timedelta(seconds=system.shift - 60)
    answer = keeper.post(KEYS, posted)
    assert answer.status_code == 201, answer.text[:600]
    made = answer.json()
    key = keep_key(Key(made["id"], made.pop("secret")))
    assert re.fullmatch(r"caunoi_[A-Za-z0-9_-]{43}", key.secret)
    assert answer.headers["location"] == key.place and "no-store" in answer.headers["cache-control"]
    assert {name: made[name] for name in ("name", "organisation", "ends_on")} == {name: posted[name] for name in ("name", "organisation", "ends_on")}
    assert sorted(made["rights"]) == ["cases.read", "requests.enter"]
    assert (made["state"], made.get("used_at"), made.get("withdrawn_at")) == ("good", None, None) and made["made_by"]
    assert before < datetime.fromisoformat(made["made_at"]) < before + timedelta(minutes=5)
    # To the end of its last day in Viet Nam.
    last = datetime.combine(date.fromisoformat(posted["ends_on"]), datetime.min.time(), VIET_NAM) + timedelta(days=1)
    assert timedelta() <= last - datetime.fromisoformat(made["ends_at"]) <= timedelta(seconds=1)

    read = keeper.get(key.place)
    assert read.status_code == 200 and read.json() == made
    listed = next(one for one in keeper.everything(KEYS) if one["id"] == key.id)
    assert listed == read.json()
    for place in (KEYS, key.place, "/accounts/keys", f"/accounts/keys/{key.id}", "/accounts/keys/new"):
        shown = keeper.get(place, headers={} if place.startswith("/api/") else PAGE)
        assert shown.status_code == 200 and key.secret not in shown.text and key.secret[7:] not in shown.text, place


def test_the_same_once_more_is_another_key(centre: Organisation, keeper: Api):
    """An answer that is kept for an `Idempotency-Key` would keep the secret."""
    headers, posted = {"Idempotency-Key": uuid.uuid4().hex}, draft(centre)
    made = []
    for _ in range(2):
        answer = keeper.post(KEYS, posted, headers=headers)
        assert answer.status_code == 201, answer.text[:600]
        made.append(keep_key(Key(answer.json()["id"], answer.json()["secret"])))
    assert made[0].id != made[1].id and made[0].secret != made[1].secret


def test_lists_are_told_in_parts(system: System, keeper: Api, branch: Organisation):
    made = [make(keeper, branch, name=f"Chương trình {number}").id for number in range(3)]
    found, after = [], {}
    while True:
        part = keeper.read(KEYS, limit=2, **after)
        assert len(part["items"]) <= 2
        found += [one["id"] for one in part["items"]]
        if part["next"] is None:
            break
        after = {"after": part["next"]}
    assert len(found) == len(set(found)) and [ident for ident in found if ident in made] == list(reversed(made))
    shapes.assert_problem(keeper.get(f"{KEYS}?limit=0"), 422)
    shapes.assert_problem(keeper.get(f"{KEYS}?secret=x"), 422)


# ---- what is asked of a key --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wrong", "pointer"), [
    ({"name": ""}, "/name"), ({"name": "x" * 201}, "/name"), ({"name": None}, "/name"),
    ({"organisation": "x"}, "/organisation"), ({"organisation": None}, "/organisation"),
    ({"rights": []}, "/rights"), ({"rights": "cases.read,papers.read"}, "/rights"), ({"rights": None}, "/rights"),
    ({"rights": ["cases.read", "cases.read"]}, "/rights/1"), ({"rights": ["cases.read", "cases.*"]}, "/rights/1"),
    ({"rights": [""]}, "/rights/0"), ({"rights": [7]}, "/rights/0"),
    ({"ends_on": "2026-02-30"}, "/ends_on"), ({"ends_on": "mai"}, "/ends_on"), ({"ends_on": None}, "/ends_on"),
    # What the system sets nobody sets.
    ({"secret": "caunoi_" + "A" * 43}, "/secret"), ({"id": UNKNOWN}, "/id"), ({"made_by": "Ai đó"}, "/made_by"), ({"role": "leader"}, "/role"),
    ({"scope": "cases.read"}, "/scope"),
])  # fmt: skip
def test_what_is_wrong_is_said_by_field(centre: Organisation, keeper: Api, wrong: dict, pointer: str):
    problem = shapes.assert_problem(keeper.post(KEYS, draft(centre) | wrong), 422)
    assert shapes.pointer_differences(problem, [pointer]) == ([], [])


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 422), (1, 201), (366, 201), (367, 422), (36_500, 422)])
def test_a_key_ends_from_tomorrow_to_a_year_ahead(system: System, centre: Organisation, keeper: Api, days: int, status: int):
    answer = keeper.post(KEYS, draft(centre, ends_on=str(system.today() + timedelta(days=days))))
    assert answer.status_code == status, answer.text[:600]
    if status == 422:
        assert shapes.pointers(answer.json()) == ["/ends_on"]
    else:
        keep_key(Key(answer.json()["id"], answer.json()["secret"]))
        assert answer.json()["state"] == ("ending" if days == 1 else "good")
        assert keeper.http.delete(answer.headers["location"]).status_code == 204


@pytest.fixture(scope="module")
def rights(system: System) -> list[dict]:
    return Api(system.url, system.token("ministry")).read("/api/v1/rights")["items"]


def test_a_key_has_rights_of_programs_only(centre: Organisation, keeper: Api, rights: list[dict]):
    allowed = of_programs(rights)
    assert {"cases.read", "requests.enter", "requests.correct", "papers.add", "reports.make"} <= allowed
    assert not allowed & {"accounts.keep", "program-keys.make", "audit.read", "system.watch", "parked-messages.handle", "organisations.keep", "helpers.keep"}
    for right in sorted({right["right"] for right in rights} - allowed):
        problem = shapes.assert_problem(keeper.post(KEYS, draft(centre, "cases.read", right)), 422)
        assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [("/rights/1", "not_one_of")], right
    # All of them at once are the most that there is.
    whole = make(keeper, centre, *sorted(allowed))
    assert set(keeper.read(whole.place)["rights"]) == allowed


@pytest.mark.parametrize(("right", "needed"), NEEDS.items())
def test_a_right_that_shows_what_another_is_for_takes_that_as_well(centre: Organisation, keeper: Api, right: str, needed: tuple[str, ...]):
    for chosen, at in (((right,), 0), (("helpers.list", "requests.enter", right), 2)):
        problem = shapes.assert_problem(keeper.post(KEYS, draft(centre, *chosen)), 422)
        assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [(f"/rights/{at}", "needs_another")]
        page = post_form(keeper, "/accounts/keys", form_of(centre, *chosen))
        assert page.status_code == 422 and all(one in page.text for one in needed) and "caunoi_" not in page.text
    both = make(keeper, centre, right, *needed)
    assert sorted(keeper.read(both.place)["rights"]) == sorted((right, *needed))
    assert keeper.http.delete(both.place).status_code == 204


# ---- whose keys they are -----------------------------------------------------------------------------------------------------------


def test_nobody_makes_keys_beyond_their_own_organisation(
    system: System, centre: Organisation, keeper: Api, other: Organisation, branch: Organisation
):
    firm = enter_organisation(system, "contracted", province=centre.province)
    heard(firm)
    refused = [
        (keeper, other), (keeper, firm), (other.administrator, centre), (other.administrator, branch), (branch.administrator, centre),
        (branch.administrator, other), (centre.leader, centre), (centre.staff, centre), (centre.caller("program"), centre),
        (centre.helper(next(iter(centre.helpers))), centre), (branch.leader, branch), (firm.leader, firm),
    ]  # fmt: skip
    for number, (caller, place) in enumerate(refused):
        shapes.assert_problem(caller.post(KEYS, draft(place)), 403)
        assert post_form(caller, "/accounts/keys", form_of(place)).status_code == 403, number
    # Nobody knows of an organisation that is not there.
    shapes.assert_problem(keeper.post(KEYS, draft(centre) | {"organisation": UNKNOWN}), 403)
    assert Api(system.url, None).post(KEYS, draft(centre)).status_code == 401
    for caller, place in ((keeper, centre), (keeper, branch), (branch.administrator, branch)):
        key = make(caller, place)
        assert claims(token_by(system, key))["organisation"] == place.id
        assert caller.http.delete(key.place).status_code == 204


def test_who_oversees_looks_at_keys_and_withdraws_them_and_makes_none(
    system: System, centre: Organisation, keeper: Api, other: Organisation, branch: Organisation
):
    """A program would see more of a dossier than they do (identity numbers)."""
    overseers = [
        (Api(system.url, system.token("province", province=centre.province)), {other.id}), (Api(system.url, system.token("ministry")), set()),
        (Api(system.url, system.token("system")), set()),
    ]  # fmt: skip
    for overseer, elsewhere in overseers:
        for place in (centre, branch, other):
            shapes.assert_problem(overseer.post(KEYS, draft(place)), 403)
            made = post_form(overseer, "/accounts/keys", form_of(place))
            assert made.status_code == 403 and "caunoi_" not in made.text
        assert overseer.get("/accounts/keys/new", headers=PAGE).status_code == 403
        for place in (centre, branch, other):
            by_call, by_page = make(place.administrator, place), make(place.administrator, place)
            if place.id in elsewhere:
                shapes.assert_problem(overseer.get(by_call.place), 404)
                shapes.assert_problem(overseer.http.delete(by_call.place), 404)
                assert post_form(overseer, f"/accounts/keys/{by_page.id}/withdrawal", {}).status_code == 404
                assert exchange(system, by_call).status_code == exchange(system, by_page).status_code == 200
                continue
            assert overseer.read(by_call.place)["state"] == "good"
            assert overseer.get(f"/accounts/keys/{by_page.id}", headers=PAGE).status_code == 200
            assert {by_call.id, by_page.id} <= {one["id"] for one in overseer.everything(KEYS)}
            assert overseer.http.delete(by_call.place).status_code == 204
            assert post_form(overseer, f"/accounts/keys/{by_page.id}/withdrawal", {"reason": "Không còn dùng"}).status_code == 303
            for key in (by_call, by_page):
                assert_refused(exchange(system, key), 401, "invalid_client")


def test_an_organisation_that_works_no_more_has_no_programs(system: System, centre: Organisation):
    """Until it works again; nobody learns from the answer that this is why."""
    closing = enter_organisation(system, "branch", province=centre.province, parent=centre.id)
    heard(closing)
    key = make(closing.administrator, closing)
    assert exchange(system, key).status_code == 200
    set_active(closing, centre, False)
    wait_until(lambda: exchange(system, key).status_code == 401, 20, "Portal to have heard of it")
    for by_form in (False, True):
        assert_refused(exchange(system, key, by_form=by_form), 401, "invalid_client")
    for maker in (closing.administrator, centre.administrator):
        shapes.assert_problem(maker.post(KEYS, draft(closing)), 403)
        assert post_form(maker, "/accounts/keys", form_of(closing)).status_code == 403
    # It can still be cleared away, or come back.
    assert key.id in {one["id"] for one in centre.administrator.everything(KEYS)}
    set_active(closing, centre, True)
    wait_until(lambda: exchange(system, key).status_code == 200, 20, "it to work again")
    set_active(closing, centre, False)
    assert centre.administrator.http.delete(key.place).status_code == 204


def set_active(branch: Organisation, centre: Organisation, active: bool) -> None:
    place = f"/api/v1/organisations/{branch.id}"
    seen = centre.administrator.get(place)
    changed = centre.administrator.http.patch(place, json={"active": active}, headers={"If-Match": seen.headers["etag"]})
    assert changed.status_code == 200, changed.text[:400]


def test_keys_of_others_are_not_there(system: System, centre: Organisation, keeper: Api, other: Organisation, branch: Organisation):
    key, of_branch = make(keeper, centre, name="Cổng của Trung tâm"), make(keeper, branch, name="Cổng của Chi nhánh")
    elsewhere = Api(system.url, system.token("province", province="96"))
    strangers = [(other.administrator, key), (other.administrator, of_branch), (elsewhere, key), (branch.administrator, key)]
    for caller, one in strangers:
        page = f"/accounts/keys/{one.id}"
        shapes.assert_problem(caller.get(one.place), 404)
        shapes.assert_problem(caller.http.delete(one.place), 404)
        assert caller.get(page, headers=PAGE).status_code == 404
        assert post_form(caller, f"{page}/withdrawal", {"reason": "Không phải của mình"}).status_code == 404
        for listing in (f"{KEYS}?limit=200", "/accounts/keys"):
            assert one.id not in caller.get(listing, headers=PAGE if listing.startswith("/acc") else {}).text
    for caller in (centre.leader, centre.staff, centre.caller("program"), centre.helper(next(iter(centre.helpers)))):
        for answer in (caller.get(KEYS), caller.get(key.place), caller.http.delete(key.place)):
            shapes.assert_problem(answer, 403)
        for page in ("/accounts/keys", "/accounts/keys/new", f"/accounts/keys/{key.id}"):
            assert caller.get(page, headers=PAGE).status_code == 403
        assert post_form(caller, f"/accounts/keys/{key.id}/withdrawal", {}).status_code == 403
    for place in (KEYS, key.place):
        assert Api(system.url, None).get(place).status_code == 401
    for caller in (keeper, Api(system.url, system.token("province", province=centre.province)), Api(system.url, system.token("ministry"))):
        assert {key.id, of_branch.id} <= {one["id"] for one in caller.everything(KEYS)}
    assert exchange(system, key).status_code == exchange(system, of_branch).status_code == 200
    for unknown in (f"{KEYS}/{UNKNOWN}", f"{KEYS}/x"):
        assert keeper.get(unknown).status_code == keeper.http.delete(unknown).status_code == 404


def test_an_organisation_has_twenty_good_keys_at_most(system: System, centre: Organisation):
    """However many ask in one moment; a key that is withdrawn makes room."""
    full = enter_organisation(system, province=centre.province)
    heard(full)
    keys = [make(full.administrator, full) for _ in range(MOST - 2)]
    caller = full.administrator
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: caller.post(KEYS, draft(full)), range(8)))
    assert sorted(answer.status_code for answer in answers) == [201, 201] + [409] * 6, [answer.text[:200] for answer in answers]
    for answer in answers:
        if answer.status_code == 201:
            keep_key(Key(answer.json()["id"], answer.json()["secret"]))
        else:
            shapes.assert_problem(answer, 409)
    page = post_form(caller, "/accounts/keys", form_of(full))
    assert page.status_code == 409 and "caunoi_" not in page.text
    assert caller.http.delete(keys[0].place).status_code == 204
    make(caller, full)
    assert len(caller.everything(KEYS)) == MOST + 1


# ---- withdrawn ---------------------------------------------------------------------------------------------------------------------


def test_a_withdrawn_key_and_its_tokens_end_everywhere(system: System, centre: Organisation, keeper: Api):
    whole = ("cases.read", "helpers.list", "uploads.read", "alerts.read")
    key, spared = make(keeper, centre, *whole), make(keeper, centre, *whole)
    programs = [program_with(system, key), program_with(system, key, scope="cases.read")]
    bystanders = [program_with(system, spared), centre.caller("program")]
    for place in OF_EACH_SERVICE:
        assert [one.get(place).status_code for one in (programs[0], *bystanders)] == [200] * 3, place
    for _ in range(2):
        assert keeper.http.delete(key.place).status_code == 204
    assert_refused(exchange(system, key), 401, "invalid_client")
    assert_refused(exchange(system, key, by_form=True), 401, "invalid_client")
    for place in OF_EACH_SERVICE:
        for program in programs:
            wait_until(lambda: program.get(place).status_code == 401, 10, f"the token to end at {place}")
        assert [one.get(place).status_code for one in bystanders] == [200] * 2, place
    after = keeper.read(key.place)
    assert after["state"] == "withdrawn" and after["withdrawn_at"]
    assert keeper.http.delete(key.place).status_code == 204 and keeper.read(key.place) == after
    told(system, "program_key.withdrawn", key)
    # What comes after it on the trail was told later: nothing more is coming of the key.
    mark = make(keeper, centre)
    told(system, "program_key.issued", mark)
    assert len(lines_of(system, "program_key.withdrawn", key)) == 1


def test_no_token_slips_past_a_withdrawal(system: System, centre: Organisation, keeper: Api):
    """What is given in the very moment ends with the rest."""
    key = make(keeper, centre)

    def until_refused(_: int) -> list[str]:
        tokens = []
        while True:
            answer = exchange(system, key)
            if answer.status_code == 401:
                return tokens
            assert answer.status_code == 200, answer.text[:400]
            tokens.append(answer.json()["access_token"])

    with ThreadPoolExecutor(5) as pool:
        asking = pool.map(until_refused, range(4))
        wait_until(lambda: keeper.read(key.place).get("used_at"), 20, "the key to be used")
        assert pool.submit(keeper.http.delete, key.place).result().status_code == 204
        tokens = [token for some in asking for token in some]
    assert tokens
    with httpx.Client(base_url=system.url, timeout=30) as door:
        for place in ("/api/v1/cases", "/api/v1/rights"):
            for token in tokens:
                headers = {"Authorization": f"Bearer {token}"}
                wait_until(lambda: door.get(place, headers=headers).status_code == 401, 10, f"a token to end at {place}")


# ---- the pages ---------------------------------------------------------------------------------------------------------------------


def test_a_page_makes_a_key_and_shows_its_secret_once(system: System, centre: Organisation, keeper: Api):
    empty = keeper.get("/accounts/keys/new", headers=PAGE).text
    for field in ("name", "organisation", "rights", "ends_on.day"):
        assert f'name="{field}"' in empty, field
    assert 'value="accounts.keep"' not in empty and 'value="organisations.read"' not in empty
    name = f"Cổng <b>thử</b> & “{uuid.uuid4().hex[:6]}”"
    made = post_form(keeper, "/accounts/keys", form_of(centre, "cases.read", "papers.read", name=name))
    assert made.status_code == 200, made.text[:600]
    assert "no-store" in made.headers["cache-control"] and "<b>thử" not in made.text and name in unescape(made.text)
    secrets = set(re.findall(r"caunoi_[A-Za-z0-9_-]{43}", made.text))
    assert len(secrets) == 1
    view = next(one for one in keeper.everything(KEYS) if one["name"] == name)
    key = keep_key(Key(view["id"], secrets.pop()))
    assert sorted(view["rights"]) == ["cases.read", "papers.read"] and key.id in made.text
    assert program_with(system, key).get("/api/v1/cases").status_code == 200
    page = f"/accounts/keys/{key.id}"
    for place in ("/accounts/keys", page):
        shown = keeper.get(place, headers=PAGE)
        assert shown.status_code == 200 and key.secret not in shown.text and name in unescape(shown.text) and "<b>thử" not in shown.text

    gone = post_form(keeper, f"{page}/withdrawal", {"reason": "Đổi nhà cung cấp"})
    assert gone.status_code == 303 and gone.headers["location"].startswith(page)
    assert "Đổi nhà cung cấp" in keeper.get(page, headers=PAGE).text
    assert_refused(exchange(system, key), 401, "invalid_client")
    # Why stands with the key; the trail has no free words.
    assert "Đổi nhà cung cấp" not in str(told(system, "program_key.withdrawn", key))
    # A second time nothing happens, and nothing is said to have.
    assert post_form(keeper, f"{page}/withdrawal", {"reason": "Lần nữa"}).status_code == 303
    assert "Lần nữa" not in keeper.get(page, headers=PAGE).text


@pytest.mark.parametrize("right", ["cases.read", "requests.enter"])
def test_one_box_that_is_ticked_is_one_right(keeper: Api, centre: Organisation, right: str):
    made = post_form(keeper, "/accounts/keys", form_of(centre, right, name=f"Một quyền {right}"))
    assert made.status_code == 200, made.text[:600]
    secret = re.search(r"caunoi_[A-Za-z0-9_-]{43}", made.text)[0]
    view = next(one for one in keeper.everything(KEYS) if one["name"] == f"Một quyền {right}")
    keep_key(Key(view["id"], secret))
    assert view["rights"] == [right]


def test_a_form_with_gaps_comes_back_and_makes_nothing(keeper: Api, centre: Organisation):
    known = {one["id"] for one in keeper.everything(KEYS)}
    whole = form_of(centre, name="Tên Còn Lại")
    for gap in ("name", "rights", "ends_on.year", "organisation"):
        back = post_form(keeper, "/accounts/keys", {field: value for field, value in whole.items() if field != gap})
        assert back.status_code == 422 and "caunoi_" not in back.text, gap
        assert gap == "name" or "Tên Còn Lại" in back.text
    assert {one["id"] for one in keeper.everything(KEYS)} == known


def test_another_site_and_a_person_without_the_right_make_no_key(system: System, centre: Organisation, keeper: Api):
    """What a browser brings along is no consent; nor is a session of somebody who keeps no accounts."""
    key = make(keeper, centre)
    browser = sign_in(system, opened(system, centre)["login"])
    for path, fields in (("/accounts/keys", form_of(centre)), (f"/accounts/keys/{key.id}/withdrawal", {})):
        assert browser.post(path, content=urlencode(fields, doseq=True), headers=FORM).status_code == 403
    administrator = httpx.Client(base_url=system.url, cookies={"caunoi_token": keeper.token})
    for path, fields in (("/accounts/keys", form_of(centre)), (f"/accounts/keys/{key.id}/withdrawal", {})):
        forged = {**FORM, "Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
        assert administrator.post(path, content=urlencode(fields, doseq=True), headers=forged).status_code == 403
    assert administrator.delete(key.place, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert exchange(system, key).status_code == 200


# ---- on record -------------------------------------------------------------------------------------------------------------------------


def test_a_key_is_on_record_from_its_making_on(system: System, centre: Organisation, keeper: Api):
    key = make(keeper, centre, "cases.read", "requests.enter")
    issued = told(system, "program_key.issued", key)
    assert (issued["actor"], issued["role"], issued["organisation"]) == (claims(keeper.token)["sub"], "administrator", centre.id)
    assert "cases.read" in str(issued["details"]) and "requests.enter" in str(issued["details"])

    tokens = [token_by(system, key) for _ in range(4)]
    used = told(system, "program_key.used", key)
    assert (used["actor"], used["role"], used["organisation"]) == (f"program:{key.id}", "program", centre.id)
    looked = Api(system.url, tokens[-1]).get("/api/v1/cases")
    line = wait_until(lambda: Trail(system).read().of(looked), 20, "a line of the program's look")[0]
    assert (line["actor"], line["role"], line["organisation"]) == (f"program:{key.id}", "program", centre.id)

    for caller_look, action in ((keeper.get(key.place), "program_key.viewed"), (keeper.get(KEYS), "program_keys.listed")):
        line = wait_until(lambda: Trail(system).read().of(caller_look), 20, f"a line of {action}")[0]
        assert line["action"] == action and line["actor"] == claims(keeper.token)["sub"]
    # The first of an hour stands for the rest.
    assert len(lines_of(system, "program_key.used", key)) == 1


def test_guesses_at_a_key_are_on_record_and_fill_nothing(system: System, centre: Organisation, keeper: Api):
    """The first, the tenth … of an hour; where nobody has such a key there is nothing to tell."""
    key = make(keeper, centre)
    for number in range(12):
        assert_refused(exchange(system, key.but(secret=f"caunoi_{number:043}")), 401, "invalid_client")
    assert_refused(exchange(system, key.but(id=UNKNOWN)), 401, "invalid_client")
    assert exchange(system, key).status_code == 200
    told(system, "program_key.used", key)
    refused = lines_of(system, "program_key.refused", key)
    # Those of one hour; an hour that ends meanwhile begins a count of its own.
    assert 2 <= len(refused) <= 3 and all(line["organisation"] == centre.id for line in refused)
    assert not [line for line in Trail(system).read().lines if line.get("subject") == UNKNOWN and line["action"].startswith("program_key")]


def test_who_reads_the_trail_sees_from_where_a_key_was_used_and_refused(system: System, centre: Organisation, keeper: Api):
    """Beside the line and not in it, as with sign-ins."""
    key = make(keeper, centre)
    assert exchange(system, key).status_code == 200
    assert_refused(exchange(system, key.but(secret="caunoi_" + "A" * 43)), 401, "invalid_client")
    for action in ("program_key.used", "program_key.refused"):
        line = told(system, action, key)
        assert "127.0.0.1" not in str(line)
        page = wait_until(lambda: rows_with(keeper, key, line["reference"]), 20, f"{action} on the page")
        assert "127.0.0.1" in page, page
    for action in ("program_key.issued", "program_key.viewed"):
        keeper.read(key.place)
        row = wait_until(lambda: rows_with(keeper, key, told(system, action, key)["reference"]), 20, f"{action} on the page")
        assert "127.0.0.1" not in row


def rows_with(reader: Api, key: Key, reference: str) -> str | None:
    """The row of the trail's page that tells of one call."""
    page = reader.get(f"/audit?subject={key.id}", headers=PAGE)
    assert page.status_code == 200
    return next((row for row in page.text.split("<tr") if reference in row), None)


def test_no_secret_is_on_the_trail_nor_in_a_mail(system: System, keeper: Api, centre: Organisation):
    made = [secret for secret, what in confidential.kept.items() if what == SECRET]
    assert len(made) > 20
    told(system, "program_key.issued", make(keeper, centre))
    found = confidential.found_in(sorted((system.data / "audit").glob("20*.jsonl")))
    assert SECRET not in {what for _, what in found}
    mails = "\n".join(text_of(mail) for mail in system.mails())
    assert not [secret for secret in made if secret in mails]
