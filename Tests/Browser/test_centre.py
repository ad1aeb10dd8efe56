"""A day at a centre, a branch and a participating organisation, page by page, each by the role that does it."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Route, expect

import tus
from office import Office
from request_form import fill_in
from visitor import NARROW, Visitor, Way
from waiting import wait_until
from ways import by_telephone, every_way, from_a_desk

PAPER = {"name": "don-yeu-cau.pdf", "mimeType": "application/pdf", "buffer": tus.paper(30_000)}


def find_case(visitor: Visitor, code: str) -> None:
    """By the register's search, and on to the case."""
    visitor.go("nav_cases")
    visitor.field("cases_search").fill(code)
    visitor.press("filters_submit")
    visitor.follow_text(code)
    expect(visitor.heading).to_contain_text(code)


# ---- staff -----------------------------------------------------------------------------------------------------------------------


@every_way
def test_staff_take_a_request_in_open_its_case_and_find_it_without_accents(visit, office: Office, way: Way):
    staff, client = visit("staff", way, at_home=True, by_form=not way.scripts), office.client()
    staff.follow("home_new_request")
    staff.expect_heading("request_form_title")
    fill_in(staff, office.centre, client)
    staff.choose("request_decision", "request_decision_accept")
    staff.press("request_send")
    staff.expect_notice("notice_case_registered")
    expect(staff.heading).to_contain_text(client)
    staff.look_at("case-opened")

    staff.go("nav_cases")
    staff.field("cases_search").fill(client.replace("Người Thử Nghiệm", "nguoi thu nghiem"))
    staff.press("filters_submit")
    row = staff.main.get_by_role("row").filter(has_text=client)
    expect(row).to_have_count(1)
    with staff.arriving():
        row.get_by_role("link").first.click()
    expect(staff.heading).to_contain_text(client)
    expect(staff.main).to_contain_text(staff.words("timeline_case_registered"))


@by_telephone
def test_staff_keep_a_request_without_deciding_and_see_it_among_the_requests(visit, office: Office, way: Way):
    staff, client = visit("staff", way), office.client()
    staff.open("/")
    staff.go("nav_requests")
    staff.follow("request_new")
    fill_in(staff, office.centre, client)
    staff.press("request_send")
    staff.expect_notice("notice_request_received")
    staff.go("nav_requests")
    staff.follow("request_state_received")
    staff.follow_text(client)
    expect(staff.heading).to_contain_text(client)
    expect(staff.main).to_contain_text(staff.words("request_state_received"))


@from_a_desk
def test_a_form_that_lacks_something_comes_back_to_staff_whole(visit, office: Office, way: Way):
    staff, client = visit("staff", way), office.client()
    staff.open("/requests/new")
    fill_in(staff, office.centre, client)
    staff.choose("request_decision", "request_decision_accept")
    staff.field("request_summary").fill("")
    staff.press("request_send")
    expect(staff.errors.get_by_role("link")).to_have_count(1)
    expect(staff.field("request_name")).to_have_value(client)
    expect(staff.group("request_decision").get_by_label(staff.words("request_decision_accept"))).to_be_checked()


# ---- leader ----------------------------------------------------------------------------------------------------------------------


