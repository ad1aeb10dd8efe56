"""Spreadsheets as people send them on the pages: a file in, a look at what would come of it, and the confirmation of what was seen."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import httpx
from openpyxl import Workbook

from api import Api
from test_accounts import post

HTML = {"Accept": "text/html"}


@dataclass(frozen=True)
class Sheets:
    path: str
    file_name: str
    headings: list[str]

    def workbook(self, *rows: list, headings: list[str] | None = None) -> bytes:
        return saved([headings or self.headings, *rows])

    def send(self, caller: Api, data: bytes, name: str | None = None) -> httpx.Response:
        return caller.http.post(self.path, files={"file": (name or self.file_name, data)}, headers=HTML)

    def look(self, caller: Api, data: bytes) -> tuple[str, str]:
        """Sends a file. The path of its page, and the page."""
        answer = self.send(caller, data)
        assert answer.status_code == 303, answer.text[:800]
        path = answer.headers["location"]
        return path, caller.get(path, headers=HTML).text


ACCOUNTS = Sheets("/accounts/import", "tài khoản.xlsx", ["Họ và tên", "Vai trò", "Địa chỉ thư điện tử", "Tên đăng nhập", "Tổ chức"])
HELPERS = Sheets(
    "/helpers/import", "người thực hiện.xlsx",
    ["Họ và tên", "Loại", "Tổ chức", "Thư điện tử", "Số điện thoại", "Số thẻ", "Ngày bổ nhiệm hoặc ký hợp đồng"],
)  # fmt: skip


def saved(rows: list[list]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def confirm(caller: Api, path: str, page: str) -> httpx.Response:
    return post(caller, f"{path}/confirmation", seen=re.search(r'name="seen" value="(\w{64})"', page)[1])
