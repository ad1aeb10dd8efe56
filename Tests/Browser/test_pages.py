"""What every page must keep, for each role that links lead there: looked at once, on one walk over all of them."""

from __future__ import annotations

from typing import Iterable

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
    nothing((page.path, page.status) for page in pages if page.status != 200)


def test_no_page_breaks_a_rule_of_accessibility(pages: list[Seen]):
    nothing((page.path, one) for page in pages for one in page.violations)


def test_no_page_scrolls_sideways_on_a_narrow_screen(pages: list[Seen]):
    nothing((page.path, one) for page in pages for one in page.wider)


def test_no_page_has_errors_behind_it(pages: list[Seen]):
    nothing((page.path, one) for page in pages for one in page.faults)


def test_no_page_is_heavy(pages: list[Seen]):
    nothing((page.path, f"{page.bytes} bytes: {page.weight}") for page in pages if page.bytes > HEAVIEST)


def nothing(found: Iterable[tuple[str, object]]) -> None:
    lines = [f"{path}: {what}" for path, what in found]
    assert not lines, "\n".join(["", *lines])
