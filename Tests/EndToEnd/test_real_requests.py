"""Requests as lifelike as what a counter receives go in through the public API; the reports' cells are those counted by hand."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections import defaultdict
from pathlib import Path

import httpx
import pytest
import yaml

import shapes
from api import Api, find_block
from system import ROOT, text_of
from waiting import wait_until
from world import Organisation, enter_organisation

HERE = Path(__file__).parent
FILE = yaml.safe_load((HERE / "requests.yaml").read_text(encoding="utf-8"))
EXPECTED = yaml.safe_load((HERE / "expected_cells.yaml").read_text(encoding="utf-8"))
REAL_FIGURES = yaml.safe_load((HERE / "expected_real_figures.yaml").read_text(encoding="utf-8"))
GOOD = {entry["key"]: entry for entry in FILE["requests"]}
WRONG = {entry["key"]: entry for entry in FILE["wrong"]}
PERIOD = "2026-H1"
ROWS = 25
COLUMNS = {"bieu-24": 18, "bieu-25": 11}
# Who did the work depends on the helper that was picked.
PERFORMERS = range(5, 10)


def plain(value):
    """YAML's dates back as the text that goes over the wire."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


class Run:
    """The file's requests, posted and carried on; what came back of each."""

    def __init__(self, system, organisations: dict[str, Organisation], baseline: dict[str, dict[str, int]]) -> None:
        self.system = system
        self.organisations = organisations
        self.baseline = baseline
        self.matters: dict[str, str] = defaultdict(lambda: str(uuid.uuid4()))
        self.answers: dict[str, httpx.Response] = {}
        self.requests: dict[str, str] = {}
        self.cases: dict[str, dict] = {}
        self.steps: dict[str, list[httpx.Response]] = defaultdict(list)

    def body(self, entry: dict) -> dict:
        body = plain(entry["body"])
        target = entry["to"]
        if target is not None:
            body["centre"] = self.organisations[target].id if target in self.organisations else target
        if body.get("matter") and not entry.get("raw_matter"):
            body["matter"] = self.matters[body["matter"]]
        if entry.get("decision") not in (None, "none", "refuse"):
            body["decision"] = entry["decision"]
        return body

    def organisation(self, entry: dict) -> Organisation:
        """Who posts an entry: its organisation, or centre_a where that is what is wrong with it."""
        return self.organisations.get(entry["to"], self.organisations["centre_a"])

    @property
    def helpers(self) -> dict[str, dict]:
        return {ident: helper for organisation in self.organisations.values() for ident, helper in organisation.helpers.items()}

    def post_all(self) -> None:
        for key, entry in GOOD.items():
            answer = self.organisation(entry).staff.request(self.body(entry))
            self.answers[key] = answer
            if answer.status_code != 201:
                continue
            made = answer.json()
            self.requests[key] = made["id"]
            if case := shapes.new_case(made):
                self.cases[key] = case

    def refuse(self) -> None:
        for key, entry in GOOD.items():
            if entry["decision"] == "refuse" and key in self.requests:
                thing = f"/api/v1/requests/{self.requests[key]}"
                self.steps[key].append(self.organisation(entry).leader.decide(thing, "refusal", shapes.refusal(entry["reason"])))

    def wait_assigned(self) -> None:
        for key, case in self.cases.items():
            self.organisation(GOOD[key]).staff.assignment(case["id"], timeout=120)

    def carry_on(self) -> None:
        """Acceptances of today, completions and stops, each after a helper was picked."""
        for key, entry in GOOD.items():
            for step in entry.get("then", []):
                (kind, facts), = step.items()
                leader = self.organisation(entry).leader
                if kind == "accept" and key in self.requests:
                    answer = leader.decide(f"/api/v1/requests/{self.requests[key]}", "acceptance", facts)
                    if answer.is_success and (case := shapes.new_case(answer.json())):
                        self.cases[key] = case
                elif key in self.cases:
                    late = {"missing_papers_reason": "Giấy tờ nộp bổ sung sau"} if kind == "finish" else {}
                    action = {"finish": "completion", "stop": "stop"}[kind]
                    answer = leader.decide(f"/api/v1/cases/{self.cases[key]['id']}", action, plain(facts) | late)
                else:
                    continue
                self.steps[key].append(answer)


