"""The register through the front door: proofs that come later, several clients of one matter, corrections, saved searches, printing by volumes."""

from __future__ import annotations

import pytest

import shapes
import tus
from api import Api
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request

HTML = {"Accept": "text/html"}


def other(name: str) -> dict:
    return {"client": {"name": name, "birth": "1975-01-01", "gender": "male", "ethnicity": "Thái"}, "categories": ["hiv"]}


@pytest.fixture(scope="module")
def opened(centre: Organisation) -> dict:
    """A request of two clients, accepted before their proofs are there."""
    body = sound_request(centre, categories=["hiv"], at_once_ground="avoid_harm", co_clients=[other("Lường Văn Cùng")], decision="accept")
    answer = centre.staff.request(body)
    assert answer.status_code == 201, answer.text[:800]
    return answer.json()


def test_each_client_of_a_matter_has_a_case(centre: Organisation, opened: dict):
    cases = [opened["case"], opened["co_clients"][0]["case"]]
    numbers = [int(one["code"].split(".")[2]) for one in cases]
    assert numbers[1] == numbers[0] + 1
    assert len({centre.staff.case(one["id"])["matter"] for one in cases}) == 1
    repeated = sound_request(centre, co_clients=[{**other("Lường Thị Piêng"), "client": {**other("")["client"], "name": "LƯỜNG THỊ PIÊNG", "birth": "1988-03-21"}}])
    problem = shapes.assert_problem(centre.staff.request(repeated), 422)
    assert shapes.pointers(problem) == ["/co_clients/0/client/name"]


def test_a_proof_that_comes_later_has_eligibility_decided_again(system, centre: Organisation, opened: dict):
    request, case = f"/api/v1/requests/{opened['id']}", opened["case"]["id"]
    before = centre.staff.read(request)
    assert before["proof"]["present"] is False and before["proof"]["due_on"] and before["at_once_ground"] == "avoid_harm"
    centre.staff.assignment(case)
    for kind, number, present in [("hiv_confirmation", 1, False), ("near_poor_certificate", 2, True)]:
        data = tus.paper(3_000, seed=number)
        tus.Upload.begin(centre.staff, len(data), data, case=case, kind=kind, filename=f"{kind}.pdf")
        found = wait_until(
            lambda: (lambda now: now if len(now["former_decisions"]) == number else None)(centre.staff.read(request)), 60, "the decision"
        )
        assert found["proof"]["present"] is present
    assert found["eligibility"]["categories"][0]["state"] == "met" and found["eligibility"]["categories"][0]["owed"] == []
    assert [one["paper"] for one in found["former_decisions"]] == ["hiv_confirmation", "near_poor_certificate"]
    assert "Các lần xác định diện trước" in centre.staff.get(f"/requests/{opened['id']}", headers=HTML).text


def test_a_correction_keeps_what_stood_there(centre: Organisation, opened: dict):
    case = opened["co_clients"][0]["case"]["id"]
    path = f"/api/v1/cases/{case}/register-corrections"
    made = centre.staff.create(path, {"name": "Lường Văn Cung", "reason": "Đối chiếu với căn cước"})
    assert [(one["field"], one["old"], one["new"]) for one in made["items"]] == [("name", "Lường Văn Cùng", "Lường Văn Cung")]
    assert centre.staff.read(path)["items"] == made["items"]
    assert centre.staff.case(case)["client"]["name"] == "Lường Văn Cung"
    assert "<del>Lường Văn Cùng</del>" in centre.staff.get(f"/cases/{case}/register", headers=HTML).text
    problem = shapes.assert_problem(centre.staff.post(path, {"name": "Lường Văn Cung", "reason": "Lần nữa"}), 422)
    assert shapes.pointers(problem) == ["/reason"]
    asked = centre.staff.create(path, {"requester": {"name": "Lường Thị Chị", "relation": "chị"}, "reason": "Người chị nộp đơn"})
    assert [(one["field"], one.get("old"), one["new"]) for one in asked["items"]] == [
        ("requester_name", None, "Lường Thị Chị"), ("requester_relation", None, "chị")]
    helper = centre.helper(next(iter(centre.helpers)))
    shapes.assert_problem(helper.post(path, {"name": "Ai Đó", "reason": "Không được"}), 403)


