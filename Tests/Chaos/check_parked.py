"""Parked messages: each that cannot be handled once, with its reason, at everybody who got it; and no other."""

from __future__ import annotations

import re
from collections import Counter
from typing import Iterable

from findings import CONSUMERS, DIFFERS, DOUBLED, LOST, PARKED, Evidence, Finding


def undecodable_are_parked_once(evidence: Evidence) -> Iterable[Finding]:
    rows = [
        (consumer, name, error, bytes(body), ident)
        for service in CONSUMERS
        for consumer, name, error, body, ident in evidence.rows(
            f"select consumer, name, error, body, message_id from {service}.parked where resolved_at is null"
        )
    ]
    marked: dict[tuple[str, str], list[str]] = {}
    for consumer, name, error, body, ident in rows:
        mark = re.search(rb"chaos-junk-[0-9a-f-]{36}", body)
        if mark is None:
            yield Finding(PARKED, "nothing is parked but what cannot be handled", f"{consumer} {name} {ident}: {error[:300]}")
            continue
        marked.setdefault((consumer, mark[0].decode()), []).append(error)
    sent = {(queue, one.mark): one for one in evidence.undecodable for queue in one.queues}
    for (queue, mark), one in sorted(sent.items()):
        errors = marked.pop((queue, mark), [])
        where = f"{queue} {mark} ({one.kind}, message-id {one.message_id})"
        if not errors and one.confirmed:
            yield Finding(LOST, "what cannot be handled is parked", where)
        if len(errors) > 1:
            yield Finding(DOUBLED, "what cannot be handled is parked once", f"{where}: {len(errors)} times")
        for error in errors:
            if not re.search(one.reason, error):
                yield Finding(DIFFERS, "a parked message tells its trouble", f"{where}: “{error[:200]}” does not match {one.reason}")
    for (queue, mark), errors in marked.items():
        yield Finding(DIFFERS, "only who got a message parks it", f"{queue} {mark}: {errors[0][:200]}")


def parked_count(evidence: Evidence) -> Counter:
    """How many lie parked now, by consumer."""
    return Counter(
        {service: evidence.rows(f"select count(*) from {service}.parked where resolved_at is null")[0][0] for service in CONSUMERS}
    )


CHECKS = (undecodable_are_parked_once,)
