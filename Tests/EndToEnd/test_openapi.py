"""The description of the API is sound, and what the other tests were answered is what it says."""

from __future__ import annotations

from collections import Counter

import httpx
import pytest
from openapi_spec_validator import validate

import answers
from description import Description

pytestmark = pytest.mark.reads_all_answers


@pytest.fixture(scope="module")
def document(system) -> dict:
    answer = httpx.get(f"{system.url}/api/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


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


def test_every_answer_is_what_it_says(document: dict):
    """Answers of all tests of this run; alone, this module sees only a few."""
    description = Description(document)
    faults = Counter(fault for answer in answers.kept for fault in description.faults(answer))
    assert not faults, "\n".join(f"{count} × {fault}" for fault, count in faults.most_common(40))


def test_every_operation_was_called(document: dict, request: pytest.FixtureRequest):
    """What nobody calls may be described wrongly: a run of everything calls all but what is listed here."""
    if len(request.session.items) < 60:
        pytest.skip("only a part of the tests runs")
    description = Description(document)
    called = {(found[0], answer.method.lower()) for answer in answers.kept if (found := description.operation(answer.method, answer.path))}
    described = {(path, method) for path, item in document["paths"].items() for method in item if method != "parameters"}
    print("not called:", sorted(described - called))
    assert len(called & described) >= len(described) * 2 // 3