def test_a_name_is_looked_for_by_a_handle_that_opens_for_its_own_caller(centre: Organisation, opened: dict):
    """No name stands in the address of a list, of its next part, or of its export (OWASP ASVS 5.0, V14.2.1)."""
    name = centre.staff.case(opened["case"]["id"])["client"]["name"]
    handle = centre.staff.create("/api/v1/searches", {"text": name})["id"]
    assert centre.staff.create("/api/v1/searches", {"text": name})["id"] == handle
    for path, key in (("/api/v1/cases", opened["case"]["id"]), ("/api/v1/requests", opened["id"])):
        assert key in [one["id"] for one in centre.staff.everything(path, search=handle)]
        shapes.assert_problem(centre.leader.get(path, params={"search": handle}), 404)
        shapes.assert_problem(centre.staff.get(path, params={"search": opened["id"]}), 404)
    shapes.assert_problem(centre.staff.post("/api/v1/searches", {"text": " "}), 422)
    led = centre.staff.http.post("/cases", data={"q": name, "form": "litigation"}, follow_redirects=False)
    assert led.status_code == 303 and led.headers["location"] == f"/cases?search={handle}&form=litigation"
    page = centre.staff.get(led.headers["location"], headers=HTML)
    assert page.status_code == 200 and name in page.text and "?q=" not in page.text and ";q=" not in page.text


def test_figures_and_limits_follow_a_correction(system):
    place = enter_organisation(system, "centre", province="24")
    place.add_helper("officer", "Hà Văn Sửa (thử nghiệm)")
    case = place.staff.open_case(sound_request(place, form="advice", field="civil", role_in_proceedings=None))["id"]
    seen = place.staff.case(case)
    wait_until(lambda: place.staff.assignment(case).get("helper"), 30, "the helper")
    month = shapes.accepted_on(seen)[:7]
    other = "male" if seen["client"]["gender"] == "female" else "female"
    made = place.staff.create(
        f"/api/v1/cases/{case}/register-corrections", {"gender": other, "form": "litigation", "field": "labour", "reason": "Ghi nhầm"}
    )
    assert [one["field"] for one in made["items"]] == ["gender", "form", "field"]
    now = place.staff.case(case)
    assert (now["form"], now["field"], now["code"]) == ("litigation", "labour", seen["code"])
    assert "assignment_decision" in [one["kind"] for one in now["dossier"]["papers"]]

    def counted() -> bool:
        # Labour, litigation: row 19.
        run = place.leader.report("bieu-24", month, {"organisation": place.id})
        cells = place.leader.cells(run)
        return cells.get("r19c1") == 1 and cells.get("r1c1") == 1 and cells.get("r1c2" if other == "male" else "r1c3") == 1

    wait_until(counted, 60, "the figures to follow")
    board = wait_until(lambda: "Tham gia tố tụng" in place.leader.get("/assignments", headers=HTML).text, 30, "the board to follow")
    assert board
    listed = place.staff.post(f"/api/v1/cases/{case}/register-corrections", {"categories": ["child"], "reason": "Ghi nhầm"})
    assert shapes.pointers(shapes.assert_problem(listed, 422)) == ["/categories"]


def test_a_search_is_kept_for_whoever_keeps_it(system, centre: Organisation, opened: dict):
    staff: Api = centre.caller("leader") if centre.kind == "centre" else centre.staff
    kept = staff.create("/api/v1/case-searches", {"name": "Chưa có người", "query": "need=unassigned"})
    assert kept["query"] == "need=unassigned"
    assert kept["id"] in [one["id"] for one in staff.read("/api/v1/case-searches")["items"]]
    assert "Chưa có người" in staff.get("/cases", headers=HTML).text
    assert staff.get("/cases", params={"saved": kept["id"]}, headers=HTML).status_code == 200
    assert centre.administrator.read("/api/v1/case-searches")["items"] == []
    shapes.assert_problem(centre.administrator.http.delete(f"/api/v1/case-searches/{kept['id']}"), 404)
    shapes.assert_problem(staff.post("/api/v1/case-searches", {"name": "Sai", "query": "colour=red"}), 422)
    assert staff.http.delete(f"/api/v1/case-searches/{kept['id']}").status_code == 204


def test_the_register_is_printed_by_volumes(system, centre: Organisation, opened: dict):
    today = str(system.today())
    period = {"organisation": centre.id, "from": today, "to": today}
    assert "Tập 1/1" in centre.staff.get("/cases/register", params=period, headers=HTML).text
    sheet = centre.staff.get("/cases/register/sheet", params={**period, "volume": 1}).text
    assert "<del>Lường Văn Cùng</del> Lường Văn Cung" in sheet
    assert centre.staff.get("/api/v1/register", params={**period, "volume": 1}).content.startswith(b"%PDF")
    shapes.assert_problem(centre.staff.get("/api/v1/register", params={**period, "volume": 2}), 404)