@every_way
def test_a_leader_sees_the_board_gives_a_case_to_a_helper_and_signs_the_decision(visit, office: Office, way: Way):
    case = next(one for one in office.untouched if office.centre.leader.assignment(one["id"])["helper"] != office.helper)
    office.untouched.remove(case)
    leader = visit("leader", way, at_home=True, by_form=not way.scripts)
    leader.go("nav_assignments")
    leader.expect_heading("board_title")
    leader.field("board_search").fill(case["code"].lower())
    leader.press("filters_submit")
    expect(leader.main.get_by_role("row")).to_have_count(2)
    leader.look_at("board-narrowed")
    leader.follow_text(case["code"])
    leader.open_panel("panel_assignment")

    form = leader.unfolded("pick_again", "pick_send")
    leader.press("pick_send", within=form)
    expect(leader.errors).to_be_visible()  # nothing was chosen, and nothing is claimed to have been done
    leader.look_at("assignment-without-choice")
    form = leader.unfolded("pick_again", "pick_send")
    leader.suggested("pick_helper", office.helper_name, form)
    leader.press("pick_send", within=form)
    expect(leader.errors).to_be_visible()  # whoever replaces a helper says why
    leader.look_at("assignment-without-reason")
    form = leader.unfolded("pick_again", "pick_send")
    expect(leader.field("pick_helper", form)).to_have_value(re.compile("^" + re.escape(office.helper_name)))
    leader.field("pick_reason", form).fill("Quen việc ở địa bàn này.")
    leader.press("pick_send", within=form)
    leader.expect_notice("notice_assignment_changed")
    assert office.centre.leader.assignment(case["id"])["helper"] == office.helper

    leader.open_panel("panel_assignment")
    form = leader.unfolded("pick_decide", "pick_decide_send")
    leader.field("pick_number", form).fill("15/QĐ-TGPL")
    leader.date("pick_date", office.system.today(), form)
    leader.field("pick_signer", form).fill("Người Ký Thử Nghiệm")
    leader.press("pick_decide_send", within=form)
    leader.expect_notice("notice_decision_kept")
    leader.open_panel("panel_assignment")
    expect(leader.main).to_contain_text("15/QĐ-TGPL")
    expect(leader.form("pick_decide_send")).to_have_count(0)


@from_a_desk
def test_a_leader_decides_a_request_and_lets_its_case_rest_go_on_and_stop(visit, office: Office, way: Way):
    centre, today = office.centre, office.system.today()
    request = centre.staff.request(office.request()).json()["id"]
    leader = visit("leader", way)
    leader.open(f"/requests/{request}")
    leader.open_tab("request_act_supplement")
    form = leader.form("request_do_supplement")
    leader.press("request_do_supplement", within=form)
    expect(leader.errors).to_be_visible()  # nobody is asked for nothing
    leader.look_at("request-deciding")
    leader.open_tab("request_act_supplement")
    form = leader.form("request_do_supplement")
    leader.field("request_supplement", form).fill("Bản sao sổ hộ nghèo.")
    leader.press("request_do_supplement", within=form)
    leader.expect_notice("notice_request_supplement_asked")
    expect(leader.main).to_contain_text("Bản sao sổ hộ nghèo.")
    leader.press("request_do_acceptance", within=leader.form("request_do_acceptance"))
    leader.expect_notice("notice_case_registered")
    case = centre.staff.read(f"/api/v1/requests/{request}")["case"]
    centre.staff.assignment(case["id"])

    decide(leader, "case_act_suspend", "notice_case_suspend", case, today, "state_suspended_on")
    expect(leader.main).to_contain_text(leader.words("case_state_suspended"))
    leader.look_at("state-suspended")
    decide(leader, "case_act_resume", "notice_case_resume", case, today, "state_resumed_on")
    leader.open_tab("case_act_stop")
    form = leader.form("case_act_stop")
    leader.field("stop_ground", form).select_option("withdrawn")
    leader.date("stop_date", today, form)
    leader.press("case_act_stop", within=form)
    leader.expect_notice("notice_case_stop")
    assert centre.leader.case(case["id"])["status"] == "stopped"
    leader.open(f"/cases/{case['id']}/state")
    leader.look_at("state-stopped")


def decide(leader: Visitor, action: str, notice: str, case: dict, today: date, day: str) -> None:
    """Moves a case by a form of its page of states: one that was overtaken shows how the case stands now, and is sent again."""
    for _ in range(5):
        leader.open(f"/cases/{case['id']}/state")
        leader.open_tab(action)
        form = leader.form(action)
        if action == "case_act_suspend":
            leader.field("stop_ground", form).select_option("proceedings_suspended")
        else:
            leader.field("request_reason", form).fill("Vụ án được phục hồi.")
        leader.date(day, today, form)
        leader.press(action, within=form)
        if leader.main.get_by_text(leader.words("moved_title")).count() == 0:
            break
    leader.expect_notice(notice)


# ---- helper ----------------------------------------------------------------------------------------------------------------------


