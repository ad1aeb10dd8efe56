"""What the calls of the table of rights are tried on: real things of a centre, of its branch and of a participating organisation."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Any, Callable

import shapes
import tus
from api import Api
from program_keys import make as make_key
from system import System
from test_account_api import give
from sheets import ACCOUNTS, HELPERS
from test_account_import import address
from test_accounts import fields_of, heard, post
from test_helper_import import name as unused_name
from test_register_import import act, line, looked_at, wait_for, workbook
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request

UNKNOWN = "0192f0c0-0000-7000-8000-000000000000"
DAY = "2026-01-05"

# Who is named with the centre's case and in its book of questions, and how the case's paper is called.
RELATIVE, ASKING, PAPER = "Người Thân Thử", "Người Thử Hỏi", "Biên bản riêng thử.pdf"


@dataclass(frozen=True)
class Place:
    """A path with the name of a real thing in it, and whose that is."""

    path: str
    # The organisation that it belongs to, and the centre of that.
    owners: tuple[Organisation, ...]
    helper: str | None = None
    # Of what is one person's alone: the role at the centre of whoever has it.
    person: str | None = None
    # Of what not everybody within reach may change: the roles that may.
    keepers: tuple[str, ...] | None = None
    # The same with a thing of its own, where the call takes the thing away.
    anew: Callable[[], str] | None = None

    @property
    def exists(self) -> bool:
        return UNKNOWN not in self.path

    def once(self) -> str:
        return self.anew() if self.anew else self.path


@dataclass
class Things:
    """Of the centre, and of one of its helpers, unless they are of the branch or of the firm."""

    system: System
    centre: Organisation
    branch: Organisation
    firm: Organisation
    helper: str
    names: dict[str, str] = field(default_factory=dict)

    def places(self, method: str, path: str) -> list[Place]:
        """Where a call is tried."""
        if "{organisation}" in path or "{helper}" in path:
            return [self._in_registers(path, *owners) for owners in ((self.centre,), (self.branch, self.centre), (self.firm,))]
        if "/accounts/{id}" in path:
            is_look = method == "GET" and not path.endswith("/edit")
            # The centre's people are the centre's to keep, its administrator's account the Sở's (circular 12/2018/TT-BTP, Điều 11a.1b, 11a.2, 11a.3).
            accounts = {"account": ("administrator", "ministry", "system"), "administrator": ("province", "ministry", "system")}
            return [
                Place(path.replace("{id}", self.names[name]), (self.centre,), keepers=None if is_look else keepers)
                for name, keepers in accounts.items()
            ]
        personal = self._personal(path)
        if personal:
            return [personal]
        found = [Place(self.named(path), (self.centre,), self.helper)]
        if re.fullmatch(r"(/api/v1)?/cases/\{\w+\}(/progress|/assignment)?", path):
            found.append(Place(self.named(path, "branch_case"), (self.branch, self.centre), helper_of(self.branch)))
        return found

    def named(self, path: str, case: str = "case") -> str:
        """A path with the names of what stays; `{id}` stands for what the part before it says."""
        kinds = {
            "requests": "request", "cases": case, "attachments": "attachment", "uploads": "upload", "report-runs": "run", "reports": "run",
            "alerts": "alert", "tokens": "token", "keys": "key", "program-keys": "key",
        }  # fmt: skip
        kind = re.search(r"([\w-]+)/\{id\}", path)
        names = self.names | {"id": self.names.get(kinds.get(kind[1], "") if kind else "", UNKNOWN), "case": self.names[case], "cell": "r1c1"}
        if "/quality/{round}" in path:
            names["id"] = names["reviewed"]
        if path.startswith(("/requests/{id}/papers", "/api/v1/requests/{id}/attachments")):
            names |= {"id": names["arrival"], "attachment": names["passed"]}
        named = re.sub(r"\{(\w+)\}", lambda name: names.get(name[1], UNKNOWN), path)
        return named + ("?format=json" if re.search(r"/report-runs/.*/export$", path) else "")

    def _in_registers(self, path: str, *owners: Organisation) -> Place:
        of = owners[0]
        helper = self.helper if of is self.centre else helper_of(of)
        named = path.replace("{organisation}", of.id).replace("{helper}", helper)
        return self._made(named, "{absence}", lambda: absence(of, helper), owners, helper=helper)

    def _personal(self, path: str) -> Place | None:
        """What is nobody else's, whoever leads them."""
        if "{search}" in path:
            return self._made(path, "{search}", lambda: saved_search(self.centre), (self.centre,), person="staff")
        if "{draft}" in path:
            return self._made(path, "{draft}", lambda: draft(self.centre), (self.centre,), person="staff")
        if re.search(r"/(account-imports|accounts/import)/\{id\}", path):
            return self._made(path, "{id}", lambda: account_import(self.centre), (self.centre,), person="administrator")
        if re.search(r"/(helper-imports|helpers/import)/\{id\}", path):
            return self._made(path, "{id}", lambda: helper_import(self.centre), (self.centre,), person="administrator")
        return None

    def _made(self, path: str, name: str, make: Callable[[], str], owners: tuple[Organisation, ...], **more: str) -> Place:
        if name not in path:
            return Place(path, owners, **more)
        return Place(path.replace(name, make()), owners, anew=lambda: path.replace(name, make()), **more)


