"""What every page must keep, for each role that links lead there: looked at once, on one walk over all of them."""

from __future__ import annotations

import warnings
from concurrent.futures import Future
from typing import Iterable, Iterator

import pytest

from known import KNOWN
from walk import ROLES, Seen

# Bytes that a page may take over the line at a first visit, fonts aside.
HEAVIEST = 60 * 1024

pytestmark = [pytest.mark.walked, pytest.mark.parametrize("role", ROLES)]


@pytest.fixture(scope="module")
def walked(walk: Future[dict[str, list[Seen]]]) -> Iterator[dict[str, list[Seen]]]:
    yield walk.result()
    if KNOWN.mended:
        warnings.warn(f"take these off known.yaml, if all tests of pages ran: {KNOWN.mended}")


@pytest.fixture
def pages(walked: dict[str, list[Seen]], role: str) -> list[Seen]:
    assert len(walked[role]) >= 3, "the walk came nowhere"
    return walked[role]


def test_every_link_leads_to_a_page(pages: list[Seen]):
    nothing_new((page, [str(page.status)]) for page in pages if page.status != 200)


def test_no_page_breaks_a_rule_of_accessibility(pages: list[Seen]):
    nothing_new((page, page.violations) for page in pages)


def test_no_two_things_on_a_page_have_one_id(pages: list[Seen]):
    nothing_new((page, page.twice) for page in pages)


def test_no_page_scrolls_sideways_on_a_narrow_screen(pages: list[Seen]):
    nothing_new((page, page.wider) for page in pages)


def test_no_page_has_errors_behind_it(pages: list[Seen]):
    nothing_new((page, page.faults) for page in pages)


def test_no_page_is_heavy(pages: list[Seen]):
    nothing_new((page, [f"{page.bytes} bytes: {page.weight}"]) for page in pages if page.bytes > HEAVIEST)


def nothing_new(found: Iterable[tuple[Seen, list[str]]]) -> None:
    """Nothing was found that is not known."""
    lines = [f"{page.path}: {one}" for page, findings in found for one in KNOWN.new(page.path, findings)]
    assert not lines, "\n".join(["", *lines])