@pytest.fixture(scope="module")
def whole_country(caller) -> Api:
    return caller("ministry")


@pytest.fixture(scope="module")
def run(system, whole_country) -> Run:
    # Other tests' cases lie outside this period; should any not, they are taken off the figures of the whole.
    baseline = {form: whole_country.cells(whole_country.report(form, PERIOD, shapes.everywhere())) for form in COLUMNS}
    organisations: dict[str, Organisation] = {}
    for name, facts in FILE["organisations"].items():
        parent = organisations[facts["parent"]].id if "parent" in facts else None
        organisations[name] = enter_organisation(system, facts["kind"], facts["name"], facts["province"], parent, facts["code"])
        for helper in facts["helpers"]:
            organisations[name].add_helper(**plain(helper))
    run = Run(system, organisations, baseline)
    run.post_all()
    run.refuse()
    run.wait_assigned()
    run.carry_on()
    run.wait_assigned()
    system.wait_drained(180)
    return run


# ---- the file ----------------------------------------------------------------------------------------------------------------------


def test_the_file_is_as_varied_as_it_says():
    bodies = [entry["body"] for entry in GOOD.values()]
    assert len(GOOD) >= 66 and len(WRONG) >= 25 and not GOOD.keys() & WRONG.keys()
    assert len({category for body in bodies for category in body["categories"]}) == 14
    assert len({(body["field"], body["form"]) for body in bodies}) == 18
    assert len({body["channel"] for body in bodies}) == 5
    assert len({body["client"]["gender"] for body in bodies}) == 3
    assert len({body["client"]["ethnicity"] for body in bodies}) >= 12
    assert max(len(body["summary"]) for body in bodies) > 3_800
    assert any({"poor_household", "ethnic_minority"} <= set(body["categories"]) for body in bodies)


def test_every_counted_cell_lists_its_requests():
    for form, scopes in EXPECTED.items():
        for scope, cells in scopes.items():
            for cell, (figure, working) in cells.items():
                if "+" in working:
                    parts = [int(number) for number in re.findall(r"\b\d+\b", working)]
                    assert sum(parts) == figure, f"{form} {scope} {cell}"
                else:
                    keys = working.split()
                    assert len(set(keys)) == len(keys) == figure and set(keys) <= GOOD.keys(), f"{form} {scope} {cell}"


# ---- good requests -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", GOOD)
def test_request_is_taken(run: Run, key: str):
    entry, answer = GOOD[key], run.answers[key]
    assert answer.status_code == 201, f"{answer.status_code} {answer.text[:800]}"
    made = answer.json()
    assert uuid.UUID(made["id"]).version == 7
    if entry["decision"] == "accept":
        assert made["status"] == "accepted"
        assert uuid.UUID(made["case"]["id"]).version == 7 and made["case"]["code"]
    else:
        assert made["status"] == "received" and not shapes.new_case(made)


@pytest.mark.parametrize("key", GOOD)
def test_request_is_kept_as_it_was_given(run: Run, key: str):
    entry = GOOD[key]
    kept = run.organisation(entry).staff.read(f"/api/v1/requests/{run.requests[key]}")
    assert shapes.client_name(kept) == as_kept(entry["body"]["client"]["name"])
    assert kept["summary"] == as_kept(entry["body"]["summary"])
    assert kept["categories"] == entry["body"]["categories"]
    assert kept["form"] == entry["body"]["form"] and kept["field"] == entry["body"]["field"]
    if entry["decision"] == "refuse":
        assert kept["status"] == "refused"


def as_kept(text: str) -> str:
    """Trimmed, in Unicode's composed form."""
    return unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize("key", [key for key, entry in GOOD.items() if entry.get("then") or entry["decision"] == "refuse"])