def helper_of(organisation: Organisation) -> str:
    return next(iter(organisation.helpers))


def make_things(system: System, centre: Organisation, **changes: Any) -> Things:
    """With `changes` to the request that the centre's case comes of."""
    branch = enter_organisation(system, "branch", province=centre.province, parent=centre.id)
    branch.add_helper("officer", "Người chi nhánh thử", f"CN-{uuid.uuid4().hex[:6]}", "2019-01-01")
    firm = enter_organisation(system, "contracted", province=centre.province)
    firm.add_helper("lawyer", "Luật sư tham gia thử", f"TG-{uuid.uuid4().hex[:6]}", "2019-01-01")
    case = centre.staff.open_case(sound_request(centre, **changes))["id"]
    names = {"case": case, "request": centre.staff.request(sound_request(centre)).json()["id"], "form": "application"}
    names["branch_case"] = branch.staff.open_case(sound_request(branch))["id"]
    branch.staff.assignment(names["branch_case"])
    things = Things(system, centre, branch, firm, centre.staff.assignment(case)["helper"], names)
    add_papers_and_work(things)
    names["arrival"], names["passed"] = passed_on(system, centre)
    names["run"] = centre.leader.report("bieu-24", "2026", {"organisation": centre.id})
    add_cases_of_old(things)
    add_accounts(things)
    names["consultation"] = consultation(centre)
    return things


def add_papers_and_work(things: Things) -> None:
    centre, case, helper = things.centre, things.names["case"], things.centre.helper(things.helper)
    data = tus.paper(3000, seed=77)
    tus.Upload.begin(helper, len(data), case=case, kind="work_record", filename=PAPER).send(0, data)
    paper = wait_until(lambda: centre.staff.everything(f"/api/v1/cases/{case}/attachments"), 30, "the attachment")[0]["id"]
    wait_until(lambda: centre.staff.read(f"/api/v1/cases/{case}").get("helper"), 60, "its helper")
    spent = {"kind": "travel", "date": str(things.system.today()), "dong": 1, "purpose": "Vé xe", "attachment": paper}
    hearing = {"kind": "other", "starts_at": f"{DAY}T08:00:00+07:00", "place": "Trung tâm"}
    things.names |= {
        "attachment": paper,
        "upload": tus.Upload.begin(helper, 10, case=case, kind="work_record", filename="b.pdf").id,
        "entry": centre.staff.create(f"/api/v1/cases/{case}/progress", {"kind": "file_study", "date": str(things.system.today())})["id"],
        "hearing": centre.staff.create(f"/api/v1/cases/{case}/hearings", hearing)["id"],
        "party": centre.staff.create(f"/api/v1/cases/{case}/parties", {"role": "relative", "name": RELATIVE})["id"],
        "change": centre.staff.create(f"/api/v1/cases/{case}/helper-changes", {"channel": "phone", "reason": "Không khách quan"})["id"],
        "expense": centre.staff.create(f"/api/v1/cases/{case}/expenses", spent)["id"],
    }


def passed_on(system: System, centre: Organisation) -> tuple[str, str]:
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


