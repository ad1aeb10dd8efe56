"""Those who oversee: Sở Tư pháp, Cục, and who runs the system. They read lists and reports, and change no case."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from broker import broker_channel, send
from office import Office
from visitor import Visitor, Way
from waiting import wait_until
from ways import by_telephone, every_way, from_a_desk


def make_report(overseer: Visitor, subject: str, year: int) -> None:
    """Starts a report on the whole year so far and waits on its page, which loads itself again, until the figures are there."""
    overseer.go("nav_reports")
    overseer.field("report_field_form").select_option("bieu-24")
    overseer.field("report_field_period").select_option(str(year))
    overseer.field("report_field_subject").select_option(subject)
    overseer.choose("report_field_whole", "report_whole")
    overseer.press("report_start")
    expect(overseer.main.get_by_text(overseer.words("report_status_done"), exact=True)).to_be_visible()


def look_only(overseer: Visitor) -> None:
    """A case has no form for those who oversee."""
    for submit in ("progress_submit", "completion_submit"):
        expect(overseer.form(submit)).to_have_count(0)


@from_a_desk
def test_a_province_makes_a_report_and_follows_a_figure_to_its_cases(visit, office: Office, way: Way):
    province = visit("province", way, at_home=True)
    make_report(province, "province:08", office.system.today().year)
    with province.arriving():
        province.main.get_by_role("cell").get_by_role("link").first.click()
    expect(province.main.get_by_role("row").nth(1)).to_be_visible()
    with province.arriving():
        province.main.get_by_role("cell").or_(province.main.get_by_role("rowheader")).get_by_role("link").first.click()
    expect(province.main).to_contain_text(province.words("timeline_title"))
    look_only(province)


@by_telephone
def test_a_report_is_downloaded_as_a_spreadsheet(visit, office: Office, way: Way):
    province = visit("province", way)
    province.open(f"/reports/{office.reports['province']}")
    with province.page.expect_download() as download:
        province.main.get_by_role("link", name=province.words("report_export_xlsx"), exact=True).click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert download.value.path().read_bytes()[:2] == b"PK"


@every_way
def test_the_ministry_sees_every_organisation_and_reports_on_the_country(visit, office: Office, way: Way):
    ministry = visit("ministry", way, at_home=True)
    ministry.go("nav_organisations")
    expect(ministry.main.get_by_role("row").filter(has_text="Nghệ An")).not_to_have_count(0)
    make_report(ministry, "all", office.system.today().year)
    ministry.go("nav_cases")
    expect(ministry.main.get_by_role("row").nth(1)).to_be_visible()
    ministry.open(f"/cases/{office.open['id']}")
    look_only(ministry)


@every_way
def test_who_runs_the_system_sees_its_parts_and_puts_a_parked_message_away(visit, office: Office, way: Way):
    with broker_channel(office.system) as broker:
        message = send(broker, "intake.events", "assignment.case-assigned.v1", b'{"case": ')
    wait_until(lambda: message in office.system.run("messages", "parked", "--json").stdout, 30, "the message to be parked")
    system = visit("system", way, at_home=True)
    system.go("nav_system")
    expect(system.main.get_by_text(system.words("system_state_ready"), exact=True)).not_to_have_count(0)
    expect(system.main.get_by_text(system.words("system_state_away"), exact=True)).to_have_count(0)
    system.follow("parked_link")
    parked = next(one for one in json.loads(office.system.run("messages", "parked", "--json").stdout) if one["message"] == message)
    with system.arriving():
        system.main.locator(f'a[href$="/{parked["id"]}"]').click()
    form = system.unfolded("parked_discard_open", "parked_discard")
    system.look_at("parked-asked")
    system.field("parked_reason", form).fill(" ")
    system.press("parked_discard", within=form)
    expect(system.errors).to_be_visible()
    system.look_at("parked-without-reason")
    form = system.unfolded("parked_discard_open", "parked_discard")
    system.field("parked_reason", form).fill("Tin do bài kiểm tra gửi.")
    system.press("parked_discard", within=form)
    system.expect_notice("notice_parked_discarded")
