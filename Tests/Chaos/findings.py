"""What the checker has to tell, and where it looks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Hashable, Iterable, Mapping

import psycopg
from psycopg.rows import tuple_row

from injector import Undecodable
from ledger import Change

LOST = "lost"
DOUBLED = "doubled"
DISORDER = "out of order"
DIFFERS = "differs"
PARKED = "parked"

CONSUMERS = ("portal", "intake", "assignment", "attachments", "notifications", "reporting")


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be: the sort, the rule that is broken, and where."""

    sort: str
    rule: str
    where: str

    def __str__(self) -> str:
        return f"{self.sort:12} {self.rule}: {self.where}"


@dataclass
class Evidence:
    """All that a check may read: the tables as the superuser sees them, the folder with mails and papers, what was asked and injected."""

    connection: psycopg.Connection
    data: Path
    bindings: dict[str, set[str]]
    changes: list[Change]
    undecodable: list[Undecodable]
    # When nothing was on its way any more.
    rested_at: datetime
    # Of each centre and form: the cells of a report run made after all had come to rest.
    figures: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    def rows(self, query: str, *values: Any) -> list[tuple]:
        with self.connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(query, values or None).fetchall()

    def counter(self, query: str, *values: Any) -> Counter:
        """Rows of keys, the last column of each how often."""
        return Counter({(row[:-1] if len(row) > 2 else row[0]): row[-1] for row in self.rows(query, *values)})


def compare(rule: str, expected: Mapping[Hashable, int], found: Mapping[Hashable, int]) -> Iterable[Finding]:
    """What is there too seldom is lost, what is there too often is doubled."""
    for key in sorted(set(expected) | set(found), key=str):
        wanted, seen = expected.get(key, 0), found.get(key, 0)
        if seen != wanted:
            yield Finding(LOST if seen < wanted else DOUBLED, rule, f"{plain(key)} is there {seen} times, not {wanted}")


def same(rule: str, expected: Mapping[Hashable, Any], found: Mapping[Hashable, Any]) -> Iterable[Finding]:
    """Two pictures of the same things: what one lacks is lost, what is other than it should be differs."""
    for key in sorted(set(expected) | set(found), key=str):
        if key not in found:
            yield Finding(LOST, rule, f"{plain(key)} is missing; it should be {plain(expected[key])}")
        elif key not in expected:
            yield Finding(DIFFERS, rule, f"{plain(key)} is there, and nobody told of it: {plain(found[key])}")
        elif expected[key] != found[key]:
            yield Finding(DIFFERS, rule, f"{plain(key)} is {plain(found[key])}, not {plain(expected[key])}")


def plain(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(plain(part) for part in value)
    return str(value)
