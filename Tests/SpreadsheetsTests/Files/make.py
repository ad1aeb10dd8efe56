"""Makes the files beside it by openpyxl, a producer that shares no code with ours: compose/python Tests/SpreadsheetsTests/Files/make.py"""

from __future__ import annotations

import datetime
import unicodedata
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = Path(__file__).parent


def people() -> None:
    """Every kind of cell, behind a hidden sheet."""
    book = Workbook()
    hidden = book.active
    hidden.title = "Ẩn"
    hidden.sheet_state = "hidden"
    hidden["A1"] = "không được đọc"
    sheet = book.create_sheet("Người")
    sheet.append(["Họ và tên", "Ngày sinh", "Số", "Có", "Giờ", "Lúc"])
    sheet.append([unicodedata.normalize("NFD", "Nguyễn Thị Hường"), datetime.date(1990, 4, 2), 12.5, True, datetime.time(8, 30), datetime.datetime(2026, 1, 31, 8, 30)])
    sheet["A4"] = "  Lò Văn Páo "
    sheet["C4"] = "=1+1"
    sheet["F4"] = 20260131
    # Formatted, and nothing in it.
    sheet["Z9"].font = Font(bold=True)
    book.save(HERE / "people.xlsx")


def mac() -> None:
    """Days counted from 1904."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([datetime.date(2026, 2, 3)])
    book.save(HERE / "from-1904.xlsx")


if __name__ == "__main__":
    people()
    mac()
