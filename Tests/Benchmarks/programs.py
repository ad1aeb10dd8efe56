"""The programs that are measured, and the servers they work on."""

import json
import os
import re
import resource
import subprocess
import time
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "Tests/Benchmarks/Peers"
BUILD = ROOT / ".build"
DATABASE = "bench"
NOTE = "A line of forty letters for every entry."


class Unmeasurable(Exception):
    """Something that cannot be measured, and why."""


def database_url(user=None, database=DATABASE, host=None):
    """The private PostgreSQL: as its superuser, or as `user` of the benchmarks; through the socket in `host` where it is given."""
    parts = urllib.parse.urlsplit(os.environ["CAUNOI_TEST_DATABASE_URL"])
    place = parts.netloc if user is None else f"{user}:bench@"
    query = dict(urllib.parse.parse_qsl(parts.query))
    if host is not None:
        query["host"] = host
    return urllib.parse.urlunsplit((parts.scheme, place, f"/{database}", urllib.parse.urlencode(query), ""))


def broker_url(port=None):
    parts = urllib.parse.urlsplit(os.environ["CAUNOI_TEST_BROKER_URL"])
    place = f"{parts.username}:{parts.password}@{parts.hostname}:{port or parts.port}"
    return urllib.parse.urlunsplit((parts.scheme, place, parts.path, "", ""))


def environment(**other):
    own = {
        "BENCH_BROKER_URL": broker_url(), "BENCH_DATABASE_URL": database_url(), "BENCH_CHAIN_URL": database_url("bench"),
        "BENCH_CHAIN_OWNER_URL": database_url("bench_owner"), "BENCH_PEER_URL": database_url("peer"),
    }
    return {**os.environ, **own, **other}


def run(command, seconds=300, **other):
    """What a command prints, in our environment and `other`; raises Unmeasurable with its last words where it fails."""
    try:
        done = subprocess.run(list(map(str, command)), env=environment(**other), capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise Unmeasurable(f"{Path(command[0]).name} did not end in {seconds} s") from late
    except OSError as missing:
        raise Unmeasurable(f"{command[0]}: {missing.strerror}") from missing
    if done.returncode != 0:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-8:])
        raise Unmeasurable(f"{Path(command[0]).name} ended with {done.returncode}: {last}")
    return done.stdout


def figures(output):
    """The last line of what a program printed."""
    try:
        return json.loads(output.strip().splitlines()[-1])
    except (IndexError, ValueError) as wrong:
        raise Unmeasurable(f"no figures in: {output[-300:]}") from wrong


def words(**values):
    return [f"{name}={value}" for name, value in values.items()]


def ours(name, seconds_at_most=300, **values):
    return figures(run([BUILD / "release/Benchmarks", name, *words(**values)], seconds_at_most))


def c(program, **values):
    return figures(run([BUILD / "bench-peers" / program, broker_url(), *words(**values)]))


def python(script, *plain, **values):
    return figures(run([BUILD / "bench-venv/bin/python", PEERS / script, *plain, *words(**values)]))


def pgbench(script, callers, seconds):
    output, used = run_timed([
        "pgbench", "-n", "-M", "prepared", "-c", callers, "-j", 2, "-T", seconds, "-f", PEERS / script, "-D", f"note={NOTE}",
        database_url(),
    ])
    rate = re.search(r"^tps = ([\d.]+) ", output, re.M)
    count = re.search(r"actually processed: (\d+)", output)
    failed = re.search(r"failed transactions: (\d+)", output)
    if not rate or not count or (failed and int(failed[1]) > 0):
        raise Unmeasurable(f"pgbench said: {output[-500:]}")
    return {"rate": float(rate[1]), "count": int(count[1]), "cpu_us_each": used / int(count[1]) * 1e6}


def psql_copy(file):
    columns = "copied (id, case_id, subject, opened_at)"
    commands = ["-c", "\\timing on", "-c", f"\\copy {columns} from '{file}'"]
    output, used = run_timed(["psql", "-X", "-v", "ON_ERROR_STOP=1", database_url(), *commands])
    count = re.search(r"^COPY (\d+)", output, re.M)
    time_taken = re.search(r"^Time: ([\d.]+) ms", output, re.M)
    if not count or not time_taken:
        raise Unmeasurable(f"psql said: {output[-500:]}")
    return {"rate": int(count[1]) / float(time_taken[1]) * 1000, "count": int(count[1]), "cpu_us_each": used / int(count[1]) * 1e6}


def run_timed(command):
    """What a command prints, and the processor time it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = run(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return output, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def psql(statements, database=DATABASE):
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", database_url(database=database)]
    return run([*command, *(part for statement in statements for part in ("-c", statement))]).strip()


def psql_file(path):
    run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", path, database_url()])


def prepare():
    """The database and its tables; raises Unmeasurable where the servers are not as durable as in production."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        # The server may still be rereading its settings.
        deadline = time.monotonic() + 10
        while psql([f"show {setting}"], "postgres") != "on":
            if time.monotonic() > deadline:
                raise Unmeasurable(f"PostgreSQL has {setting} off: nobody runs it like that in production")
            time.sleep(0.1)
    psql([f"create database {DATABASE}"], "postgres")
    psql_file(ROOT / "Tests/Benchmarks/tables.sql")
    ours("migrate")
    psql_file(ROOT / "Tests/Benchmarks/chain.sql")
    psql(["vacuum analyze", "checkpoint"])


def empty_queue():
    """The quorum queue, new and empty."""
    c("publish", seconds=0, keep=1)


def filled_queue(count):
    c("publish", window=1000, count=count, keep=1)


def no_queue():
    c("publish", seconds=0)


def empty_tables():
    psql(["truncate entries", "vacuum accounts"])


def empty_copy(file, rows):
    """The table empty, and the file that is copied into it; it is made once."""
    psql(["truncate copied"])
    if not file.exists() or sum(1 for _ in file.open("rb")) != rows:
        query = (
            "select number, gen_random_uuid(), 'Item number ' || number || ', a boundary of land', now() - number * interval '1 second' "
            f"from generate_series(1, {rows}) as number")
        psql([f"\\copy ({query}) to '{file}'"])


def empty_chain():
    no_queue()
    psql([
        "truncate bench.cases, bench.effects, bench.outbox, bench.inbox, bench.parked, peer.cases, peer.outbox, peer.inbox, peer.effects",
    ])
