"""Pages while a service is away: what it would show says so in words, and everything else goes on. Notifications is, whose panels stand on
the home page and on that of a case."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from office import Office
from outage import dead, hung
from visitor import NARROW, NARROW_PLAIN, WIDE, Visitor

# After everything else, which needs the whole system.
pytestmark = pytest.mark.outage


def panel(visitor: Visitor, address: str) -> Locator:
    return visitor.main.locator(f"[data-fragment='{address}']")


def others(visitor: Visitor, address: str) -> Locator:
    return visitor.main.locator(f"[data-fragment]:not([data-fragment='{address}'])")


def expect_others_whole(visitor: Visitor, address: str, count: int) -> None:
    """All panels but that one have come, with something in them."""
    whole = others(visitor, address).and_(visitor.page.locator("[data-state=loaded]")).filter(has=visitor.page.get_by_role("heading"))
    expect(whole).to_have_count(count, timeout=20_000)
    expect(others(visitor, address)).to_have_count(count)


def expect_missing(visitor: Visitor, address: str) -> None:
    """The panel says in words that it is not there, offers another try, and leads to the page of its own."""
    place = panel(visitor, address)
    expect(place.get_by_role("status")).to_contain_text(visitor.words("fragment_failed"), timeout=40_000)
    expect(place.get_by_role("button", name=visitor.words("fragment_retry"))).to_be_visible()
    assert place.get_by_role("link").get_attribute("href") == address


def expect_back(visitor: Visitor, address: str, words: str) -> None:
    """On another try the panel comes."""
    panel(visitor, address).get_by_role("button", name=visitor.words("fragment_retry")).click()
    expect(panel(visitor, address)).to_contain_text(visitor.words(words), timeout=20_000)
    visitor.settle()


def test_a_panel_whose_service_is_dead_says_so_the_page_lives_and_it_comes_on_another_try(visit, office: Office):
    at_home, at_case, place = visit("leader", WIDE), visit("leader", WIDE), f"/cases/{office.stalled['id']}"
    with dead(office.system, "notifications"):
        at_home.open("/")
        expect_others_whole(at_home, "/home/alerts", 4)
        expect_missing(at_home, "/home/alerts")
        expect(at_home.main.get_by_role("heading", name=at_home.words("home_work"))).to_be_visible()
        at_home.look_at_in_both_lights("home-without-a-service")

        at_case.open(place)
        expect_others_whole(at_case, f"{place}/alerts", 2)
        expect_missing(at_case, f"{place}/alerts")
        expect(at_case.heading).to_contain_text(office.stalled["code"])
        expect(at_case.main).to_contain_text(at_case.words("timeline_case_registered"))
        at_case.look_at("case-without-a-service")
    for visitor, address, words in ((at_home, "/home/alerts", "home_alerts_open"), (at_case, f"{place}/alerts", "alerts_panel_title")):
        # Nothing else went wrong behind it.
        assert [one for one in visitor.watch.faults if f"{address} was answered 503" not in one] == []
        visitor.watch.faults.clear()
        expect_back(visitor, address, words)


def test_without_scripts_the_pages_live_and_the_link_to_a_dead_service_says_so_and_leads_home(visit, office: Office):
    leader, place = visit("leader", NARROW_PLAIN), f"/cases/{office.stalled['id']}"
    with dead(office.system, "notifications"):
        for path, link, other in (("/", "home_alerts", "home_cases"), (place, "panel_alerts", "panel_assignment")):
            leader.open(path)
            panels = leader.main.locator(".fragment")
            address = panels.get_by_role("link", name=leader.words(link), exact=True).get_attribute("href")
            leader.follow(other, within=panels)
            expect(leader.heading).to_be_visible()
            answer = leader.open(address)
            assert (answer.status, answer.headers["retry-after"]) == (503, "5")
            expect(leader.heading).to_have_text("Trang này tạm thời không phục vụ được")
            expect(leader.main).to_contain_text("the other parts work")
            if path == "/":
                leader.look_at("service-away")
            leader.follow_text(re.compile("^Trang chủ"))
            expect(leader.main).to_contain_text(leader.words("home_work"))
    assert leader.open(address).status == 200
    expect(leader.main).to_contain_text(leader.words("alerts_panel_title"))


def test_a_service_that_hangs_holds_up_its_own_panels_alone(visit, office: Office):
    at_home, at_case, plain = (visit("leader", way) for way in (WIDE, NARROW, NARROW_PLAIN))
    place = f"/cases/{office.stalled['id']}"
    waiting = ((at_home, "/", "/home/alerts", 4, "home_alerts_open"), (at_case, place, f"{place}/alerts", 2, "alerts_panel_title"))
    with hung(office.system, "notifications"):
        for visitor, path, address, count, _ in waiting:
            visitor.page.goto(path)
            expect(panel(visitor, address)).to_have_text(visitor.words("fragment_loading"))
            expect_others_whole(visitor, address, count)
        # Without scripts nobody waits for what they did not ask for.
        for path, other in (("/", "home_cases"), (place, "panel_assignment")):
            plain.open(path)
            plain.follow(other, within=plain.main.locator(".fragment"))
            expect(plain.heading).to_be_visible()
        for visitor, _, address, *_ in waiting:
            expect_missing(visitor, address)
        at_case.look_at("case-with-a-hung-service")
    for visitor, _, address, _, words in waiting:
        expect_back(visitor, address, words)
