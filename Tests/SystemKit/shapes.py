"""What the tests take for granted of answers beyond the letter of the contract: the one place to mend when a shape changes."""

from __future__ import annotations

import unicodedata
from typing import Any

# ---- roles -----------------------------------------------------------------------------------------------------------------------

# Who receives requests, who decides and who keeps the register of helpers, by kind of organisation.
STAFF_ROLE = {"centre": "staff", "branch": "staff", "contracted": "organisation", "registered": "organisation"}
LEADER_ROLE = {"centre": "leader", "branch": "branch_leader", "contracted": "organisation", "registered": "organisation"}
ADMINISTRATOR_ROLE = "administrator"

# ---- requests and cases ----------------------------------------------------------------------------------------------------------


def new_case(answer: dict) -> dict | None:
    """The case that `POST /requests` or `…/acceptance` opened: `{"id", "code"}`, or None."""
    return answer.get("case")


def refusal(reason: str) -> dict:
    """The body of `POST /requests/{id}/refusal`."""
    return {"reason": reason}


def helper_of_case(case: dict) -> str | None:
    """The helper's id on the case as Intake shows it."""
    helper = case.get("helper")
    return helper.get("id") if isinstance(helper, dict) else helper


def state_of_case(case: dict) -> str:
    return case.get("status") or case.get("state")


def accepted_on(case: dict) -> str:
    """The legal date of acceptance."""
    return case["accepted_on"]


def client_name(request: dict) -> str:
    return request["client"]["name"]


def papers(case: dict) -> dict[str, bool]:
    """The dossier's list: kind of paper -> whether it is there."""
    dossier = case["dossier"]
    listed = dossier["papers"] if isinstance(dossier, dict) else dossier
    return {paper["kind"]: bool(paper["present"] if "present" in paper else paper.get("attachment")) for paper in listed}


def occurrences(timeline: dict, word: str) -> list[dict]:
    """The entries of `GET /cases/{id}/timeline` whose kind holds `word`, dashes and underscores alike."""
    return [item for item in timeline["items"] if word in str(item["kind"]).replace("_", "-")]


# ---- assignment ------------------------------------------------------------------------------------------------------------------


def is_assigned(assignment: dict) -> bool:
    return assignment["helper"] is not None and assignment["state"] not in ("waiting", "proposed")


def candidate_ids(assignment: dict) -> list[str]:
    """The helpers that were considered."""
    return [one["helper"] if isinstance(one, dict) else one for one in assignment["explanation"]["candidates"]]


# ---- mails -----------------------------------------------------------------------------------------------------------------------


def is_reminder(subject: str) -> bool:
    """Whether a mail with this subject warns of a case without progress."""
    lower = unicodedata.normalize("NFC", subject).lower()
    return any(words in lower for words in ("tiến triển", "stalled", "without progress"))


# ---- alerts ----------------------------------------------------------------------------------------------------------------------


def stalled_alerts(alerts: list[dict], case: str) -> list[dict]:
    return [alert for alert in alerts if alert.get("case") == case and "stalled" in alert["kind"]]


# ---- reports ---------------------------------------------------------------------------------------------------------------------

RUN_DONE = {"done", "finished", "completed", "ready", "succeeded"}
RUN_FAILED = {"failed", "error", "cancelled"}


def run_status(run: dict) -> str:
    return run.get("status") or run.get("state")


def everywhere() -> dict:
    """The scope of a run over the whole country."""
    return {"all": True}


# ---- problems --------------------------------------------------------------------------------------------------------------------


def pointers(problem: dict) -> list[str]:
    return [error["pointer"] for error in problem.get("errors") or []]


def pointer_differences(problem: dict, expected: list[str]) -> tuple[list[str], list[str]]:
    """Expected pointers that no error names (a pointer below one counts), and errors that nobody expected."""
    named = pointers(problem)

    def under(pointer: str, place: str) -> bool:
        return pointer == place or pointer.startswith(place + "/")

    missing = [place for place in expected if not any(under(pointer, place) for pointer in named)]
    surplus = [pointer for pointer in named if not any(under(pointer, place) for place in expected)]
    return missing, surplus


def assert_problem(answer: Any, status: int | list[int]) -> dict:
    """The answer is a problem document (RFC 9457) of that status, with all that the contract promises; gives the document."""
    wanted = status if isinstance(status, list) else [status]
    assert answer.status_code in wanted, f"{answer.status_code} instead of {wanted}: {answer.text[:600]}"
    assert answer.headers["content-type"].split(";")[0] == "application/problem+json"
    problem = answer.json()
    for member in ("type", "title", "status", "reference"):
        assert problem.get(member), f"{member} is missing: {problem}"
    assert problem["status"] == answer.status_code
    for error in problem.get("errors") or []:
        assert isinstance(error["pointer"], str) and error["message"]
    return problem
