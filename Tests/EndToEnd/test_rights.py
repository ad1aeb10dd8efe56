"""The whole table of rights, tried over HTTP: every call and page, for every role, on things of their own and of others.

What a caller may not do at all answers 403 (401 without a token, and pages lead to the sign-in form); what is out of their reach 404, or 403 where
the thing itself is public; what they may do answers anything else, be it 422 for an empty body.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
import pytest

import shapes
import tus
from api import Api
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request

UNKNOWN = "0192f0c0-0000-7000-8000-000000000000"
ROLES = ["helper", "staff", "branch_leader", "leader", "administrator", "organisation", "program", "province", "ministry", "system"]

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


@dataclass
class Things:
    """What the calls are tried on: all of one centre, and of the first of its helpers."""

    centre: Organisation
    helper: str
    paths: dict[str, str] = field(default_factory=dict)

    def place(self, path: str) -> str:
        """The path with the names of this centre's things in it."""
        if path.startswith(("/requests/{id}/papers", "/api/v1/requests/{id}/attachments")):
            return path.replace("{id}", self.paths["arrival"]).replace("{attachment}", self.paths["passed"])
        if path.startswith(("/requests/{id}", "/api/v1/requests/{id}")):
            return path.replace("{id}", self.paths["request"]).replace("{form}", "application")
        if "{import}" in path:
            return path.replace("{import}", self.paths["import"])
        if "/attachments/{id}" in path:
            return path.replace("{id}", self.paths["attachment"])
        if "/uploads/{id}" in path:
            return path.replace("{id}", self.paths["upload"])
        if "/report-runs/{id}" in path or path.startswith("/reports/{id}"):
            return path.replace("{id}", self.paths["run"]).replace("{cell}", "r1c1") + ("?format=json" if path.endswith("/export") else "")
        if "/cases/" in path:
            return re.sub(r"\{(\w+)\}", lambda name: self.paths.get({"id": "case"}.get(name[1], name[1]), UNKNOWN), path)
        known = {"{form}": "application", "{helper}": self.helper, "{organisation}": self.centre.id, "{service}": "intake"}
        for name, value in known.items():
            path = path.replace(name, value)
        return re.sub(r"\{\w+\}", UNKNOWN, path)


@dataclass
class Caller:
    role: str | None
    organisation: Organisation | None
    helper: str | None
    http: Api

    def __str__(self) -> str:
        return f"{self.role} of {self.organisation.id if self.organisation else '–'}"


@pytest.fixture(scope="module")
def rights(system) -> list[dict]:
    return Api(system.url, system.token("ministry")).read("/api/v1/rights")["items"]


@pytest.fixture(scope="module")
def things(system, centre: Organisation) -> Things:
    request = centre.staff.request(sound_request(centre)).json()["id"]
    case = centre.staff.open_case(sound_request(centre))["id"]
    helper = centre.staff.assignment(case)["helper"]
    data = tus.paper(3000, seed=77)
    tus.Upload.begin(centre.helper(helper), len(data), case=case, kind="work_record", filename="a.pdf").send(0, data)
    paper = wait_until(lambda: centre.staff.everything(f"/api/v1/cases/{case}/attachments"), 30, "the attachment")[0]["id"]
    upload = tus.Upload.begin(centre.helper(helper), 10, case=case, kind="work_record", filename="b.pdf").id
    run = centre.leader.report("bieu-24", "2026", {"organisation": centre.id})
    entry = centre.staff.create(f"/api/v1/cases/{case}/progress", SOUND["progress"])["id"]
    hearing = centre.staff.create(f"/api/v1/cases/{case}/hearings", SOUND["hearings"])["id"]
    expense = centre.staff.create(
        f"/api/v1/cases/{case}/expenses", {**SOUND["expenses"], "dong": 1, "date": str(system.today()), "attachment": paper}
    )["id"]
    register = "Mã vụ việc,Ngày thụ lý,Họ tên,Diện,Lĩnh vực\nQ.TV.1.2023,5/1/2023,Người Thử Quyền,Hộ nghèo,Dân sự\n"
    sent = centre.leader.http.post(
        "/api/v1/register-imports", params={"organisation": centre.id, "filename": "so.csv"}, content=register.encode(), headers={"Content-Type": "text/csv"}
    )
    assert sent.status_code == 201, sent.text[:600]
    arrival, passed = passed_on(system, centre)
    paths = {"arrival": arrival, "passed": passed, "import": sent.json()["id"], "request": request, "case": case, "attachment": paper, "upload": upload, "run": run, "entry": entry, "hearing": hearing, "expense": expense, "form": "application"}
    return Things(centre, helper, paths)


def passed_on(system, centre: Organisation) -> tuple[str, str]:
    """A request that came to the centre with a case of another, and a paper that came along."""
    sender = enter_organisation(system, province="96")
    sender.add_helper("officer", "Người chuyển thử", "CM-8", "2019-01-01")
    case = sender.staff.open_case(sound_request(sender))["id"]
    data = tus.paper(2000, seed=78)
    tus.Upload.begin(sender.staff, len(data), case=case, kind="work_record", filename="c.pdf").send(0, data)
    paper = wait_until(lambda: sender.staff.everything(f"/api/v1/cases/{case}/attachments"), 30, "the sender's paper")[0]["id"]
    passed = sender.leader.decide(f"/api/v1/cases/{case}", "transfer", {"organisation": centre.id, "ground": "outside_territory"})
    assert passed.status_code == 200, passed.text[:400]
    arrival = sender.leader.read(f"/api/v1/cases/{case}")["transfer"]["request"]
    place = f"/api/v1/requests/{arrival}/attachments"
    wait_until(lambda: centre.staff.http.get(place).status_code == 200, 30, "the paper to have come along")
    return arrival, paper


