"""Messages that no good relay would send, as the broker's administrator: again, out of order, or not to be decoded."""

from __future__ import annotations

import json
import random
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Callable

import pika
import psycopg

from stand import SERVICES, Stand

EXCHANGE = "caunoi.events"
WAIT = 90.0


@dataclass
class Undecodable:
    """One message that nobody can handle. `queues` are those that got it; each consumer must park it once, saying `reason` (a pattern)."""

    kind: str
    mark: str
    message_id: str | None
    reason: str
    queues: list[str]
    # Whether the broker confirmed it: an unconfirmed one may have come or not.
    confirmed: bool = False


@dataclass
class Injector:
    """What was injected is written down here for the checker."""

    stand: Stand
    dice: random.Random
    bindings: dict[str, set[str]]
    undecodable: list[Undecodable] = field(default_factory=list)
    duplicates: int = 0
    reordered: int = 0

    # ---- again, and out of order ----

    def duplicate(self, count: int = 40) -> str:
        """Messages that were sent, sent again as they were, old ones among them and in no order."""
        rows = self._history("confirmed_at is not null", "random()", count)
        rows = self.dice.sample(rows, min(count, len(rows)))
        sent = self._publish([(EXCHANGE, row["name"], body_of(row), properties_of(row)) for row in rows])
        # And some twice at once straight into one queue.
        twice = [row for row in rows if self.bindings.get(row["name"])][: max(1, count // 10)]
        pairs = [("", self._one_queue(row), body_of(row), properties_of(row)) for row in twice for _ in (1, 2)]
        sent += self._publish(pairs)
        self.duplicates += sent
        return f"{sent} messages sent again"

    def reverse_pending(self) -> str:
        """What waits in the outboxes is sent ahead of the relay, the newest first; the relay then sends it once more, in order."""
        end = time.monotonic() + WAIT / 3
        # Until some aggregate has two that wait: with another fault beside this one that can take a while.
        while len(rows := self._history("confirmed_at is null", "position desc", 150)) < 10 or not several_of_one(rows):
            if time.monotonic() > end:
                break
            time.sleep(0.3)
        # To everybody, or to one listener of each message only, so that the others hear it in order.
        everybody = self.dice.random() < 0.5
        places = [(EXCHANGE, row["name"]) if everybody else ("", self._one_queue(row)) for row in rows]
        sent = self._publish([(*place, body_of(row), properties_of(row)) for place, row in zip(places, rows)])
        swapped = several_of_one(rows)
        self.reordered += swapped
        self.duplicates += sent
        return f"{sent} pending messages sent newest first, {swapped} of them before an older one of their aggregate"

    def _one_queue(self, row: dict[str, Any]) -> str:
        return self.dice.choice(sorted(self.bindings[row["name"]]))

    def _history(self, which: str, order: str, limit: int) -> list[dict[str, Any]]:
        """Outbox rows of all services; where the database is away it is waited for."""
        end = time.monotonic() + WAIT
        while True:
            try:
                with self.stand.database("caunoi") as connection:
                    connection.row_factory = psycopg.rows.dict_row
                    return [
                        row for service in SERVICES
                        for row in connection.execute(
                            f"select id::text, name, aggregate::text, version, traceparent, body, created_at from {service}.outbox "
                            f"where {which} order by {order} limit {limit}"
                        ).fetchall()
                    ]
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.3)

    # ---- not to be decoded ----

    def undecodable_messages(self) -> str:
        """One of each kind, to the exchange under a name that several hear, or straight into one queue."""
        made = [self._make(kind) for kind in KINDS]
        self.dice.shuffle(made)
        for message, exchange, key, body, properties in made:
            message.confirmed = self._publish([(exchange, key, body, properties)], again=False) == 1
            self.undecodable.append(message)
        return f"{len(made)} undecodable messages, {sum(one[0].confirmed for one in made)} of them confirmed"

    def undecodable_in_a_row(self, queue: str, count: int) -> str:
        """Many at once into one queue, with and without an id."""
        name = next(name for name in sorted(self.bindings) if queue in self.bindings[name])
        made = []
        for place in range(count):
            kind = ("broken JSON", "no message-id")[place % 2]
            mark = f"chaos-junk-{uuid.UUID(int=self.dice.getrandbits(128), version=4)}"
            body, properties, reason = KINDS[kind](name, mark, self.dice)
            made.append((Undecodable(kind, mark, properties.message_id, reason, [queue]), body, properties))
        confirmed = self._publish([("", queue, body, properties) for _, body, properties in made], again=False)
        for place, (message, _, _) in enumerate(made):
            message.confirmed = place < confirmed
            self.undecodable.append(message)
        return f"{count} undecodable messages to {queue}"

    def _make(self, kind: str) -> tuple[Undecodable, str, str, bytes, pika.BasicProperties]:
        mark = f"chaos-junk-{uuid.UUID(int=self.dice.getrandbits(128), version=4)}"
        name = self.dice.choice(sorted(name for name, queues in self.bindings.items() if name.startswith("intake.case") and queues))
        body, properties, reason = KINDS[kind](name, mark, self.dice)
        if kind in STRAIGHT or self.dice.random() < 0.4:
            queue = self.dice.choice(sorted(self.bindings[name]))
            return Undecodable(kind, mark, properties.message_id, reason, [queue]), "", queue, body, properties
        return Undecodable(kind, mark, properties.message_id, reason, sorted(self.bindings[name])), EXCHANGE, name, body, properties

    # ---- sending ----

    def _publish(self, messages: list[tuple[str, str, bytes, pika.BasicProperties]], again: bool = True) -> int:
        """Gives how many the broker has confirmed. Where the broker is away it is waited for; a message is sent twice only if it may be."""
        end = time.monotonic() + WAIT
        left = list(messages)
        tried = False
        while left and time.monotonic() < end:
            try:
                connection = self.stand.broker()
            except (pika.exceptions.AMQPError, OSError):
                time.sleep(0.5)
                continue
            try:
                channel = connection.channel()
                channel.confirm_delivery()
                while left:
                    if tried and not again:
                        return len(messages) - len(left)
                    tried = True
                    exchange, key, body, properties = left[0]
                    channel.basic_publish(exchange, key, body, properties, mandatory=True)
                    left.pop(0)
                    tried = False
            except (pika.exceptions.AMQPError, OSError):
                time.sleep(0.5)
            finally:
                close(connection)
        return len(messages) - len(left)


def several_of_one(rows: list[dict[str, Any]]) -> int:
    """How many of the messages share their aggregate with another one of them."""
    counts = Counter(row["aggregate"] for row in rows)
    return sum(count for count in counts.values() if count > 1)


def close(connection: Any) -> None:
    try:
        connection.close()
    except (pika.exceptions.AMQPError, OSError):
        pass


def body_of(row: dict[str, Any]) -> bytes:
    return row["body"].encode()


def properties_of(row: dict[str, Any]) -> pika.BasicProperties:
    """As the relay sets them."""
    headers = {"aggregate": row["aggregate"], "aggregate-version": row["version"], "producer": row["name"].split(".")[0]}
    if row["traceparent"]:
        headers["traceparent"] = row["traceparent"]
    return pika.BasicProperties(
        content_type="application/json", delivery_mode=2, message_id=row["id"], type=row["name"], headers=headers,
        timestamp=int(row["created_at"].timestamp()),
    )


def version7(dice: random.Random) -> str:
    """An id as the services make them: the instant first."""
    number = (int(time.time() * 1000) << 80) | (7 << 76) | (dice.getrandbits(12) << 64) | (2 << 62) | dice.getrandbits(62)
    return str(uuid.UUID(int=number))


def envelope(name: str, dice: random.Random, **changes: Any) -> pika.BasicProperties:
    values: dict[str, Any] = {
        "content_type": "application/json", "delivery_mode": 2, "message_id": version7(dice), "type": name, "timestamp": int(time.time()),
        "headers": {"aggregate": version7(dice), "aggregate-version": 1, "producer": name.split(".")[0]},
    }
    return pika.BasicProperties(**{**values, **changes})


def plausible(name: str, mark: str, dice: random.Random) -> dict[str, Any]:
    """A body of which every member has the right type, about a case that is not there."""
    case, organisation = version7(dice), version7(dice)
    common = {"case": case, "organisation": organisation, "occurred_at": "2026-11-01T00:00:00Z", "recorded_at": "2026-11-01T00:00:00Z"}
    return common | {"required": 9, "present": 1, "missing": [mark]}


DECODING = r"(?i)decod|json|corrupt|parse"


def broken_json(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    return f'{{"case": "{mark}", "organisation'.encode(), envelope(name, dice), DECODING


def wrong_type(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    return json.dumps({"case": 7, "organisation": [mark], "occurred_at": "yesterday"}).encode(), envelope(name, dice), DECODING


def not_text(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    return bytes([0xFF, 0xFE, 0x00, 0x80]) + mark.encode(), envelope(name, dice), DECODING


def huge(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    return mark.encode() + b"x" * 3_000_001, envelope(name, dice), DECODING


def without_id(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    return json.dumps({"mark": mark}).encode(), envelope(name, dice, message_id=None), r"(?i)message-id"


def id_no_uuid(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    return json.dumps({"mark": mark}).encode(), envelope(name, dice, message_id=mark), r"(?i)message-id"


def without_type(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    return json.dumps({"mark": mark}).encode(), envelope(name, dice, type=None), r"(?i)\btype\b"


def unknown_name(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    other = f"intake.case-{mark[-8:]}.v1"
    return json.dumps({"mark": mark}).encode(), envelope(name, dice, type=other), rf"(?i)handles.*{other}|{other}.*handle"


def unknown_generation(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    later = name.rsplit(".v", 1)[0] + ".v9"
    return json.dumps({"mark": mark}).encode(), envelope(name, dice, type=later), rf"(?i)handles.*{later}|{later}.*handle"


def without_version(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    """All is well with it but that nobody can say where in its aggregate's story it belongs."""
    known = "intake.dossier-changed.v1"
    headers = {"aggregate": version7(dice), "producer": "intake"}
    return json.dumps(plausible(known, mark, dice)).encode(), envelope(known, dice, headers=headers), r"(?i)version"


def version_no_number(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    known = "intake.dossier-changed.v1"
    headers = {"aggregate": version7(dice), "aggregate-version": dice.choice(("three", 0, -1)), "producer": "intake"}
    return json.dumps(plausible(known, mark, dice)).encode(), envelope(known, dice, headers=headers), r"(?i)version"


def later_timestamp(unit: int) -> Callable[[str, str, random.Random], tuple[bytes, pika.BasicProperties, str]]:
    """As broken JSON, and its timestamp is counted in parts of a second."""

    def make(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
        return f'{{"case": "{mark}", "organisation'.encode(), envelope(name, dice, timestamp=int(time.time()) * unit), DECODING

    return make


def version_absurd(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    known = "intake.dossier-changed.v1"
    headers = {"aggregate": version7(dice), "aggregate-version": dice.choice((2**63 - 1, 2**53 + 1)), "producer": "intake"}
    return json.dumps(plausible(known, mark, dice)).encode(), envelope(known, dice, headers=headers), r"(?i)version"


def zero_bytes_in_headers(name: str, mark: str, dice: random.Random) -> tuple[bytes, pika.BasicProperties, str]:
    headers = {"aggregate": version7(dice), "aggregate-version": 1, "producer": "intake", "na\0me": "va\0lue", "inner": {"na\0me": "va\0lue"}}
    return f'{{"case": "{mark}", "organisation'.encode(), envelope(name, dice, headers=headers), DECODING


KINDS: dict[str, Callable[[str, str, random.Random], tuple[bytes, pika.BasicProperties, str]]] = {
    "broken JSON": broken_json, "members of the wrong type": wrong_type, "no text": not_text, "huge": huge, "no message-id": without_id,
    "message-id no UUID": id_no_uuid, "no type": without_type, "unknown name": unknown_name, "unknown generation": unknown_generation,
    "no version": without_version, "version no number": version_no_number, "absurd version": version_absurd,
    "timestamp in µs": later_timestamp(1_000_000), "timestamp in ns": later_timestamp(1_000_000_000),
    "zero bytes in headers": zero_bytes_in_headers,
}
# Those that only one queue gets: what they say they are is bound to other queues than the name they would be sent under.
STRAIGHT = {"no version", "version no number", "absurd version", "unknown name", "unknown generation"}
