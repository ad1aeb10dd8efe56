"""A case rests and goes on, is reopened, archived, and passed to another centre; what the other services make of each."""

from __future__ import annotations

import pytest

import shapes
import tus
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request


@pytest.fixture(scope="module")
def centre(system) -> Organisation:
    centre = enter_organisation(system, "centre", province="20")
    for name in ("Hoàng Văn Nghỉ", "Lục Thị Tiếp"):
        centre.add_helper("officer", f"{name} (thử nghiệm)")
    return centre


@pytest.fixture(scope="module")
def receiver(system) -> Organisation:
    return enter_organisation(system, "centre", province="22")


def pass_on(centre: Organisation, place: str, order: dict) -> dict:
    """Passes something on to a centre that may not have been heard of yet."""

    def passed() -> dict | None:
        answer = centre.leader.decide(place, "transfer", order)
        if answer.status_code == 422 and shapes.pointers(answer.json()) == ["/organisation"]:
            return None
        assert answer.status_code == 200 and answer.json()["status"] == "transferred", answer.text[:400]
        return answer.json()

    return wait_until(passed, 30, "the receiver to be known")


def kinds(centre: Organisation, case: str) -> list[str]:
    return [entry["kind"] for entry in centre.staff.read(f"/api/v1/cases/{case}/timeline")["items"]]


def test_a_case_rests_goes_on_is_reopened_and_archived(centre: Organisation):
    case = centre.staff.open_case(sound_request(centre))["id"]
    place = f"/api/v1/cases/{case}"
    centre.staff.assignment(case)
    wait_until(lambda: centre.staff.case(case).get("helper"), 30, "the case to show its helper")
    today = shapes.accepted_on(centre.staff.case(case))
    assert centre.leader.http.post(f"{place}/suspension", json={}).status_code in (422, 428)
    rest = {"date": today, "ground": "proceedings_suspended"}
    shapes.assert_problem(centre.staff.decide(place, "suspension", rest), 403)
    rested = centre.leader.decide(place, "suspension", rest)
    assert rested.status_code == 200 and rested.json()["status"] == "suspended", rested.text[:400]
    shapes.assert_problem(centre.staff.post(f"{place}/progress", {"kind": "file_study", "date": today}), 409)
    allowed = centre.leader.read(f"{place}/transitions")
    assert allowed["status"] == "suspended" and "resume" in [one["action"] for one in allowed["items"] if one["allowed"]]
    assert centre.leader.decide(place, "resumption", {"date": today, "reason": "Vụ án được phục hồi"}).json()["status"] == "assigned"
    ending = {"date": today, "result": "Xong", "missing_papers_reason": "Nộp bổ sung sau"}
    assert centre.leader.decide(place, "completion", ending).status_code == 200
    assert centre.leader.decide(place, "reopening", {"date": today, "reason": "Bản án bị hủy"}).json()["status"] == "under_way"
    shapes.assert_problem(centre.leader.decide(place, "archiving", {"date": today, "place": "Kho A"}), 409)
    assert centre.leader.decide(place, "completion", ending).status_code == 200
    assert centre.leader.decide(place, "handover", {"missing_papers_reason": "Nộp bổ sung sau"}).json()["status"] == "handed_over"
    assert centre.leader.decide(place, "archiving", {"date": today, "place": "Kho A, giá 3"}).json()["status"] == "archived"
    shapes.assert_problem(centre.leader.decide(place, "reopening", {"date": today, "reason": "Bản án bị hủy"}), 409)
    happened = [kind for kind in kinds(centre, case) if kind in ("suspended", "resumed", "finished", "reopened", "handed_over", "archived")]
    assert happened == ["suspended", "resumed", "finished", "reopened", "finished", "handed_over", "archived"]


def test_a_case_passed_on_is_a_request_there_and_counted_once_at_each(centre: Organisation, receiver: Organisation):
    case = centre.staff.open_case(sound_request(centre))
    place = f"/api/v1/cases/{case['id']}"
    data = tus.paper(40_000, seed=91)
    tus.Upload.begin(centre.staff, len(data), case=case["id"], kind="work_record", filename="Biên bản.pdf").send(0, data)
    wait_until(lambda: centre.staff.everything(f"{place}/attachments"), 30, "the paper to be kept")
    order = {"organisation": receiver.id, "ground": "outside_territory", "note": "Khách chuyển nhà"}
    assert pass_on(centre, place, order)["code"] == case["code"]
    shapes.assert_problem(centre.leader.decide(place, "transfer", order), 409)
    found = receiver.staff.everything("/api/v1/requests", status="received")
    assert len(found) == 1
    request = receiver.staff.read(f"/api/v1/requests/{found[0]['id']}")
    assert request["arrival"]["case"]["code"] == case["code"] and request["arrival"]["from"]["id"] == centre.id
    assert centre.staff.case(case["id"])["transfer"].get("answer") is None
    # Whoever decides reads the papers, and the sender's people not what the receiver holds.
    came = f"/api/v1/requests/{request['id']}/attachments"
    wait_until(lambda: receiver.staff.http.get(came).status_code == 200, 30, "the papers to have come along")
    paper = receiver.staff.read(came)["items"][0]
    assert receiver.staff.http.get(f"{came}/{paper['id']}").content == data
    assert "Biên bản.pdf" in receiver.staff.http.get(f"/requests/{request['id']}/papers", headers={"Accept": "text/html"}).text
    assert centre.staff.http.get(came).status_code == 404
    accepted = receiver.staff.decide(f"/api/v1/requests/{request['id']}", "acceptance", {})
    assert accepted.status_code == 200 and accepted.json()["case"]["id"] != case["id"], accepted.text[:400]
    taken = accepted.json()["case"]
    kept = wait_until(lambda: receiver.staff.everything(f"/api/v1/cases/{taken['id']}/attachments"), 30, "the paper in the receiver's case")
    assert [(one["sha256"], one["passed_from"]) for one in kept] == [(paper["sha256"], case["code"])] and kept[0]["id"] != paper["id"]
    assert receiver.staff.http.get(f"/api/v1/attachments/{kept[0]['id']}").content == data
    assert centre.staff.http.get(f"/api/v1/attachments/{paper['id']}").content == data
    assert centre.staff.http.get(f"/api/v1/attachments/{kept[0]['id']}").status_code == 404
    answer = wait_until(lambda: centre.staff.case(case["id"])["transfer"].get("answer"), 30, "the sender to be told")
    assert answer["outcome"] == "registered" and answer["code"] == taken["code"]
    assert kinds(centre, case["id"]).count("transfer_answered") == 1
    assert centre.staff.http.get(f"/api/v1/cases/{taken['id']}").status_code == 404

    def closed() -> bool:
        run = centre.leader.report("bieu-25", shapes.accepted_on(centre.staff.case(case["id"]))[:7], {"organisation": centre.id})
        return centre.leader.cells(run).get("r1c11", 0) == 1

    wait_until(closed, 60, "the report to count the case as passed on")


def test_a_request_is_passed_on_to_a_centre_by_name(centre: Organisation, receiver: Organisation):
    request = centre.staff.request(sound_request(centre)).json()["id"]
    pass_on(centre, f"/api/v1/requests/{request}", {"reason": "outside_territory", "organisation": receiver.id})
    seen = centre.staff.read(f"/api/v1/requests/{request}")
    assert seen["departure"]["to"]["id"] == receiver.id
    there = receiver.staff.read(f"/api/v1/requests/{seen['departure']['request']}")
    assert there["arrival"]["from"]["id"] == centre.id and there["status"] == "received"
