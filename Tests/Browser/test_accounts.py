"""Who comes in: accounts that are given, opened by a mailed link, closed and opened again; many from a spreadsheet; programs by keys; and who saw
what."""

from __future__ import annotations

from datetime import timedelta

import httpx
from playwright.sync_api import expect

from accounts import Account
from links import link_for
from office import PASSWORD, Office
from visitor import Visitor, Way
from waiting import wait_until
from ways import by_telephone, from_a_desk


def login_of(client: str) -> str:
    """A sign-in name like no other, as a mail address."""
    return f"moi-{client.rsplit(maxsplit=1)[1].lower()}@thu.example"


@from_a_desk
def test_an_administrator_gives_an_account_its_person_opens_it_and_it_is_closed_and_opened_again(visit, office: Office, way: Way):
    keeper, own, name = visit("administrator", way, at_home=True), office.accounts["administrator"], office.client()
    keeper.go("nav_accounts")
    keeper.follow("accounts_new")
    keeper.field("accounts_name").fill(name)
    keeper.press("accounts_invite")
    keeper.confirm_if_asked(own)
    expect(keeper.errors).to_be_visible()
    keeper.look_at_in_both_lights("account-with-gaps")
    expect(keeper.field("accounts_name")).to_have_value(name)
    keeper.choose("accounts_role", "role_staff")
    for label in ("sign_in_login", "accounts_email"):
        keeper.field(label).fill(login_of(name))
    keeper.press("accounts_invite")
    keeper.confirm_if_asked(own)
    keeper.expect_notice("notice_account_entered")
    keeper.look_at("account-invited")

    person = visit(None, way)
    account = choose_password(person, office, login_of(name))
    person.open("/sign-in")
    person.identify(account)

    keeper.go("nav_accounts")
    keeper.field("accounts_search").fill(name)
    keeper.press("filters_submit")
    keeper.follow_text(name)
    form = keeper.unfolded("accounts_close_open", "accounts_close")
    keeper.field("accounts_reason", form).fill("Nghỉ thai sản")
    keeper.press("accounts_close", within=form)
    keeper.expect_notice("notice_account_closed")
    expect(keeper.main).to_contain_text("Nghỉ thai sản")
    keeper.look_at("account-closed")
    wait_until(lambda: is_out(person), 20, "the session to be over")
    keeper.press("accounts_revive")
    keeper.confirm_if_asked(own)
    keeper.expect_notice("notice_account_revived")
    person.identify(account)


def choose_password(person: Visitor, office: Office, login: str) -> Account:
    """By the link that was mailed, which opens once."""
    link = link_for(office.system, login)
    person.open(link)
    person.expect_heading("link_title")
    person.look_at_in_both_lights("account-link")
    for label in ("password_new", "password_again"):
        person.field(label).fill("ngắn")
    person.press("link_submit")
    expect(person.errors).to_be_visible()
    person.look_at("account-link-refused")
    for label in ("password_new", "password_again"):
        person.field(label).fill(PASSWORD)
    person.press("link_submit")
    expect(person.main).to_contain_text(person.words("link_done_title"))
    person.look_at("account-link-done")
    assert person.open(link).status == 404
    person.expect_heading("link_over_title")
    person.look_at_in_both_lights("account-link-over")
    return Account(login, PASSWORD, "staff")


def is_out(person: Visitor) -> bool:
    person.open("/account")
    return person.heading.inner_text() == person.words("sign_in_title")


