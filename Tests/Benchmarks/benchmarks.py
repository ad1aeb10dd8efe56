"""What is measured: groups of programs that take turns at the same work, and the comparisons that are drawn from them."""

from dataclasses import dataclass, field
from typing import Callable

import pages
import programs
import register
import requests
from programs import c, ours, pgbench, python
from reconnecting import reconnect


@dataclass
class Side:
    """One program at one piece of work."""

    name: str
    run: Callable[[], dict]
    # What one turn takes, with what comes before it.
    seconds: float
    before: Callable[[], None] = lambda: None


@dataclass
class Row:
    """One comparison: a figure of ours and a figure of a peer."""

    name: str
    unit: str
    figure: str
    peer: str
    # "higher" or "lower": which way is good.
    better: str
    goal: float | None = None
    # Whether the goal must be passed, not just reached.
    strictly: bool = False
    ours: str = "ours"
    # Of the same run of ours, where the peer is another figure of it.
    peer_figure: str | None = None
    peer_name: str | None = None


@dataclass
class Group:
    """Sides that are measured in turn, and the rows made of them."""

    name: str
    sides: list[Side]
    rows: list[Row] = field(default_factory=list)
    repeats: int | None = None


@dataclass
class Size:
    """How much of everything."""

    repeats: int = 5
    seconds: int = 2
    callers: tuple = (1, 4, 16, 64)
    consumed: int = 45_000
    copied: int = 1_000_000
    chain_seconds: int = 4
    steady_seconds: int = 6
    memory: int = 2_000_000
    rounds: int = 25
    # Lines of a register that is brought in.
    brought_in: int = 100_000


FULL = Size()
# For development, and to see that everything still can be measured; says nothing about speed.
QUICK = Size(
    repeats=1, seconds=1, callers=(1, 16), consumed=20_000, copied=100_000, chain_seconds=2, steady_seconds=2, memory=100_000, rounds=2, brought_in=5_000)


# Callers that run where the connections are (`Database.onItsThread`): between an answer and the next statement no other thread is woken.
NEAR = "ours, on the database's thread"


def groups(size):
    return [
        *(publishing(size, window) for window in (1, 100, 1000)), consuming(size),
        *(inserting(size, callers) for callers in size.callers), *(transactions(size, callers) for callers in size.callers),
        copying(size), decoding(size), chain(size), steady_chain(size), *memory(size), reconnections(size),
        identity(size), register_page(size), accepted_requests(size), register_import(size),
    ]


def publishing(size, window):
    seconds = size.seconds + 1.5
    name = f"publish, window {window:,}"
    group = Group(f"publish-{window}", [
        Side("ours", lambda: ours("publish", window=window, seconds=size.seconds), seconds, programs.empty_queue),
        Side("C", lambda: c("publish", window=window, seconds=size.seconds, keep=1), seconds, programs.empty_queue),
        Side("aio-pika", lambda: python("publish.py", window=window, seconds=size.seconds), seconds, programs.empty_queue),
    ], against_each(name, "messages/s", "message", {"C": 0.9, "aio-pika": None}))
    if window == 1:
        run = lambda: ours("publish", window=window, seconds=size.seconds, near=1)
        group.sides.append(Side("ours, on the connection's thread", run, seconds, programs.empty_queue))
        group.rows.append(
            Row(f"{name}, on the connection's thread", "messages/s", "rate", "C", "higher", 0.9, ours="ours, on the connection's thread"))
    return group


def consuming(size):
    prefill = size.consumed / 12_000
    fewer = size.consumed // 3
    filled = lambda: programs.filled_queue(size.consumed)
    return Group("consume", [
        Side("ours", lambda: ours("consume", count=size.consumed), prefill + 3, filled),
        Side("ours, one by one", lambda: ours("consume", count=size.consumed, batches=0), prefill + 3, filled),
        Side("C", lambda: c("consume", count=size.consumed, keep=1), prefill + 3, filled),
        Side("aio-pika", lambda: python("consume.py", count=fewer), prefill / 3 + 5, lambda: programs.filled_queue(fewer)),
    ], [
        *against_each("consume and acknowledge", "messages/s", "message", {"C": 0.8, "aio-pika": None}),
        Row("consume one by one", "messages/s", "rate", "C", "higher", ours="ours, one by one"),
    ])


def inserting(size, callers):
    seconds = size.seconds + 1.5
    name = f"insert, {counted(callers)}"
    group = Group(f"insert-{callers}", [
        Side("ours", lambda: ours("insert", callers=callers, seconds=size.seconds), seconds, programs.empty_tables),
        Side("pgbench", lambda: pgbench("insert.sql", callers, size.seconds), seconds, programs.empty_tables),
    ], against_each(name, "rows/s", "row", {"pgbench": 0.95}))
    run = lambda: ours("insert", callers=callers, seconds=size.seconds, near=1)
    group.sides.append(Side(NEAR, run, seconds, programs.empty_tables))
    group.rows += [
        Row(f"{name}, on the database's thread", "rows/s", "rate", "pgbench", "higher", 0.95, ours=NEAR),
        Row(f"{name}, on the database's thread", "µs CPU/row", "cpu_us_each", "pgbench", "lower", ours=NEAR),
    ]
    if callers == 16:
        scoped = lambda: ours("insert", callers=callers, seconds=size.seconds, scoped=1)
        group.sides.append(Side("ours with scope", scoped, seconds, programs.empty_tables))
        group.rows.append(Row(f"{name}, under a scope", "rows/s", "rate", "pgbench", "higher", ours="ours with scope"))
    return group


