"""The registers of organisations and helpers, and what follows when a helper is away or refuses."""

from __future__ import annotations

import pytest

import shapes
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request


@pytest.fixture(scope="module")
def centre(system) -> Organisation:
    centre = enter_organisation(system, "centre", province="20")
    for name in ("Lương Văn Tri", "Hứa Thị Nga", "Hoàng Đình Giong"):
        centre.add_helper("officer", f"{name} (thử nghiệm)")
    return centre


def test_a_helper_is_read_and_changed_by_who_has_seen_them(centre: Organisation):
    ident = next(iter(centre.helpers))
    seen = centre.administrator.get(f"/api/v1/helpers/{ident}")
    assert seen.status_code == 200 and seen.json()["kind"] == "officer"
    change = {"card_number": "LS-TGV-77"}
    assert centre.administrator.http.patch(f"/api/v1/helpers/{ident}", json=change).status_code == 428
    stale = centre.administrator.http.patch(f"/api/v1/helpers/{ident}", json=change, headers={"If-Match": '"99"'})
    assert stale.status_code == 412
    changed = centre.administrator.http.patch(f"/api/v1/helpers/{ident}", json=change, headers={"If-Match": seen.headers["etag"]})
    assert changed.status_code == 200 and changed.json()["card_number"] == "LS-TGV-77"


def test_an_organisation_is_read_by_its_own_people(centre: Organisation):
    answer = centre.leader.get(f"/api/v1/organisations/{centre.id}")
    assert answer.status_code == 200 and answer.json()["kind"] == "centre"


def test_who_is_away_is_not_picked_and_who_refuses_is_followed_by_another(centre: Organisation):
    away = next(iter(centre.helpers))
    absence = centre.administrator.post(f"/api/v1/helpers/{away}/absences", {"from": "2026-01-01", "to": "2030-12-31", "reason": "nghỉ phép"})
    assert absence.status_code == 201, absence.text[:400]
    listed = centre.administrator.read(f"/api/v1/helpers/{away}/absences")
    assert [item["id"] for item in listed["items"]] == [absence.json()["id"]]

    case = centre.staff.open_case(sound_request(centre))
    first = centre.staff.assignment(case["id"])["helper"]
    assert first != away
    caller = centre.helper(first)
    wait_until(lambda: caller.get(f"/api/v1/cases/{case['id']}").status_code == 200, 30, "the helper to see the case")
    reasons = {"reason": "opposing_party", "note": "Đã tư vấn cho bên kia"}
    refused = caller.decide(f"/api/v1/cases/{case['id']}/assignment", "refusal", reasons)
    assert refused.status_code == 200, refused.text[:400]

    def moved() -> str | None:
        helper = centre.staff.assignment(case["id"])["helper"]
        return helper if helper not in (None, first) else None

    second = wait_until(moved, 30, "another helper to be picked")
    assert second != away
    wait_until(lambda: (centre.staff.case(case["id"]).get("helper") or {}).get("id") == second, 30, "the case to show the new helper")
    assert caller.get(f"/api/v1/cases/{case['id']}").status_code == 404, "who refused sees the case no more"

    accepted = centre.helper(second).decide(f"/api/v1/cases/{case['id']}/assignment", "acceptance", {})
    assert accepted.status_code == 200 and accepted.json()["state"] == "accepted", accepted.text[:400]
    today = shapes.accepted_on(centre.staff.case(case["id"]))
    decision = {"number": "15/QĐ-TGPL", "date": today, "signer": "Giám đốc (thử nghiệm)"}
    issued = centre.leader.decide(f"/api/v1/cases/{case['id']}/assignment", "decision", decision)
    assert issued.status_code == 200 and issued.json()["decision"]["number"] == "15/QĐ-TGPL", issued.text[:400]

    removed = centre.administrator.http.delete(f"/api/v1/helpers/{away}/absences/{absence.json()['id']}")
    assert removed.status_code in (200, 204)


def test_an_ended_dossier_is_handed_over_once(centre: Organisation):
    case = centre.staff.open_case(sound_request(centre))
    place = f"/api/v1/cases/{case['id']}"
    early = centre.staff.decide(place, "handover", {})
    shapes.assert_problem(early, 409)
    ending = {"date": shapes.accepted_on(centre.staff.case(case["id"])), "result": "Xong", "missing_papers_reason": "Nộp bổ sung sau"}
    assert centre.leader.decide(place, "completion", ending).status_code == 200
    assert centre.staff.decide(place, "handover", {}).json()["status"] == "handed_over"
    shapes.assert_problem(centre.staff.decide(place, "handover", {}), 409)
