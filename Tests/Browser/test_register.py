"""The register: corrected, printed, taken away as a spreadsheet, searched again, and brought in from an old one."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from office import Office
from visitor import HEIGHT, NARROW, Visitor, Way
from ways import by_telephone, every_way, from_a_desk


def fetched(visitor: Visitor, link: Locator) -> bytes:
    """What a link leads to."""
    answer = visitor.context.request.get(link.get_attribute("href"))
    assert answer.ok, f"{answer.url}: {answer.status}"
    return answer.body()


@from_a_desk
def test_an_entry_of_the_register_is_corrected_and_its_old_words_stay(visit, office: Office, way: Way):
    case, staff = office.case(), visit("staff", way)
    staff.open(f"/cases/{case['id']}/register")
    form = staff.unfolded("register_correct", "register_correct")
    staff.press("register_correct", within=form)
    expect(staff.errors).to_be_visible()
    staff.look_at("register-without-reason")
    form = staff.form("register_correct")
    staff.field("request_name", form).fill("Người Đã Sửa Tên")
    form.get_by_text(staff.words("request_section_requester"), exact=True).click()
    staff.field("request_requester_name", form).fill("Người Đứng Đơn (mẫu)")
    staff.field("request_requester_relation", form).fill("người giám hộ")
    staff.field("register_correction_reason", form).fill("Đối chiếu với căn cước.")
    staff.press("register_correct", within=form)
    staff.expect_notice("notice_register_corrected")
    staff.open(f"/cases/{case['id']}/register")
    expect(staff.main).to_contain_text("Người Đứng Đơn (mẫu)")
    expect(staff.main.locator("del").filter(has_text=case["client"])).to_be_visible()
    expect(staff.main).to_contain_text("Đối chiếu với căn cước.")
    staff.look_at("register-corrected")


@by_telephone
def test_the_register_is_printed_exported_and_its_searches_are_kept(visit, office: Office, way: Way):
    leader, name = visit("leader", way), office.client()
    leader.open("/cases")
    leader.follow("register_print_title")
    assert fetched(leader, leader.main.get_by_role("link", name=re.compile("^PDF")).first).startswith(b"%PDF")

    leader.open("/cases?status=finished")
    assert fetched(leader, leader.main.get_by_role("link", name=leader.words("cases_export_xlsx"), exact=True)).startswith(b"PK")
    leader.follow("search_save")
    leader.field("search_name").fill(name)
    leader.press("search_save", within=leader.main)
    leader.expect_notice("notice_search_saved")
    leader.open("/cases")
    leader.follow_text(re.compile(re.escape(name)))
    expect(leader.field("column_state")).to_have_value("finished")
    leader.follow("searches_manage")
    expect(leader.main).to_contain_text(name)
    leader.look_at("searches")


@every_way
def test_on_a_telephone_the_register_begins_on_the_first_screen_and_further_filters_unfold(visit, way: Way):
    leader = visit("leader", way)
    leader.open("/cases")
    state, more = leader.field("column_state"), leader.main.get_by_text(leader.words("filters_more"), exact=True)
    if way.width == NARROW.width:
        assert leader.main.get_by_role("row").nth(1).bounding_box()["y"] < HEIGHT
        expect(state).to_be_hidden()
        more.click()
    expect(more).to_be_visible(visible=way.width == NARROW.width)
    state.select_option("finished")
    leader.press("filters_submit")
    # What is chosen stands open.
    expect(leader.field("column_state")).to_have_value("finished")
    expect(leader.field("column_state")).to_be_visible()
    leader.look_at("register-narrowed")


@from_a_desk
def test_an_old_register_is_looked_at_and_then_brought_in(visit, office: Office, way: Way):
    leader, client = visit("leader", way), office.client()
    number = client.rsplit(maxsplit=1)[1]
    rows = f"Mã vụ việc,Ngày thụ lý,Họ tên,Diện,Lĩnh vực\nCT.TGTT.{number}.2019,5/1/2019,{client},Hộ nghèo,Dân sự\nCT.TGTT.0.2019,hôm qua,Sai,Hộ nghèo,Dân sự\n"
    leader.open("/cases/import")
    leader.field("register_import_organisation").select_option(office.centre.id)
    leader.field("register_import_file").set_input_files({"name": f"so-{number}.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    leader.press("register_import_check")
    confirm = leader.main.get_by_role("button", name=leader.words("register_import_submit", count=1), exact=True)
    expect(confirm).to_be_visible(timeout=30_000)  # the page loads itself again
    leader.settle()
    leader.look_at_in_both_lights("register-import-looked-at")
    with leader.arriving():
        confirm.click()
    expect(leader.main).to_contain_text(leader.words("register_import_done", count=1), timeout=30_000)
    leader.settle()
    leader.look_at("register-imported")
    leader.open("/cases")
    leader.field("cases_search").fill(client)
    leader.press("filters_submit")
    expect(leader.main.get_by_role("row").filter(has_text=client)).to_have_count(1)
