"""How good the work was: scored by two who do not see each other's points, answered by the helper, and drawn by a plan of the Sở."""

from __future__ import annotations

from playwright.sync_api import expect

from office import Office
from visitor import Visitor, Way
from ways import by_telephone


@by_telephone
def test_two_score_a_case_blind_its_helper_replies_and_a_plan_draws_it(visit, office: Office, way: Way):
    case = office.finished_case(form="litigation", role_in_proceedings="litigant")
    place, today = f"/cases/{case['id']}/quality", office.system.today()
    leader = visit("leader", way)
    leader.open(place)
    leader.press("quality_submit", within=leader.form("quality_submit"))
    expect(leader.errors).to_be_visible()
    leader.look_at("quality-with-gaps")
    score(leader, "Nhận xét của người thứ nhất", second=True)
    leader.look_at("quality-waiting")

    staff = visit("staff", way)
    staff.open(place)
    expect(staff.main).not_to_contain_text("Nhận xét của người thứ nhất")
    score(staff, "Nhận xét của người thứ hai")
    staff.look_at("quality-scored")

    helper = visit("helper", way)
    helper.open(place)
    expect(helper.main).to_contain_text("Nhận xét của người thứ nhất")
    form = helper.form("quality_reply_submit")
    helper.field("quality_reply", form).fill("Tòa án hoãn ba lần.")
    helper.press("quality_reply_submit", within=form)
    helper.expect_notice("notice_quality_replied")

    province = visit("province", way)
    province.open("/quality/plans")
    form = province.unfolded("plans_new", "plans_submit")
    province.press("plans_submit", within=form)
    expect(province.errors).to_be_visible()
    province.look_at("plan-with-gaps")
    form = province.form("plans_submit")
    province.field("plans_name", form).fill("Kế hoạch thử nghiệm")
    for day in ("plans_from", "plans_to"):
        province.date(day, today, form)
    province.field("plans_percent", form).fill("100")
    province.press("plans_submit", within=form)
    province.expect_notice("notice_plan_drawn")
    expect(province.main).to_contain_text(province.words("plans_reproduced"))
    expect(province.main).to_contain_text(case["code"])
    province.look_at("plan")


def score(reviewer: Visitor, note: str, second: bool = False) -> None:
    form = reviewer.form("quality_submit")
    for points in form.locator("input[name^='points.']").all():
        points.fill("1")
    if second:
        reviewer.choose("quality_second", "quality_second_yes", form)
    reviewer.field("quality_note", form).fill(note)
    reviewer.press("quality_submit", within=form)
    reviewer.expect_notice("notice_quality_scored")
