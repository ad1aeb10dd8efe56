"""What the public can do: read what legal aid is, ask for it, sign in; without an account, with and without scripts, on any screen."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from office import Office
from request_form import fill_in
from visitor import NARROW, NARROW_PLAIN, WIDE, WIDE_PLAIN, Way
from ways import by_telephone, from_a_desk


@pytest.mark.parametrize("way", [WIDE, WIDE_PLAIN, NARROW, NARROW_PLAIN], ids=str)
def test_the_public_asks_for_legal_aid_and_the_centre_has_the_request(visit, office: Office, way: Way):
    person, client = visit(None, way), office.client()
    person.open("/")
    person.follow("welcome_ask")
    person.expect_heading("request_form_title")
    fill_in(person, office.centre, client)
    person.field("request_opposing").first.fill("Bên Kia Thử Nghiệm")
    person.press("request_send")
    person.expect_heading("request_receipt_title")
    expect(person.main).to_contain_text(person.words.around("request_receipt_text"))
    person.look_at("receipt")
    newest = office.centre.staff.read("/api/v1/requests", status="received", limit=1)["items"][0]
    assert newest["client"]["name"] == client and newest["channel"] == "online"


@by_telephone
def test_a_form_with_gaps_comes_back_with_what_was_typed_and_where_the_gaps_are(visit, way: Way):
    person = visit(None, way)
    person.open("/requests/new")
    person.field("request_name").fill("Người Điền Dở")
    person.field("request_summary").fill("Chưa viết xong.")
    person.press("request_send")
    expect(person.errors).to_be_visible()
    expect(person.field("request_name")).to_have_value("Người Điền Dở")
    expect(person.field("request_summary")).to_have_value("Chưa viết xong.")
    if way.scripts:
        expect(person.errors).to_be_focused()
    person.look_at("request-with-gaps")
    # Each line of the summary leads to its field.
    for key, field in (("request_centre", person.field("request_centre")), ("request_field", person.field("request_field"))):
        person.errors.get_by_role("link", name=person.words.begins(key)).click()
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")


def test_what_the_public_types_is_kept_from_the_first_letter_and_found_again_by_its_code(visit, office: Office):
    person = visit(None, WIDE)
    person.open("/requests/new")
    begun = person.page.locator("[data-draft-begun]")
    expect(begun).to_be_hidden()
    person.field("request_name").fill("Người Mất Mạng")
    expect(begun).to_be_visible()
    code = begun.locator("code").inner_text()
    # While the line is down nothing is lost; it is kept once the line is back.
    person.page.context.set_offline(True)
    person.field("request_summary").fill("Viết trong lúc mất mạng.")
    state = person.page.locator("[data-draft-state]")
    expect(state).to_have_text(person.words("draft_unsaved"), timeout=15_000)
    person.page.context.set_offline(False)
    expect(state).to_contain_text(person.words("draft_saved_at", time="").rstrip(". "), timeout=30_000)
    assert person.page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    person.watch.faults.clear()  # the console said that the line was down
    # The browser is closed; another one goes on.
    other = visit(None, WIDE)
    other.open("/requests/resume")
    other.field("draft_code").fill(code)
    other.press("draft_resume")
    expect(other.field("request_name")).to_have_value("Người Mất Mạng")
    expect(other.field("request_summary")).to_have_value("Viết trong lúc mất mạng.")


@by_telephone
def test_what_contradicts_itself_is_said_beside_the_field(visit, office: Office, way: Way):
    person = visit(None, way)
    person.open("/requests/new")
    fill_in(person, office.centre, office.client(), born=date(1980, 1, 2), category="child")
    person.press("request_send")
    expect(person.errors.get_by_role("link", name=person.words.begins("request_categories"))).to_have_count(1)
    expect(person.group("request_categories").get_by_label(person.words("category_child"), exact=True)).to_be_checked()


@by_telephone
def test_a_wrong_password_is_refused_and_the_name_is_kept(visit, office: Office, way: Way):
    person = visit(None, way)
    person.open("/sign-in")
    person.field("sign_in_login").fill("khongcoai")
    person.field("sign_in_password").fill("sai-mat-khau")
    person.press("sign_in_submit", within=person.main)
    expect(person.errors).to_be_visible()
    expect(person.field("sign_in_login")).to_have_value("khongcoai")
    expect(person.field("sign_in_password")).to_have_value("")
    person.look_at("sign-in-refused")


@from_a_desk
def test_a_page_that_wants_an_account_is_reached_through_the_sign_in(visit, office: Office, way: Way):
    person = visit(None, way)
    person.open("/reports")
    person.expect_heading("sign_in_title")
    person.identify(office.accounts["province"])
    person.expect_heading("reports_title")
    person.press("sign_out")
    person.expect_notice("notice_signed_out")
    person.open("/reports")
    person.expect_heading("sign_in_title")


@by_telephone
def test_another_language_is_chosen_and_kept(visit, office: Office, way: Way):
    person, english = visit(None, way), office.words["en"]
    person.open("/")
    with person.arriving():
        person.page.get_by_role("banner").get_by_role("link", name=person.words("other_language_name"), exact=True).click()
    expect(person.heading).to_have_text(english("welcome_title"))
    assert person.page.evaluate("() => document.documentElement.lang") == "en"
    person.follow_text(english("welcome_ask"))
    expect(person.heading).to_have_text(english("request_form_title"))
    person.open("/sign-in")
    expect(person.heading).to_have_text(english("sign_in_title"))


@by_telephone
def test_a_page_that_is_not_there_says_so_and_leads_home(visit, way: Way):
    person = visit(None, way)
    assert person.open("/khong-co-trang-nay").status == 404
    expect(person.main).to_contain_text(person.words("problem_missing"))
    person.look_at("missing-page")
    person.follow("problem_home")
    person.expect_heading("welcome_title")
