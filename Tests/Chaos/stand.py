"""The system under chaos: PostgreSQL and RabbitMQ under one supervisor, everything else under another, and a proxy on each line between."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pika
import psycopg

from proxy import Proxy
from system import ROOT, System
from waiting import wait_until

SERVICES = ("portal", "intake", "assignment", "attachments", "notifications", "reporting")
VIRTUAL_HOST = "caunoi"


class Stand(System):
    """One running system whose lines to its servers can be troubled. The servers themselves are reached without a proxy."""

    def __init__(self, binaries: Path) -> None:
        super().__init__(binaries)
        # A name of its own: whoever clears up after chaos takes nothing else away.
        own = self.folder.with_name(self.folder.name.replace("e2e", "chaos"))
        self.folder.rename(own)
        self.folder, self.data, self.clock = own, own / "data", own / "time" / "clock"
        self.servers = self.folder / "servers"

    # ---- start and stop ----

    def up(self) -> None:
        self._start_servers()
        self._make_durable()
        database, broker = urlsplit(self.database_url), urlsplit(self.broker_url)
        sockets = Path(unquote(re.search(r"host=([^&]+)", database.query)[1]))
        self.database_line = Proxy(sockets / ".s.PGSQL.5432")
        self.broker_line = Proxy(broker.port)
        database_user, broker_user = f"{database.username}:{database.password}", f"{broker.username}:{broker.password}"
        self.environment = {
            # One account does here what many do.
            "CAUNOI_LIMITS_SCALE": "1000",
            "CAUNOI_DATABASE_ADMIN_URL": f"postgresql://{database_user}@127.0.0.1:{self.database_line.port}/postgres",
            "CAUNOI_BROKER_URL": f"amqp://{broker_user}@127.0.0.1:{self.broker_line.port}/{VIRTUAL_HOST}",
        }
        self._start_system()

    def everything_dies(self) -> int:
        """Every process at once, supervisors first, as with the machine; gives how many there were. ``rise`` starts all again."""
        pids = []
        for data in (self.data, self.servers):
            state = json.loads((data / "state.json").read_text())
            pids += [state["supervisor"]["pid"], *(part["pid"] for part in state["processes"].values())]
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        # After a machine's death nobody waits to be buried: PostgreSQL takes a dead child of init, until init has seen it, for alive.
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids), 60, "everything to be gone")
        return len(pids)

    def rise(self) -> None:
        """Starts what has died on the folders that it left; the broker comes back on another port."""
        self._start_servers()
        self.broker_line.target = urlsplit(self.broker_url).port
        self._start_system()

    def _start_servers(self) -> None:
        self._start(self.servers, ["servers"], {})
        addresses = dict(re.findall(r"export (\w+)='([^']*)'", (self.servers / "test-servers.env").read_text()))
        self.database_url = addresses["CAUNOI_TEST_DATABASE_URL"]
        self.broker_url = addresses["CAUNOI_TEST_BROKER_URL"]

    def _start_system(self) -> None:
        self._start(self.data, ["up", "--port", str(self.port), "--workers", "2"], self.environment)

    def down(self) -> None:
        for data in (self.data, self.servers):
            subprocess.run(
                [self.command, "down", "--data", data], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                timeout=180, check=False,
            )
        for line in ("database_line", "broker_line"):
            if hasattr(self, line):
                getattr(self, line).close()

    def _start(self, data: Path, arguments: list[str], settings: dict[str, str]) -> None:
        # Into files: a pipe would stay open in the processes that go on in the background.
        log = self.folder / f"{arguments[0]}.log"
        with log.open("wb") as out:
            done = subprocess.run(
                [self.command, *arguments, "--data", data, "--detach"], stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                cwd=ROOT, timeout=300, env={**os.environ, **settings},
            )
        assert done.returncode == 0, f"caunoi {arguments[0]} ended with {done.returncode}:\n{log.read_text(errors='replace')[-4000:]}"

    def _make_durable(self) -> None:
        """Servers for tests do not sync to disk; here they shall be as in earnest."""
        local = self.servers / "postgresql" / "local.conf"
        local.write_text("fsync = on\nfull_page_writes = on\n")
        owner = (self.servers / "postgresql").stat()
        os.chown(local, owner.st_uid, owner.st_gid)
        with self.database() as connection:
            connection.autocommit = True
            connection.execute("select pg_reload_conf()")
        with self.database() as connection:
            end = time.monotonic() + 10
            while connection.execute("show fsync").fetchone()[0] != "on":
                assert time.monotonic() < end, "PostgreSQL did not take fsync = on"
                time.sleep(0.05)
                connection.rollback()

    # ---- the servers, reached as their administrator ----

    def database(self, name: str = "postgres") -> psycopg.Connection:
        """A connection of the superuser; the system's own database is `caunoi`."""
        return psycopg.connect(self.database_url.replace("/postgres?", f"/{name}?"), connect_timeout=10)

    def broker(self) -> pika.BlockingConnection:
        parameters = pika.URLParameters(self.broker_url + "?heartbeat=30&blocked_connection_timeout=60&socket_timeout=10")
        return pika.BlockingConnection(parameters)

    def rabbitmqctl(self, *words: str, timeout: float = 60) -> str:
        """The broker's own tool, told where it is by the environment of the running broker."""
        pid = self.server_part("rabbitmq")["pid"]
        pairs = [pair.partition("=") for pair in Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0") if pair]
        environment = {name: value for name, _, value in pairs if name.split("_")[0] in ("PATH", "HOME", "LANG", "ERL", "RABBITMQ")}
        program = sorted(Path("/usr/lib/rabbitmq/lib").glob("*/sbin/rabbitmqctl"))[-1]
        owner = (self.servers / "rabbitmq").stat()
        as_owner = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [program, "--quiet", *words], capture_output=True, text=True, env=environment, cwd="/", timeout=timeout, check=False, **as_owner
        )
        assert done.returncode == 0, f"rabbitmqctl {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def bindings(self) -> dict[str, set[str]]:
        """Each message name with the queues that take it, as the broker has it."""
        found: dict[str, set[str]] = {}
        for row in self.rabbitmqctl("list_bindings", "-p", VIRTUAL_HOST, "source_name", "routing_key", "destination_name").splitlines():
            source, name, queue = row.split("\t")
            if source == "caunoi.events":
                found.setdefault(name, set()).add(queue)
        return found

    # ---- parts and their processes ----

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [self.command, *arguments, "--data", self.data], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60,
            env={**os.environ, **self.environment},
        )
        if check:
            assert done.returncode == 0, f"caunoi {' '.join(arguments)} ended with {done.returncode}: {done.stdout}{done.stderr}"
        return done

    def server_status(self) -> dict:
        done = subprocess.run(
            [self.command, "status", "--json", "--data", self.servers], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60
        )
        assert done.returncode == 0, f"caunoi status of the servers: {done.stdout}{done.stderr}"
        return json.loads(done.stdout)

    def server_part(self, name: str) -> dict:
        return processes(self.servers)[name]

    def pid(self, name: str) -> int | None:
        """The process of a part now, of whichever supervisor; None while it is being started again."""
        for data in (self.data, self.servers):
            part = processes(data).get(name)
            if part and Path(f"/proc/{part['pid']}").exists():
                return part["pid"]
        return None

    def send(self, name: str, what: signal.Signals) -> int | None:
        """Sends a signal to a part; gives its process id, or None where it was not running."""
        pid = self.pid(name)
        if pid is None:
            return None
        try:
            os.kill(pid, what)
        except ProcessLookupError:
            return None
        return pid

    def copy(self, service: str) -> subprocess.Popen | None:
        """Another process of a service beside the supervised one, told the same, on a port of its own; None where it is not running now."""
        pid = self.pid(service)
        try:
            told = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
        except OSError:
            return None
        environment = dict(pair.split("=", 1) for pair in told if "=" in pair) | {"CAUNOI_HTTP_PORT": "0"}
        owner = self.data.stat()
        as_owner = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
        with (self.folder / f"{service}-copy.log").open("ab") as log:
            return subprocess.Popen(
                [self.command.parent / service.capitalize(), "serve"], env=environment, cwd=self.data, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, **as_owner,
            )

    def workers(self) -> list[str]:
        return [name for name in processes(self.data) if name.startswith("reporting-worker-")]

    # ---- how it is ----

    def unready(self) -> list[str]:
        """The parts that do not answer as ready now."""
        try:
            parts = self.status()["parts"] + self.server_status()["parts"]
        except (AssertionError, ValueError, subprocess.TimeoutExpired) as error:
            return [f"a supervisor: {error}"]
        return [part["name"] for part in parts if part["state"] != "ready"]

    def front_door_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/organisations", timeout=5) as answer:
                return answer.status < 500
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            return False

    def waiting(self) -> dict[str, int]:
        """What is still on its way: rows and messages by where they lie; empty when all has come to rest."""
        counts = pending_rows(self)
        if counts:
            return counts
        queues = self.server_status()["queues"] or []
        if not queues:
            return {"the broker does not tell its queues": 1}
        return {queue["name"]: queue["ready"] + queue["unacked"] for queue in queues if queue["ready"] + queue["unacked"]}


