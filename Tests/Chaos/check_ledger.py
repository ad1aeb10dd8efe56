"""The ledger against the tables: what was accepted happened once, what was refused did not, what is unknown did wholly or not at all."""

from __future__ import annotations

import re
from collections import Counter
from typing import Iterable

from findings import CONSUMERS, DIFFERS, DOUBLED, LOST, Evidence, Finding
from ledger import ACCEPTED, REFUSED, Change

# Where the mark of a change of each kind is found.
MARKED = {
    # What was passed on is a request of the receiver too, and may be a case of theirs, in the same words.
    "case opened": """
        select requests.summary from intake.requests join intake.cases on cases.request = requests.id
        where requests.id not in (select request from intake.transfers)
        """,
    "request entered": "select summary from intake.requests where id not in (select request from intake.transfers)",
    "request acceptance": """
        select requests.note from intake.requests join intake.cases on cases.request = requests.id where requests.state = 'accepted'
        """,
    "passed case accepted": """
        select requests.note from intake.requests join intake.cases on cases.request = requests.id where requests.state = 'accepted'
        """,
    "request refusal": "select note from intake.requests where state = 'refused'",
    "request transfer": "select note from intake.requests where state = 'transferred'",
    "progress": "select note from intake.progress",
    "completion": "select result from intake.cases where ended_on is not null",
    "stop": "select result from intake.cases where ended_on is not null",
    "case suspended": "select details ->> 'note' from intake.timeline where kind = 'suspended'",
    "case resumed": "select details ->> 'reason' from intake.timeline where kind = 'resumed'",
    "case transferred": "select note from intake.transfers where sender_case is not null",
    "register corrected": "select reason from intake.register_corrections",
    "hearing fixed": "select place from intake.hearings where follows is null",
    "hearing called off": "select outcome from intake.hearings where state = 'withdrawn'",
    "hearing adjourned": "select outcome from intake.hearings where state = 'adjourned'",
    "offer refused": "select note from assignment.offers where ending = 'refused'",
    "helper replaced": "select reason from assignment.offers",
    "decision": "select number from assignment.decisions",
    "helper entered": "select body::json ->> 'full_name' from assignment.outbox where name = 'assignment.helper-changed.v1'",
    "helper changed": "select body::json ->> 'full_name' from assignment.outbox where name = 'assignment.helper-changed.v1'",
    "organisation entered": "select body::json ->> 'title' from assignment.outbox where name = 'assignment.organisation-changed.v1'",
    "organisation changed": "select body::json ->> 'title' from assignment.outbox where name = 'assignment.organisation-changed.v1'",
    "paper": "select filename from attachments.uploads",
}
# Changes whose repetition is told by something else than an Idempotency-Key.
WITHOUT_KEY = {"helper changed", "organisation changed"}


def accepted_changes_happened_once(evidence: Evidence) -> Iterable[Finding]:
    keys = Counter(
        key for service in CONSUMERS
        for (key,) in evidence.rows(f"select key from {service}.idempotency where key like 'chaos-%' and status < 400")
    )
    by_kind: dict[str, list[Change]] = {}
    for change in evidence.changes:
        by_kind.setdefault(change.kind, []).append(change)
    for kind, changes in sorted(by_kind.items()):
        effects = marks(evidence, kind)
        for change in changes:
            kept = keys[change.key]
            if kind not in WITHOUT_KEY:
                yield from judge(change, kept, f"the answer of an accepted “{kind}” is kept")
            if effects is not None:
                yield from judge(change, effects[change.mark], f"an accepted “{kind}” has its effect")
                if kind not in WITHOUT_KEY and kept != min(effects[change.mark], 1):
                    where = f"{describe(change)}: {effects[change.mark]} effects, {kept} answers kept"
                    yield Finding(DIFFERS, "a change and its answer are kept together", where)


def judge(change: Change, times: int, rule: str) -> Iterable[Finding]:
    if times > 1:
        yield Finding(DOUBLED, rule, f"{describe(change)}: {times} times")
    elif change.outcome == ACCEPTED and times == 0:
        yield Finding(LOST, rule, describe(change))
    elif change.outcome == REFUSED and times == 1 and change.kind != "paper":
        yield Finding(DIFFERS, rule.replace("an accepted", "a refused"), f"{describe(change)} has an effect")


def marks(evidence: Evidence, kind: str) -> Counter | None:
    if kind not in MARKED:
        return None
    texts = (row[0] for row in evidence.rows(MARKED[kind]))
    # The mark is the end of the text, or the text itself before a file's ending.
    return Counter(found[0] for text in texts if text and (found := re.search(r"\S+-\d+-(?=$|\.pdf$)", text)))


def describe(change: Change) -> str:
    about = " ".join(f"{name} {value}" for name, value in change.about.items() if name in ("case", "request", "helper", "organisation"))
    return f"change {change.number} ({change.mark}) {about}, {change.outcome} after {change.attempts} attempts"


def handed_over_and_accepted_offers(evidence: Evidence) -> Iterable[Finding]:
    """These leave no mark of their own: the case itself and its audit tell."""
    handed = {str(row[0]) for row in evidence.rows("select id from intake.cases where state = 'handed_over'")}
    for change in evidence.changes:
        if change.kind == "handover" and change.outcome == ACCEPTED and change.about["case"] not in handed:
            yield Finding(LOST, "a case that was handed over is", describe(change))
    accepted = Counter(c.about["case"] for c in evidence.changes if c.kind == "offer accepted" and c.outcome == ACCEPTED)
    open_ones = Counter(c.about["case"] for c in evidence.changes if c.kind == "offer accepted" and c.outcome not in (ACCEPTED, REFUSED))
    audited = Counter({str(row[0]): row[1] for row in evidence.rows(
        "select subject, count(*) from assignment.audit where action = 'assignment.accepted' group by 1")})
    for case in sorted(set(accepted) | set(audited)):
        if audited[case] < accepted[case]:
            yield Finding(LOST, "an offer that was accepted is", f"case {case}: {audited[case]} times, not {accepted[case]}")
        elif audited[case] > accepted[case] + open_ones[case]:
            yield Finding(DOUBLED, "an offer is accepted once", f"case {case}: {audited[case]} times, not {accepted[case]}")


def codes_are_as_told(evidence: Evidence) -> Iterable[Finding]:
    """The case's id and code in the answer are those of the register."""
    codes = {str(ident): code for ident, code in evidence.rows("select id, code from intake.cases")}
    for change in evidence.changes:
        made = (change.answer or {}).get("case") if isinstance(change.answer, dict) else None
        if change.outcome == ACCEPTED and isinstance(made, dict) and codes.get(made["id"]) != made["code"]:
            where = f"{describe(change)}: {made}, register {codes.get(made['id'])}"
            yield Finding(DIFFERS, "a case is in the register as its answer says", where)


def report_runs_as_asked(evidence: Evidence) -> Iterable[Finding]:
    known = {str(row[0]) for row in evidence.rows("select id from reporting.report_runs")}
    for change in evidence.changes:
        if change.kind == "report run" and change.outcome == ACCEPTED and change.about.get("run") not in known:
            yield Finding(LOST, "a report run that was answered is there", describe(change))


CHECKS = (accepted_changes_happened_once, handed_over_and_accepted_offers, codes_are_as_told, report_runs_as_asked)
