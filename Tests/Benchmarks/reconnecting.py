"""Our program loses every connection again and again, through a line before either server."""

import os
import subprocess
import tempfile
import urllib.parse

from line import Line
from programs import BUILD, Unmeasurable, broker_url, database_url, empty_queue, environment, figures


def reconnect(rounds, connections):
    """How many descriptors were open before and after; raises Unmeasurable where fewer than `rounds` × `connections` to either server were
    made again."""
    empty_queue()
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(os.environ["CAUNOI_TEST_DATABASE_URL"]).query))
    broker = urllib.parse.urlsplit(os.environ["CAUNOI_TEST_BROKER_URL"])
    name = f".s.PGSQL.{query['port']}"
    with tempfile.TemporaryDirectory(prefix="caunoi-bench-") as folder:
        lines = [Line(f"{folder}/{name}", f"{query['host']}/{name}"), Line(None, broker.port)]
        try:
            return _cut(lines, environment(BENCH_DATABASE_URL=database_url(host=folder), BENCH_BROKER_URL=broker_url(lines[1].port)),
                        rounds, connections)
        finally:
            for line in lines:
                line.close()


def _cut(lines, surroundings, rounds, connections):
    command = [BUILD / "release/Benchmarks", "reconnect", f"rounds={rounds}"]
    result, first = None, None
    with tempfile.TemporaryFile("w+") as complaints:
        with subprocess.Popen(
            command, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as program:
            for said in program.stdout:
                if said.strip() != "cut":
                    result = figures(said)
                    break
                first = first or [line.accepted for line in lines]
                for line in lines:
                    line.cut()
                program.stdin.write("done\n")
                program.stdin.flush()
        if result is None or program.returncode != 0:
            complaints.seek(0)
            raise Unmeasurable(f"the reconnections ended with {program.returncode}: {complaints.read()[-500:]}")
    again = [line.accepted - before for line, before in zip(lines, first)]
    if min(again) < rounds * connections:
        raise Unmeasurable(f"of {rounds * connections} connections to either server {again} were made again")
    return {**result, "reconnections": sum(again)}
