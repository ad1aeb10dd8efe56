"""A case to its end: what is fixed for it and the calendar, handing over, the archive, reopening, and going elsewhere."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Callable

import httpx
from playwright.sync_api import Locator, expect

from office import Office
from test_register import fetched
from visitor import Visitor, Way
from ways import by_telephone, from_a_desk


@by_telephone
def test_a_helper_fixes_a_hearing_and_finds_it_in_the_calendar_and_on_the_telephone(visit, office: Office, way: Way):
    case, helper = office.accepted_case(), visit("helper", way)
    place = f"Tòa án nhân dân khu vực {case['code']}"
    helper.open(f"/cases/{case['id']}/hearings")
    form = helper.unfolded("hearings_new", "hearings_submit")
    helper.press("hearings_submit", within=form)
    expect(helper.errors).to_be_visible()
    helper.look_at("hearing-with-gaps")
    form = helper.form("hearings_submit")
    helper.field("hearing_kind", form).select_option(index=1)
    helper.date("hearing_date", office.system.today() + timedelta(days=1), form)
    helper.field("hearing_time", form).fill("8h30")
    helper.field("hearing_place", form).fill(place)
    helper.press("hearings_submit", within=form)
    helper.expect_notice("notice_hearing_scheduled")

    helper.open("/calendar")
    expect(helper.main).to_contain_text(place)
    label = re.compile("|".join(re.escape(helper.words(key)) for key in ("calendar_feed_make", "calendar_feed_renew")))
    with helper.arriving():
        helper.main.get_by_role("button", name=label).click()
    expect(helper.main).to_contain_text(helper.words("calendar_feed_once"))
    helper.look_at("calendar-feed")
    feed = httpx.get(helper.main.locator("#feed code").inner_text(), timeout=30)
    assert feed.status_code == 200 and feed.text.startswith("BEGIN:VCALENDAR")
    # Its lines are folded.
    assert case["code"] in feed.text.replace("\r\n ", "")


@from_a_desk
def test_a_dossier_is_taken_away_whole_handed_over_and_archived(visit, office: Office, way: Way):
    case, leader = office.finished_case(), visit("leader", way)
    office.receipt(case)
    leader.open(f"/cases/{case['id']}/papers/list")
    assert fetched(leader, leader.main.get_by_role("link", name=leader.words("dossier_as_zip"), exact=True)).startswith(b"PK")
    assert fetched(leader, leader.main.get_by_role("link", name=leader.words("dossier_as_pdf"), exact=True)).startswith(b"%PDF")

    leader.open(f"/cases/{case['id']}/handover")
    form = leader.form("handover_submit")
    leader.field("handover_to", form).fill("Văn Thư Thử Nghiệm")
    leader.press("handover_submit", within=form)
    leader.expect_notice("notice_handed_over")
    leader.open(f"/cases/{case['id']}/handover")
    leader.look_at("handed-over")

    def fill(form: Locator) -> None:
        leader.date("state_archived_on", office.system.today(), form)
        leader.field("state_archive_place", form).fill("Kho A, giá 3")

    move(leader, case, "case_act_archive", fill)
    leader.expect_notice("notice_case_archive")
    leader.open(f"/cases/{case['id']}/state")
    leader.look_at("state-archived")


@by_telephone
def test_a_case_that_was_entered_as_ended_is_opened_again(visit, office: Office, way: Way):
    case, leader = office.finished_case(), visit("leader", way)

    def fill(form: Locator) -> None:
        leader.date("state_reopened_on", office.system.today(), form)
        leader.field("request_reason", form).fill("Ghi nhầm là đã kết thúc.")

    move(leader, case, "case_act_reopen", fill)
    leader.expect_notice("notice_case_reopen")
    assert office.centre.leader.case(case["id"])["status"] == "under_way"


@from_a_desk
def test_a_case_goes_to_another_organisation(visit, office: Office, way: Way):
    case, leader = office.accepted_case(), visit("leader", way)

    def fill(form: Locator) -> None:
        leader.field("state_receiver", form).select_option(office.other_centre.id)
        leader.field("stop_ground", form).select_option(index=1)

    move(leader, case, "case_act_transfer", fill)
    leader.expect_notice("notice_case_transfer")
    leader.open(f"/cases/{case['id']}/state")
    leader.look_at("state-transferred")


def move(leader: Visitor, case: dict, action: str, fill: Callable[[Locator], None]) -> None:
    """By a form of the page of states: one that was overtaken shows how the case stands now, and is sent again."""
    for _ in range(5):
        leader.open(f"/cases/{case['id']}/state")
        leader.open_tab(action)
        form = leader.form(action)
        fill(form)
        leader.press(action, within=form)
        if leader.main.get_by_text(leader.words("moved_title")).count() == 0:
            return
