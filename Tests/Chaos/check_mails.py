"""Mails: one for each pick of a helper and each wait for one, written once, delivered once, one file each."""

from __future__ import annotations

from collections import Counter
from typing import Iterable

from findings import DIFFERS, LOST, Evidence, Finding, compare

ASSIGNED = "assignment.case-assigned.v1"
NOBODY = "assignment.no-helper-found.v1"


def every_pick_is_written_of_once(evidence: Evidence) -> Iterable[Finding]:
    """The helper has an address when the message is heard; all of ours have."""
    expected = evidence.counter(
        """
        select outbox.id, 1
        from assignment.outbox join notifications.helpers on helpers.id = (outbox.body::json ->> 'helper')::uuid
        where outbox.name = %s and helpers.email is not null
        """,
        ASSIGNED,
    )
    found = evidence.counter("select cause, count(*) from notifications.emails where kind = 'case-assigned' group by 1")
    yield from compare("one mail a pick of a helper", expected, found)


def every_wait_is_written_of_once(evidence: Evidence) -> Iterable[Finding]:
    """A wait begins with the first no-helper-found after a pick; what follows until the next pick belongs to it."""
    expected: Counter = Counter()
    before: dict = {}
    query = "select aggregate, id, name from assignment.outbox where name in (%s, %s) order by aggregate, version"
    for case, ident, name in evidence.rows(query, ASSIGNED, NOBODY):
        if name == NOBODY and before.get(case) != NOBODY:
            expected[ident] = 1
        before[case] = name
    found = evidence.counter("select cause, count(*) from notifications.emails where kind = 'no-helper-found' group by 1")
    yield from compare("one mail a wait for a helper", expected, found)


def hearings_are_written_of_once(evidence: Evidence) -> Iterable[Finding]:
    """Each reminder is one mail: of its own, or that of the move by which its helper was told. Each move, and each hearing called off, is one at most."""
    reminders = evidence.counter(
        "select hearing_reminders.id, 1 from notifications.hearing_reminders join notifications.helpers on helpers.id = helper where email is not null"
    )
    found = evidence.counter(
        """
        select cause, count(*)
        from notifications.emails
        where kind = 'hearing-reminder' or kind = 'hearing-moved' and cause in (select id from notifications.hearing_reminders)
        group by 1
        """
    )
    yield from compare("one mail a reminder of a hearing", reminders, found)
    query = """
        select emails.kind, emails.cause, count(*), bool_and(outbox.id is not null)
        from notifications.emails left join intake.outbox on outbox.id = emails.cause and outbox.name = 'intake.hearing-changed.v1'
        where emails.kind in ('hearing-moved', 'hearing-cancelled')
        group by 1, 2
        """
    for kind, cause, count, known in evidence.rows(query):
        if count != 1 or not known:
            yield Finding(DIFFERS, "one mail a hearing moved or called off", f"{kind} of {cause}: {count}")


def every_mail_is_delivered_once(evidence: Evidence) -> Iterable[Finding]:
    rows = evidence.rows("select id, state, last_error from notifications.emails")
    for ident, state, error in rows:
        if state != "delivered":
            yield Finding(LOST, "every mail is delivered", f"{ident} is {state}: {error}")
    files = Counter(path.name.split(".")[0] for place in ("new", "cur") for path in (evidence.data / "mail").rglob(f"{place}/*"))
    yield from compare("one file a mail", {str(ident): 1 for ident, state, _ in rows if state == "delivered"}, files)


def mails_say_what_was_written(evidence: Evidence) -> Iterable[Finding]:
    """Each file is whole: the recipient's address stands in it, and the case's code."""
    texts = {path.name.split(".")[0]: path for place in ("new", "cur") for path in (evidence.data / "mail").rglob(f"{place}/*")}
    for ident, recipient in evidence.rows("select id, recipient from notifications.emails where state = 'delivered'"):
        path = texts.get(str(ident))
        if path is not None and recipient.encode() not in path.read_bytes():
            yield Finding(DIFFERS, "a mail is whole", f"{path} does not name {recipient}")


CHECKS = (every_pick_is_written_of_once, every_wait_is_written_of_once, hearings_are_written_of_once, every_mail_is_delivered_once, mails_say_what_was_written)