@every_way
def test_a_helper_accepts_a_case_works_on_it_hands_a_paper_in_and_finishes_it(visit, office: Office, way: Way):
    case = office.offered_case()
    helper = visit("helper", way, at_home=True)
    helper.open("/")
    find_case(helper, case["code"])
    helper.open_panel("panel_assignment")
    helper.press("pick_accept")
    helper.expect_notice("notice_offer_accepted")

    form = helper.form("progress_submit")
    helper.press("progress_submit", within=form)
    expect(helper.errors).to_be_visible()
    helper.look_at("progress-with-gaps")
    form = helper.form("progress_submit")
    helper.field("progress_kind", form).select_option(index=1)
    helper.date("progress_date", office.system.today(), form)
    helper.choose("half_day_label", "half_day_morning", form)
    helper.field("home_next_step", form).fill("Gặp lại sau phiên hoà giải.")
    helper.date("progress_next_on", office.system.today(), form)
    helper.field("progress_note", form).fill("Đã gặp người được trợ giúp.")
    helper.press("progress_submit", within=form)
    helper.expect_notice("notice_progress_recorded")
    expect(helper.main).to_contain_text(helper.words("timeline_progress"))
    expect(helper.main).to_contain_text(helper.words("half_day_morning"))
    expect(helper.main).to_contain_text("Gặp lại sau phiên hoà giải.")

    helper.open_panel("panel_papers")
    hand_in(helper)
    helper.look_at("papers")

    helper.open(f"/cases/{case['id']}")
    helper.open_tab("completion_title")
    form = helper.form("completion_submit")
    helper.date("completion_date", office.system.today(), form)
    helper.field("completion_result", form).fill("Hai bên đã hoà giải.")
    helper.press("completion_submit", within=form)
    # Papers are missing: each is named, and who leads alone ends it without them.
    expect(helper.errors).to_be_visible()
    helper.look_at("completion-with-gaps")
    finish_without_papers(visit("leader", way), case, office.system.today())
    helper.open(f"/cases/{case['id']}")
    expect(helper.form("progress_submit")).to_have_count(0)
    assert office.centre.leader.case(case["id"])["status"] == "finished"


@by_telephone
def test_a_helper_enters_an_expense_and_the_leader_approves_a_part_of_it(visit, office: Office, way: Way):
    case = office.accepted_case()
    office.receipt(case)
    helper = visit("helper", way)
    helper.open(f"/cases/{case['id']}/pay")
    helper.follow("expenses_title")
    form = helper.form("expense_submit")
    helper.press("expense_submit", within=form)
    expect(helper.errors).to_be_visible()
    helper.look_at("expense-with-gaps")
    form = helper.form("expense_submit")
    helper.field("expense_kind", form).select_option(index=1)
    helper.date("expense_date", office.system.today(), form)
    helper.field("expense_dong", form).fill("150.000")
    helper.field("expense_purpose", form).fill("Sao chụp hồ sơ vụ án")
    helper.field("expense_paper", form).select_option(index=1)
    helper.press("expense_submit", within=form)
    helper.expect_notice("notice_expense_entered")
    helper.look_at("expenses")

    leader = visit("leader", way)
    leader.open(f"/cases/{case['id']}/expenses")
    with leader.arriving():
        leader.main.get_by_role("row").filter(has_text="Sao chụp hồ sơ").get_by_role("link").first.click()
    leader.look_at("expense")
    form = leader.form("expense_decide_submit")
    leader.choose("expense_decision", "expense_decide_approved", form)
    leader.field("expense_paid", form).fill("120.000")
    leader.field("expense_reason", form).fill("Theo hóa đơn.")
    leader.press("expense_decide_submit", within=form)
    leader.expect_notice("notice_expense_decided")
    leader.open(f"/cases/{case['id']}/pay")
    expect(leader.main).to_contain_text("Theo hóa đơn.")
    leader.look_at("pay-with-expenses")


def finish_without_papers(leader: Visitor, case: dict, today: date) -> None:
    leader.open(f"/cases/{case['id']}")
    leader.open_tab("completion_title")
    form = leader.form("completion_submit")
    leader.date("completion_date", today, form)
    leader.field("completion_result", form).fill("Hai bên đã hoà giải.")
    leader.field("completion_missing_reason", form).fill("Người được trợ giúp nộp bản sao sau.")
    leader.press("completion_submit", within=form)
    leader.expect_notice("notice_case_finished")


