"""Messages: each is told once, confirmed, heard once by everybody who listens for its name, and in the order of its aggregate."""

from __future__ import annotations

from typing import Iterable

from findings import CONSUMERS, DIFFERS, DOUBLED, LOST, Evidence, Finding, compare

# Every message that any service has told.
TOLD = " union all ".join(
    f"select '{service}' as producer, id, name, aggregate, version, confirmed_at, body from {service}.outbox" for service in CONSUMERS
)


def every_message_is_confirmed(evidence: Evidence) -> Iterable[Finding]:
    for name, ident in evidence.rows(f"select name, id from ({TOLD}) as told where confirmed_at is null"):
        yield Finding(LOST, "every outbox row is confirmed", f"{name} {ident}")


def stories_have_no_gap_and_no_double(evidence: Evidence) -> Iterable[Finding]:
    """An aggregate's versions go from 1 without a gap, each once."""
    query = f"""
        select producer, aggregate, array_agg(version order by version)
        from ({TOLD}) as told
        group by producer, aggregate
        having count(*) <> max(version) or min(version) <> 1 or count(*) <> count(distinct version)
        """
    for producer, aggregate, versions in evidence.rows(query):
        where = f"{producer} {aggregate} has versions {versions}"
        if len(set(versions)) < len(versions):
            yield Finding(DOUBLED, "each version of an aggregate is told once", where)
        if set(versions) != set(range(1, max(versions) + 1)):
            yield Finding(LOST, "the versions of an aggregate have no gap", where)


COUNTED = {
    "intake.cases.told": "select id, told from intake.cases",
    "intake.requests.told": "select id, told from intake.requests",
    "assignment.assignments.messages": "select case_id, messages from assignment.assignments",
    "assignment.helpers.version": "select id, version from assignment.helpers",
    "assignment.organisations.version": "select id, version from assignment.organisations",
    "notifications.cases.told": "select id, told from notifications.cases where told > 0",
}


def as_many_messages_as_the_aggregate_counts(evidence: Evidence) -> Iterable[Finding]:
    for column, query in COUNTED.items():
        counted = evidence.counter(query)
        service = column.split(".")[0]
        told = evidence.counter(f"select aggregate, count(*) from {service}.outbox group by aggregate")
        yield from compare(f"as many messages as {column}", counted, {key: told.get(key, 0) for key in counted})


def everybody_heard_once(evidence: Evidence) -> Iterable[Finding]:
    """An inbox row for each message and each queue bound to its name; the table's key lets there be no second."""
    for queue, names in bound(evidence).items():
        missing = evidence.rows(
            f"""
            select told.name, told.id, told.aggregate, told.version
            from ({TOLD}) as told
            left join {queue.split(".")[0]}.inbox as inbox on inbox.message_id = told.id and inbox.consumer = %s
            where told.name = any (%s) and inbox.message_id is null
            """,
            queue, names,
        )
        for name, ident, aggregate, version in missing:
            yield Finding(LOST, f"{queue} has heard every {name}", f"{ident} (version {version} of {aggregate})")


def nobody_heard_what_was_not_told(evidence: Evidence) -> Iterable[Finding]:
    """An inbox row without its message is an effect of something that nobody said."""
    for service in CONSUMERS:
        rows = evidence.rows(
            f"""
            select inbox.consumer, inbox.name, inbox.message_id
            from {service}.inbox as inbox
            where inbox.consumer = '{service}.events' and not exists (select from ({TOLD}) as told where told.id = inbox.message_id)
            """
        )
        for consumer, name, ident in rows:
            yield Finding(DIFFERS, "only what was told is heard", f"{consumer} has an inbox row of {name} {ident}")


def every_name_has_a_listener(evidence: Evidence) -> Iterable[Finding]:
    for (name,) in evidence.rows(f"select distinct name from ({TOLD}) as told"):
        if not evidence.bindings.get(name):
            yield Finding(LOST, "every name has a queue", name)


def bound(evidence: Evidence) -> dict[str, list[str]]:
    """Each queue with the names that it is bound to."""
    queues = sorted({queue for queues in evidence.bindings.values() for queue in queues})
    return {queue: sorted(name for name, takers in evidence.bindings.items() if queue in takers) for queue in queues}


CHECKS = (
    every_message_is_confirmed, stories_have_no_gap_and_no_double, as_many_messages_as_the_aggregate_counts, everybody_heard_once,
    nobody_heard_what_was_not_told, every_name_has_a_listener,
)
