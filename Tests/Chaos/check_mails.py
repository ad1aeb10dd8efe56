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


CHECKS = (every_pick_is_written_of_once, every_wait_is_written_of_once, every_mail_is_delivered_once, mails_say_what_was_written)
