"""Order: of one aggregate, each consumer's effects follow each other as the versions do, and its story is heard to its end."""

from __future__ import annotations

from typing import Any, Iterable

from check_messages import TOLD, bound
from findings import CONSUMERS, DISORDER, LOST, Evidence, Finding

RULE = "an aggregate's messages have their effects in order"


def keeps_stories(evidence: Evidence, service: str) -> bool:
    """Whether messages that come before their turn wait in this service."""
    return evidence.rows("select to_regclass(%s)", f"{service}.stories")[0][0] is not None


def messages_are_taken_in_order(evidence: Evidence) -> Iterable[Finding]:
    """Where nothing waits for its turn, messages must come in order. Of a story that is kept, the inbox tells only when each came."""
    for service in CONSUMERS:
        kept = "false"
        if keeps_stories(evidence, service):
            kept = f"""exists (
                select from {service}.stories
                where stories.consumer = inbox.consumer and stories.producer = told.producer and stories.aggregate = told.aggregate
            )"""
        rows = evidence.rows(
            f"""
            select consumer, producer, aggregate, version, earlier, message_id
            from (
                select inbox.consumer, told.producer, told.aggregate, told.version, inbox.message_id,
                    max(told.version) over (
                        partition by inbox.consumer, told.producer, told.aggregate
                        order by inbox.received_at, told.version
                        rows between unbounded preceding and 1 preceding
                    ) as earlier
                from {service}.inbox as inbox
                join ({TOLD}) as told on told.id = inbox.message_id
                where not {kept}
            ) as heard
            where version < earlier
            """
        )
        for consumer, producer, aggregate, version, earlier, ident in rows:
            where = f"{consumer} took version {version} ({ident}) of {producer}'s {aggregate} after version {earlier}"
            yield Finding(DISORDER, "an aggregate's messages are taken in order", where)


def stories_are_heard_to_their_end(evidence: Evidence) -> Iterable[Finding]:
    """The last version that a consumer has heard is the last that was told under the names it listens for; nothing waits any more."""
    for queue, names in bound(evidence).items():
        service = queue.split(".")[0]
        if not keeps_stories(evidence, service):
            continue
        rows = evidence.rows(
            f"""
            select stories.producer, stories.aggregate, stories.last_version, max(told.version)
            from {service}.stories
            left join ({TOLD}) as told
                on told.producer = stories.producer and told.aggregate = stories.aggregate and told.name = any (%s)
            where stories.consumer = %s
            group by 1, 2, 3
            having stories.last_version is distinct from max(told.version)
            """,
            names, queue,
        )
        for producer, aggregate, heard, told in rows:
            where = f"{queue} has heard {producer}'s {aggregate} up to version {heard}, told were {told}"
            yield Finding(LOST, "the last version heard is the last that was told", where)
        query = f"select producer, aggregate, version, name from {service}.early where consumer = %s and body is not null"
        for producer, aggregate, version, name in evidence.rows(query, queue):
            yield Finding(LOST, "no message waits for its turn for ever", f"{queue}: {name}, version {version} of {producer}'s {aggregate}")


# Rows that one message makes and nothing changes afterwards: aggregate, version, and the place of the writing (transaction, statement).
WRITTEN = {
    "reporting.assignments": "select case_id, version, xmin::text::bigint, cmin::text::bigint from reporting.assignments",
    "portal.journal": "select aggregate, version, xmin::text::bigint, cmin::text::bigint from portal.journal",
}
ENTRIES = {
    "helper_assigned": "assignment.case-assigned.v1", "no_helper_found": "assignment.no-helper-found.v1",
    "offer_refused": "assignment.offer-refused.v1", "decision_issued": "assignment.decision-issued.v1",
}


def effects_follow_the_versions(evidence: Evidence) -> Iterable[Finding]:
    """By the transactions that wrote them: of one case the later version's row is never written before the earlier one's."""
    for table, query in WRITTEN.items():
        written: dict[Any, list[tuple]] = {}
        for aggregate, version, *place in evidence.rows(query):
            written.setdefault(aggregate, []).append((version, tuple(place)))
        yield from in_order(table, written)
    yield from in_order("intake.timeline", timeline(evidence))


def timeline(evidence: Evidence) -> dict[Any, list[tuple]]:
    """Of each case, what Assignment told of it: versions with the place of the writing. The n-th entry of a kind is its n-th message."""
    versions: dict[tuple, list[int]] = {}
    for case, name, version in evidence.rows("select aggregate, name, version from assignment.outbox order by version"):
        versions.setdefault((case, name), []).append(version)
    written: dict[Any, list[tuple]] = {}
    seen: dict[tuple, int] = {}
    query = "select case_id, kind, xmin::text::bigint, cmin::text::bigint from intake.timeline where kind = any (%s) order by at"
    for case, kind, *place in evidence.rows(query, list(ENTRIES)):
        key = (case, ENTRIES[kind])
        number = seen[key] = seen.get(key, 0) + 1
        if number <= len(versions.get(key, [])):
            written.setdefault(case, []).append((versions[key][number - 1], tuple(place)))
    return written


def in_order(table: str, written: dict[Any, list[tuple]]) -> Iterable[Finding]:
    for aggregate, rows in written.items():
        rows.sort()
        for (version, place), (later, after) in zip(rows, rows[1:]):
            if after < place:
                yield Finding(DISORDER, RULE, f"{table}: version {later} of {aggregate} was written before version {version}")


CHECKS = (messages_are_taken_in_order, stories_are_heard_to_their_end, effects_follow_the_versions)
