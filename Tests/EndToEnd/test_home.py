"""The panels of the home page over HTTP: each role its own, and nothing of others."""

from __future__ import annotations

import re
import secrets

import pytest

from api import Api
from world import Organisation, enter_organisation, sound_request

FIGURE = re.compile(r'<span class="figure-value">([^<]*)</span> <a href="([^"]*)">')


def panel(caller: Api, path: str) -> str:
    answer = caller.http.get(path, headers={"Accept": "text/html", "X-Fragment": "1"})
    assert answer.status_code == 200, answer.text
    return answer.text


def figures(html: str) -> dict[str, int]:
    return {address.replace("&amp;", "&"): int(number.replace(".", "")) for number, address in FIGURE.findall(html)}


def of_the_same_moment(case: str) -> str:
    """An id that nothing has, made when that case was."""
    rest = secrets.token_hex(9)
    return f"{case[:14]}7{rest[:3]}-8{rest[3:6]}-{rest[6:18]}"


@pytest.mark.parametrize("need", ["stalled", "next_late", "papers_late"])
def test_what_a_centre_counts_is_what_its_list_has(centre: Organisation, need: str):
    case = centre.staff.open_case(sound_request(centre))["id"]
    centre.staff.assignment(case)
    work = {"kind": "file_study", "date": centre.staff.case(case)["accepted_on"], "next_step": "Nộp đơn", "next_on": "2026-01-06"}
    assert centre.staff.decide(f"/api/v1/cases/{case}", "progress", work).status_code == 201
    shown = figures(panel(centre.leader, "/home/cases"))
    assert shown[f"/cases?need={need}"] == len(centre.leader.everything("/api/v1/cases", need=need))
    assert shown["/cases?open=true"] == len(centre.leader.everything("/api/v1/cases", open="true"))


def test_a_province_sees_its_organisations_and_no_others(system, centre: Organisation):
    other = enter_organisation(system, province="96")
    centre.staff.open_case(sound_request(centre))
    there = panel(Api(system.url, system.token("province", province=centre.province)), "/home/cases")
    assert centre.id in there and other.id not in there


def test_a_case_of_others_just_opened_answers_like_none_at_all(system, centre: Organisation):
    """What says that a panel is being prepared gives nothing away."""
    other = enter_organisation(system, province="96")
    foreign = centre.staff.open_case(sound_request(centre))["id"]
    for name in ("assignment", "papers", "alerts"):
        seen = []
        for case in (foreign, of_the_same_moment(foreign)):
            alone = other.staff.http.get(f"/cases/{case}/{name}", headers={"Accept": "text/html", "X-Fragment": "1"})
            page = other.staff.http.get(f"/cases/{case}/{name}", headers={"Accept": "text/html"})
            assert (alone.status_code, page.status_code) == (202, 404), name
            seen.append((alone.text, page.text.replace(case, "")))
        assert seen[0] == seen[1], name
    old = other.staff.http.get("/cases/0192f0c0-0000-7000-8000-000000000000/assignment", headers={"X-Fragment": "1"})
    assert old.status_code == 404
