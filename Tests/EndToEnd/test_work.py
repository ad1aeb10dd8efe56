"""Work on a case through the front door: entries and corrections, hearings with their calendar, the secret address, pay."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

import shapes
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


def test_the_secret_is_in_no_log(system, helper):
    key = helper.post("/api/v1/calendar/feed").json()["address"].split("key=")[1]
    assert httpx.get(f"{system.url}/calendar/feed.ics?key={key}").status_code == 200
    logs = [path for path in system.data.rglob("*.log") if path.is_file()]
    assert logs
    assert not [path.name for path in logs if key in path.read_text(errors="replace")]
