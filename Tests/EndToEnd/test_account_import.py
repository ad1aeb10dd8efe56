"""Accounts from a spreadsheet: a file in, a look at what would come of it, and only then the accounts, once."""

from __future__ import annotations

import io
import re
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from openpyxl import load_workbook

from api import Api
from sheets import ACCOUNTS, HTML, confirm
from system import text_of
from test_accounts import choose, fields_of, heard, link_for, post, sign_in
from waiting import wait_until
from world import Organisation, enter_organisation

workbook, send, look = ACCOUNTS.workbook, ACCOUNTS.send, ACCOUNTS.look


def mails_to(system, address: str) -> list:
    return [mail for mail in system.mails() if address in str(mail["to"])]


def address() -> str:
    return f"tep-{uuid.uuid4().hex[:10]}@thu.example"


def test_a_file_becomes_accounts_that_are_mailed_their_links_once(system, centre: Organisation):
    heard(centre)
    helper = centre.add_helper("lawyer", "Luật sư Từ Tệp", f"TN-{uuid.uuid4().hex[:6]}", "2020-01-01")
    listed = lambda: centre.administrator.get("/accounts", headers=HTML).text  # noqa: E731
    wait_until(lambda: "Luật sư Từ Tệp" in listed(), 20, "the helper to be known to Portal")
    assert 'href="/accounts/import"' in listed()
    staff = address()
    data = workbook(["Chuyên Viên Từ Tệp", "Chuyên viên", staff, "", ""], ["LUẬT SƯ TỪ TỆP", "luat su", "", "", ""])
    path, page = look(centre.administrator, data)
    assert "Tạo 2 tài khoản" in page and staff in page and helper["email"] in page
    # A look makes nothing.
    assert not mails_to(system, staff)
    for _ in range(2):
        assert confirm(centre.administrator, path, page).status_code == 303
    assert "Đã tạo 2 tài khoản" in centre.administrator.get(path, headers=HTML).text
    for login in (staff, helper["email"]):
        assert choose(system, link_for(system, login)).status_code == 200
        assert len(mails_to(system, login)) == 1
    assert sign_in(system, staff).get("/cases").status_code == 200
    assert sign_in(system, helper["email"]).get("/api/v1/cases").status_code == 200
    assert "Từ Tệp" in text_of(mails_to(system, staff)[0]) or "TỪ TỆP" in text_of(mails_to(system, staff)[0])
    # The same file again makes nothing.
    _, again = look(centre.administrator, data)
    assert "Không có tài khoản nào để tạo" in again and "/confirmation" not in again
    trail = lambda: centre.administrator.get("/audit", headers=HTML).text  # noqa: E731
    wait_until(lambda: "Tạo tài khoản từ tệp" in trail(), 30, "the file to be on the audit trail")


def test_wrong_rows_are_said_and_left_out(system, centre: Organisation):
    heard(centre)
    good, bad = address(), address()
    path, page = look(
        centre.administrator,
        workbook(
            ["Người Đúng", "Chuyên viên", good, "", ""], ["Người Sai", "Vua", bad, "", ""], ["", "Chuyên viên", bad, "", ""],
            ["Luật Sư Lạ", "Luật sư", bad, "", ""], ["Người Lặp", "Chuyên viên", good, "", ""],
        ),
    )
    assert "4 dòng cần sửa" in page and "Tạo 1 tài khoản" in page
    for words in ("vai trò “Vua”", "Họ và tên: Cần điền mục này.", "không có tên này", "Trùng với dòng 2"):
        assert words in page, words
    assert confirm(centre.administrator, path, page).status_code == 303
    assert link_for(system, good)
    assert not mails_to(system, bad)


