"""The whole table of rights, tried over HTTP: every call and page, for every role, on things of their own and of others. What the front door does not
lead to is tried in test_inner_rights.py.

What a caller may not do at all answers 403 (401 without a token, and pages lead to the sign-in form); what is out of their reach 404, or 403 where
the thing itself is public; what they may do answers anything else, be it 422 for an empty body.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import httpx
import pytest

import shapes
import tus
from api import Api
from callers import PLACELESS, ROLES, Caller, is_refused, nobody, of_role
from things import UNKNOWN, Place, Things, helper_of, make_things
from world import Organisation, enter_organisation

# What others send: sound in itself, so that only their reach can stop it.
SOUND = {
    "refusal": shapes.refusal("no_concrete_case"),
    "supplement": {"note": "Bổ sung đơn có chữ ký"},
    "transfer": {"reason": "outside_territory"},
    "progress": {"kind": "file_study", "date": "2026-01-05"},
    "completion": {"date": "2026-01-05", "result": "xong"},
    "handover": {"received_by": "Người nhận thử"},
    "stop": {"date": "2026-01-05", "ground": "withdrawn"},
    "suspension": {"date": "2026-01-05", "ground": "proceedings_suspended"},
    "resumption": {"date": "2026-01-05", "reason": "Vụ án được phục hồi"},
    "reopening": {"date": "2026-01-05", "reason": "Ghi nhầm là đã kết thúc"},
    "archiving": {"date": "2026-01-05", "place": "Kho A"},
    "decision": {"number": "12/QĐ-TGPL", "date": "2026-01-05", "signer": "Người ký thử"},
    "correction": {"kind": "file_study", "date": "2026-01-05", "reason": "Ghi nhầm"},
    "withdrawal": {"reason": "Ghi nhầm"},
    "confirmation": {"seen": "0" * 64},
    "corrections": {"summary": "Kể lại cho rõ", "reason": "Đương sự nói thêm"},
    "register-corrections": {"name": "Người Thử Sửa", "reason": "Đối chiếu với căn cước"},
    "helper-changes": {"channel": "phone", "reason": "Từng giúp bên kia"},
    "answer": {"outcome": "refused", "answer": "Không có căn cứ"},
    "advice-extension": {"reason": "Vụ việc phức tạp"},
    "parties": {"role": "opposing", "name": "Bên Kia Thử"},
    "outcome": {"result": "adjourned", "outcome": "Hoãn"},
    "hearings": {"kind": "other", "starts_at": "2026-01-05T08:00:00+07:00", "place": "Trung tâm"},
    "pay-terms": {"basis": "sessions", "chosen_on": "2026-01-05"},
    "appraisals": {"points": {}},
    "evaluations": {"points": {}},
    "reply": {"text": "Ý kiến"},
    "expenses": {"kind": "travel", "date": "2026-01-05", "dong": "1", "purpose": "Vé xe", "attachment": UNKNOWN},
    "date": {"dated_on": "2026-01-05"},
    "absences": {"from": "2020-01-01", "to": "2020-01-02", "reason": "Nghỉ phép"},
}


# Things of the centre, of which no list of others may hold as much as the id.
SECRET = ("request", "case", "attachment", "upload", "alert", "reviewed", "consultation", "plan", "account", "administrator", "token", "key",
          "import")  # fmt: skip


@pytest.fixture(scope="module")
def rights(system) -> list[dict]:
    return Api(system.url, system.token("ministry")).read("/api/v1/rights")["items"]


@pytest.fixture(scope="module")
def things(system, centre: Organisation) -> Things:
    return make_things(system, centre)


@pytest.fixture(scope="module")
def callers(system, centre: Organisation, things: Things) -> list[Caller]:
    """Each role at the centre, at another centre of another province, and nobody; the helper who has the case, another, and a stranger; and those of
    the centre's branch and of a participating organisation of its province."""
    other = enter_organisation(system, province="96")
    stranger = other.add_helper("officer", "Người lạ thử", "CM-9", "2019-01-01")["id"]
    colleague = next(helper for helper in centre.helpers if helper != things.helper)
    callers = [nobody(system)]
    for role in ROLES:
        for at in (centre,) if role in PLACELESS else (centre, other):
            if role == "helper":
                callers += [of_role(system, role, at, helper) for helper in ([stranger] if at is other else [things.helper, colleague])]
            else:
                callers.append(of_role(system, role, at))
    for at, roles in ((things.branch, ("staff", "branch_leader")), (things.firm, ("organisation",))):
        callers += [of_role(system, role, at) for role in roles]
        callers.append(of_role(system, "helper", at, helper_of(at)))
    return callers


