"""A whole system of its own, for measurements that go through its doors."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from programs import BUILD, Unmeasurable, run


class House:
    """Release programs on a private PostgreSQL and RabbitMQ as durable as in production, with `cases` invented ones in `centres` centres."""

    def __init__(self, centres, cases):
        self.folder = Path(tempfile.mkdtemp(prefix="caunoi-bench-house-"))
        self.folder.chmod(0o755)
        self.data = self.folder / "data"
        self.port = free_port()
        self.processes = []
        # One account asks here as often as many do.
        os.environ["CAUNOI_LIMITS_SCALE"] = "1000000"
        self._caunoi("up", "--detach", "--port", self.port)
        self._caunoi("demo", "--cases", cases, "--centres", centres, "--helpers", "5")
        self.ministry = self.token("ministry")
        found = json.loads(self.get("/api/v1/organisations?kind=centre&limit=100", self.ministry, "application/json"))
        self.centres = [one["id"] for one in found["items"]]
        if len(self.centres) < centres:
            raise Unmeasurable(f"{len(self.centres)} centres, not {centres}")

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        subprocess.run([BUILD / "release/caunoi", "down", "--data", self.data], capture_output=True, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def rest(self):
        """Stops the programs and keeps their data."""
        self._caunoi("down")

    def wake(self):
        self._caunoi("up", "--detach", "--port", self.port)

    def token(self, role, *words):
        return self._caunoi("token", "--role", role, "--ttl", 7_200, *words).strip().splitlines()[-1]

    def part(self, name):
        """What `caunoi status` tells of a part: its process, its port."""
        parts = json.loads(self._caunoi("status", "--json"))["parts"]
        return next(part for part in parts if part["name"].lower() == name)

    def services(self):
        """Name and process of each program of ours but the launcher."""
        parts = json.loads(self._caunoi("status", "--json"))["parts"]
        return [(part["name"].lower(), part["pid"]) for part in parts if part["name"].lower() not in ("postgresql", "epmd", "rabbitmq", "front-door")]

    def environment(self, name):
        """That a part was started with."""
        words = Path(f"/proc/{self.part(name)['pid']}/environ").read_bytes().split(b"\0")
        return dict(os.fsdecode(word).split("=", 1) for word in words if b"=" in word)

    def run_beside(self, command, **options):
        """A process that `stop` ends, in a session of its own as those that the launcher starts: the system shares out processors by
        sessions, and in that of the load a server would be served sooner."""
        self.processes.append(subprocess.Popen([str(word) for word in command], start_new_session=True, **options))

    def get(self, path, token, kind):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Authorization": f"Bearer {token}", "Accept": kind})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def drain(self, seconds):
        """Waits until nothing is on the way between the services."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            status = json.loads(self._caunoi("status", "--json"))
            if not any(queue["ready"] + queue["unacked"] for queue in status["queues"]) and not any(box["rows"] for box in status["outbox"]):
                return
            time.sleep(0.5)
        raise Unmeasurable(f"what was begun did not come to its end within {seconds} s")

    def _caunoi(self, *words):
        return run([BUILD / "release/caunoi", *words, "--data", self.data], 300)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until_answered(address, seconds=20):
    """The first answer of a server that is just starting."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read()
        except (urllib.error.URLError, OSError) as late:
            if time.monotonic() > deadline:
                raise Unmeasurable(f"{address} does not answer: {late}") from late
            time.sleep(0.2)