@by_telephone
def test_an_administrator_looks_at_a_spreadsheet_of_accounts_and_then_makes_them(visit, office: Office, way: Way):
    keeper, name = visit("administrator", way), office.client()
    keeper.open("/accounts")
    keeper.follow("account_import_title")
    keeper.press("import_check")
    expect(keeper.errors).to_be_visible()
    keeper.look_at("accounts-import-without-file")
    rows = f"Họ và tên,Vai trò,Địa chỉ thư điện tử\n{name},Chuyên viên,{login_of(name)}\nNgười Sai,Vua,sai@thu.example\n"
    keeper.field("import_file").set_input_files({"name": "tai-khoan.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    keeper.press("import_check")
    expect(keeper.main).to_contain_text(keeper.words("import_wrong_title", count=1))
    keeper.look_at_in_both_lights("accounts-import-looked-at")
    # A look makes nothing.
    assert not [mail for mail in office.system.mails() if login_of(name) in str(mail["to"])]
    with keeper.arriving():
        keeper.main.get_by_role("button", name=keeper.words("account_import_submit", count=1), exact=True).click()
    keeper.confirm_if_asked(office.accounts["administrator"])
    expect(keeper.main).to_contain_text(keeper.words("account_import_done", count=1))
    keeper.look_at_in_both_lights("accounts-imported")
    assert link_for(office.system, login_of(name))
    keeper.press("import_remove")
    keeper.expect_notice("notice_import_removed")


@from_a_desk
def test_an_administrator_makes_a_key_for_a_program_sees_its_secret_once_and_withdraws_it(visit, office: Office, way: Way):
    keeper, own, name = visit("administrator", way, at_home=True), office.accounts["administrator"], f"Cổng {office.client()}"
    keeper.go("nav_accounts")
    keeper.follow("keys_title")
    keeper.expect_heading("keys_title")
    keeper.follow("keys_new")
    keeper.press("keys_make")
    keeper.confirm_if_asked(own)
    expect(keeper.errors).to_be_visible()
    keeper.look_at_in_both_lights("key-with-gaps")

    keeper.field("keys_name").fill(name)
    keeper.choose("keys_rights", "right_cases_read")
    keeper.choose("keys_rights", "right_requests_enter")
    keeper.date("keys_ends", office.system.today())  # too early: the key would be over at once
    keeper.press("keys_make")
    keeper.confirm_if_asked(own)
    expect(keeper.errors.get_by_role("link")).to_have_count(1)
    # Nothing that was filled in or ticked is lost.
    expect(keeper.field("keys_name")).to_have_value(name)
    expect(keeper.group("keys_rights").get_by_role("checkbox", checked=True)).to_have_count(2)
    keeper.date("keys_ends", office.system.today() + timedelta(days=30))
    keeper.press("keys_make")
    keeper.confirm_if_asked(own)
    keeper.expect_heading("keys_made_title")
    keeper.look_at_in_both_lights("key-made")
    ident, secret = keeper.main.locator("dl code").all_inner_texts()
    program = Program(office.system.url, ident, secret)
    assert program.cases() == 200

    keeper.follow("keys_kept")
    expect(keeper.heading).to_contain_text(name)
    expect(keeper.main).to_contain_text(ident)
    expect(keeper.main).to_contain_text(keeper.words("right_cases_read"))
    expect(keeper.main).not_to_contain_text(secret)
    keeper.open("/accounts/keys")
    keeper.follow_text(name)
    expect(keeper.main).not_to_contain_text(secret)
    form = keeper.unfolded("keys_withdraw_open", "keys_withdraw")
    keeper.field("accounts_reason", form).fill("Đổi nhà cung cấp")
    keeper.press("keys_withdraw", within=form)
    keeper.expect_notice("notice_key_withdrawn")
    expect(keeper.main).to_contain_text("Đổi nhà cung cấp")
    expect(keeper.form("keys_withdraw")).to_have_count(0)
    keeper.look_at("key-withdrawn")
    wait_until(lambda: program.cases() == 401, 20, "the program to be out")
    assert program.exchange().json()["error"] == "invalid_client"


class Program:
    """Works with the API by its key."""

    def __init__(self, url: str, ident: str, secret: str) -> None:
        self.url = url
        self.key = (ident, secret)
        self.token = self.exchange().json()["access_token"]

    def exchange(self) -> httpx.Response:
        return httpx.post(f"{self.url}/api/v1/token", data={"grant_type": "client_credentials"}, auth=self.key)

    def cases(self) -> int:
        """How its calls are answered."""
        return httpx.get(f"{self.url}/api/v1/cases", headers={"Authorization": f"Bearer {self.token}"}).status_code


@by_telephone
def test_an_administrator_enters_helpers_from_a_spreadsheet_and_gives_them_accounts_from_the_filled_template(visit, office: Office, way: Way):
    keeper, name = visit("administrator", way), office.client()
    keeper.open("/helpers")
    keeper.follow("helper_import_title")
    keeper.press("import_check")
    expect(keeper.errors).to_be_visible()
    keeper.look_at("helpers-import-without-file")
    keeper.look_at_in_both_lights("helpers-import")
    rows = f"Họ và tên,Loại,Thư điện tử,Số điện thoại\n{name},Luật sư,{login_of(name)},912345678\nNgười Sai,Vua,a@thu,12\n"
    keeper.field("import_file").set_input_files({"name": "nguoi.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    keeper.press("import_check")
    expect(keeper.main).to_contain_text(keeper.words("import_wrong_title", count=1))
    expect(keeper.main).to_contain_text("0912345678")
    keeper.look_at_in_both_lights("helpers-import-looked-at")
    # A look enters nobody.
    assert name not in str(office.centre.administrator.everything("/api/v1/helpers"))
    with keeper.arriving():
        keeper.main.get_by_role("button", name=keeper.words("helper_import_submit", count=1), exact=True).click()
    expect(keeper.main).to_contain_text(keeper.words("helper_import_done", count=1))
    keeper.look_at_in_both_lights("helpers-imported")
    keeper.follow("helper_import_next")
    keeper.expect_heading("account_import_title")

    def is_known() -> bool:
        return name in office.centre.administrator.get("/accounts/import/template?format=csv&filled=true").content.decode()

    wait_until(is_known, 30, "Portal to know the helper", 0.5)
    keeper.page.reload()
    with keeper.page.expect_download() as coming:
        keeper.main.get_by_role("link", name=keeper.words("account_import_template_filled"), exact=True).click()
    # As it is.
    keeper.field("import_file").set_input_files(coming.value.path())
    keeper.press("import_check")
    expect(keeper.main).to_contain_text(login_of(name))
    keeper.look_at("accounts-import-filled")


@by_telephone
def test_a_leader_sees_who_saw_a_dossier(visit, office: Office, way: Way):
    case, leader = office.case(), visit("leader", way)
    leader.open(f"/cases/{case['id']}")
    leader.follow("case_who_saw")
    leader.expect_heading("audit_subject_title")

    def is_told() -> bool:
        leader.page.reload()
        leader.settle()
        return leader.words("audit_action_case_viewed") in leader.main.inner_text()

    wait_until(is_told, 30, "the look to be on the trail", 0.5)
    expect(leader.main).to_contain_text(leader.words("audit_action_case_registered"))
    leader.look_at_in_both_lights("who-saw-a-case")
