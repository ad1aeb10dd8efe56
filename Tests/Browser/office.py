"""The demonstration's organisations at work, so that pages have something to show: cases in every state, papers, alerts, reports."""

from __future__ import annotations

import hashlib
import itertools
import json
from datetime import timedelta
from typing import Any

import httpx

import shapes
import tus
from accounts import Account, demonstration_accounts
from api import Api
from broker import broker_channel, send
from catalogue import Words
from links import link_for
from system import System
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request

# More than a list shows at once.
MANY = 52

PASSWORD = "nồi cơm bát đũa thìa"

_numbers = itertools.count(1)


class Office:
    def __init__(self, system: System) -> None:
        self.system = system
        ids = json.loads((system.data / "demonstration.json").read_text())["ids"]
        self.centre = Organisation(system, ids["centre-1"], "centre", "08")
        self.branch = Organisation(system, ids["branch-1"], "branch", "08")
        self.firm = Organisation(system, ids["contracted-1"], "contracted", "08")
        # A centre of another province, to whose territory cases may belong.
        self.other_centre = enter_organisation(system, province="96")
        # The helper who has an account to sign in with.
        self.helper = ids["centre-1-helper-1"]
        self.helper_name = self.centre.leader.read(f"/api/v1/helpers/{self.helper}")["name"]
        self.words = {language: Words(language) for language in ("vi", "en")}
        self.accounts = demonstration_accounts(system)

    # ---- what there is to work with ----

    def client(self) -> str:
        """The name of a client that nobody else has, nor one like it."""
        letters = hashlib.sha256(str(next(_numbers)).encode()).hexdigest()[:9].translate(str.maketrans("0123456789", "ghiklmnopq"))
        return f"Người Thử Nghiệm {letters.capitalize()}"

    def request(self, organisation: Organisation | None = None, **changes: Any) -> dict:
        organisation = organisation or self.centre
        body = sound_request(organisation, **changes)
        body["client"]["name"] = self.client()
        return body

    def case(self, organisation: Organisation | None = None, **changes: Any) -> dict:
        """A case, assigned to whomever the rules pick; gives its id, code and client."""
        organisation = organisation or self.centre
        body = self.request(organisation, **changes)
        made = organisation.staff.open_case(body)
        organisation.leader.assignment(made["id"])
        return {**made, "client": body["client"]["name"]}

    def offered_case(self, **changes: Any) -> dict:
        """A case that was given to the helper with the account."""
        case = self.case(**changes)
        place = f"/api/v1/cases/{case['id']}/assignment"
        if self.centre.leader.read(place)["helper"] != self.helper:
            tag = {"If-Match": self.centre.leader.get(place).headers["etag"]}
            answer = self.centre.leader.post(place, {"helper": self.helper, "reason": "Quen việc ở địa bàn này."}, headers=tag)
            assert answer.status_code == 200, answer.text
        caller = self.centre.helper(self.helper)
        for path in (f"/api/v1/cases/{case['id']}", f"/api/v1/cases/{case['id']}/attachments"):
            wait_until(lambda: caller.get(path).status_code == 200, 30, "the case to be open to its helper")
        return case

    def accepted_case(self, **changes: Any) -> dict:
        case = self.offered_case(**changes)
        answer = self.centre.helper(self.helper).decide(f"/api/v1/cases/{case['id']}/assignment", "acceptance", {})
        assert answer.status_code == 200, answer.text
        return case

    def finished_case(self, **changes: Any) -> dict:
        """A case that came to its end, without papers; advice, unless it is to be something else."""
        case = self.accepted_case(**{"form": "advice", "role_in_proceedings": None, **changes})
        day = {"date": str(self.system.today())}
        caller, place = self.centre.helper(self.helper), f"/api/v1/cases/{case['id']}"
        assert caller.decide(place, "progress", {"kind": "client_meeting", "half_days": 1, **day}).status_code in (200, 201)
        ending = {"result": "Đã giải thích quyền lợi, bà tự giải quyết được.", "missing_papers_reason": "Người được trợ giúp nộp bổ sung sau."}
        answer = self.centre.leader.decide(place, "completion", {**ending, **day})
        assert answer.status_code == 200, answer.text
        return case

    def person(self, role: str) -> Account:
        """Somebody new of the centre, who has chosen a password and never signed in."""
        login = f"nguoi-{next(_numbers)}@thu.example"
        fields = {"role": role, "name": self.client(), "login": login, "email": login, "organisation": self.centre.id}
        self.centre.administrator.create("/api/v1/accounts", fields)
        code = link_for(self.system, login).split("code=")[1]
        chosen = {"code": code, "password": PASSWORD, "again": PASSWORD, "username": login}
        assert httpx.post(f"{self.system.url}/account/link", data=chosen, timeout=60).status_code == 200
        return Account(login, PASSWORD, role)

    # ---- the office as it is before anybody looks ----

    def furnish(self) -> None:
        self.stalled = self.accepted_case(urgent=True)
        self.stalled_by_branch = self.case(self.branch)
        self.system.wait_drained()
        self.system.move_clock(timedelta(days=30))
        self._fill_lists()
        self.open = self.accepted_case(opposing=[{"name": "Bên Kia Thử Nghiệm"}])
        self.worked = self.accepted_case()
        self._work_on(self.worked)
        self.related = self.case(relatives=[], opposing=[{"name": self.open["client"]}])
        self.finished = self.finished_case()
        self.of_branch = self.case(self.branch)
        self.of_firm = self.case(self.firm)
        self.received = self._received()
        self._send_papers()
        self.reports = {role: self._report(role) for role in ("leader", "branch_leader", "province", "ministry")}
        self.keys = self._make_keys()
        self._park_message()
        self._wait_stalled()

    def _fill_lists(self) -> None:
        staff = self.centre.staff
        forms = itertools.cycle(("advice", "litigation", "representation"))
        # The oldest of those that were offered to somebody and not yet taken.
        self.untouched = [staff.open_case(self.request(form=next(forms))) for _ in range(MANY)]

    def _work_on(self, case: dict) -> None:
        """What was done, with a correction; what is fixed for the days to come; the time appraised, and work that came after it."""
        caller, place = self.centre.helper(self.helper), f"/api/v1/cases/{case['id']}"
        work = {"kind": "hearing", "date": str(self.system.today()), "minutes": 300, "place": "Tòa án", "confirmed_by": "Thư ký phiên tòa"}
        entry = caller.create(f"{place}/progress", work)["id"]
        caller.create(f"{place}/progress/{entry}/correction", {**work, "minutes": 240, "reason": "Ghi nhầm giờ"})
        answer = self.centre.leader.decide(place, "time-appraisals", {"preparation_limit": 5, "note": "Phù hợp hồ sơ."})
        assert answer.status_code == 201, answer.text
        late = {"kind": "file_study", "half_days": 1, "next_step": "Nộp bản luận cứ", "next_on": str(self.system.today() - timedelta(days=1))}
        caller.create(f"{place}/progress", {"date": work["date"], **late})
        for kind, days in (("first_instance", 3), ("evidence_session", 1), ("client_meeting", 0)):
            begins = f"{self.system.today() + timedelta(days=days)}T08:30:00+07:00"
            caller.create(f"{place}/hearings", {"kind": kind, "starts_at": begins, "place": "Tòa án nhân dân khu vực 1, phòng xử án số 2"})
        self._spend_on(case)

    def _spend_on(self, case: dict) -> None:
        """What its helper spent: approved in part, corrected, and waiting."""
        caller, place = self.centre.helper(self.helper), f"/api/v1/cases/{case['id']}"
        receipt = self.receipt(case)
        spent = {"date": str(self.system.today()), "kind": "travel", "dong": 250_000, "purpose": "Vé xe đi dự phiên tòa", "attachment": receipt}
        first = caller.create(f"{place}/expenses", spent)["id"]
        part = {"decision": "approved", "dong": 200_000, "reason": "Theo giá niêm yết."}
        assert self.centre.leader.decide(f"{place}/expenses/{first}", "decision", part).status_code == 201
        second = caller.create(f"{place}/expenses", {**spent, "kind": "copying"})["id"]
        caller.create(f"{place}/expenses/{second}/correction", {**spent, "kind": "copying", "dong": 45_000, "reason": "Ghi nhầm số tiền"})

    def receipt(self, case: dict) -> str:
        """A paper of the case that can prove an expense; its id, once Intake has heard of it."""
        caller, paper = self.centre.helper(self.helper), tus.paper(9_000)
        tus.Upload.begin(caller, len(paper), case=case["id"], kind="other", filename="ve-xe.pdf").send(0, paper)
        place = f"/api/v1/cases/{case['id']}"
        found = wait_until(lambda: caller.read(f"{place}/attachments")["items"], 30, "the receipt to be stored")[0]["id"]
        wait_until(lambda: found in caller.get(f"{place}/timeline").text, 30, "the receipt to be heard of")
        return found

    def _received(self) -> dict:
        """A request that nobody has decided on; and one that was refused."""
        staff = self.centre.staff
        refused = staff.create("/api/v1/requests", self.request())
        answer = staff.decide(f"/api/v1/requests/{refused['id']}", "refusal", shapes.refusal("not_eligible"))
        assert answer.status_code == 200, answer.text
        return staff.create("/api/v1/requests", self.request(channel="post"))

    def _send_papers(self) -> None:
        caller, paper = self.centre.helper(self.helper), tus.paper(40_000)
        tus.Upload.begin(caller, len(paper), case=self.open["id"], kind="application", filename="don-yeu-cau.pdf").send(0, paper)
        tus.Upload.begin(caller, len(paper), case=self.open["id"], kind="related_document", filename="giay-to-dat.pdf").send(0, paper[:9_000])
        papers = f"/api/v1/cases/{self.open['id']}/attachments"
        wait_until(lambda: caller.read(papers)["items"], 30, "the paper to be stored")

    def _report(self, role: str) -> str:
        scope = {
            "leader": {"organisation": self.centre.id}, "branch_leader": {"organisation": self.branch.id}, "province": {"province": "08"},
            "ministry": shapes.everywhere(),
        }[role]
        caller = {
            "leader": self.centre.leader, "branch_leader": self.branch.leader, "province": self.overseer("province"),
            "ministry": self.overseer("ministry"),
        }[role]
        return caller.report("bieu-24", str(self.system.today().year), scope)

    def _make_keys(self) -> list[str]:
        """Keys of programs: one that is good, one that ends soon and was used, one that was withdrawn."""
        keeper = self.centre.administrator
        wanted = {"name": "Cổng dịch vụ công (mẫu)", "organisation": self.centre.id, "rights": ["requests.enter", "cases.read"]}
        made = [
            keeper.create("/api/v1/program-keys", {**wanted, "ends_on": str(self.system.today() + timedelta(days=days))}) for days in (90, 7, 90)
        ]
        used = httpx.post(f"{self.system.url}/api/v1/token", data={"grant_type": "client_credentials"}, auth=(made[1]["id"], made[1]["secret"]))
        assert used.status_code == 200, used.text
        assert keeper.http.delete(f"/api/v1/program-keys/{made[2]['id']}").status_code == 204
        return [one["id"] for one in made]

    def overseer(self, role: str) -> Api:
        return Api(self.system.url, self.system.token(role, province="08" if role == "province" else None))

    def _park_message(self) -> None:
        with broker_channel(self.system) as broker:
            send(broker, "intake.events", "assignment.case-assigned.v1", b'{"case": ')
        self.parked = wait_until(
            lambda: json.loads(self.system.run("messages", "parked", "--json").stdout), 30, "a message to be parked"
        )[0]

    def _wait_stalled(self) -> None:
        for organisation, case in ((self.centre, self.stalled), (self.branch, self.stalled_by_branch)):
            wait_until(
                lambda: shapes.stalled_alerts(organisation.leader.everything("/api/v1/alerts"), case["id"]), 90, "the alert of a stalled case"
            )