def add_cases_of_old(things: Things) -> None:
    """From an old register: one that was to go on long ago, so that there is an alert of it, one that was evaluated, and one for a plan to draw."""
    centre, leader = things.centre, things.centre.leader
    by = {"Người thực hiện": centre.helpers[things.helper]["name"], "Hình thức": "TGTT"}
    resting, over = f"Q.TV.{uuid.uuid4().hex[:6]}", f"Q.TV.{uuid.uuid4().hex[:6]}"
    lines = [line(resting, "Người Thử Chờ", **by, **{"Ngày kết thúc": "", "Kết quả": ""}), line(over, "Người Thử Xong", **by)]
    old = looked_at(leader, centre, workbook([*lines, line(f"{over}.1", "Người Thử Khác", **by)]))["id"]
    assert act(leader, old, "confirmation", {}).status_code == 200
    wait_for(leader, old, "done")
    found = {one["code"]: one["id"] for one in centre.staff.everything("/api/v1/cases") if one["imported"]}
    rest = {"date": "2021-03-16", "ground": "proceedings_suspended", "expected_on": "2021-04-16"}
    assert leader.decide(f"/api/v1/cases/{found[resting]}", "suspension", rest).status_code == 200
    sheet = overseer(things).read(f"/api/v1/cases/{found[over]}/quality")
    points = {one["key"]: one["points"] for one in sheet["criteria"] if "litigation" in (one["forms"] or ["litigation"])}
    scored = overseer(things).decide(f"/api/v1/cases/{found[over]}", "evaluations", {"points": points, "basis": "other"})
    assert scored.status_code == 201, scored.text[:400]
    plan = {"title": "Kế hoạch thử", "from": "2021-01-01", "to": "2021-12-31", "percent": 50, "seed": "gieo"}
    alerts = wait_until(lambda: shapes.stalled_alerts(leader.everything("/api/v1/alerts"), found[resting]), 60, "the alert of a case that rests")
    register = "Mã vụ việc,Ngày thụ lý,Họ tên,Diện,Lĩnh vực\nQ.TV.1.2023,5/1/2023,Người Thử Quyền,Hộ nghèo,Dân sự\n"
    things.names |= {
        "alert": alerts[0]["id"], "reviewed": found[over], "round": scored.json()["rounds"][0]["id"],
        "plan": overseer(things).create("/api/v1/evaluation-plans", plan)["id"],
        "import": looked_at(leader, centre, register.encode(), name="so.csv", kind="text/csv")["id"],
    }  # fmt: skip


def add_accounts(things: Things) -> None:
    centre = things.centre
    heard(centre)
    for name, keeper, role in (("account", centre.administrator, "staff"), ("administrator", overseer(things), "administrator")):
        given = give(keeper, fields_of(centre, role))
        assert given.status_code == 201, given.text[:400]
        things.names[name] = given.json()["id"]
    things.system.token("program", organisation=centre.id, ttl=600)
    is_it = lambda one: one["role"] == "program" and one["organisation"] == centre.id  # noqa: E731
    token = wait_until(lambda: next(filter(is_it, centre.administrator.everything("/api/v1/tokens")), None), 30, "the token on the trail")
    things.names["token"] = token["id"]
    things.names["key"] = make_key(centre.administrator, centre).id


def overseer(things: Things) -> Api:
    return Api(things.system.url, things.system.token("province", province=things.centre.province))


def consultation(centre: Organisation) -> str:
    body = {
        "centre": centre.id, "channel": "in_person", "client": {"name": ASKING, "gender": "female"}, "categories": ["poor_household"],
        "field": "civil", "question": "Đất của bố mẹ để lại chia thế nào?", "answer": "Chia theo di chúc; không có thì theo pháp luật.",
    }  # fmt: skip
    return centre.staff.create("/api/v1/consultations", body)["id"]


def absence(organisation: Organisation, helper: str) -> str:
    day = {"from": "2020-01-01", "to": "2020-01-02", "reason": "Nghỉ phép"}
    return organisation.administrator.create(f"/api/v1/helpers/{helper}/absences", day)["id"]


def saved_search(centre: Organisation) -> str:
    return centre.staff.create("/api/v1/case-searches", {"name": f"Thử {uuid.uuid4().hex[:8]}", "query": "status=finished"})["id"]


def draft(centre: Organisation) -> str:
    name = f"Người Dở {uuid.uuid4().hex[:8]}"
    kept = post(centre.staff, "/requests/drafts", **{"form_key": str(uuid.uuid4()), "client.name": name})
    assert kept.status_code == 303, kept.text[:400]
    # The latest comes first.
    return re.search(r"/requests/drafts/([\w-]{36})/removal", centre.staff.get("/requests/drafts", headers={"Accept": "text/html"}).text)[1]


def account_import(centre: Organisation) -> str:
    data = ACCOUNTS.workbook(["Người Của Tệp", "Chuyên viên", address(), "", ""])
    taken = centre.administrator.http.post("/api/v1/account-imports", files={"file": ("nguoi.xlsx", data)})
    assert taken.status_code == 201, taken.text[:400]
    return taken.json()["id"]


def helper_import(centre: Organisation) -> str:
    data = HELPERS.workbook([unused_name("Người Của Tệp"), "Luật sư", "", "", "", "", ""])
    taken = centre.administrator.http.post("/api/v1/helper-imports", files={"file": ("nguoi.xlsx", data)})
    assert taken.status_code == 201, taken.text[:400]
    return taken.json()["id"]