def processes(data: Path) -> dict[str, dict]:
    """What the supervisor of a folder has written down: parts that run, with their process ids."""
    try:
        return json.loads((data / "state.json").read_text()).get("processes", {})
    except (OSError, ValueError):
        return {}


# Work that services have taken on and not finished, beside what lies in outboxes.
UNFINISHED = {
    "intake.cases to announce": "select count(*) from intake.cases_to_announce",
    "notifications.emails waiting": "select count(*) from notifications.emails where state = 'waiting'",
    "attachments.uploads to finish": "select count(*) from attachments.uploads where state = 'received' and shape <> 'partial'",
    "reporting.report_jobs waiting": "select count(*) from reporting.report_jobs where status = 'waiting'",
    "reporting.report_runs unfinished": "select count(*) from reporting.report_runs where status in ('queued', 'running')",
}


def pending_rows(stand: Stand) -> dict[str, int]:
    try:
        with stand.database("caunoi") as connection:
            queries = UNFINISHED | {
                f"{service}.outbox": f"select count(*) from {service}.outbox where confirmed_at is null" for service in SERVICES
            }
            for service in SERVICES:
                queries[f"{service}.audit_untold"] = f"select count(*) from {service}.audit_untold"
                if connection.execute("select to_regclass(%s)", [f"{service}.early"]).fetchone()[0]:
                    queries[f"{service}.early"] = f"select count(*) from {service}.early where body is not null"
            counts = {name: connection.execute(query).fetchone()[0] for name, query in queries.items()}
    except psycopg.Error as error:
        return {f"the database: {error}": 1}
    return {name: count for name, count in counts.items() if count}
