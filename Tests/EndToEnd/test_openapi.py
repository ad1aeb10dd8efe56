"""The description of the API is sound, and what the other tests were answered is what it says."""

from __future__ import annotations

from collections import Counter

import httpx
import pytest
from openapi_spec_validator import validate

import answers
import tus
from api import Api
from description import Description
from waiting import wait_until
from world import Organisation, sound_request

pytestmark = pytest.mark.reads_all_answers


@pytest.fixture(scope="module")
def document(system) -> dict:
    answer = httpx.get(f"{system.url}/api/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


@pytest.fixture(scope="module")
def walk(system, centre: Organisation) -> None:
    """Calls what the other tests have no reason to call."""
    leader, administrator = centre.leader, centre.administrator
    for path in ("/api/openapi.json", "/api/asyncapi.json", "/api/v1/report-runs", "/api/v1/uploads"):
        leader.read(path)

    organisation = f"/api/v1/organisations/{centre.id}"
    change(leader, organisation, {"name": "Trung tâm đã đổi tên"})
    helper = f"/api/v1/helpers/{next(iter(centre.helpers))}"
    change(administrator, helper, {"phone": "0912345678"})
    absence = administrator.create(f"{helper}/absences", {"from": "2020-01-01", "to": "2020-01-02", "reason": "Nghỉ phép"})
    administrator.read(f"{helper}/absences")
    assert administrator.http.delete(f"{helper}/absences/{absence['id']}").status_code == 204

    case = centre.staff.open_case(sound_request(centre))
    path = f"/api/v1/cases/{case['id']}"
    assignment = leader.assignment(case["id"])
    decision = {"number": "12/QĐ-TGPL", "date": str(system.today()), "signer": "Nguyễn Văn Hòa"}
    assert leader.decide(f"{path}/assignment", "decision", decision).status_code == 200
    assert centre.helper(assignment["helper"]).decide(f"{path}/assignment", "acceptance", {}).status_code == 200
    assert leader.decide(path, "completion", {"date": leader.case(case["id"])["accepted_on"], "missing_papers_reason": "Giấy tờ nộp bổ sung sau (mẫu)"}).status_code == 200
    assert leader.decide(path, "handover", {"missing_papers_reason": "Giấy tờ nộp bổ sung sau (mẫu)"}).status_code == 200

    other = centre.staff.open_case(sound_request(centre))
    offered = leader.assignment(other["id"])["helper"]
    refusal = {"reason": "not_effective"}
    assert centre.helper(offered).decide(f"/api/v1/cases/{other['id']}/assignment", "refusal", refusal).status_code == 200

    case_parties = f"/api/v1/cases/{other['id']}/parties"
    party = centre.staff.create(case_parties, {"role": "opposing", "name": "Bên Kia (tức Bên Ấy)", "birth_year": 1970})["id"]
    assert centre.staff.post(f"{case_parties}/{party}/correction", {"name": "Bên Kìa", "reason": "Đối chiếu"}).status_code == 201
    assert centre.staff.post(f"{case_parties}/{party}/withdrawal", {"reason": "Nhầm người"}).status_code == 200
    centre.staff.read(case_parties)

    advised = f"/api/v1/cases/{centre.staff.open_case(sound_request(centre, form='advice'))['id']}"
    assert leader.decide(advised, "advice-extension", {"reason": "Vụ việc phức tạp"}).status_code == 200
    wait_until(lambda: centre.staff.read(advised).get("helper"), 60, "its helper")
    asked = centre.staff.create(f"{advised}/helper-changes", {"channel": "phone", "reason": "Không khách quan"})["id"]
    assert leader.decide(advised, f"helper-changes/{asked}/answer", {"outcome": "refused", "answer": "Không có căn cứ"}).status_code == 200
    centre.staff.read(f"{advised}/helper-changes")

    question = {
        "centre": centre.id, "channel": "in_person", "client": {"name": "Lý Thị Hỏi", "gender": "female"}, "field": "civil",
        "question": "Khai sinh muộn cần gì?", "answer": "Đã hướng dẫn.",
    }
    given = centre.staff.create("/api/v1/consultations", question)["id"]
    centre.staff.read(f"/api/v1/consultations/{given}")
    assert any(line["id"] == given for line in centre.staff.everything("/api/v1/consultations"))

    upload = tus.Upload.begin(centre.staff, 10, case=other["id"], kind="application", filename="don.pdf")
    centre.staff.read(f"/api/v1/uploads/{upload.id}")
    centre.staff.http.options(upload.place)
    assert centre.staff.http.post(upload.place, headers={**tus.VERSION, "X-HTTP-Method-Override": "DELETE"}).status_code == 204


def change(caller: Api, path: str, body: dict) -> None:
    seen = caller.get(path)
    answer = caller.http.patch(path, json=body, headers={"If-Match": seen.headers["etag"]})
    assert answer.status_code == 200, answer.text[:600]


def test_it_is_openapi(document: dict):
    assert document["openapi"].startswith("3.1.")
    validate(document)


def test_it_has_a_tag_and_is_not_sent_twice(system):
    for path in ("/api/openapi.json", "/api/asyncapi.json"):
        answer = httpx.get(f"{system.url}{path}")
        again = httpx.get(f"{system.url}{path}", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_every_example_is_what_it_describes(document: dict):
    description = Description(document)
    faults = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            body = operation.get("requestBody", {}) if method != "parameters" else {}
            for content in body.get("content", {}).values():
                examples = [content["example"]] if "example" in content else [one["value"] for one in content.get("examples", {}).values()]
                faults += [f"{method} {path}: {error.message}" for one in examples for error in description.errors(content["schema"], one)]
    assert faults == []


def test_every_answer_is_what_it_says(document: dict, walk: None):
    """Answers of all tests of this run; alone, this module sees those of its own walk."""
    description = Description(document)
    faults = Counter(fault for answer in answers.kept for fault in description.faults(answer))
    assert not faults, "\n".join(f"{count} × {fault}" for fault, count in faults.most_common(40))


def test_every_operation_was_called(document: dict, request: pytest.FixtureRequest):
    """What nobody calls may be described wrongly."""
    if len(request.session.items) < 200:
        pytest.skip("only a part of the tests runs")
    description = Description(document)
    called = {(found[0], answer.method.lower()) for answer in answers.kept if (found := description.operation(answer.method, answer.path))}
    described = {(path, method) for path, item in document["paths"].items() for method in item if method != "parameters"}
    assert described - called == set()
