"""What comes before a case: drafts, asking after a request, requests that are there already, and questions that are answered at once."""

from __future__ import annotations

from playwright.sync_api import expect

from office import Office
from request_form import fill_in
from visitor import Visitor, Way
from ways import by_telephone, from_a_desk


@by_telephone
def test_the_public_goes_on_with_a_draft_by_its_code_and_asks_after_the_request_by_its_receipt(visit, office: Office, way: Way):
    person, client = visit(None, way), office.client()
    person.open("/requests/new")
    person.field("request_name").fill(client)
    person.press("draft_save")
    person.expect_heading("draft_code_title")
    person.look_at("draft-kept")
    code = person.main.locator("code").inner_text()

    person.open("/requests/new")
    person.follow("draft_resume")
    for wrong in ("không phải mã", code):
        person.field("draft_code").fill(wrong)
        person.press("draft_resume", within=person.main)
        if wrong != code:
            expect(person.errors).to_be_visible()
            person.look_at("draft-unknown")
    expect(person.field("request_name")).to_have_value(client)
    fill_in(person, office.centre, client)
    person.press("request_send")
    person.expect_heading("request_receipt_title")
    number, secret = receipt(person)

    person.follow("track_title")
    person.field("track_number").fill(number)
    person.field("track_secret").fill(secret)
    person.press("track_submit")
    expect(person.main).to_contain_text(person.words("track_state_received"))
    person.look_at("tracked")


def receipt(person: Visitor) -> tuple[str, str]:
    """The number and the secret that stand on it."""
    before, after = person.words("request_receipt_text", number="|", time="|").split("|")[:2]
    number = person.main.inner_text().split(before)[1].split(after)[0]
    return number, person.main.locator("code").inner_text()


@by_telephone
def test_staff_compare_a_request_with_one_that_is_there_already(visit, office: Office, way: Way):
    known, staff = office.request(), visit("staff", way)
    office.centre.staff.create("/api/v1/requests", known)
    staff.open("/requests/new")
    fill_in(staff, office.centre, known["client"]["name"])
    staff.press("request_send")
    expect(staff.page.get_by_role("alert").filter(has_text=staff.words("request_similar_title"))).to_be_visible()
    expect(staff.main.get_by_role("link", name=staff.words("request_similar_same"))).to_be_visible()
    staff.look_at("request-similar")
    staff.field("request_distinct_reason").fill("Việc khác, cùng người.")
    staff.press("request_similar_other")
    staff.expect_notice("notice_request_received")


@from_a_desk
def test_staff_answer_a_question_at_once_and_write_it_into_its_book(visit, office: Office, way: Way):
    staff, client = visit("staff", way), office.client()
    staff.open("/requests/consultations")
    form = staff.unfolded("consultation_new", "consultation_submit")
    staff.press("consultation_submit", within=form)
    expect(staff.errors).to_be_visible()
    staff.look_at("consultation-with-gaps")
    form = staff.form("consultation_submit")
    staff.field("request_centre", form).select_option(office.centre.id)
    staff.field("request_channel", form).select_option(label=staff.words("channel_in_person"))
    staff.field("request_name", form).fill(client)
    staff.choose("request_gender", "gender_female", form)
    staff.field("request_field", form).select_option(label=staff.words("field_civil"))
    staff.field("consultation_question", form).fill("Làm giấy khai sinh muộn cần gì?")
    staff.field("consultation_answer", form).fill("Đã hướng dẫn thủ tục tại Ủy ban nhân dân xã.")
    staff.press("consultation_submit", within=form)
    staff.expect_notice("notice_consultation_given")
    with staff.arriving():
        staff.main.get_by_role("row").filter(has_text=client).get_by_role("link").first.click()
    expect(staff.main).to_contain_text("Đã hướng dẫn thủ tục tại Ủy ban nhân dân xã.")
