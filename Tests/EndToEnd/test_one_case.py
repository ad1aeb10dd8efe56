"""One case through every step of the main job, over HTTP through the front door, each effect once; Assignment is killed in the middle."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta

import pytest

import shapes
import tus
from api import find_block
from system import text_of
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request

BEFORE_THE_KILL = 10
AFTER_THE_KILL = 10


class Story:
    """What the steps hand on to each other."""

    centre: Organisation
    request: dict
    cases: list[dict]
    case: dict
    assignment: dict
    paper: bytes
    attachment: dict


@pytest.fixture(scope="module")
def story(system) -> Story:
    """A request accepted among others, with Assignment killed between them and started again."""
    story = Story()
    story.centre = enter_organisation(system, name="Trung tâm của một vụ việc", province="04")
    story.centre.add_helper("officer", "Nông Thị Bưởi", "MV-1", "2018-01-01")
    story.centre.add_helper("officer", "Đàm Văn Ích", "MV-2", "2021-01-01")
    story.centre.add_helper("lawyer", "Hoàng Lệ Thuỷ", "MV-3", "2020-01-01")
    story.centre.add_helper("collaborator", "Lục Văn Khoa", "MV-4", "2022-01-01")
    staff = story.centre.staff

    def open_one(number: int) -> dict:
        client = {"name": f"Chu Thị {'ABCDEGHIKL'[number % 10]} {number}", "birth": "1985-05-05", "gender": "female", "ethnicity": "Tày"}
        return staff.open_case(sound_request(story.centre, client=client))

    story.cases = [open_one(number) for number in range(BEFORE_THE_KILL)]
    old = system.kill("assignment")
    story.cases += [open_one(BEFORE_THE_KILL + number) for number in range(AFTER_THE_KILL - 1)]
    answer = staff.request(sound_request(story.centre, decision="accept"))
    assert answer.status_code == 201, answer.text[:600]
    story.request = answer.json()
    story.case = story.request["case"]
    story.cases.append(story.case)
    system.wait_restarted("assignment", old)
    story.assignment = staff.assignment(story.case["id"], timeout=90)
    return story


def test_it_is_registered_with_a_gapless_code(story: Story):
    assert story.request["status"] == "accepted"
    code = story.centre.staff.case(story.cases[0]["id"])["code"].split(".")[0]
    numbers = []
    for case in story.cases:
        organisation, form, number, _ = case["code"].split(".")
        assert (organisation, form) == (code, "TGTT")
        numbers.append(int(number))
    assert numbers == list(range(1, len(story.cases) + 1))


def test_every_case_is_assigned_once_though_assignment_was_killed(system, story: Story):
    staff = story.centre.staff
    for case in story.cases:
        staff.assignment(case["id"], timeout=90)
    system.wait_drained()
    for case in story.cases:
        timeline = staff.read(f"/api/v1/cases/{case['id']}/timeline")
        assert len(shapes.occurrences(timeline, "assigned")) == 1, timeline


def test_a_killed_part_is_told_by_status(system, story: Story):
    part = system.part("assignment")
    assert part["restarts"] >= 1 and os.path.exists(f"/proc/{part['pid']}")


def test_the_pick_is_explained(story: Story):
    helper = story.centre.helpers[story.assignment["helper"]]
    assert helper["kind"] in ("officer", "lawyer"), "litigation is for officers and lawyers only"
    explanation = story.assignment["explanation"]
    assert {"candidates", "exclusions", "scores"} <= explanation.keys()
    assert story.assignment["helper"] in shapes.candidate_ids(story.assignment)
    collaborator = next(ident for ident, one in story.centre.helpers.items() if one["kind"] == "collaborator")
    assert collaborator in str(explanation["exclusions"]), "why the collaborator was left out is told"


def test_the_load_is_shared(story: Story):
    load: dict[str, int] = {}
    for case in story.cases:
        helper = story.centre.staff.assignment(case["id"])["helper"]
        load[helper] = load.get(helper, 0) + 1
    # Two picks at the same moment may see the same load.
    assert len(load) == 3 and max(load.values()) - min(load.values()) <= 2, load


def test_intake_shows_the_helper_on_the_case(story: Story):
    staff = story.centre.staff
    case = wait_until(
        lambda: (lambda seen: seen if shapes.helper_of_case(seen) else None)(staff.case(story.case["id"])), 30, "the helper on the case"
    )
    assert shapes.helper_of_case(case) == story.assignment["helper"]
    assert shapes.state_of_case(case) == "assigned"


def test_the_helper_is_mailed_exactly_once(system, story: Story):
    address = story.centre.helpers[story.assignment["helper"]]["email"]
    wait_until(lambda: system.mails_about(story.case["code"], address), 60, "the mail to the helper")
    system.wait_drained()
    for case in story.cases:
        helper = story.centre.helpers[story.centre.staff.assignment(case["id"])["helper"]]
        wait_until(lambda: system.mails_about(case["code"]), 60, "a mail about every case")
        mails = system.mails_about(case["code"])
        assert [helper["email"] in str(mail["to"]) for mail in mails] == [True], [str(mail["to"]) for mail in mails]
    assert "Lường Thị Piêng" not in text_of(system.mails_about(story.case["code"])[0]), "names of parties stay in Intake"


def test_a_paper_goes_up_in_pieces_broken_off_and_resumed(story: Story):
    story.paper = tus.paper(1_400_003)
    digest = hashlib.sha256(story.paper).hexdigest()
    helper = story.centre.helper(story.assignment["helper"])
    assert not shapes.papers(story.centre.staff.case(story.case["id"]))["application"]
    upload = tus.Upload.begin(
        helper, len(story.paper), case=story.case["id"], kind="application", filename="Đơn yêu cầu trợ giúp pháp lý.pdf", sha256=digest
    )
    assert upload.send(0, story.paper[:400_000]) == upload.offset() == 400_000
    upload.send_and_break(400_000, story.paper[400_000:700_000], announced=900_000)
    # The server may still be taking in what had arrived: a chunk sent too early is refused as locked or at a wrong offset, never mixed in.
    offset = wait_until(lambda: settled(upload), 30, "the broken upload to settle")
    assert 400_000 <= offset <= 700_000
    while offset < len(story.paper):
        answer = upload.patch(offset, story.paper[offset : offset + 350_000])
        if answer.status_code in (409, 423):
            # What had arrived was entered a moment later than the offset was asked for: ask again, as every tus client does.
            offset = wait_until(lambda: settled(upload), 30, "the broken upload to settle")
            continue
        assert answer.status_code == 204, f"{answer.status_code} {answer.text[:600]}"
        offset = upload.offset()
    found = wait_until(
        lambda: story.centre.staff.everything(f"/api/v1/cases/{story.case['id']}/attachments"), 30, "the paper among the case's attachments"
    )
    assert len(found) == 1
    story.attachment = found[0]
    assert (story.attachment["sha256"], story.attachment["size"], story.attachment["kind"]) == (digest, len(story.paper), "application")
    assert story.attachment["filename"] == "Đơn yêu cầu trợ giúp pháp lý.pdf"


def settled(upload: tus.Upload) -> int | None:
    """The offset, once two looks agree."""
    first = upload.head()
    second = upload.head()
    if first.status_code != 200 or second.status_code != 200 or first.headers["upload-offset"] != second.headers["upload-offset"]:
        return None
    return int(second.headers["upload-offset"])


def test_the_paper_comes_back_as_it_was_sent(story: Story):
    digest = hashlib.sha256(story.paper).hexdigest()
    place = f"/api/v1/attachments/{story.attachment['id']}"
    answer = story.centre.staff.get(place)
    assert answer.status_code == 200 and answer.content == story.paper
    assert answer.headers["etag"] == f'"{digest}"'
    assert answer.headers["content-disposition"].startswith("attachment") and answer.headers["x-content-type-options"] == "nosniff"
    part = story.centre.staff.get(place, headers={"Range": "bytes=1000-1999"})
    assert part.status_code == 206 and part.content == story.paper[1000:2000]
    assert story.centre.staff.get(place, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_the_dossier_ticks_the_paper_off(story: Story):
    wait_until(lambda: shapes.papers(story.centre.staff.case(story.case["id"]))["application"], 30, "the dossier to tick the paper off")
    listed = shapes.papers(story.centre.staff.case(story.case["id"]))
    assert not listed["opinion_slip"], "the other papers are still missing"


def test_it_is_counted_once(system, story: Story):
    system.wait_drained()
    leader = story.centre.leader
    # The month in which the cases were accepted, within seconds of each other.
    period = shapes.accepted_on(leader.case(story.case["id"]))[:7]
    for form, columns in (("bieu-24", 18), ("bieu-25", 11)):
        run = leader.report(form, period, {"organisation": story.centre.id})
        cells = leader.cells(run)
        row, total = "r7", len(story.cases)  # civil litigation
        assert cells["r1c1"] == cells["r6c1"] == cells[f"{row}c1"] == total, cells
        if form == "bieu-24":
            assert cells[f"{row}c3"] == cells[f"{row}c5"] == total
            shown = leader.everything(f"/api/v1/report-runs/{run}/cells/{row}c5/cases")
            assert len([item for item in shown if story.case["id"] in (item.get("case"), item.get("id"))]) == 1
        else:
            assert cells[f"{row}c3"] == cells[f"{row}c10"] == total and "r1c4" not in cells
        assert find_block(leader.workbook(run), cells, 25, columns), "the XLSX holds the same figures"


def test_the_pages_show_the_case(story: Story):
    staff = story.centre.staff
    page = staff.get(f"/cases/{story.case['id']}", headers={"Accept": "text/html"})
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    assert story.case["code"] in page.text and "Lường Thị Piêng" in page.text
    papers = staff.get(f"/cases/{story.case['id']}/papers", headers={"X-Fragment": "1"})
    assert papers.status_code == 200 and "Đơn yêu cầu trợ giúp pháp lý.pdf" in papers.text and "<html" not in papers.text.lower()
    for panel in ("assignment", "alerts"):
        assert staff.get(f"/cases/{story.case['id']}/{panel}", headers={"X-Fragment": "1"}).status_code == 200
    register = staff.get("/cases", params={"q": "luong thi pieng"})
    assert register.status_code == 200 and story.case["code"] in register.text


@pytest.mark.moves_clock
def test_without_progress_it_stalls_with_one_alert_and_one_mail_to_each(system, story: Story):
    """40 days hold 16 working days and more, whatever the holidays."""
    before = len(system.mails_about(story.case["code"]))
    assert not shapes.stalled_alerts(story.centre.leader.everything("/api/v1/alerts"), story.case["id"])
    system.move_clock(timedelta(days=40))
    wait_until(
        lambda: shapes.stalled_alerts(story.centre.leader.everything("/api/v1/alerts"), story.case["id"]), 90, "the alert of the stalled case"
    )
    wait_until(lambda: len(system.mails_about(story.case["code"])) >= before + 2, 60, "the mails about the stalled case")
    system.wait_drained(180)
    assert len(shapes.stalled_alerts(story.centre.leader.everything("/api/v1/alerts"), story.case["id"])) == 1
    reminders = [str(mail["to"]) for mail in system.mails_about(story.case["code"]) if shapes.is_reminder(str(mail["subject"]))]
    helper = story.centre.helpers[story.assignment["helper"]]["email"]
    assert sorted(helper in to for to in reminders) == [False, True], f"one to the helper, one to the organisation: {reminders}"
    assert len(system.mails_about(story.case["code"])) == before + 2
    found = story.centre.staff.everything("/api/v1/cases", stalled="true")
    assert story.case["id"] in [item["id"] for item in found]


@pytest.mark.moves_clock
def test_the_alert_is_acknowledged(story: Story):
    alert, = shapes.stalled_alerts(story.centre.leader.everything("/api/v1/alerts"), story.case["id"])
    answer = story.centre.leader.post(f"/api/v1/alerts/{alert['id']}/acknowledgement", {})
    assert answer.is_success, f"{answer.status_code} {answer.text[:600]}"


@pytest.mark.moves_clock
def test_work_is_entered_and_the_case_finished_and_counted(system, story: Story):
    helper = story.centre.helper(story.assignment["helper"])
    today = system.today().isoformat()
    work = {"kind": "file_study", "date": today, "note": "Đã sao chụp hồ sơ tại toà"}
    answer = helper.post(f"/api/v1/cases/{story.case['id']}/progress", work)
    assert answer.status_code == 201, f"{answer.status_code} {answer.text[:600]}"
    assert shapes.state_of_case(story.centre.staff.case(story.case["id"])) == "under_way"
    done = story.centre.leader.decide(f"/api/v1/cases/{story.case['id']}", "completion", {"date": today, "result": "Toà chấp nhận yêu cầu"})
    gaps = shapes.assert_problem(done, 409)["errors"]
    assert "/dossier/related_document" in {gap["pointer"] for gap in gaps}, gaps
    ending = {"date": today, "result": "Toà chấp nhận yêu cầu", "missing_papers_reason": "Toà án giữ bản gốc"}
    done = story.centre.leader.decide(f"/api/v1/cases/{story.case['id']}", "completion", ending)
    assert done.is_success, f"{done.status_code} {done.text[:600]}"
    again = story.centre.leader.decide(f"/api/v1/cases/{story.case['id']}", "completion", {"date": today, "result": "Lần nữa"})
    shapes.assert_problem(again, 409)
    system.wait_drained()
    leader = story.centre.leader
    cells = leader.cells(leader.report("bieu-25", today[:7], {"organisation": story.centre.id}))
    performer = {"officer": 5, "lawyer": 6}[story.centre.helpers[story.assignment["helper"]]["kind"]]
    assert cells["r7c4"] == cells[f"r7c{performer}"] == 1, cells


@pytest.mark.moves_clock
def test_nothing_was_parked(system, story: Story):
    assert system.status()["parked"] == 0
