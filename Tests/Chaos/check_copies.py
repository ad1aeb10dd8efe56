"""Copies: what each service keeps of the others' things is what was last told of them."""

from __future__ import annotations

from typing import Any, Iterable

from findings import Evidence, Finding, compare, same

# What the state messages of Intake make of a case.
STATES = {
    "intake.case-progressed.v1": "under_way", "intake.case-finished.v1": "finished", "intake.case-stopped.v1": "stopped",
    "intake.case-handed-over.v1": "handed_over", "intake.case-suspended.v1": "suspended", "intake.case-resumed.v1": "under_way",
    "intake.case-reopened.v1": "under_way", "intake.case-transferred.v1": "transferred", "intake.case-archived.v1": "archived",
}


def last(evidence: Evidence, service: str, names: Iterable[str]) -> dict[Any, tuple]:
    """Of each aggregate, the last message of these names: its name, version and body."""
    query = f"""
        select distinct on (aggregate) aggregate, name, version, body::json
        from {service}.outbox
        where name = any (%s)
        order by aggregate, version desc
        """
    return {row[0]: row[1:] for row in evidence.rows(query, list(names))}


def states_of_cases(evidence: Evidence) -> Iterable[Finding]:
    cases = {row[0] for row in evidence.rows("select id from intake.cases")}
    heard = last(evidence, "intake", STATES)
    expected = {case: (state_of(*heard[case]), heard[case][1]) if case in heard else ("registered", 0) for case in cases}
    for service in ("attachments", "notifications"):
        found = {row[0]: row[1:] for row in evidence.rows(f"select id, state, state_version from {service}.cases")}
        yield from same(f"{service} knows the state of every case", expected, found)


def state_of(name: str, _: int, body: dict) -> str:
    """A case that goes on after it rested stands where it was left."""
    return (name == "intake.case-resumed.v1" and body.get("state")) or STATES[name]


def dossiers_of_cases(evidence: Evidence) -> Iterable[Finding]:
    heard = last(evidence, "intake", ["intake.dossier-changed.v1"])
    rows = evidence.rows("select id, dossier_version, missing from attachments.cases")
    yield from same(
        "attachments knows what each dossier lacks",
        {case: (version, sorted(body["missing"])) for case, (_, version, body) in heard.items()},
        {case: (version, sorted(missing)) for case, version, missing in rows},
    )
    rows = evidence.rows("select id, dossier_version, papers_required, papers_present from notifications.cases")
    yield from same(
        "notifications knows how whole each dossier is",
        {case: (version, body["required"], body["present"]) for case, (_, version, body) in heard.items()},
        {case: tuple(rest) for case, *rest in rows},
    )


def helpers_of_cases(evidence: Evidence) -> Iterable[Finding]:
    """Who has a case, and by which message each service knows it."""
    holders = dict(evidence.rows("select case_id, helper from assignment.assignments"))
    heard_by = {
        ("intake", "helper_version"): ("assignment.case-assigned.v1", "assignment.offer-refused.v1"),
        ("attachments", "assignment_version"): ("assignment.case-assigned.v1", "assignment.offer-refused.v1"),
        ("notifications", "assignment_version"): ("assignment.case-assigned.v1", "assignment.no-helper-found.v1"),
    }
    for (service, column), names in heard_by.items():
        heard = last(evidence, "assignment", names)
        expected = {case: (holder, heard[case][1] if case in heard else 0) for case, holder in holders.items()}
        found = {row[0]: row[1:] for row in evidence.rows(f"select id, helper, {column} from {service}.cases")}
        yield from same(f"{service} knows the helper of every case", expected, found)


def forms_of_cases(evidence: Evidence) -> Iterable[Finding]:
    """Assignment weighs and limits a case by what the register says now."""
    expected = {row[0]: row[1:] for row in evidence.rows("select id, form, field from intake.cases")}
    found = {row[0]: row[1:] for row in evidence.rows("select case_id, form, field from assignment.assignments")}
    yield from same("assignment knows the form and the field of every case", expected, found)


def ends_of_cases(evidence: Evidence) -> Iterable[Finding]:
    """The first end of a case, since it was reopened if it was, takes its weight off its helper."""
    query = """
        select distinct on (aggregate) aggregate, name from intake.outbox as ends
        where name in ('intake.case-finished.v1', 'intake.case-stopped.v1', 'intake.case-handed-over.v1', 'intake.case-transferred.v1')
          and not exists (
              select from intake.outbox as later
              where later.aggregate = ends.aggregate and later.name = 'intake.case-reopened.v1' and later.version > ends.version
          )
        order by aggregate, version
        """
    expected = {case: STATES[name] for case, name in evidence.rows(query)}
    found = dict(evidence.rows("select case_id, closed_by from assignment.assignments where closed_at is not null"))
    yield from same("assignment closes every case that has ended", expected, found)


def rests_of_cases(evidence: Evidence) -> Iterable[Finding]:
    """A case that rests weighs on nobody; one that goes on does. What ended while it rested is closed whatever else."""
    heard = last(evidence, "intake", STATES)
    expected = {case for case, (name, _, _) in heard.items() if name == "intake.case-suspended.v1"}
    found = {row[0] for row in evidence.rows("select case_id from assignment.assignments where suspended_at is not null and closed_at is null")}
    yield from same("assignment knows every case that rests", dict.fromkeys(expected, 1), dict.fromkeys(found, 1))


def organisations(evidence: Evidence) -> Iterable[Finding]:
    columns = "id, version, kind, parent, province, title, code, active"
    expected = {row[0]: row[1:] for row in evidence.rows(f"select {columns} from assignment.organisations")}
    for service in ("intake", "attachments", "notifications", "reporting", "portal"):
        found = {row[0]: row[1:] for row in evidence.rows(f"select {columns} from {service}.organisations")}
        yield from same(f"{service} knows every organisation", expected, found)


def helpers(evidence: Evidence) -> Iterable[Finding]:
    expected = {row[0]: row[1:] for row in evidence.rows("select id, version, name, email, active from assignment.helpers")}
    found = {row[0]: row[1:] for row in evidence.rows("select id, version, name, email, active from notifications.helpers")}
    yield from same("notifications knows every helper", expected, found)


def journal(evidence: Evidence) -> Iterable[Finding]:
    """Portal keeps what its queue is bound to, each message once; lines of the audit trail it keeps apart."""
    bound = [name for name, queues in evidence.bindings.items() if "portal.events" in queues]
    names = [name for name in bound if ".audit-recorded." not in name]
    expected: dict[Any, int] = {}
    for service in {name.split(".")[0] for name in names}:
        expected |= evidence.counter(f"select id, 1 from {service}.outbox where name = any (%s)", names)
    found = evidence.counter("select id, count(*) from portal.journal group by 1")
    yield from compare("the journal has every message once", expected, found)


def trail(evidence: Evidence) -> Iterable[Finding]:
    """Portal has gathered every line of every service's audit trail, once. (Lines that came after all had come to rest may be on their way still.)"""
    expected: dict[Any, int] = {}
    for service in ("intake", "assignment", "attachments", "notifications", "reporting", "portal"):
        expected |= evidence.counter(f"select id, 1 from {service}.audit where at < %s", evidence.rested_at)
    found = evidence.counter("select id, count(*) from portal.trail group by 1")
    yield from compare("the trail has every line once", expected, {line: times for line, times in found.items() if line in expected})


CHECKS = (states_of_cases, dossiers_of_cases, helpers_of_cases, forms_of_cases, ends_of_cases, rests_of_cases, organisations, helpers, journal, trail)