def test_what_happened_to_it_later_was_taken(run: Run, key: str):
    expected = len(GOOD[key].get("then", [])) or 1
    assert [answer.status_code // 100 for answer in run.steps[key]] == [2] * expected, [answer.text[:400] for answer in run.steps[key]]


def test_same_person_again_comes_back_as_a_duplicate_and_is_not_blocked(run: Run):
    again = run.answers["b23"].json()
    assert run.requests["b13"] in str(again.get("duplicates"))


def test_register_has_no_gaps_and_no_doubles(run: Run):
    register = yaml.safe_load((ROOT / "Shared/Rules/Packs/register.yaml").read_text(encoding="utf-8"))
    rule = register[-1] if isinstance(register, list) else register
    series: dict[tuple, list[int]] = defaultdict(list)
    for key, case in run.cases.items():
        organisation, form, number, year = case["code"].split(".")
        assert organisation == FILE["organisations"][GOOD[key]["to"]]["code"]
        assert form == {"litigation": "TGTT", "advice": "TV", "representation": "ĐDNTT"}[GOOD[key]["body"]["form"]]
        series[(organisation, year, form if "form" in rule["scope"] else None)].append(int(number))
    for name, numbers in series.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), name
    assert {year for _, year, _ in series} >= {"2025", "2026"}


def test_every_case_is_assigned_to_a_fitting_helper_with_an_explanation(run: Run):
    for key, case in run.cases.items():
        organisation = run.organisation(GOOD[key])
        assignment = organisation.staff.assignment(case["id"])
        helper = run.helpers[assignment["helper"]]
        assert helper["organisation"] == organisation.id, f"{key}: each organisation here has fitting helpers of its own"
        if GOOD[key]["body"]["form"] != "advice":
            assert helper["kind"] in ("officer", "lawyer"), f"{key}: {helper}"
        explanation = assignment["explanation"]
        assert {"candidates", "exclusions", "scores"} <= explanation.keys(), key
        assert assignment["helper"] in shapes.candidate_ids(assignment), key


def test_two_sides_of_one_quarrel_have_different_helpers(run: Run):
    staff = run.organisations["centre_a"].staff
    first, second = (staff.assignment(run.cases[key]["id"])["helper"] for key in ("a17", "a18"))
    assert first != second


def test_every_helper_is_mailed_once_a_case(run: Run):
    def all_told() -> list | None:
        mails = [(text_of(mail), mail) for mail in run.system.mails()]
        return mails if all(any(case["code"] in text for text, _ in mails) for case in run.cases.values()) else None

    mails = wait_until(all_told, 60, "a mail for every case", every=0.5)
    for key, case in run.cases.items():
        organisation = run.organisation(GOOD[key])
        address = run.helpers[organisation.staff.assignment(case["id"])["helper"]]["email"]
        # Cases of the past are stalled at once, which is another mail: the one looked for tells of the assignment.
        told = [mail for text, mail in mails if case["code"] in text and address in str(mail["to"]) and not shapes.is_reminder(str(mail["subject"]))]
        assert len(told) == 1, f"{key}: {[str(mail['subject']) for mail in told]}"


def test_lists_hold_each_request_once(run: Run):
    for name, organisation in run.organisations.items():
        listed = [item["id"] for item in organisation.staff.everything("/api/v1/requests")]
        # A centre also sees what its branches received.
        own = {name} | {branch for branch, facts in FILE["organisations"].items() if facts.get("parent") == name}
        expected = {run.requests[key] for key, entry in GOOD.items() if entry["to"] in own}
        assert len(listed) == len(set(listed)) and set(listed) == expected, name


# ---- wrong requests ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", WRONG)
def test_wrong_request_is_turned_away(run: Run, key: str):
    entry = WRONG[key]
    organisation = run.organisation(entry)
    before = len(organisation.staff.everything("/api/v1/requests"))
    caller = organisation.staff
    if "token" in entry:
        caller = Api(run.system.url, None if entry["token"] == "none" else entry["token"])
    if "raw" in entry:
        answer = caller.http.post(
            "/api/v1/requests", content=entry["raw"].encode(), headers={"Content-Type": entry.get("content_type", "application/json")}
        )
    else:
        body = run.body(entry)
        body["summary"] = body.get("summary") + "." * entry["pad"] if "pad" in entry else body.get("summary")
        answer = caller.post("/api/v1/requests", body)
    problem = shapes.assert_problem(answer, entry["expect"])
    if "pointers" in entry:
        missing, surplus = shapes.pointer_differences(problem, entry["pointers"])
        assert not missing and not surplus, f"missing {missing}, not expected {surplus}: {problem}"
    assert len(organisation.staff.everything("/api/v1/requests")) == before, "something was stored"


# ---- the statistics ----------------------------------------------------------------------------------------------------------------