def transactions(size, callers):
    seconds = size.seconds + 1.5
    name = f"transaction of 5, {counted(callers)}"
    rate = {"unit": "transactions/s", "figure": "rate", "better": "higher"}
    cpu = {"unit": "µs CPU/transaction", "figure": "cpu_us_each", "better": "lower"}
    group = Group(f"transaction-{callers}", [
        Side("ours", lambda: ours("transaction", callers=callers, seconds=size.seconds), seconds, programs.empty_tables),
        Side("pgbench", lambda: pgbench("transaction.sql", callers, size.seconds), seconds, programs.empty_tables),
        Side("ours pipelined", lambda: ours("transaction", callers=callers, seconds=size.seconds, later=1), seconds, programs.empty_tables),
        Side(NEAR, lambda: ours("transaction", callers=callers, seconds=size.seconds, near=1), seconds, programs.empty_tables),
    ], [
        Row(f"{name}, one by one", peer="pgbench", goal=0.95, **rate),
        Row(f"{name}, one by one, on the database's thread", ours=NEAR, peer="pgbench", goal=0.95, **rate),
        Row(f"{name}, pipelined", ours="ours pipelined", peer="pgbench", goal=1.0, strictly=True, **rate),
        Row(f"{name}, one by one", peer="pgbench", **cpu),
        Row(f"{name}, pipelined", ours="ours pipelined", peer="pgbench", **cpu),
    ])
    if callers == 16:
        settled = lambda: ours("transaction", callers=callers, seconds=size.seconds, settles=1)
        group.sides.append(Side("ours settled", settled, seconds, programs.empty_tables))
        group.rows.append(Row(f"{name}, one by one, its number asked for", ours="ours settled", peer="pgbench", **rate))
        run = lambda: pgbench("transaction-pipeline.sql", callers, size.seconds)
        group.sides.append(Side("pgbench pipelined", run, seconds, programs.empty_tables))
        group.rows.append(Row(f"{name}, pipelined", ours="ours pipelined", peer="pgbench pipelined", **rate))
        group.rows.append(Row(f"{name}, pipelined", ours="ours pipelined", peer="pgbench pipelined", **cpu))
    return group


def copying(size):
    seconds = size.copied / 300_000 + 1
    file = programs.BUILD / "bench-rows.txt"
    million = f"COPY of {size.copied:,} rows"
    return Group("copy", [
        Side("ours", lambda: ours("copy", file=file, rows=size.copied), seconds, lambda: programs.empty_copy(file, size.copied)),
        Side("psql", lambda: programs.psql_copy(file), seconds, lambda: programs.empty_copy(file, size.copied)),
        Side("ours, binary", lambda: ours("copy", rows=size.copied), seconds, lambda: programs.empty_copy(file, size.copied)),
    ], [
        Row(f"{million}, a file", "rows/s", "rate", "psql", "higher", 0.9),
        Row(f"{million}, values in binary", "rows/s", "rate", "psql", "higher", ours="ours, binary"),
        Row(f"{million}, a file", "µs CPU/row", "cpu_us_each", "psql", "lower"),
    ])


def decoding(size):
    seconds = size.seconds + 1.0
    return Group("decode", [
        Side("ours", lambda: ours("decode", seconds=size.seconds), seconds),
        Side("asyncpg", lambda: python("decode.py", "asyncpg", seconds=size.seconds), seconds),
        Side("psycopg", lambda: python("decode.py", "psycopg", seconds=size.seconds), seconds),
    ], against_each("1,000 rows × 8 columns to structs", "rows/s", "row", {"asyncpg": None, "psycopg": None}))


def chain(size):
    seconds = size.chain_seconds + 4
    return Group("chain-saturated", [
        Side("ours", lambda: ours("chain", producers=16, seconds=size.chain_seconds), seconds, programs.empty_chain),
        Side(NEAR, lambda: ours("chain", producers=16, seconds=size.chain_seconds, near=1), seconds, programs.empty_chain),
        Side("Python", lambda: python("chain.py", producers=16, seconds=size.chain_seconds), seconds, programs.empty_chain),
    ], [
        *against_each("chain, 16 producers", "cases/s", "case", {"Python": 4.0}),
        Row("chain, 16 producers, on the database's thread", "cases/s", "rate", "Python", "higher", 4.0, ours=NEAR),
        Row("chain, 16 producers, on the database's thread", "µs CPU/case", "cpu_us_each", "Python", "lower", ours=NEAR),
    ])