@pytest.fixture(scope="module")
def callers(system, centre: Organisation, things: Things) -> list[Caller]:
    """Each role at the centre, at another centre of another province, and nobody; the helper who has the case, another, and a stranger."""
    other = enter_organisation(system, province="96")
    stranger = other.add_helper("officer", "Người lạ thử", "CM-9", "2019-01-01")["id"]
    colleague = next(helper for helper in centre.helpers if helper != things.helper)
    callers = [Caller(None, None, None, Api(system.url, None))]
    for role in ROLES:
        if role in ("ministry", "system"):
            callers.append(Caller(role, None, None, Api(system.url, system.token(role))))
            continue
        for at in (centre, other):
            if role == "province":
                callers.append(Caller(role, at, None, Api(system.url, system.token(role, province=at.province))))
            elif role == "helper":
                for helper in [stranger] if at is other else [things.helper, colleague]:
                    callers.append(Caller(role, at, helper, at.helper(helper)))
            else:
                callers.append(Caller(role, at, None, at.caller(role)))
    return callers


def within(reach: str, caller: Caller, things: Things, path: str) -> bool:
    """Whether the centre's things are in the caller's reach."""
    at_home = caller.organisation is things.centre
    match reach:
        case "country":
            return True
        case "province":
            return at_home
        # The centre is none, but may change itself.
        case "participating":
            return False
        case "organisation" | "branches":
            return at_home
        case "own":
            return caller.helper == things.helper
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


def is_refused(answer: httpx.Response) -> bool:
    return answer.status_code in (401, 403, 404) or (answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"))


# Kept for the end: they take the things away.
LAST = ("stop", "completion", "handover")
# Refused by what the thing is, whoever asks; their own tests say how.
INNER = re.compile(r"^/inner/")


def endpoints(rights: list[dict]) -> list[tuple[dict, str, str]]:
    found = [(right, at["method"], at["path"]) for right in rights for at in right["endpoints"] if not INNER.match(at["path"])]
    return sorted(found, key=lambda one: (one[2].rsplit("/", 1)[-1] in LAST, one[1] == "DELETE"))


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
        place = things.place(path)
        # A form's layout is everybody's own: nothing of others stands under its name.
        is_list = "{" not in path or path.startswith("/document-templates/")
        # What nobody has cannot tell who might.
        exists = UNKNOWN not in place

        def asked(caller: Caller) -> tuple[str | None, bool, httpx.Response]:
            reach = right["reaches"].get(caller.role)
            allowed = reach is not None and (is_list or within(reach, caller, things, path))
            return reach, allowed, ask(caller, method, place, {} if allowed or reach is None else sound_body(method, path))

        # Nobody of them changes anything: what is allowed is sent empty.
        for caller, (reach, allowed, answer) in zip(callers, pool.map(asked, callers)):
            tried += 1
            status = answer.status_code
            if caller.role is None:
                fine = status == 401 or (status == 303 and answer.headers["location"].startswith("/sign-in"))
            elif reach is None:
                fine = status == 403
            elif right["right"] == "accounts.keep-own":
                # Scripts have tokens and no account; what people do with theirs is tried where accounts are.
                fine = status == 404
            elif allowed and exists:
                fine = not is_refused(answer) or is_refused_for_what_was_asked(method, path, answer)
            elif allowed:
                fine = status not in (401, 403)
            else:
                fine = status in (403, 404)
            if not fine:
                wrong.append(f"{method} {path} for {caller}: {status}, reach {reach} {answer.text[:200]!r}")
    assert tried > 1000
    assert not wrong, f"{len(wrong)} of {tried}:\n" + "\n".join(wrong[:60])


def is_refused_for_what_was_asked(method: str, path: str, answer: httpx.Response) -> bool:
    """An empty entry of an organisation or helper names nobody at whom the caller could enter it."""
    return answer.status_code == 403 and method == "POST" and path.rsplit("/", 1)[-1] in ("organisations", "helpers")


def test_lists_show_nothing_out_of_reach(rights: list[dict], things: Things, callers: list[Caller]):
    wrong: list[str] = []
    secret = [things.paths[name] for name in ("request", "case", "attachment", "upload")]
    for right, method, path in endpoints(rights):
        if "{" in path or method != "GET":
            continue
        for caller in callers:
            reach = right["reaches"].get(caller.role)
            if reach is None or caller.organisation is things.centre or reach == "country":
                continue
            answer = ask(caller, method, path + ("?limit=200" if path.startswith("/api/") else ""), None)
            shown = [name for name in secret if name in answer.text]
            if shown:
                wrong.append(f"{path} shows {caller} {shown}")
    assert not wrong, "\n".join(wrong)


def test_the_description_and_the_table_name_the_same_calls(system, rights: list[dict]):
    described = httpx.get(f"{system.url}/api/openapi.json").json()["paths"]
    calls = {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path))
        for path, methods in described.items() for method in methods
        if method in ("get", "post", "patch", "delete", "head", "put")
    }
    table = {(at["method"], re.sub(r"\{\w+\}", "{}", at["path"])) for right in rights for at in right["endpoints"] if at["path"].startswith("/api/")}
    public = {call for call in calls if call[1] in ("/api/openapi.json", "/api/asyncapi.json")}
    assert calls - public == table
