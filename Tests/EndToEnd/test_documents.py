"""Printed forms through the front door: as pages and as PDFs, in the house's layout and in a centre's own."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

import shapes
from world import Organisation, sound_request

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}


@pytest.fixture(scope="module")
def case(centre: Organisation) -> str:
    case = centre.staff.open_case(sound_request(centre))["id"]
    centre.staff.assignment(case)
    return case


def test_every_form_that_fits_a_case_is_a_sheet_and_a_pdf(centre: Organisation, case: str):
    forms = [one["form"] for one in centre.staff.read(f"/api/v1/cases/{case}/documents")["items"]]
    assert "litigation_decision" in forms and "refusal_notice" not in forms
    for form in forms:
        sheet = centre.staff.get(f"/cases/{case}/documents/{form}")
        assert sheet.status_code == 200 and "Lường Thị Piêng" in sheet.text, form
    pdf = centre.staff.get(f"/api/v1/cases/{case}/documents/litigation_decision")
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF") and b"/FontFile2" in pdf.content


def test_a_request_that_was_refused_has_its_notice(centre: Organisation):
    request = centre.staff.request(sound_request(centre)).json()["id"]
    assert centre.staff.decide(f"/api/v1/requests/{request}", "refusal", shapes.refusal("no_concrete_case")).status_code == 200
    assert "refusal_notice" in [one["form"] for one in centre.staff.read(f"/api/v1/requests/{request}/documents")["items"]]
    assert centre.staff.get(f"/api/v1/requests/{request}/documents/refusal_notice").content.startswith(b"%PDF")


def test_the_register_is_printed_by_period(system, centre: Organisation, case: str):
    code = centre.staff.case(case)["code"]
    period = {"organisation": centre.id, "from": str(system.today().replace(day=1)), "to": str(system.today())}
    assert code in centre.staff.get("/cases/register/sheet", params=period).text
    assert centre.staff.get("/api/v1/register", params=period).content.startswith(b"%PDF")


def test_a_faulty_layout_is_refused_by_its_line_and_a_sound_one_is_used(centre: Organisation, case: str):
    path = "/document-templates/application"

    def save(text: str):
        return centre.leader.http.post(path, content=urlencode({"text": text, "version": 0}), headers=FORM)

    refused = save('<p>{{client_name}}</p>\n<img src="file:///etc/passwd">')
    assert refused.status_code == 422 and "Dòng 2" in refused.text
    assert save("<h1>ĐƠN RIÊNG</h1><p>{{client_name}}</p>").status_code == 303
    assert "ĐƠN RIÊNG" in centre.staff.get(f"/cases/{case}/documents/application").text
