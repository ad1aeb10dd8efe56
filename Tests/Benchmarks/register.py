"""An old register that is brought in by `caunoi import register`, as an administrator does it: from the file to the last case."""

import atexit
import csv
import functools
import json
import time

from house import House
from programs import BUILD, Unmeasurable, run

# What a centre may wait for a hundred thousand lines, in seconds.
LIMIT = 120
FAMILY, MIDDLE, GIVEN = ("Nguyễn", "Trần", "Lê", "Phạm", "Nông", "Lò"), ("Thị", "Văn", "Hữu", "Minh"), ("Mai", "Hùng", "Lan", "Sơn", "Hoa")
HEADINGS = (
    "STT", "Mã vụ việc", "Ngày thụ lý", "Họ tên người được TGPL", "Năm sinh", "Giới tính", "Dân tộc", "Địa chỉ", "Diện", "Lĩnh vực", "Hình thức",
    "Nội dung vụ việc", "Ngày kết thúc", "Kết quả")  # fmt: skip


def brought_in(lines):
    """Seconds from the file to its last case, and lines a second."""
    house = _house()
    centre = house.centres.pop()
    file = house.folder / f"{centre}.csv"
    write(file, lines, house.codes[centre])
    begin = time.monotonic()
    outcome = json.loads(
        run([BUILD / "release/caunoi", "import", "register", file, "--organisation", centre, "--json", "--data", house.data], 3_600))
    seconds = time.monotonic() - begin
    if outcome["status"] != "done" or outcome["lines"]["made"] != lines:
        raise Unmeasurable(f"of {lines:,} lines came {outcome['lines']}")
    return {"rate": lines / seconds, "count": lines, "seconds": seconds, "limit_seconds": LIMIT * lines / 100_000}


def write(file, lines, code):
    """A register of ended cases, one book a year, as an older program writes it."""
    with file.open("w", encoding="utf-8", newline="") as kept:
        writer = csv.writer(kept)
        writer.writerow(HEADINGS)
        for number in range(lines):
            year, place = 2018 + number % 7, number // 7 + 1
            name = f"{FAMILY[number % 6]} {MIDDLE[number % 4]} {GIVEN[number % 5]} {number}"
            writer.writerow([
                number + 1, f"{code}.TGTT.{place:02}.{year}", f"{number % 28 + 1:02}/{number % 12 + 1:02}/{year}", name, 1950 + number % 55,
                "Nữ" if number % 2 else "Nam", "Tày" if number % 3 else "Kinh", f"Bản {number % 90}", "Hộ nghèo", "Dân sự", "TGTT",
                "Tranh chấp đất (mẫu)", f"31/12/{year}", "Hòa giải thành",
            ])  # fmt: skip


@functools.cache
def _house():
    """Started when it is first asked for, and stopped at the end of the run."""
    house = House(centres=6, cases=6)
    atexit.register(house.stop)
    found = json.loads(house.get("/api/v1/organisations?kind=centre&limit=100", house.ministry, "application/json"))
    house.codes = {one["id"]: one["code"] for one in found["items"]}
    house.drain(120)
    return house
