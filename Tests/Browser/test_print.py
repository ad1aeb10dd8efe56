"""Pages on paper: what they say is printed whole, and nothing that does nothing there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from known import KNOWN
from office import Office
from paper import flaws, on_paper
from visitor import Visitor


def look_on_paper(visitor: Visitor, name: str, *content: str) -> None:
    """The page has all of `content` on paper, nothing for the screen alone, and fits the sheet; its picture is kept."""
    with on_paper(visitor):
        visitor.picture(f"{name}-on-paper")
        for text in content:
            expect(visitor.main.get_by_text(text).filter(visible=True)).not_to_have_count(0)
        found = KNOWN.new(visitor.path, flaws(visitor))
    assert not found, f"{visitor.page.url}\n" + "\n".join(found)


@pytest.fixture
def leader(visit) -> Visitor:
    return visit("leader")


def test_a_case_is_printed_with_what_stands_behind_its_tabs(leader: Visitor, office: Office):
    leader.open(f"/cases/{office.open['id']}")
    story = office.centre.leader.case(office.open["id"])["summary"]
    words = [leader.words(key) for key in ("case_facts", "dossier_title", "timeline_case_registered")]
    expect(leader.main.get_by_text(story)).to_be_hidden()
    look_on_paper(leader, "case", office.open["code"], office.open["client"], story, "don-yeu-cau.pdf", *words)


def test_the_register_is_printed_line_by_line(leader: Visitor):
    leader.open("/cases")
    lines = leader.main.get_by_role("rowheader").all_inner_texts()
    assert len(lines) >= 50
    look_on_paper(leader, "register", *lines)


def test_a_report_is_printed_with_all_its_columns(leader: Visitor, office: Office):
    leader.open(f"/reports/{office.reports['leader']}")
    look_on_paper(leader, "report", *leader.main.locator(".figures-table").get_by_role("columnheader").all_inner_texts())


def test_the_sheet_of_a_report_is_printed_as_it_stands(leader: Visitor, office: Office):
    leader.open(f"/reports/{office.reports['leader']}/print")
    look_on_paper(leader, "sheet-of-a-report", *leader.page.get_by_role("columnheader").all_inner_texts())


def test_a_printed_form_is_printed_as_it_stands(leader: Visitor, office: Office):
    leader.open(f"/cases/{office.open['id']}/documents")
    sheet = leader.main.locator("a[href^='/cases/'][href*='/documents/']").first.get_attribute("href")
    leader.open(sheet)
    look_on_paper(leader, "form", office.open["client"])


def test_the_sheet_of_the_register_is_printed_as_it_stands(leader: Visitor):
    leader.open("/cases/register")
    leader.open(leader.main.locator("a[href^='/cases/register/sheet']").first.get_attribute("href"))
    look_on_paper(leader, "sheet-of-the-register", *leader.page.get_by_role("columnheader").all_inner_texts())
