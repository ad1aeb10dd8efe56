"""Cases: numbers of the register, and each change's own rows, messages, timeline entries and audit lines, once each."""

from __future__ import annotations

from collections import Counter
from typing import Iterable

from findings import DIFFERS, LOST, Evidence, Finding, compare, same


def told(evidence: Evidence, name: str, key: str = "aggregate") -> Counter:
    """How often a message of that name was told, by aggregate."""
    service = name.split(".")[0]
    return evidence.counter(f"select {key}, count(*) from {service}.outbox where name = %s group by 1", name)


def numbers_have_no_gap(evidence: Evidence) -> Iterable[Finding]:
    query = """
        select coalesce(cases.organisation, registers.organisation), coalesce(cases.series, registers.series), registers.last,
            coalesce(numbers, '{}')
        from intake.registers
        full join (
            select organisation, series, array_agg(number order by number) as numbers from intake.cases group by organisation, series
        ) as cases on cases.organisation = registers.organisation and cases.series = registers.series
        """
    for organisation, series, last, numbers in evidence.rows(query):
        wanted = Counter(range(1, (last or 0) + 1))
        yield from compare(f"the register {series} of {organisation} has each number once", wanted, Counter(numbers))


def every_case_is_announced(evidence: Evidence) -> Iterable[Finding]:
    ones = evidence.counter("select id, 1 from intake.cases")
    yield from compare("one case-opened a case", ones, told(evidence, "intake.case-opened.v1"))
    yield from compare("one assignment a case", ones, evidence.counter("select case_id, count(*) from assignment.assignments group by 1"))
    for (case,) in evidence.rows("select case_id from intake.cases_to_announce"):
        yield Finding(LOST, "every case is announced", str(case))


# Rows of the producer that a message of a name stands for, by aggregate.
BEHIND = {
    "intake.request-received.v1": "select id, 1 from intake.requests",
    "intake.request-refused.v1": "select id, 1 from intake.requests where state = 'refused'",
    "intake.case-progressed.v1": "select case_id, count(*) from intake.progress group by 1",
    "intake.consultation-given.v1": "select id, 1 from intake.consultations",
    "intake.parties-changed.v1": "select case_id, count(*) from intake.timeline where kind = 'party_added'"
    " or kind = 'register_corrected' and details ->> 'fields' ~ '\\m(name|birth|identity_number)\\M' group by 1",
    "intake.case-corrected.v1": "select case_id, count(*) from intake.timeline where kind = 'register_corrected'"
    " and details ->> 'fields' ~ '\\m(gender|categories|form|field)\\M' group by 1",
    "intake.case-handed-over.v1": "select case_id, count(*) from intake.timeline where kind = 'handed_over' group by 1",
    "intake.case-suspended.v1": "select case_id, count(*) from intake.timeline where kind = 'suspended' group by 1",
    "intake.case-resumed.v1": "select case_id, count(*) from intake.timeline where kind = 'resumed' group by 1",
    "intake.case-reopened.v1": "select case_id, count(*) from intake.timeline where kind = 'reopened' group by 1",
    "intake.case-transferred.v1": "select sender_case, 1 from intake.transfers where sender_case is not null",
    "intake.transfer-answered.v1": """
        select transfers.request, 1 from intake.transfers join intake.requests on requests.id = transfers.request
        where requests.state in ('accepted', 'refused', 'transferred')
        """,
    "intake.case-archived.v1": "select id, 1 from intake.cases where state = 'archived'",
    "intake.dossier-changed.v1": """
        select cases.id, 1 + count(distinct dossier_papers.attachment)
            + count(distinct dossier_papers.kind) filter (where dossier_papers.kind in ('stop_notice', 'change_decision')) + (
            select count(*) from intake.timeline where timeline.case_id = cases.id and timeline.kind in ('finished', 'reopened')
        )
        from intake.cases left join intake.dossier_papers on dossier_papers.case_id = cases.id
        group by cases.id
        """,
    "intake.hearing-changed.v1": "select id, version from intake.hearings",
    "intake.helper-change-recorded.v1": "select id, told from intake.helper_changes",
    "intake.quality-recorded.v1": "select id, 1 from intake.quality_rounds where closed_at is not null",
    "intake.success-found.v1": "select id, 1 from intake.success_findings",
    "assignment.case-assigned.v1": "select case_id, count(*) from assignment.offers group by 1",
    "assignment.offer-refused.v1": "select case_id, count(*) from assignment.offers where ending = 'refused' group by 1",
    "assignment.decision-issued.v1": "select case_id, count(*) from assignment.decisions group by 1",
    "attachments.attachment-stored.v1": "select id, 1 from attachments.attachments",
    "notifications.email-delivered.v1": "select id, 1 from notifications.emails where state = 'delivered'",
    "notifications.email-failed.v1": "select id, 1 from notifications.emails where state = 'failed'",
}


def each_change_is_told_once(evidence: Evidence) -> Iterable[Finding]:
    for name, query in BEHIND.items():
        yield from compare(f"one {name} a change", evidence.counter(query), told(evidence, name))
    ended = evidence.counter("select id, 1 from intake.cases where ended_on is not null")
    ends = told(evidence, "intake.case-finished.v1") + told(evidence, "intake.case-stopped.v1") + told(evidence, "intake.case-transferred.v1")
    yield from compare("one end a case that has ended", ended, ends - told(evidence, "intake.case-reopened.v1"))


