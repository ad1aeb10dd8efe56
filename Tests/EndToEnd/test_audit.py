"""The audit trail: every look at a dossier is on record, for whoever may see it, and the whole is proven offline."""

from __future__ import annotations

import shutil
from pathlib import Path

import tus
from api import Api
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request

PAGE = {"Accept": "text/html"}


def trail(caller: Api, **query: str) -> str:
    answer = caller.get("/audit", params=query, headers=PAGE)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def test_who_saw_a_dossier_is_told_to_its_leaders_alone(system, centre: Organisation):
    other = enter_organisation(system, province="96")
    case = centre.staff.open_case(sound_request(centre))["id"]
    helper = centre.staff.assignment(case)["helper"]
    centre.helper(helper).case(case)
    data = tus.paper(2000, seed=77)
    tus.Upload.begin(centre.helper(helper), len(data), data, case=case, kind="other", filename="giay (mau).pdf")
    kept = wait_until(lambda: centre.leader.read(f"/api/v1/cases/{case}/attachments")["items"], 20, "the paper to be kept")
    assert centre.leader.get(f"/api/v1/attachments/{kept[0]['id']}").status_code == 200
    centre.leader.read("/api/v1/uploads", case=case)
    centre.leader.read(f"/api/v1/requests/{centre.staff.case(case)['request']}")
    for words in ("Thụ lý vụ việc", "Xem vụ việc", "Xem danh sách giấy tờ", "Tải giấy tờ", "Xem yêu cầu"):
        wait_until(lambda: words in trail(centre.leader, subject=case), 20, f"“{words}” in the trail")
    province = Api(system.url, system.token("province", province=centre.province))
    assert "Xem vụ việc" in trail(province, subject=case)
    for stranger in (other.leader, Api(system.url, system.token("province", province="96"))):
        assert "Xem vụ việc" not in trail(stranger, subject=case)
    for caller in (centre.staff, centre.helper(helper)):
        assert caller.get("/audit", headers=PAGE).status_code == 403


def test_looking_at_the_trail_is_on_it(centre: Organisation):
    trail(centre.administrator)
    wait_until(lambda: "Xem nhật ký" in trail(centre.administrator, action="audit.viewed"), 20, "the look to be on the trail")


def test_a_sealed_trail_is_proven_and_any_change_shows(system, centre: Organisation, tmp_path: Path):
    case = centre.staff.open_case(sound_request(centre))["id"]
    centre.staff.case(case)
    folder = system.data / "audit"
    wait_until(lambda: any(case in file.read_text() for file in folder.glob("20*.jsonl")), 30, "the entries to be exported")
    wait_until((folder / "heads.jsonl").exists, 30, "a head to be signed")
    proof = system.run("audit", "verify")
    assert "The trail is whole" in proof.stdout

    copy = tmp_path / "audit"
    shutil.copytree(folder, copy)
    file = next(file for file in sorted(copy.glob("20*.jsonl")) if case in file.read_text())
    assert system.run("audit", "verify", str(file)).returncode == 0
    text = file.read_text()
    file.write_text(text.replace("case.viewed", "case.listed", 1))
    altered = system.run("audit", "verify", str(file), check=False)
    assert altered.returncode == 1 and "FAULT" in altered.stdout
    lines = text.splitlines(keepends=True)
    gone = next(index for index, line in enumerate(lines) if case in line)
    file.write_text("".join(lines[:gone] + lines[gone + 1 :]))
    assert system.run("audit", "verify", str(file), check=False).returncode == 1


def test_the_trail_goes_on_where_it_was_after_portal_was_killed(system, centre: Organisation):
    centre.staff.open_case(sound_request(centre))
    old = system.kill("portal")
    system.wait_restarted("portal", old)
    case = centre.staff.open_case(sound_request(centre))["id"]
    folder = system.data / "audit"
    wait_until(lambda: any(case in file.read_text() for file in folder.glob("20*.jsonl")), 40, "the entries to be exported")
    assert "The trail is whole" in system.run("audit", "verify").stdout
