"""An old register comes in: every line looked at first, then a case for each that is sound, once, however often the service dies over it."""

from __future__ import annotations

import csv
import io
import json
import uuid

import httpx
import pytest
from openpyxl import load_workbook

import shapes
from api import Api
from sheets import saved
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request

HTML = {"Accept": "text/html"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As form 01-TP-TGPL has them, with a title above.
HEADINGS = ["STT", "Mã vụ việc", "Ngày thụ lý", "Họ tên người được TGPL", "Năm sinh", "Giới tính", "Dân tộc", "Địa chỉ", "Diện", "Lĩnh vực", "Hình thức",
            "Nội dung vụ việc", "Người thực hiện", "Ngày kết thúc", "Kết quả", "Ghi chú của văn thư"]  # fmt: skip


def line(code: str, name: str, **changes: str) -> dict[str, str]:
    return {
        "Mã vụ việc": code, "Ngày thụ lý": "15/03/2021", "Họ tên người được TGPL": name, "Năm sinh": "1975", "Giới tính": "Nữ", "Dân tộc": "Thái",
        "Địa chỉ": "Bản Mé, Chiềng Cơi", "Diện": "Hộ nghèo", "Lĩnh vực": "Dân sự", "Hình thức": "TGTT", "Nội dung vụ việc": "Tranh chấp đất (mẫu)",
        "Ngày kết thúc": "20/10/2021", "Kết quả": "Hòa giải thành",
    } | changes  # fmt: skip


def rows_of(lines: list[dict[str, str]], headings: list[str] = HEADINGS) -> list[list[str]]:
    return [["SỔ THỤ LÝ, THEO DÕI VỤ VIỆC"], headings, [f"({n + 1})" for n in range(len(headings))]] + [
        [str(number + 1) if name == "STT" else one.get(name, "") for name in headings] for number, one in enumerate(lines)
    ]


def workbook(lines: list[dict[str, str]], headings: list[str] = HEADINGS) -> bytes:
    return saved(rows_of(lines, headings))


def send(caller: Api, centre: Organisation, data: bytes, name: str = "so.xlsx", kind: str = XLSX) -> httpx.Response:
    return caller.http.post(
        "/api/v1/register-imports", params={"organisation": centre.id, "filename": name}, content=data, headers={"Content-Type": kind}
    )


def looked_at(caller: Api, centre: Organisation, data: bytes, **kind: str) -> dict:
    """Sends a file and waits until every line of it was looked at."""
    answer = send(caller, centre, data, **kind)
    assert answer.status_code in (200, 201), answer.text[:800]
    return wait_for(caller, answer.json()["id"], "checked")


def wait_for(caller: Api, ident: str, status: str, timeout: float = 60) -> dict:
    path = f"/api/v1/register-imports/{ident}"
    return wait_until(lambda: (found := caller.read(path))["status"] == status and found, timeout, f"the import to be {status}")


def act(caller: Api, ident: str, action: str, body: dict) -> httpx.Response:
    path = f"/api/v1/register-imports/{ident}"
    return caller.post(f"{path}/{action}", body, headers={"If-Match": caller.get(path).headers["etag"]})


def lines_of(caller: Api, ident: str, **filters: str) -> dict[int, dict]:
    return {one["row"]: one for one in caller.everything(f"/api/v1/register-imports/{ident}/lines", **filters)}


@pytest.fixture
def office(system) -> Organisation:
    """A centre with one helper, known to Intake."""
    office = enter_organisation(system, code=f"NS{uuid.uuid4().hex[:4].upper()}")
    office.add_helper("officer", "Lò Thị Nhập", f"NS-{uuid.uuid4().hex[:6]}", "2015-01-01")
    assert office.staff.request(sound_request(office)).status_code == 201  # heard of by now
    system.wait_drained()
    return office


def test_a_register_becomes_cases_with_their_old_codes(system, office: Organisation):
    open_code, closed_code = f"{office_code(office)}.TGTT.41.2025", f"{office_code(office)}.TGTT.07.2021"
    helper = next(iter(office.helpers))
    mails = len(system.mails())
    data = workbook([
        line(closed_code, "Quàng Văn Cũ", **{"Người thực hiện": "LÒ THỊ NHẬP"}),
        line(open_code, "Cà Thị Mở", **{"Ngày thụ lý": "02/12/2025", "Ngày kết thúc": "", "Kết quả": "", "Người thực hiện": "Lò Thị Nhập"}),
        line("SỐ 12/HS-2020", "Vì Văn Xưa", **{"Ngày thụ lý": "01/02/2020", "Ngày kết thúc": "2/5/2020", "Năm sinh": "", "Giới tính": "", "Dân tộc": "",
                                              "Người thực hiện": "Người đã nghỉ"}),
    ])  # fmt: skip
    found = looked_at(office.leader, office, data)
    assert found["lines"] == {"ready": 3, "known": 0, "wrong": 0, "made": 0}
    assert [one.get("field") for one in found["columns"]][:3] == [None, "code", "accepted_on"]
    assert {gap["field"]: gap["rows"] for gap in found["gaps"]}["birth"] == 3
    # A look makes nothing.
    assert not [one for one in office.staff.everything("/api/v1/cases") if one["imported"]]

    confirmed = act(office.leader, found["id"], "confirmation", {})
    assert confirmed.status_code == 200 and confirmed.json()["status"] == "importing"
    done = wait_for(office.leader, found["id"], "done")
    assert done["lines"] == {"ready": 0, "known": 0, "wrong": 0, "made": 3}
    cases = {one["code"]: one for one in office.staff.everything("/api/v1/cases") if one["imported"]}
    assert set(cases) == {closed_code, open_code, "SỐ 12/HS-2020"}
    assert {code: one["status"] for code, one in cases.items()} == {closed_code: "finished", open_code: "under_way", "SỐ 12/HS-2020": "finished"}
    assert cases[closed_code]["ended_on"] == "2021-10-20" and cases[closed_code]["accepted_on"] == "2021-03-15"

    # What is not known shows, in the answer and on the page.
    old = office.staff.case(cases["SỐ 12/HS-2020"]["id"])
    assert set(old["gaps"]) == {"birth", "gender", "ethnicity", "helper"} and old["client"].get("birth") is None
    page = office.staff.get(f"/cases/{old['id']}", headers=HTML).text
    assert "Từ sổ cũ" in page and "Người đã nghỉ" in page and "Chưa biết" in page

    # The others hear of them as of any case; the helper keeps theirs, and nobody is written to about what is not new.
    system.wait_drained()
    kept = office.staff.assignment(cases[open_code]["id"])
    assert (kept["helper"], kept["state"]) == (helper, "accepted")
    assert office.helper(helper).case(cases[open_code]["id"])["code"] == open_code
    assert len(system.mails()) == mails
    run = office.leader.report("bieu-25", "2021", {"organisation": office.id})
    assert office.leader.cells(run), "the statistics count the case that ended in 2021"

    # Their names are known to the search for conflicts.
    answer = office.staff.post("/api/v1/conflict-checks", {"centre": office.id, "names": ["Quang Van Cu"]}).json()
    assert cases[closed_code]["id"] in [one["case"] for one in answer["matches"]]


def office_code(office: Organisation) -> str:
    return Api(office.system.url, office.system.token("system")).read(f"/api/v1/organisations/{office.id}")["code"]


def test_numbers_go_on_behind_what_was_brought_in(system, office: Organisation):
    year = system.today().year
    own = f"{office_code(office)}.TGTT.{{:02}}.{year}"
    first = office.staff.open_case(sound_request(office))["code"]
    assert first == own.format(1)
    data = workbook([
        line(first, "Người Khác Hẳn", **{"Ngày thụ lý": f"01/01/{year}", "Ngày kết thúc": "", "Kết quả": ""}),
        line(own.format(30), "Lường Văn Sau", **{"Ngày thụ lý": f"01/01/{year}", "Ngày kết thúc": "", "Kết quả": ""}),
        line(own.format(9_999), "Lường Văn Lỡ Tay", **{"Ngày thụ lý": f"01/01/{year}", "Ngày kết thúc": "", "Kết quả": ""}),
    ])  # fmt: skip
    found = looked_at(office.leader, office, data)
    verdicts = {row: (one["verdict"], [fault["code"] for fault in one["problems"]]) for row, one in lines_of(office.leader, found["id"]).items()}
    assert verdicts == {4: ("wrong", ["taken"]), 5: ("ready", []), 6: ("wrong", ["number_leaps"])}
    assert act(office.leader, found["id"], "confirmation", {}).status_code == 200
    wait_for(office.leader, found["id"], "done")
    assert office.staff.open_case(sound_request(office))["code"] == own.format(31)


def test_every_wrong_cell_is_said_with_what_to_do(office: Organisation):
    code = f"{office_code(office)}.TV.{{:02}}.2022"
    data = workbook([
        line(code.format(1), "Người Đúng", **{"Ngày thụ lý": "03/01/2022", "Ngày kết thúc": "05/01/2022", "Hình thức": "Tư vấn"}),
        line(code.format(2), "", **{"Ngày thụ lý": "31/02/2022", "Ngày kết thúc": "", "Hình thức": "Tư vấn"}),
        line(code.format(1), "Người Trùng", **{"Ngày thụ lý": "03/01/2022", "Ngày kết thúc": "05/01/2022", "Hình thức": "Tư vấn"}),
        line(code.format(4), "Người Lạ", **{"Diện": "Khách quý", "Dân tộc": "Sao Hoả", "Lĩnh vực": "Thương mại", "Hình thức": "Tư vấn"}),
        line(code.format(5), "Người Trước Ngày", **{"Ngày thụ lý": "03/01/2022", "Ngày kết thúc": "01/01/2022", "Hình thức": "Tư vấn"}),
        line(code.format(6), "Trẻ Lớn Tuổi", **{"Ngày thụ lý": "03/01/2022", "Ngày kết thúc": "05/01/2022", "Diện": "Trẻ em", "Năm sinh": "01/01/1975"}),
    ])  # fmt: skip
    found = looked_at(office.leader, office, data)
    assert found["lines"] == {"ready": 1, "known": 0, "wrong": 5, "made": 0}
    faults = {row: {(fault["field"], fault["code"]) for fault in one["problems"]} for row, one in lines_of(office.leader, found["id"], verdict="wrong").items()}
    assert faults[5] == {("client", "required"), ("accepted_on", "not_a_date")}
    assert faults[6] == {("code", "repeated")}
    assert faults[7] == {("category", "unknown_category"), ("ethnicity", "unknown_ethnic_group"), ("field", "unknown_word")}
    assert faults[8] == {("ended_on", "too_early")}
    assert {field for field, _ in faults[9]} == {"category"}
    assert all(fault["message"]["vi"] and fault["message"]["en"] for one in lines_of(office.leader, found["id"]).values() for fault in one["problems"])

    # The same down a sheet, row by row.
    report = office.leader.get(f"/api/v1/register-imports/{found['id']}/report", params={"format": "xlsx", "verdict": "wrong"})
    sheet = [list(row) for row in load_workbook(io.BytesIO(report.content)).active.iter_rows(values_only=True)]
    assert [row[0] for row in sheet[1:]] == ["5", "5", "6", "7", "7", "7", "8", "9"]
    assert ["5", "Ngày thụ lý", "31/02/2022"] in [[row[0], row[3], row[4]] for row in sheet]
    text = office.leader.get(f"/api/v1/register-imports/{found['id']}/report", params={"format": "csv", "lang": "en"}).content.decode("utf-8-sig")
    assert {row[1] for row in csv.reader(io.StringIO(text))} == {"Result", "Can be brought in", "Wrong"}

    # The mended file makes only what is missing.
    assert act(office.leader, found["id"], "confirmation", {}).status_code == 200
    wait_for(office.leader, found["id"], "done")
    again = looked_at(office.leader, office, workbook([
        line(code.format(1), "Người Đúng", **{"Ngày thụ lý": "03/01/2022", "Ngày kết thúc": "05/01/2022", "Hình thức": "Tư vấn"}),
        line(code.format(2), "Người Thứ Hai", **{"Ngày thụ lý": "28/02/2022", "Ngày kết thúc": "", "Kết quả": "", "Hình thức": "Tư vấn"}),
    ]))  # fmt: skip
    assert again["lines"] == {"ready": 1, "known": 1, "wrong": 0, "made": 0}


def test_columns_are_named_by_people_and_remembered(office: Organisation):
    headings = ["Mã vụ việc", "Vào sổ hôm", "Họ tên", "Diện", "Lĩnh vực", "Xong hôm"]
    one = {"Mã vụ việc": "A.TV.1.2023", "Vào sổ hôm": "5/1/2023", "Họ tên": "Người Có Sổ", "Diện": "DTTS; hộ nghèo", "Lĩnh vực": "đất đai", "Xong hôm": "9/1/2023"}
    found = looked_at(office.leader, office, workbook([one], headings))
    assert [column.get("field") for column in found["columns"]] == ["code", None, "client", "category", "field", None]
    assert found["lines"]["wrong"] == 1
    for wrong in (["code"], ["code", "code", "client", "category", "field", None], ["code", "nonsense", "client", "category", "field", None]):
        shapes.assert_problem(act(office.leader, found["id"], "columns", {"columns": wrong}), 422)
    columns = ["code", "accepted_on", "client", "category", "field", "ended_on"]
    assert act(office.leader, found["id"], "columns", {"columns": columns}).status_code == 200
    assert wait_for(office.leader, found["id"], "checked")["lines"]["ready"] == 1
    other = looked_at(office.leader, office, workbook([one | {"Mã vụ việc": "A.TV.2.2023"}], headings))
    assert [column.get("field") for column in other["columns"]] == columns


def test_a_service_that_dies_goes_on_and_makes_nothing_twice(system, office: Organisation):
    count = 900
    code = f"{office_code(office)}.TV.{{}}.2019"
    lines = [line(code.format(n + 1), f"Người thứ {n + 1} (mẫu)", **{"Ngày thụ lý": "05/02/2019", "Ngày kết thúc": "07/02/2019", "Hình thức": "TV"}) for n in range(count)]
    text = io.StringIO()
    csv.writer(text).writerows(rows_of(lines))
    found = looked_at(office.leader, office, text.getvalue().encode(), name="so.csv", kind="text/csv")
    assert found["lines"]["ready"] == count
    restarts = system.part("intake")["restarts"]
    assert act(office.leader, found["id"], "confirmation", {}).status_code == 200
    system.kill("intake")
    wait_until(lambda: system.part("intake")["restarts"] > restarts, 60, "Intake to be started again")
    wait_until(lambda: office.leader.get("/api/v1/register-imports").status_code == 200, 60, "Intake to answer again")
    done = wait_for(office.leader, found["id"], "done", 120)
    assert done["lines"] == {"ready": 0, "known": 0, "wrong": 0, "made": count}
    made = [one["case"] for one in lines_of(office.leader, found["id"]).values()]
    assert len(set(made)) == count
    cases = [one["code"] for one in office.staff.everything("/api/v1/cases") if one["imported"]]
    assert sorted(cases) == sorted(code.format(n + 1) for n in range(count))
    # The same file again leads to what is there.
    again = send(office.leader, office, text.getvalue().encode(), "khac.csv", "text/csv")
    assert (again.status_code, again.json()["id"], again.json()["status"]) == (200, found["id"], "done")
    system.wait_drained(300)


def test_only_who_answers_for_the_register_brings_one_in(system, caller, office: Organisation):
    data = workbook([line("B.TV.1.2023", "Người Riêng", **{"Ngày thụ lý": "5/1/2023", "Ngày kết thúc": "9/1/2023", "Hình thức": "TV"})])
    for one in (office.staff, office.helper(next(iter(office.helpers))), office.caller("program"), caller("ministry"), caller("province", province=office.province)):
        shapes.assert_problem(send(one, office, data), 403)
    stranger = enter_organisation(system, province="96")
    assert stranger.staff.request(sound_request(stranger)).status_code == 201
    shapes.assert_problem(send(stranger.leader, office, data), [403, 404])
    found = looked_at(office.administrator, office, data)
    for place in ("", "/lines", "/report"):
        shapes.assert_problem(stranger.leader.get(f"/api/v1/register-imports/{found['id']}{place}"), 404)
    assert stranger.leader.read("/api/v1/register-imports")["items"] == []
    path = f"/api/v1/register-imports/{found['id']}"
    shapes.assert_problem(office.leader.http.delete(path), 428)
    assert office.leader.http.delete(path, headers={"If-Match": office.leader.get(path).headers["etag"]}).status_code == 204
    shapes.assert_problem(office.leader.get(f"/api/v1/register-imports/{found['id']}"), 404)


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0rubbish", b"PK\x03\x04broken", b"a,b,c\n1,2,3\n", b"M\xc3\xa3 v\xe1\xbb\xa5 vi\xe1\xbb\x87c,H\xe1\xbb\x8d t\xc3\xaan\n"])
def test_a_file_that_is_no_register_is_said(office: Organisation, data: bytes):
    problem = shapes.assert_problem(send(office.leader, office, data), 422)
    assert shapes.pointers(problem) == ["/file"]


def test_the_pages_lead_through(system, office: Organisation):
    leader = office.leader
    assert 'href="/cases/import"' in leader.get("/cases", headers=HTML).text
    assert 'href="/cases/import"' not in office.staff.get("/cases", headers=HTML).text
    data = workbook([
        line("C.TV.1.2023", "Người Trên Trang", **{"Ngày thụ lý": "5/1/2023", "Ngày kết thúc": "9/1/2023", "Hình thức": "TV"}),
        line("C.TV.2.2023", "<script>alert(1)</script>", **{"Ngày thụ lý": "hôm qua", "Hình thức": "TV"}),
    ])  # fmt: skip
    start = leader.get("/cases/import", headers=HTML).text
    assert "Nhập sổ thụ lý cũ" in start and "Chưa có tệp nào" in start
    answer = leader.http.post("/cases/import", data={"organisation": office.id}, files={"file": ("sổ 2023.xlsx", data)}, headers=HTML)
    assert answer.status_code == 303, answer.text[:600]
    path = answer.headers["location"]
    page = wait_until(lambda: "Nhập 1 vụ việc" in (text := leader.get(path, headers=HTML).text) and text, 30, "the file to be looked at")
    assert "Không phải ngày" in page and "<script>alert" not in page and "hôm qua" in page
    version = page.split('name="version" value="')[1].split('"')[0]
    form = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
    stale = leader.http.post(f"{path}/confirmation", content=f"version={int(version) - 1}", headers=form)
    assert stale.status_code == 412
    assert leader.http.post(f"{path}/confirmation", content=f"version={version}", headers=form).status_code == 303
    wait_until(lambda: "Đã nhập 1 vụ việc" in leader.get(path, headers=HTML).text, 30, "the case to be made")
    assert leader.get(f"{path}/report?format=csv", headers=HTML).status_code == 200
    english = leader.get(path, params={"lang": "en"}, headers=HTML).text
    assert "One case was brought in" in english
    leader.get("/cases", params={"lang": "vi"}, headers=HTML)


def test_the_command_brings_a_register_in(system, office: Organisation, tmp_path):
    code = f"{office_code(office)}.TV.{{:02}}.2018"
    file = tmp_path / "so cu.csv"
    lines = [line(code.format(n), f"Người Lệnh {n}", **{"Ngày thụ lý": "03/05/2018", "Ngày kết thúc": "05/05/2018", "Hình thức": "Tư vấn"}) for n in (1, 2)]
    wrong = line(code.format(3), "", **{"Hình thức": "Tư vấn"})
    text = io.StringIO()
    csv.writer(text).writerows(rows_of([*lines, wrong]))
    file.write_text(text.getvalue(), encoding="utf-8")
    command = ("import", "register", str(file), "--organisation", office.id)
    looked = system.run(*command, "--dry-run", "--report", str(tmp_path / "loi.xlsx")).stdout
    assert "2 ready, 0 known already, 1 wrong" in looked and "Nothing was made" in looked
    assert "row 6: Họ tên người được TGPL: " in looked
    assert load_workbook(tmp_path / "loi.xlsx").active.max_row > 1
    made = json.loads(system.run(*command, "--json").stdout)
    assert made["status"] == "done" and made["lines"] == {"made": 2, "ready": 0, "known": 0, "wrong": 1}
    assert json.loads(system.run(*command, "--json").stdout)["lines"]["made"] == 2
    assert {code.format(1), code.format(2)} <= {one["code"] for one in office.staff.everything("/api/v1/cases")}
    refused = system.run("import", "register", str(tmp_path / "none.csv"), "--organisation", office.id, check=False)
    assert refused.returncode != 0 and "could not be read" in refused.stderr
