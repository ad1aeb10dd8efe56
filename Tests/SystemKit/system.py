"""The system under test, run through the command `caunoi` as an operator would, in a data folder of its own."""

from __future__ import annotations

import email
import email.policy
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

from confidential import keep_token
from waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]

# The requests of requests.yaml lie before this instant: on a machine whose clock is behind it, the system's clock is put forward.
EARLIEST_NOW = datetime(2026, 8, 1, tzinfo=timezone.utc)


class System:
    """One running system."""

    def __init__(self, binaries: Path) -> None:
        self.command = binaries / "caunoi"
        # Not pytest's own folder: the unprivileged user that everything runs as must be able to cross its parents, and sockets need short paths.
        self.folder = Path(tempfile.mkdtemp(prefix="caunoi-e2e-"))
        self.folder.chmod(0o755)
        self.data = self.folder / "data"
        # In a folder of its own: services see the folder that the clock lies in.
        self.clock = self.folder / "time" / "clock"
        self.clock.parent.mkdir()
        self.clock.parent.chmod(0o755)
        self.port = free_port()
        # "https" where `settings` give the front door a certificate.
        self.scheme = "http"
        self.shift = 0
        # Beside the environment of the tests.
        self.settings: dict[str, str] = {}
        self._tokens: dict[tuple[str, ...], str] = {}
        self.move_clock(max(timedelta(), EARLIEST_NOW - datetime.now(timezone.utc)))

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    # ---- start and stop ----

    def up(self) -> None:
        # Into files: a pipe would stay open in the processes that go on in the background.
        log = self.folder / "up.log"
        with log.open("wb") as out:
            done = subprocess.run(
                [self.command, "up", "--data", self.data, "--port", str(self.port), "--detach", "--demo", "--clock", self.clock, "--workers", "2"],
                stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=ROOT, timeout=300,
                env=os.environ | self.settings,
            )
        assert done.returncode == 0, f"caunoi up ended with {done.returncode}:\n{log.read_text(errors='replace')[-4000:]}"

    def down(self) -> None:
        log = self.folder / "down.log"
        with log.open("wb") as out:
            done = subprocess.run(
                [self.command, "down", "--data", self.data], stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=120
            )
        assert done.returncode == 0, f"caunoi down ended with {done.returncode}:\n{log.read_text(errors='replace')[-4000:]}"

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---- what the command tells ----

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [self.command, *arguments, "--data", self.data], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60
        )
        if check:
            assert done.returncode == 0, f"caunoi {' '.join(arguments)} ended with {done.returncode}: {done.stdout}{done.stderr}"
        return done

    def status(self) -> dict:
        return json.loads(self.run("status", "--json").stdout)

    def part(self, name: str) -> dict:
        found = [part for part in self.status()["parts"] if part["name"].lower() == name]
        assert len(found) == 1, f"{len(found)} parts called {name}"
        return found[0]

    def kill(self, name: str) -> int:
        """Kills a part the hard way; gives the process id it had."""
        pid = self.part(name)["pid"]
        os.kill(pid, signal.SIGKILL)
        return pid

    def wait_restarted(self, name: str, old: int, timeout: float = 30) -> dict:
        def again() -> dict | None:
            part = self.part(name)
            return part if part["pid"] not in (None, old) and part["restarts"] >= 1 else None

        return wait_until(again, timeout, f"{name} to be started again")

    def drained(self) -> bool:
        status = self.status()
        waiting = any(queue["ready"] + queue["unacked"] for queue in status["queues"]) or any(box["rows"] for box in status["outbox"])
        return not waiting and status["early"] == 0

    def wait_drained(self, timeout: float = 120) -> None:
        """Until nothing is on the way: seen twice, as a message leaves an outbox a moment before it stands in a queue."""

        def quiet() -> bool:
            if not self.drained():
                return False
            time.sleep(0.4)
            return self.drained()

        wait_until(quiet, timeout, "queues and outboxes to drain", every=0.3)
        assert self.status()["parked"] == 0, self.run("messages", "parked", check=False).stdout

    def token(
        self, role: str, *, organisation: str | None = None, province: str | None = None, helper: str | None = None, ttl: int | None = None
    ) -> str:
        """A bearer token; the same one again for the same scope, unless it is asked for with a life of its own."""
        arguments = ["token", "--role", role]
        for option, value in (("--organisation", organisation), ("--province", province), ("--helper", helper), ("--ttl", ttl)):
            if value is not None:
                arguments += [option, str(value)]
        key = tuple(arguments)
        if key not in self._tokens or ttl is not None:
            self._tokens[key] = keep_token(self.run(*arguments).stdout.strip().splitlines()[-1].strip())
        return self._tokens[key]

    # ---- the clock ----

    def move_clock(self, by: timedelta) -> None:
        """Puts every service's clock forward; tokens are made anew, whichever clock they go by."""
        self.shift += int(by.total_seconds())
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(f"{self.shift}\n")
        fresh.chmod(0o644)
        fresh.replace(self.clock)
        self._tokens.clear()

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + timedelta(seconds=self.shift)

    def today(self) -> date:
        """The legal date, in Asia/Ho_Chi_Minh."""
        return (self.now() + timedelta(hours=7)).date()

    # ---- what lies in the data folder, read only ----

    def mails(self) -> list[EmailMessage]:
        found = []
        for place in ("new", "cur"):
            for path in sorted((self.data / "mail").rglob(f"{place}/*")):
                try:
                    found.append(email.message_from_bytes(path.read_bytes(), policy=email.policy.default))
                except FileNotFoundError:
                    continue  # moved from new to cur meanwhile
        return found

    def mails_about(self, code: str, to: str | None = None) -> list[EmailMessage]:
        """The mails that name a case code, to one address if given."""
        return [mail for mail in self.mails() if code in text_of(mail) and (to is None or to.lower() in str(mail["to"]).lower())]


def text_of(mail: EmailMessage) -> str:
    """The subject and all the text of a mail."""
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(mail["subject"]), *parts])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