def within(reach: str, caller: Caller, place: Place) -> bool:
    """Whether a thing is in the caller's reach."""
    if place.person:
        return caller.role == place.person and caller.organisation is place.owners[0]
    if place.keepers and caller.role not in place.keepers:
        return False
    of = place.owners[0]
    match reach:
        case "country":
            return True
        case "province":
            return caller.organisation.province == of.province
        case "participating":
            return caller.organisation.province == of.province and of.kind in ("contracted", "registered")
        case "organisation" | "branches":
            return caller.organisation in place.owners
        case "own":
            return caller.helper == place.helper
    raise AssertionError(reach)


def ask(caller: Caller, method: str, place: str, body: dict | None) -> httpx.Response:
    headers = {"If-Match": '"1"'}
    if "/uploads/" in place and body:
        headers |= tus.VERSION | {"X-HTTP-Method-Override": "DELETE"}
        if method == "PATCH":
            return caller.http.http.patch(place, content=b"x", headers=headers | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"})
    if place.startswith("/api/"):
        return caller.http.http.request(method, place, json=body, headers=headers) if method in ("POST", "PATCH", "PUT") else caller.http.http.request(
            method, place, headers=headers
        )
    if method != "POST":
        return caller.http.http.request(method, place, headers={"Accept": "text/html"})
    return caller.http.http.post(
        place, content=urlencode(body or {}), headers={"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
    )


def sound_body(method: str, path: str) -> dict:
    action = path.rsplit("/", 1)[-1]
    if action == "confirmation" and "register-imports" in path:
        return {}
    if action == "refusal" and "assignment" in path:
        return {"reason": "not_effective"}
    if method == "PATCH" and path.endswith("/hearings/{hearing}"):
        return SOUND["hearings"]
    if method == "PATCH":
        return {"phone": "0912345678"} if "helpers" in path else {"name": "Tên khác"}
    if "/uploads/" in path:
        return {"sound": True}
    body = SOUND.get(action, {})
    if path.startswith("/api/"):
        return body
    form = {}
    for key, value in body.items():
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            form |= dict(zip((f"{key}.year", f"{key}.month", f"{key}.day"), value.split("-")))
        else:
            form[key] = value
    return form | ({"version": "1"} if action == "decision" else {})


# Kept for the end: they take the things away.
LAST = ("stop", "completion", "handover", "removal")
# Of each service's own port.
INNER = re.compile(r"^/inner/")


def endpoints(rights: list[dict]) -> list[tuple[dict, str, str]]:
    found = [(right, at["method"], at["path"]) for right in rights for at in right["endpoints"] if not INNER.match(at["path"])]
    return sorted(found, key=lambda one: (one[2].rsplit("/", 1)[-1] in LAST, one[1] == "DELETE"))


def of_everybody(rights: list[dict]) -> set[str]:
    """What everybody has over everything: it is about what is public."""
    return {right["right"] for right in rights if all(right["reaches"].get(role) == "country" for role in ROLES)}


def of_programs(rights: list[dict]) -> set[str]:
    """Those that a program can be limited to."""
    return {right["right"] for right in rights if "program" in right["reaches"]} - of_everybody(rights)


@pytest.fixture(scope="module")
def pool():
    with ThreadPoolExecutor(6) as pool:
        yield pool


def test_every_call_and_page_answers_each_role_as_the_table_says(
    rights: list[dict], things: Things, callers: list[Caller], pool: ThreadPoolExecutor
):
    wrong: list[str] = []
    tried = 0
    for right, method, path in endpoints(rights):
        for place in things.places(method, path):
            # A form's layout is everybody's own: nothing of others stands under its name.
            is_list = "{" not in path or path.startswith("/document-templates/")

            def asked(caller: Caller) -> tuple[str | None, bool, httpx.Response]:
                reach = right["reaches"].get(caller.role)
                allowed = reach is not None and (is_list or within(reach, caller, place))
                body = {} if allowed or reach is None else sound_body(method, path)
                return reach, allowed, ask(caller, method, place.once() if allowed else place.path, body)

            # Nobody of them changes anything: what is allowed is sent empty.
            for caller, (reach, allowed, answer) in zip(callers, pool.map(asked, callers)):
                tried += 1
                if not is_as_the_table_says(right["right"], method, path, place, caller, reach, allowed, answer):
                    wrong.append(f"{method} {path} of {place.owners[0].kind} for {caller}: {answer.status_code}, reach {reach} {answer.text[:200]!r}")
    assert tried > 5000
    assert not wrong, f"{len(wrong)} of {tried}:\n" + "\n".join(wrong[:60])


def is_as_the_table_says(
    right: str, method: str, path: str, place: Place, caller: Caller, reach: str | None, allowed: bool, answer: httpx.Response
) -> bool:
    status = answer.status_code
    if caller.role is None:
        return status == 401 or (status == 303 and answer.headers["location"].startswith("/sign-in"))
    if reach is None:
        return status == 403
    if right == "accounts.keep-own":
        # Scripts have tokens and no account; what people do with theirs is tried where accounts are.
        return status == 404
    if not allowed:
        return status in (403, 404)
    if path.endswith("/second-factor/removal"):
        # The account has none to take away; the call says first that the account has changed since.
        return status in (404, 412)
    # What nobody has cannot tell who might.
    return not is_refused(answer) or is_refused_for_what_was_asked(method, path, answer) or (status == 404 and not place.exists)


def test_every_call_is_tried_on_something_real(rights: list[dict], things: Things):
    unreal = {path for _, method, path in endpoints(rights) for place in things.places(method, path) if not place.exists}
    # Messages are parked where something is broken, and sessions are of people.
    assert {path for path in unreal if not path.startswith(("/system/parked/", "/account/sessions/", "/api/v1/account/sessions/"))} == set()


def is_refused_for_what_was_asked(method: str, path: str, answer: httpx.Response) -> bool:
    """An empty entry of an organisation or helper names nobody at whom the caller could enter it."""
    return answer.status_code == 403 and method == "POST" and path.rsplit("/", 1)[-1] in ("organisations", "helpers")


def test_lists_show_nothing_out_of_reach(rights: list[dict], things: Things, callers: list[Caller], pool: ThreadPoolExecutor):
    secret = {things.names[name] for name in SECRET}

    def shown(one: tuple[dict, str, Caller]) -> str | None:
        right, path, caller = one
        answer = ask(caller, "GET", path + ("?limit=200" if path.startswith("/api/") else ""), None)
        found = sorted(name for name in secret if name in answer.text)
        return f"{path} shows {caller} {found}" if found else None

    asked = [
        (right, path, caller) for right, method, path in endpoints(rights) if "{" not in path and method == "GET" for caller in callers
        if right["reaches"].get(caller.role) not in (None, "country") and caller.organisation is not things.centre
    ]  # fmt: skip
    wrong = [one for one in pool.map(shown, asked) if one]
    assert not wrong, "\n".join(wrong)


def test_the_description_and_the_table_name_the_same_calls(system, rights: list[dict]):
    described = httpx.get(f"{system.url}/api/openapi.json").json()["paths"]
    calls = {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path))
        for path, methods in described.items() for method in methods
        if method in ("get", "post", "patch", "delete", "head", "put")
    }
    table = {(at["method"], re.sub(r"\{\w+\}", "{}", at["path"])) for right in rights for at in right["endpoints"] if at["path"].startswith("/api/")}
    public = {call for call in calls if call[1] in ("/api/openapi.json", "/api/asyncapi.json", "/api/v1/token")}
    assert calls - public == table