def steady_chain(size):
    seconds = size.steady_seconds + 3
    return Group("chain-steady", [
        Side("ours", lambda: ours("chain", rate=200, seconds=size.steady_seconds), seconds, programs.empty_chain),
        Side("Python", lambda: python("chain.py", rate=200, seconds=size.steady_seconds), seconds, programs.empty_chain),
    ], [
        Row("chain at 200/s, commit to effect, p50", "µs", "p50_us", "Python", "lower", 0.7),
        Row("chain at 200/s, commit to effect, p99", "µs", "p99_us", "Python", "lower", 0.7),
        Row("chain at 200/s", "µs CPU/case", "cpu_us_each", "Python", "lower"),
    ])


def memory(size):
    def group(name, program, what, before, each):
        quarter = Row(
            f"memory over {size.memory:,} {what}", "KB resident", "end_rss_kb", "ours", "lower", 1.10, peer_figure="quarter_rss_kb",
            peer_name="after a quarter")
        run = lambda: ours(program, seconds_at_most=900, count=size.memory)
        return Group(name, [Side("ours", run, size.memory / each + 2, before)], [quarter], repeats=1)

    return [
        group("memory-messages", "memory-messages", "messages", programs.empty_queue, 12_000),
        group("memory-queries", "memory-queries", "queries", programs.empty_tables, 20_000),
    ]


def reconnections(size):
    name = f"descriptors over {size.rounds * 40:,} reconnections to either server"
    row = Row(name, "open", "after", "ours", "lower", 1.0, peer_figure="before", peer_name="before")
    return Group("reconnect", [Side("ours", lambda: reconnect(size.rounds, 40), size.rounds * 2 + 5)], [row], repeats=1)


def identity(size):
    count = 20_000 if size.repeats > 1 else 2_000
    later = Row("who asks, a token seen before", "µs CPU", "cpu_us_each", "ours", "lower", 1.0, peer_figure="limit_us", peer_name="the limit")
    first = Row(
        "who asks, a token never seen", "µs CPU", "cpu_us_each", "ours", "lower", ours="ours, a new one", peer_figure="limit_us",
        peer_name="the limit")
    return Group("identity", [
        Side("ours", lambda: ours("identity", known=1, count=count), 1),
        Side("ours, a new one", lambda: ours("identity", known=0, count=count), 4),
    ], [later, first])


def register_page(size):
    seconds = size.seconds + 3
    return Group("page-register", [
        Side("ours", lambda: pages.register(64, seconds), seconds + 1),
        Side("ours, 64 accounts", lambda: pages.register_of_many(64, seconds), seconds + 1),
        Side("plain", lambda: pages.plain(64, seconds), seconds + 1),
    ], [
        Row("the register's page, 64 connections", "pages/s", "rate", "plain", "higher", 0.6),
        Row("the register's page, 64 connections, p99", "µs", "p99_us", "plain", "lower", 2.0),
        Row("the same, 64 accounts", "pages/s", "rate", "plain", "higher", ours="ours, 64 accounts"),
        Row("the same, 64 accounts, p99", "µs", "p99_us", "plain", "lower", ours="ours, 64 accounts"),
    ])


def register_import(size):
    seconds = size.brought_in / 1_000 + 30
    limit = Row(
        f"a register of {size.brought_in:,} lines brought in", "s", "seconds", "ours", "lower", 1.0, peer_figure="limit_seconds",
        peer_name="the limit")
    return Group("register-import", [Side("ours", lambda: register.brought_in(size.brought_in), seconds)], [limit], repeats=1)


def accepted_requests(size):
    seconds = size.seconds + 6 if size.repeats > 1 else 4
    name = "requests accepted at once, 34 centres, 64 connections"
    whole = "the whole house at work"
    few = "four callers at 33 centres beside 60 at the other one"
    spread = "beside 60 at all"
    return Group("requests", [
        Side("ours", lambda: requests.received(64, seconds, alone=True), seconds + 15),
        Side(whole, lambda: requests.received(64, seconds, alone=False), seconds + 15),
        Side("pgbench", lambda: requests.replayed(16, seconds), seconds + 2),
        Side(few, lambda: requests.beside(60, seconds, "one"), seconds + 15),
        Side(spread, lambda: requests.beside(60, seconds, "every"), seconds + 15),
    ], [
        Row(name, "requests/s", "rate", "pgbench", "higher", 0.9),
        Row(f"{name}, p99", "µs", "p99_us", "ours", "lower", peer_figure="p50_us", peer_name="p50"),
        Row(f"{name}, {whole}", "requests/s", "rate", "pgbench", "higher", ours=whole),
        Row(f"{few}, p99", "µs", "p99_us", spread, "lower", 1.5, ours=few),
    ])


def against_each(name, unit, thing, goals):
    """The rate against each peer, then the client's CPU time for each thing."""
    rates = [Row(name, unit, "rate", peer, "higher", goal) for peer, goal in goals.items()]
    return rates + [Row(name, f"µs CPU/{thing}", "cpu_us_each", peer, "lower") for peer in goals]


def counted(callers):
    return f"{callers} caller" + ("s" if callers > 1 else "")