# Kinds of timeline entries, and what each of them stands for, by case.
ENTRIES = {
    "case_registered": "select id, 1 from intake.cases",
    "progress": "select case_id, count(*) from intake.progress group by 1",
    "finished": "select aggregate, count(*) from intake.outbox where name = 'intake.case-finished.v1' group by 1",
    "stopped": "select aggregate, count(*) from intake.outbox where name = 'intake.case-stopped.v1' group by 1",
    "handed_over": "select aggregate, count(*) from intake.outbox where name = 'intake.case-handed-over.v1' group by 1",
    "suspended": "select aggregate, count(*) from intake.outbox where name = 'intake.case-suspended.v1' group by 1",
    "resumed": "select aggregate, count(*) from intake.outbox where name = 'intake.case-resumed.v1' group by 1",
    "reopened": "select aggregate, count(*) from intake.outbox where name = 'intake.case-reopened.v1' group by 1",
    "transferred": "select sender_case, 1 from intake.transfers where sender_case is not null",
    "transfer_answered": """
        select origin_case, count(*) from intake.transfers join intake.requests on requests.id = transfers.request
        where origin_case is not null and requests.state in ('accepted', 'refused', 'transferred')
        group by 1
        """,
    "archived": "select id, 1 from intake.cases where state = 'archived'",
    "helper_assigned": "select aggregate, count(*) from assignment.outbox where name = 'assignment.case-assigned.v1' group by 1",
    "no_helper_found": "select aggregate, count(*) from assignment.outbox where name = 'assignment.no-helper-found.v1' group by 1",
    "offer_refused": "select aggregate, count(*) from assignment.outbox where name = 'assignment.offer-refused.v1' group by 1",
    "decision_issued": "select aggregate, count(*) from assignment.outbox where name = 'assignment.decision-issued.v1' group by 1",
    "paper_stored": "select case_id, count(*) from attachments.attachments group by 1",
    "stalled": "select aggregate, count(*) from notifications.outbox where name = 'notifications.case-stalled.v1' group by 1",
    "moving": "select aggregate, count(*) from notifications.outbox where name = 'notifications.case-moving.v1' group by 1",
}


def the_timeline_has_each_entry_once(evidence: Evidence) -> Iterable[Finding]:
    for kind, query in ENTRIES.items():
        found = evidence.counter("select case_id, count(*) from intake.timeline where kind = %s group by 1", kind)
        yield from compare(f"one entry “{kind}” in the timeline a change", evidence.counter(query), found)


# Audit lines, and what each of them stands for, by subject.
AUDITED = {
    ("intake", "request.received"): "select id, 1 from intake.requests",
    ("intake", "case.registered"): "select id, 1 from intake.cases",
    ("intake", "case.progressed"): ENTRIES["progress"],
    ("intake", "case.finished"): ENTRIES["finished"],
    ("intake", "case.stopped"): ENTRIES["stopped"],
    ("intake", "case.handed_over"): ENTRIES["handed_over"],
    ("intake", "case.suspended"): ENTRIES["suspended"],
    ("intake", "case.resumed"): ENTRIES["resumed"],
    ("intake", "case.reopened"): ENTRIES["reopened"],
    ("intake", "case.transferred"): ENTRIES["transferred"],
    ("intake", "case.archived"): ENTRIES["archived"],
    # Once with the sender, once with whoever got it.
    ("attachments", "attachment.passed-on"): """
        select subject, count(*) from (
            select id as subject from attachments.attachments where copy_of is not null
            union all
            select copy_of from attachments.attachments where copy_of is not null
        ) as passed
        group by 1
        """,
    ("assignment", "assignment.refused"): BEHIND["assignment.offer-refused.v1"],
    ("assignment", "assignment.decided"): BEHIND["assignment.decision-issued.v1"],
    ("assignment", "helper.entered"): "select id, 1 from assignment.helpers",
    ("assignment", "helper.changed"): "select id, version - 1 from assignment.helpers where version > 1",
    ("assignment", "organisation.entered"): "select id, 1 from assignment.organisations",
    ("assignment", "organisation.changed"): "select id, version - 1 from assignment.organisations where version > 1",
}


def each_change_is_audited_once(evidence: Evidence) -> Iterable[Finding]:
    for (service, action), query in AUDITED.items():
        found = evidence.counter(f"select subject, count(*) from {service}.audit where action = %s group by 1", action)
        yield from compare(f"one audit line {action} a change", evidence.counter(query), found)


def senders_are_told(evidence: Evidence) -> Iterable[Finding]:
    """What the sender sees of it is what it became at the receiver."""
    query = """
        select transfers.request, transfers.outcome, transfers.answer_code, requests.state, cases.code
        from intake.transfers join intake.requests on requests.id = transfers.request left join intake.cases on cases.request = requests.id
        """
    became = {"accepted": "registered", "refused": "refused", "transferred": "passed_on"}
    rows = evidence.rows(query)
    expected = {request: (became.get(state), code) for request, _, _, state, code in rows}
    yield from same("the sender is told what became of it", expected, {request: (outcome, code) for request, outcome, code, _, _ in rows})


def offers_agree_with_assignments(evidence: Evidence) -> Iterable[Finding]:
    """Whoever has the case has the one open offer; a case that waits has none."""
    query = """
        select assignments.case_id, assignments.helper, array_remove(array_agg(offers.helper), null)
        from assignment.assignments
        left join assignment.offers on offers.case_id = assignments.case_id and offers.ended_at is null
        group by 1, 2
        """
    for case, helper, open_offers in evidence.rows(query):
        if open_offers != ([helper] if helper else []):
            yield Finding(DIFFERS, "the helper has the one open offer", f"case {case}: helper {helper}, open offers {open_offers}")


CHECKS = (
    numbers_have_no_gap, every_case_is_announced, each_change_is_told_once, the_timeline_has_each_entry_once, each_change_is_audited_once,
    senders_are_told, offers_agree_with_assignments,
)
