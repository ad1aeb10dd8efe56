"""Work on a case through the front door: entries and corrections, hearings with their calendar, the secret address, pay."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

import shapes
import tus
from confidential import keep
from system import text_of
from waiting import wait_until
from world import Organisation, sound_request


@pytest.fixture(scope="module")
def case(centre: Organisation) -> str:
    return centre.staff.open_case(sound_request(centre))["id"]


@pytest.fixture(scope="module")
def helper(centre: Organisation, case: str):
    return centre.helper(centre.staff.assignment(case)["helper"])


def test_an_entry_is_corrected_and_its_pay_appraised(system, centre: Organisation, case: str, helper):
    path = f"/api/v1/cases/{case}"
    today = str(system.today())
    work = {"kind": "hearing", "date": today, "minutes": 300, "place": "Tòa án", "confirmed_by": "Thư ký phiên tòa", "result": "Hoãn"}
    entry = helper.create(f"{path}/progress", work)["id"]
    corrected = helper.create(f"{path}/progress/{entry}/correction", {**work, "minutes": 240, "reason": "Ghi nhầm giờ"})["id"]
    extra = helper.create(f"{path}/progress", work)["id"]
    assert helper.post(f"{path}/progress/{extra}/withdrawal", {"reason": "Ghi hai lần"}).status_code == 204
    entries = {one["id"]: one for one in helper.read(f"{path}/progress")["items"]}
    assert entries[entry]["superseded"]["reason"] == "Ghi nhầm giờ"
    assert entries[corrected]["corrects"] == entry and entries[corrected]["half_days"] == 1

    assert helper.post(f"{path}/pay-terms", {"basis": "sessions", "chosen_on": today}).status_code == 201
    shapes.assert_problem(helper.post(f"{path}/time-appraisals", {}), 403)
    shapes.assert_problem(centre.leader.post(f"{path}/time-appraisals", {}), 428)
    assert not helper.read(f"{path}/pay")["appraised"]
    answer = centre.leader.decide(path, "time-appraisals", {"preparation_limit": 5})
    assert answer.status_code == 201, answer.text[:600]
    pay = helper.read(f"{path}/pay")
    assert pay["appraised"] and pay["helpers"][0]["dong"] > 0
    assert all(step["article"] for step in pay["helpers"][0]["steps"])


def test_a_hearing_is_in_the_calendar_until_it_is_withdrawn(system, centre: Organisation, case: str, helper):
    day = system.today() + timedelta(days=10)
    body = {"kind": "first_instance", "starts_at": f"{day}T08:30:00+07:00", "place": "Tòa án nhân dân khu vực 1, phòng 2"}
    path = f"/api/v1/cases/{case}/hearings"
    hearing = helper.create(path, body)["id"]
    assert [one["id"] for one in helper.read(path)["items"]] == [hearing]
    assert hearing in [one["id"] for one in helper.read("/api/v1/calendar", **{"from": str(day), "to": str(day)})["items"]]

    address = helper.post("/api/v1/calendar/feed").json()["address"]
    keep(address.split("key=")[1], "key of a calendar")
    first = httpx.get(address)
    assert first.status_code == 200 and first.headers["content-type"].startswith("text/calendar")
    assert f"UID:{hearing}@caunoi" in first.text and "Lường" not in first.text
    assert httpx.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 304

    seen = helper.get(f"{path}/{hearing}").headers["etag"]
    moved = {**body, "starts_at": f"{day}T14:00:00+07:00"}
    assert helper.http.patch(f"{path}/{hearing}", json=moved, headers={"If-Match": seen}).status_code == 200
    adjourned = {"result": "adjourned", "outcome": "Vắng người làm chứng", "next_at": f"{day + timedelta(days=7)}T08:00:00+07:00"}
    assert helper.decide(f"{path}/{hearing}", "outcome", adjourned).status_code == 200
    following = helper.read(path)["items"][-1]
    assert following["follows"] == hearing
    assert helper.decide(f"{path}/{following['id']}", "withdrawal", {"reason": "Tòa rút lịch"}).status_code == 200
    assert httpx.get(address).text.count("STATUS:CANCELLED") == 2

    assert helper.http.delete("/api/v1/calendar/feed").status_code == 204
    assert httpx.get(address).status_code == 404


def test_expenses_are_approved_beside_pay(system, centre: Organisation, case: str, helper):
    data = tus.paper(3000, seed=78)
    tus.Upload.begin(helper, len(data), case=case, kind="other", filename="ve-xe.pdf").send(0, data)
    paper = wait_until(lambda: helper.everything(f"/api/v1/cases/{case}/attachments"), 30, "the receipt")[0]["id"]
    path = f"/api/v1/cases/{case}/expenses"
    body = {"kind": "travel", "date": str(system.today()), "dong": 250_000, "purpose": "Vé xe đi tòa", "attachment": paper}
    # The paper is in the dossier once Intake has heard of it.
    made = wait_until(lambda: (answer := helper.post(path, body)).status_code == 201 and answer.json(), 30, "the expense")["id"]
    corrected = helper.create(f"{path}/{made}/correction", {**body, "dong": 230_000, "reason": "Ghi nhầm số tiền"})["id"]
    extra = helper.create(path, {**body, "kind": "copying"})["id"]
    assert helper.post(f"{path}/{extra}/withdrawal", {"reason": "Ghi hai lần"}).status_code == 204
    shapes.assert_problem(helper.post(f"{path}/{corrected}/decision", {"decision": "approved"}), 403)
    shapes.assert_problem(centre.leader.post(f"{path}/{corrected}/decision", {"decision": "approved"}), 428)
    shapes.assert_problem(centre.leader.post(f"{path}/{corrected}/decision", {"decision": "approved"}, headers={"If-Match": '"9"'}), 412)
    shapes.assert_problem(centre.leader.decide(f"{path}/{corrected}", "decision", {"decision": "refused"}), 422)
    part = {"decision": "approved", "dong": 200_000, "reason": "Theo giá niêm yết"}
    decided = centre.leader.decide(f"{path}/{corrected}", "decision", part).json()
    assert decided["status"] == "approved" and decided["paid"] == 200_000
    assert helper.read(f"{path}/{made}")["status"] == "corrected"
    assert {one["id"]: one["status"] for one in helper.read(path)["items"]} == {made: "corrected", corrected: "approved", extra: "withdrawn"}
    pay = helper.read(f"/api/v1/cases/{case}/pay")
    assert pay["helpers"][0]["expenses"] == 200_000
    assert pay["helpers"][0]["due"] == (pay["helpers"][0]["dong"] or 0) + 200_000
    kinds = [one["kind"] for one in helper.read(f"/api/v1/cases/{case}/timeline")["items"]]
    assert kinds.count("expense_approved") == 1 and kinds.count("expense_corrected") == 1


def test_a_hearing_is_mailed_of_where_it_is_near_or_moved(system, centre: Organisation, case: str, helper):
    code = centre.staff.case(case)["code"]
    address = centre.helpers[centre.staff.assignment(case)["helper"]]["email"]

    def about(words: str) -> list[str]:
        """The mails of this hearing alone: those of the others of the case name another kind."""
        texts = [text_of(mail) for mail in system.mails_about(code, address)]
        return [text for text in texts if "Phiên hòa giải" in text and words in text]

    path = f"/api/v1/cases/{case}/hearings"
    starts = f"{system.today() + timedelta(days=1)}T08:30:00+07:00"
    hearing = helper.create(path, {"kind": "mediation", "starts_at": starts, "place": "Nhà ông Lường Văn Kín"})["id"]
    reminded = wait_until(lambda: about("Nhắc lịch"), 60, "the reminder")
    assert "08:30" in reminded[0] and "Lường" not in reminded[0]
    far = f"{system.today() + timedelta(days=30)}T14:00:00+07:00"
    seen = helper.get(f"{path}/{hearing}").headers["etag"]
    moved = {"kind": "mediation", "starts_at": far, "place": "Phòng 2"}
    assert helper.http.patch(f"{path}/{hearing}", json=moved, headers={"If-Match": seen}).status_code == 200
    wait_until(lambda: about("Đổi lịch"), 60, "the mail of the move")
    assert helper.decide(f"{path}/{hearing}", "withdrawal", {"reason": "Tòa rút lịch"}).status_code == 200
    wait_until(lambda: about("Không còn lịch"), 60, "the mail of the withdrawal")
    system.wait_drained(120)
    assert [len(about(words)) for words in ("Nhắc lịch", "Đổi lịch", "Không còn lịch")] == [1, 1, 1]


def test_quality_is_counted_by_organisation_and_helper(system, centre: Organisation):
    case = centre.staff.open_case(sound_request(centre))["id"]
    helper = centre.staff.assignment(case)["helper"]
    ended = {"date": str(system.today()), "missing_papers_reason": "Giấy tờ nộp bổ sung sau"}
    assert centre.leader.decide(f"/api/v1/cases/{case}", "completion", ended).status_code == 200
    sheet = centre.leader.read(f"/api/v1/cases/{case}/quality")["criteria"]
    centre.leader.create(f"/api/v1/cases/{case}/appraisals", {"points": {one["key"]: one["points"] for one in sheet}})
    period = {"period": str(system.today().year), "organisation": centre.id}

    def counted() -> dict | None:
        figures = centre.leader.read("/api/v1/quality-figures", **period)
        return figures if figures["appraisals"]["rounds"] else None

    figures = wait_until(counted, 60, "the round in the figures")
    assert figures["appraisals"]["grades"] == {"good": 1} and figures["appraisals"]["mean"] == 100
    assert [(one["helper"], one["appraisals"]["rounds"]) for one in figures["helpers"]] == [(helper, 1)]
    again = centre.leader.read("/api/v1/quality-figures", **period, as_of=figures["as_of"])
    assert again == figures
    shapes.assert_problem(centre.helper(helper).get("/api/v1/quality-figures", params=period), 403)
    for form, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("json", b"{")):
        file = centre.leader.get("/api/v1/quality-figures/export", params={**period, "format": form})
        assert file.status_code == 200 and file.content.startswith(start), file.text[:300]
