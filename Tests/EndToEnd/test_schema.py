"""Every call of the API with whatever can be sent to it: values at the edge of what is described, and values beyond it, from several callers.

Nothing may fail inside (5xx), and each answer must be one that the description names, of that type and shape, with the headers that it promises.
What is sent is made by schemathesis from the description; what there is to be sent to (a case, its papers, its hearing …) is real.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import Iterator

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import (
    content_type_conformance, not_a_server_error, response_headers_conformance, response_schema_conformance, status_code_conformance,
)  # fmt: skip
from schemathesis.schemas import BaseSchema

from answers import Answer
from api import Api
from description import Description
from system import ROOT
from test_rights import things  # noqa: F401  (a fixture)
from things import UNKNOWN, Things
from world import Organisation

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance,
]  # fmt: skip

# The same values in every run, and no more than the figures below for each call.
TRIED = settings(max_examples=12, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
                 suppress_health_check=list(HealthCheck))  # fmt: skip

# They end or change what all others are tried on.
ENDS = r"/(completion|stop|handover|transfer|refusal|absences|organisations/\{id\}|helpers/\{id\})$"

# Of one call so many, then every tenth; of those that print paper, which takes a second, every sixth.
MOST = 50
PRINTED = re.compile(r"/documents/\{form\}$|/register$|/export$")



def whole_description() -> dict:
    """The description as it lies in its files: what is tried is known before the system runs."""
    whole: dict = {}
    for file in sorted((ROOT / "Services" / "Portal" / "API").glob("*.yaml")):
        merge(whole, yaml.safe_load(file.read_text()))
    return whole


def merge(into: dict, other: dict) -> None:
    for key, value in other.items():
        if isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value


@schemathesis.serializer(
    "application/offset+octet-stream", "application/octet-stream", "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)  # fmt: skip
def raw_bytes(context, value) -> dict:
    """What is sent of a paper or a spreadsheet; schemathesis makes it, or something else, up."""
    return {"data": value if isinstance(value, bytes) else str(value).encode()}


def schema_of(document: dict) -> BaseSchema:
    schema = schemathesis.openapi.from_dict(document)
    # Tokens are ours to send: made-up ones would only ever be refused.
    schema.config.generation.with_security_parameters = False
    return schema


DESCRIPTION = whole_description()
described = schema_of(DESCRIPTION)


@pytest.fixture(scope="module")
def desk(system, centre: Organisation, things: Things, caller) -> Desk:  # noqa: F811
    callers = [
        centre.leader, centre.helper(things.helper), centre.staff, centre.administrator, centre.caller("program"), caller("province", province=centre.province),
        caller("ministry"), caller("system"), caller(None),
    ]  # fmt: skip
    return Desk(callers, things, Description(DESCRIPTION), system.url)


class Desk:
    """Sends what was made up, as one caller after the other, mostly about things that exist, and holds the answers against the description."""

    def __init__(self, callers: list[Api], things: Things, description: Description, url: str) -> None:  # noqa: F811
        self.url = url
        self.leader = callers[0]
        # The leader, who may most, every other time.
        self.callers = itertools.cycle([one for other in callers[1:] for one in (callers[0], other)])
        self.things = things
        self.description = description
        self.sent: Counter[str] = Counter()

    def send(self, case: Case) -> None:
        self.sent[case.operation.label] += 1
        number = self.sent[case.operation.label]
        if number % (6 if PRINTED.search(case.operation.path) else 1 if number <= MOST else 10):
            return
        caller = next(self.callers)
        if number % 8:
            case.path_parameters = self.real_parameters(case) or case.path_parameters
            for place in (case.query, case.body):
                self.name_what_exists(place)
        headers = {"Authorization": f"Bearer {caller.token}"} if caller.token else {}
        if "If-Match" in (case.headers or {}) and number % 4:
            headers["If-Match"] = self.tag(case) or case.headers["If-Match"]
        answer = case.call(base_url=self.url, headers=headers)
        case.validate_response(answer, checks=CHECKS, headers=headers)
        faults = list(self.faults(case, answer))
        assert not faults, f"{faults}\n{case.as_curl_command()}"

    def real_parameters(self, case: Case) -> dict[str, str] | None:
        """The names of things that exist, for the path's parameters."""
        template = case.operation.path
        if template.startswith(("/api/v1/organisations/", "/api/v1/helpers/")):
            return {"id": self.things.centre.id if "organisations" in template else self.things.helper, "absence": UNKNOWN}
        place = self.things.named(template).split("?")[0]
        found = re.fullmatch(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template)), place)
        return found.groupdict() if found else None

    def name_what_exists(self, place: object) -> None:
        """Puts organisations and helpers that exist where made-up ones are named, so that not every answer is that there is none."""
        if not isinstance(place, dict):
            return
        known = {"centre": self.things.centre.id, "organisation": self.things.centre.id, "helper": self.things.helper, "province": self.things.centre.province}
        for name in known.keys() & place.keys():
            if isinstance(place[name], str):
                place[name] = known[name]

    def tag(self, case: Case) -> str | None:
        """The ETag of what is changed, as it is now."""
        place = case.formatted_path
        thing = place if case.method == "PATCH" else place.rsplit("/", 1)[0]
        return self.leader.get(thing).headers.get("etag")

    def faults(self, case: Case, answer) -> Iterator[str]:
        """What our own reading of the description, which allows no member that is not named, finds."""
        media = answer.headers.get("content-type", [""])[0].split(";")[0]
        body = answer.json() if media in ("application/json", "application/problem+json") and answer.content else None
        yield from self.description.faults(Answer(case.method, case.operation.path, answer.status_code, media, body))


@TRIED
@described.exclude(path_regex=ENDS).parametrize()
def test_every_answer_is_described(case: Case, desk: Desk):
    desk.send(case)


@TRIED
@described.include(path_regex=ENDS).parametrize()
def test_every_answer_to_a_case_that_ends_is_described(case: Case, desk: Desk):
    desk.send(case)


def test_no_service_choked_on_what_was_taken(system):
    """What was accepted is told to the others, who must cope with it too."""
    system.wait_drained()