def counted(form: str, scope: str) -> dict[str, int]:
    return {cell: figure for cell, (figure, _) in EXPECTED[form][scope].items()}


def compare(got: dict[str, int], expected: dict[str, int], form: str) -> None:
    fixed = {cell: figure for cell, figure in got.items() if form == "bieu-24" or column(cell) not in PERFORMERS}
    wrong = {cell: (fixed.get(cell, 0), expected.get(cell, 0)) for cell in {*fixed, *expected} if fixed.get(cell, 0) != expected.get(cell, 0)}
    assert not wrong, f"(got, counted by hand): {dict(sorted(wrong.items()))}"
    if form == "bieu-25":
        for row in range(1, ROWS + 1):
            performers = sum(got.get(f"r{row}c{number}", 0) for number in PERFORMERS)
            assert performers == got.get(f"r{row}c4", 0), f"row {row}: c5 to c9 do not add up to c4"


def column(cell: str) -> int:
    return int(cell.partition("c")[2])


def add(left: dict[str, int], right: dict[str, int], sign: int = 1) -> dict[str, int]:
    sums = {cell: left.get(cell, 0) + sign * right.get(cell, 0) for cell in {*left, *right}}
    return {cell: figure for cell, figure in sums.items() if figure}


@pytest.mark.parametrize("name", FILE["organisations"])
@pytest.mark.parametrize("form", COLUMNS)
def test_cells_of_an_organisation_are_those_counted_by_hand(run: Run, form: str, name: str):
    organisation = run.organisations[name]
    leader = organisation.leader
    job = leader.report(form, PERIOD, {"organisation": organisation.id})
    got = leader.cells(job)
    compare(got, counted(form, name), form)
    assert find_block(leader.workbook(job), got, ROWS, COLUMNS[form]), "the XLSX does not hold the table of the JSON export"


@pytest.mark.parametrize("form", COLUMNS)
def test_cells_of_the_whole_are_those_counted_by_hand(run: Run, whole_country: Api, form: str):
    job = whole_country.report(form, PERIOD, shapes.everywhere())
    got = whole_country.cells(job)
    compare(add(got, run.baseline[form], -1), counted(form, "whole"), form)
    assert find_block(whole_country.workbook(job), got, ROWS, COLUMNS[form])


@pytest.mark.parametrize("form", COLUMNS)
def test_a_province_is_the_sum_of_its_organisations(run: Run, caller, form: str):
    department = caller("province", province="66")
    got = department.cells(department.report(form, PERIOD, {"province": "66"}))
    compare(got, add(counted(form, "centre_a"), counted(form, "branch_a1")), form)


@pytest.mark.parametrize("name", FILE["organisations"])
@pytest.mark.parametrize("form", COLUMNS)
def test_units_report_real_figures_only(run: Run, name: str, form: str):
    """Without being asked for the whole period, a half-year counts to 31 May (circular 03/2019, Điều 6.3c)."""
    organisation = run.organisations[name]
    got = organisation.leader.cells(organisation.leader.report(form, PERIOD, {"organisation": organisation.id}, whole=False))
    for cell, (figure, _) in REAL_FIGURES[form][name].items():
        assert got.get(cell, 0) == figure, cell


@pytest.mark.parametrize("name", FILE["organisations"])
def test_the_next_period_opens_with_what_this_one_left(run: Run, name: str):
    """A period's opening balance equals the closing balance before it: July 2026 carries over what was open on 30 June."""
    organisation = run.organisations[name]
    got = organisation.leader.cells(organisation.leader.report("bieu-25", "2026-07", {"organisation": organisation.id}))
    closing = counted("bieu-25", name)
    for row in range(1, ROWS + 1):
        assert got.get(f"r{row}c2", 0) == closing.get(f"r{row}c10", 0), f"row {row}"


def test_a_cell_shows_the_cases_behind_it(run: Run):
    organisation = run.organisations["centre_a"]
    job = organisation.leader.report("bieu-24", PERIOD, {"organisation": organisation.id})
    shown = organisation.leader.everything(f"/api/v1/report-runs/{job}/cells/r1c5/cases")
    keys = EXPECTED["bieu-24"]["centre_a"]["r1c5"][1].split()
    assert {item.get("case") or item.get("id") for item in shown} == {run.cases[key]["id"] for key in keys}
