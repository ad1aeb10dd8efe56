"""The home page of each role: what it counts is what its lists show."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from office import Office
from visitor import NARROW_PLAIN, Visitor, Way
from ways import by_telephone

# The panels of each role, by the words of their links.
PANELS = {
    "helper": ["home_assignments", "home_cases", "home_alerts", "quotas_title"],
    "staff": ["home_requests_waiting", "home_assignments", "home_cases", "home_alerts"],
    "branch_leader": ["home_requests_waiting", "home_assignments", "home_cases", "home_alerts", "quotas_title"],
    "leader": ["home_requests_waiting", "home_assignments", "home_cases", "home_alerts", "quotas_title"],
    "administrator": ["home_requests_waiting", "home_assignments", "home_cases", "home_alerts", "quotas_title"],
    "organisation": ["home_requests_waiting", "home_assignments", "home_cases", "home_alerts"],
    "province": ["home_cases", "home_alerts", "quotas_title"],
    "ministry": ["home_cases", "home_alerts"],
    "system": ["home_system"],
}


def rows_of_all_pages(visitor: Visitor) -> int:
    """The lines of the list that is open, over all of its pages."""
    rows = 0
    while True:
        rows += visitor.main.locator("tbody tr:not(figure tr)").count()
        following = visitor.main.locator("a[rel=next]")
        if not following.count():
            return rows
        with visitor.arriving():
            following.click()


def figures(visitor: Visitor) -> list[tuple[str, int]]:
    """Where each figure of the page leads, and the number that it says."""
    found = visitor.page.eval_on_selector_all(
        ".figure:has(a)", "all => all.map(one => [one.querySelector('a').href, one.querySelector('.figure-value').textContent])"
    )
    return [(address, int(re.sub(r"\D", "", number))) for address, number in found]


@pytest.mark.parametrize("role", [role for role in PANELS if role != "system"])
def test_each_figure_says_how_long_the_list_behind_it_is(visit, office: Office, role: str):
    visitor = visit(role)
    visitor.open("/")
    counted = figures(visitor)
    assert len(counted) >= 4, "figures are missing"
    for address, number in counted:
        visitor.open(address)
        assert rows_of_all_pages(visitor) == number, address


def test_who_runs_the_system_sees_how_many_parts_answer_and_how_many_messages_were_put_aside(visit, office: Office):
    system = visit("system")
    system.open("/")
    counted = dict(figures(system))
    parked = next(number for address, number in counted.items() if address.endswith("/system/parked"))
    expect(system.main.get_by_text(re.compile(r"^6/6"))).to_be_visible()
    system.open("/system/parked")
    assert rows_of_all_pages(system) == parked >= 1


@pytest.mark.parametrize("role", PANELS)
def test_without_scripts_each_panel_is_a_link_to_a_page(visit, role: str):
    visitor = visit(role, NARROW_PLAIN)
    for panel in PANELS[role]:
        visitor.open("/")
        with visitor.arriving():
            visitor.main.locator(".fragment").get_by_role("link", name=visitor.words(panel), exact=True).click()
        expect(visitor.heading).to_be_visible()
        assert visitor.page.url.split("?")[0].split("/")[-2] == "home"


@by_telephone
def test_a_helper_finds_an_offer_in_the_morning_and_takes_it(visit, office: Office, way: Way):
    case = office.offered_case()
    helper = visit("helper", way)
    helper.open("/")
    if not way.scripts:
        helper.follow("home_assignments", within=helper.main.locator(".fragment"))
    row = helper.main.get_by_role("row").filter(has_text=helper.words("assignment_state_offered")).filter(has_text=case["code"])
    with helper.arriving():
        row.get_by_role("link").click()
    helper.open_panel("panel_assignment")
    helper.press("pick_accept")
    helper.expect_notice("notice_offer_accepted")
    helper.open("/home/assignments")
    expect(helper.main.get_by_role("link", name=case["code"], exact=True)).to_have_count(0)


def test_a_centre_sees_its_months_as_a_picture_and_as_a_table(visit, office: Office):
    leader = visit("leader")
    leader.open("/")
    chart = leader.main.locator("figure.chart").first
    expect(chart.get_by_role("img", name=leader.words("home_months"))).to_be_visible()
    chart.get_by_text(leader.words("chart_data")).click()
    expect(chart.locator("tbody tr")).to_have_count(12)


@by_telephone
def test_the_panels_of_a_case_just_opened_are_there_in_a_moment(visit, office: Office, way: Way):
    staff = visit("staff", way)
    opened = office.centre.staff.open_case(office.request())
    staff.open(f"/cases/{opened['id']}")
    staff.open_panel("panel_assignment")
    expect(staff.main).to_contain_text(staff.words("why_title"))
