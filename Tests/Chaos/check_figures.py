"""Figures: Reporting's facts are Intake's truth, case by case, and a report counts each once."""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterable

from findings import DIFFERS, LOST, Evidence, Finding, compare, same

TRUTH = """
    select cases.id, cases.organisation, cases.province, cases.code, cases.form, cases.field, requests.client_gender, cases.counted_as,
        cases.poor_and_ethnic_minority, cases.accepted_on,
        (select split_part(split_part(name, '-', 2), '.', 1) from intake.outbox
         where cases.ended_on is not null and aggregate = cases.id
           and name in ('intake.case-finished.v1', 'intake.case-stopped.v1', 'intake.case-transferred.v1')
         order by version desc limit 1),
        cases.ended_on
    from intake.cases join intake.requests on requests.id = cases.request
    """
FACTS = """
    select case_id, organisation, province, code, form, field, gender, counted_as, poor_and_ethnic_minority, accepted_on, ending, ended_on
    from reporting.facts where until = 'infinity'
    """


def facts_are_the_truth(evidence: Evidence) -> Iterable[Finding]:
    expected = {row[0]: row[1:] for row in evidence.rows(TRUTH)}
    found = {row[0]: row[1:] for row in evidence.rows(FACTS)}
    yield from same("the facts of every case are Intake's", expected, found)


def passings_are_the_truth(evidence: Evidence) -> Iterable[Finding]:
    """Where a case went, what it became there, and from when on it counts for the country, so that no figure of it counts it twice."""
    links = """
        select distinct on (transfers.origin_case) transfers.origin_case, transfers.province, cases.id, requests.state, cases.accepted_on
        from intake.transfers
        join intake.requests on requests.id = transfers.request left join intake.cases on cases.request = transfers.request
        where transfers.origin_case is not null
        order by transfers.origin_case, transfers.passing desc
        """
    passed = {row[0]: row[1:4] for row in evidence.rows(links)}
    accepted = dict(evidence.rows("select id, accepted_on from intake.cases"))
    before = {taken: case for case, (_, taken, _) in passed.items() if taken}
    expected = {}
    for case in accepted:
        province, taken, state = passed.get(case, (None, None, None))
        first = case
        while first in before:
            first = before[first]
        expected[case] = (province, taken, state in ("refused", "transferred"), accepted.get(first) if first != case else None)
    rows = evidence.rows(
        "select case_id, passed_province, continued_as, lost_on is not null, country_accepted_on from reporting.facts where until = 'infinity'"
    )
    yield from same("the facts of every case that was passed on are Intake's", expected, {row[0]: row[1:] for row in rows})


def the_country_counts_a_matter_once(evidence: Evidence) -> Iterable[Finding]:
    """Of the cases that go on with one another, exactly one counts for the country."""
    query = "select count(*) from intake.cases where not exists (select from intake.transfers join intake.cases as taken on taken.request = transfers.request where transfers.origin_case = cases.id)"
    expected = {"cases of the country": evidence.rows(query)[0][0]}
    found = {"cases of the country": evidence.rows("select count(*) from reporting.facts where until = 'infinity' and continued_as is null")[0][0]}
    yield from compare("the country counts every matter once", expected, found)


def spans_of_facts_follow_each_other(evidence: Evidence) -> Iterable[Finding]:
    """At every instant a case has one fact: each begins when the one before ends."""
    query = """
        select case_id, since, before from (
            select case_id, since, lag(until) over (partition by case_id order by since) as before from reporting.facts
        ) as spans
        where before is not null and before <> since
        """
    for case, since, before in evidence.rows(query):
        yield Finding(DIFFERS, "the facts of a case follow each other", f"{case}: one ends {before}, the next begins {since}")


def performers_are_right(evidence: Evidence) -> Iterable[Finding]:
    """Of a finished case: the helper of its last day, as the assignments were entered by then."""
    assigned: dict[Any, list[tuple]] = {}
    query = "select case_id, helper, performer, assigned_on, entered_at from reporting.assignments order by case_id, version"
    for case, *rest in evidence.rows(query):
        assigned.setdefault(case, []).append(tuple(rest))
    query = """
        select facts.case_id, facts.performer, cases.ended_on, cases.ended_helper, cases.ended_entered_at
        from reporting.facts join reporting.cases on cases.id = facts.case_id
        where facts.until = 'infinity' and facts.ending = 'finished'
        """
    for case, performer, ended_on, named, entered_at in evidence.rows(query):
        helpers = assigned.get(case, [])
        before = [one[1] for one in helpers if one[2] <= ended_on and one[3] <= entered_at]
        of_name = [one[1] for one in helpers if one[0] == named]
        wanted = (before[-1:] or of_name[-1:] or [one[1] for one in helpers[:1]] or [None])[0]
        if performer != wanted:
            yield Finding(DIFFERS, "the performer is the helper of the last day", f"{case}: {performer}, not {wanted}")


def every_helper_a_case_has_had(evidence: Evidence) -> Iterable[Finding]:
    expected = evidence.counter(
        "select aggregate, version, 1 from assignment.outbox where name = 'assignment.case-assigned.v1'"
    )
    found = evidence.counter("select case_id, version, count(*) from reporting.assignments group by 1, 2")
    yield from compare("reporting knows every helper a case has had", expected, found)


def reports_count_each_case_once(evidence: Evidence) -> Iterable[Finding]:
    """The totals of runs made after all had come to rest, against the register."""
    for (centre, form), cells in evidence.figures.items():
        states = Counter(
            dict(
                evidence.rows(
                    """
                    select coalesce((select split_part(split_part(name, '-', 2), '.', 1) from intake.outbox
                        where cases.ended_on is not null and aggregate = cases.id
                          and name in ('intake.case-finished.v1', 'intake.case-stopped.v1', 'intake.case-transferred.v1')
                        order by version desc limit 1), 'open'), count(*)
                    from intake.cases where organisation = %s group by 1
                    """,
                    centre,
                )
            )
        )
        expected = {"r1c1": states.total()}
        if form == "bieu-25":
            expected |= {"r1c3": states.total(), "r1c4": states["finished"], "r1c10": states["open"], "r1c11": states["stopped"] + states["transferred"]}
        found = {cell: cells.get(cell, 0) for cell in expected}
        yield from compare(f"{form} of {centre} counts every case once", expected, found)


def report_runs_are_done(evidence: Evidence) -> Iterable[Finding]:
    for run, status, error in evidence.rows("select id, status, error from reporting.report_runs where status <> 'done'"):
        yield Finding(LOST, "every report run is done", f"{run} is {status}: {error}")
    query = """
        select report_runs.id, jobs, jobs_done, count(report_jobs.id) filter (where report_jobs.status = 'done')
        from reporting.report_runs left join reporting.report_jobs on report_jobs.run = report_runs.id
        group by 1, 2, 3
        having jobs <> jobs_done or jobs <> count(report_jobs.id) filter (where report_jobs.status = 'done')
        """
    for run, jobs, done, found in evidence.rows(query):
        yield Finding(DIFFERS, "every job of a run counts once", f"{run}: {jobs} jobs, {done} counted, {found} done")


CHECKS = (
    facts_are_the_truth, passings_are_the_truth, the_country_counts_a_matter_once, spans_of_facts_follow_each_other, performers_are_right, every_helper_a_case_has_had, reports_count_each_case_once,
    report_runs_are_done,
)
