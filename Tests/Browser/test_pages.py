"""What every page must keep, for each role that links lead there: looked at once, on one walk over all of them."""

from __future__ import annotations

import pytest

from office import Office
from pictures import Pictures
from walk import ROLES, Seen, walk_all

# Bytes that a page may take over the line at a first visit, fonts aside.
HEAVIEST = 60 * 1024

pytestmark = pytest.mark.parametrize("role", ROLES)


@pytest.fixture(scope="module")
def walked(office: Office, pictures: Pictures) -> dict[str, list[Seen]]:
    return walk_all(office, pictures)


@pytest.fixture
def pages(walked: dict[str, list[Seen]], role: str) -> list[Seen]:
    assert len(walked[role]) >= 3, "the walk came nowhere"
    return walked[role]


def test_every_link_leads_to_a_page(pages: list[Seen]):
    assert {page.path: page.status for page in pages if page.status != 200} == {}


def test_no_page_breaks_a_rule_of_accessibility(pages: list[Seen]):
    assert {page.path: page.violations for page in pages if page.violations} == {}


def test_no_page_scrolls_sideways_on_a_narrow_screen(pages: list[Seen]):
    assert {page.path: page.wider for page in pages if page.wider} == {}


def test_no_page_has_errors_behind_it(pages: list[Seen]):
    assert {page.path: page.faults for page in pages if page.faults} == {}


def test_no_page_is_heavy(pages: list[Seen]):
    heavy = {page.path: page.weight for page in pages if sum(page.weight.values()) > HEAVIEST}
    assert {path: (sum(weight.values()), weight) for path, weight in heavy.items()} == {}