def hand_in(helper: Visitor) -> None:
    """A paper: in pieces by the page's script, or as one form without it. Without its kind it is not sent."""
    form = helper.form("upload_submit")
    helper.field("upload_label", form).set_input_files(PAPER)
    if helper.way.scripts:
        missing = helper.page.locator("#dossier").text_content() or ""
        form.get_by_role("button", name=helper.words("upload_submit"), exact=True).click()
        expect(form).to_contain_text(helper.words("upload_choose_kind"))
        helper.field("papers_kind", form).select_option("application")
        form.get_by_role("button", name=helper.words("upload_submit"), exact=True).click()
        # What is still missing is told anew without loading the page again.
        expect(helper.page.locator("#dossier")).not_to_have_text(missing, timeout=15_000)
    else:
        form.get_by_role("button", name=helper.words("upload_submit"), exact=True).click()
        expect(helper.field("papers_kind", form)).to_be_focused()
        helper.field("papers_kind", form).select_option("application")
        helper.press("upload_submit", within=form)
        helper.expect_notice("notice_paper_received")
    expect(helper.main.get_by_role("link", name=PAPER["name"])).to_be_visible()
    helper.settle()


def test_a_paper_that_breaks_off_on_its_way_goes_on_by_itself(visit, office: Office):
    case, paper = office.accepted_case(), {**PAPER, "name": "ban-an.pdf", "buffer": tus.paper(2_500_000, seed=7)}
    helper = visit("helper", NARROW)
    helper.open(f"/cases/{case['id']}")
    broken: list[str] = []

    def break_second(route: Route) -> None:
        if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0" and not broken:
            broken.append(route.request.headers["upload-offset"])
            route.abort("connectionreset")
        else:
            route.continue_()

    helper.page.route("**/api/v1/uploads/*", break_second)
    form = helper.form("upload_submit")
    helper.field("papers_kind", form).select_option("application")
    helper.field("upload_label", form).set_input_files(paper)
    form.get_by_role("button", name=helper.words("upload_submit"), exact=True).click()
    expect(form).to_contain_text(helper.words("upload_resuming"))
    expect(helper.main.get_by_role("link", name=paper["name"])).to_be_visible()
    assert broken == [str(1024 * 1024)]
    papers = office.centre.leader.read(f"/api/v1/cases/{case['id']}/attachments")["items"]
    assert [(one["filename"], one["size"]) for one in papers] == [(paper["name"], 2_500_000)]
    assert len(helper.watch.faults) == 2, "the broken piece, as the page and as its console tell it"
    helper.watch.faults.clear()


@by_telephone
def test_a_helper_refuses_a_case_with_the_reason_that_the_law_wants(visit, office: Office, way: Way):
    case = office.offered_case()
    helper = visit("helper", way)
    helper.open(f"/cases/{case['id']}")
    helper.open_panel("panel_assignment")
    form = helper.unfolded("pick_refuse", "pick_refuse_send")
    helper.group("pick_ground", form).get_by_role("radio").first.check()
    with helper.arriving():
        form.get_by_role("button", name=helper.words("pick_refuse_send"), exact=True).click()
    helper.expect_notice("notice_offer_refused")
    helper.expect_heading("cases_title")

    def is_gone() -> bool:
        helper.open("/cases")
        return helper.main.get_by_role("link", name=case["code"], exact=True).count() == 0

    wait_until(is_gone, 20, "the case to leave the helper's list")
    wait_until(lambda: office.centre.leader.assignment(case["id"])["helper"] != office.helper, 20, "the case to go to somebody else")


@by_telephone
def test_a_helper_sees_no_case_of_others_and_no_page_of_the_system(visit, office: Office, way: Way):
    helper = visit("helper", way)
    assert helper.open(f"/cases/{office.of_branch['id']}").status == 404
    helper.look_at("case-of-others")
    assert helper.open("/system").status == 403
    helper.look_at("page-not-allowed")
    helper.follow("problem_home")
    expect(helper.main).to_contain_text(helper.words("home_work"))


# ---- branch ----------------------------------------------------------------------------------------------------------------------