def test_nobody_else_sees_or_confirms_a_file_nor_gives_accounts_elsewhere(system, centre: Organisation):
    heard(centre)
    other = enter_organisation(system, province="96")
    heard(other)
    path, page = look(centre.administrator, workbook(["Người Kín", "Chuyên viên", address(), "", ""]))
    for caller in (other.administrator, Api(system.url, system.token("ministry")), Api(system.url, system.token("province", province=centre.province))):
        assert caller.get(path, headers=HTML).status_code == 404
        assert confirm(caller, path, page).status_code == 404
        assert post(caller, f"{path}/removal").status_code == 404
    for caller in (centre.leader, centre.staff):
        assert send(caller, b"x").status_code == 403
    # A row of another centre is wrong, as it is in the form of a single account.
    title = centre.administrator.get(f"/api/v1/organisations/{other.id}").json()["name"]
    _, elsewhere = look(centre.administrator, workbook(["Người Xa", "Chuyên viên", address(), "", title]))
    assert "Không tìm thấy đúng một tổ chức" in elsewhere and "/confirmation" not in elsewhere


def test_a_login_that_was_taken_meanwhile_stops_the_whole_file(system, centre: Organisation):
    heard(centre)
    fields, free = fields_of(centre), address()
    path, page = look(
        centre.administrator, workbook(["Người Trước", "Chuyên viên", free, "", ""], ["Người Khác Tên", "Chuyên viên", fields["email"], "", ""]))
    assert post(centre.administrator, "/accounts", **fields).status_code == 303
    answer = confirm(centre.administrator, path, page)
    assert answer.status_code == 409 and "Tình hình đã thay đổi" in answer.text
    assert link_for(system, fields["login"]) and not mails_to(system, free)


def test_a_file_whose_confirmation_was_killed_is_made_once(system, centre: Organisation):
    heard(centre)
    addresses = [address() for _ in range(150)]
    path, page = look(centre.administrator, workbook(*[[f"Người Thứ {n}", "Chuyên viên", one, "", ""] for n, one in enumerate(addresses)]))
    with ThreadPoolExecutor(1) as other:
        killed = other.submit(lambda: confirm(Api(system.url, centre.administrator.token), path, page).status_code)
        time.sleep(0.15)
        system.wait_restarted("portal", system.kill("portal"))
        assert killed.result() in (303, 502, 503)
    wait_until(lambda: confirm(centre.administrator, path, page).status_code == 303, 30, "the confirmation")
    assert "Đã tạo 150 tài khoản" in centre.administrator.get(path, headers=HTML).text

    def mailed() -> Counter[str]:
        return Counter(re.search(r"[\w.-]+@[\w.-]+", str(mail["to"]))[0] for mail in system.mails())

    wait_until(lambda: set(addresses) <= set(mailed()), 60, "all the mails", 1)
    seen = mailed()
    assert [seen[one] for one in addresses] == [1] * len(addresses)


def test_the_templates_are_spreadsheets_in_the_readers_language(system, centre: Organisation):
    heard(centre)
    caller = Api(system.url, system.token("administrator", organisation=centre.id))
    sheet = load_workbook(io.BytesIO(caller.get("/accounts/import/template?format=xlsx").content)).active
    assert [cell.value for cell in sheet[1]][:3] == ["Họ và tên", "Vai trò", "Địa chỉ thư điện tử"]
    text = caller.get("/accounts/import/template?format=csv&lang=en").content.decode("utf-8-sig")
    assert text.startswith("Name,Role,Mail address")
    # Nothing stands below the headings yet.
    assert "no row below the headings" in send(caller, text.encode(), "accounts.csv").text


def test_files_that_are_none_are_refused_in_words(centre: Organisation):
    for data, words in (
        (b"%PDF-1.7", "không phải bảng tính"), (b"PK\x03\x04xx", "bị hỏng"), (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "kiểu cũ"),
        (b"a" * 2_100_000, "lớn quá mức"), ("Tên,Vai trò\nMuñoz,x".encode("cp1252", "replace"), "bảng mã"),
    ):
        answer = send(centre.administrator, data)
        assert answer.status_code == 422 and words in answer.text, answer.text[:500]
    assert post(centre.administrator, "/accounts/import", file="x").status_code == 415