@every_way
def test_a_branch_leader_sees_the_cases_of_the_branch_alone_and_says_that_an_alert_was_seen(visit, office: Office, way: Way):
    leader = visit("branch_leader", way, at_home=True)
    leader.go("nav_cases")
    expect(leader.main.get_by_role("link", name=office.of_branch["code"], exact=True)).to_be_visible()
    expect(leader.main.get_by_role("link", name=office.open["code"], exact=True)).to_have_count(0)
    leader.go("nav_alerts")
    leader.follow_text(office.stalled_by_branch["code"])
    expect(leader.main).to_contain_text(leader.words("case_stalled"))
    leader.open_panel("panel_alerts")
    acknowledge = leader.form("alerts_acknowledge")
    if acknowledge.count():  # the other way may have come first
        leader.press("alerts_acknowledge", within=acknowledge)
        leader.expect_notice("notice_alert_acknowledged")
        leader.open_panel("panel_alerts")
    expect(leader.main).to_contain_text(leader.words("alert_state_acknowledged"))


# ---- administrator ---------------------------------------------------------------------------------------------------------------


@from_a_desk
def test_an_administrator_enters_a_helper_an_absence_and_takes_both_back(visit, office: Office, way: Way):
    administrator, name = visit("administrator", way, at_home=True), office.client()
    administrator.go("nav_helpers")
    administrator.follow("helpers_new")
    administrator.press("assignment_save")
    expect(administrator.errors).to_be_visible()
    administrator.look_at("helper-with-gaps")
    administrator.choose("helpers_kind", "helper_kind_collaborator")
    administrator.field("helpers_name").fill(name)
    administrator.field("helpers_email").fill("nguoi.thu.nghiem@thu.example")
    administrator.press("assignment_save")
    administrator.expect_notice("notice_helper_entered")

    administrator.go("nav_helpers")
    administrator.field("helpers_search").fill(name)
    administrator.press("filters_submit")
    administrator.follow_text(name)
    form = administrator.form("assignment_save")
    administrator.date("absence_from", office.system.today(), form)
    administrator.date("absence_to", office.system.today(), form)
    administrator.field("absence_reason", form).fill("Đi học")
    administrator.press("assignment_save", within=form)
    administrator.expect_notice("notice_absence_entered")
    expect(administrator.main).to_contain_text(administrator.words("helpers_absent"))
    administrator.press("absence_remove")
    administrator.expect_notice("notice_absence_removed")

    administrator.follow("assignment_change")
    administrator.choose("helpers_active", "helpers_active_no")
    administrator.press("assignment_save")
    administrator.expect_notice("notice_helper_changed")
    expect(administrator.main).to_contain_text(administrator.words("helpers_inactive"))


@by_telephone
def test_an_administrator_enters_a_branch_of_the_centre(visit, office: Office, way: Way):
    administrator, code = visit("administrator", way), office.client().rsplit(maxsplit=1)[1]
    administrator.open("/")
    administrator.go("nav_organisations")
    administrator.follow("organisations_new")
    administrator.choose("organisations_kind", "organisation_kind_branch")
    administrator.field("organisations_parent").select_option(office.centre.id)
    administrator.field("organisations_province").select_option("08")
    administrator.field("organisations_name").fill(f"Chi nhánh thử nghiệm {code}")
    administrator.field("organisations_code").fill(f"CNT{code}")
    administrator.press("assignment_save")
    administrator.expect_notice("notice_organisation_entered")
    expect(administrator.main).to_contain_text(f"Chi nhánh thử nghiệm {code}")


# ---- participating organisation --------------------------------------------------------------------------------------------------


@every_way
def test_a_participating_organisation_opens_a_case_of_its_own(visit, office: Office, way: Way):
    firm, client = visit("organisation", way, at_home=True), office.client()
    firm.follow("home_new_request")
    fill_in(firm, office.firm, client)
    firm.choose("request_decision", "request_decision_accept")
    firm.press("request_send")
    firm.expect_notice("notice_case_registered")
    firm.go("nav_cases")
    expect(firm.main.get_by_role("row").filter(has_text=client)).to_have_count(1)
    expect(firm.main.get_by_role("link", name=office.open["code"], exact=True)).to_have_count(0)
