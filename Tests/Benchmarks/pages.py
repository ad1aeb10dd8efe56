"""A whole system with a register of fifty cases and more, and beside it the same front door before a plain answer of the same size."""

import atexit
import functools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from programs import BUILD, ROOT, Unmeasurable, run

CASES = 150


def register(connections, seconds):
    """The register's first page, as the leader of a centre sees it."""
    house = _house()
    return _load(f"http://127.0.0.1:{house.port}/cases", house.token, connections, seconds)


def plain(connections, seconds):
    """As many bytes from a plain server, by the same address of an equal front door."""
    house = _house()
    return _load(f"http://127.0.0.1:{house.plain_port}/cases", house.token, connections, seconds)


def _load(address, token, connections, seconds):
    output = run(["wrk", "-t", 2, "-c", connections, "-d", f"{seconds}s", "--latency", "-H", f"Cookie: caunoi_token={token}", address])
    rate = re.search(r"^Requests/sec:\s+([\d.]+)", output, re.M)
    count = re.search(r"^\s+(\d+) requests in", output, re.M)
    slow = re.search(r"^\s+99%\s+([\d.]+)(us|ms|s)$", output, re.M)
    if not rate or not slow or "Non-2xx" in output or "Socket errors" in output:
        raise Unmeasurable(f"wrk said: {output[-500:]}")
    return {"rate": float(rate[1]), "count": int(count[1]), "p99_us": float(slow[1]) * {"us": 1, "ms": 1e3, "s": 1e6}[slow[2]]}


@functools.cache
def _house():
    """Started when it is first asked for, and stopped at the end of the run."""
    house = House()
    atexit.register(house.stop)
    house.start()
    return house


class House:
    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="caunoi-bench-house-"))
        self.folder.chmod(0o755)
        self.data = self.folder / "data"
        self.port, self.plain_port = _free_port(), _free_port()
        self.processes = []

    def start(self):
        self._caunoi("up", "--detach", "--port", self.port)
        self._caunoi("demo", "--cases", CASES, "--centres", "1", "--helpers", "5")
        ministry = self._caunoi("token", "--role", "ministry").strip().splitlines()[-1]
        found = json.loads(self._get("/api/v1/organisations?kind=centre", ministry, "application/json"))
        centre = found["items"][0]["id"]
        self.token = self._caunoi("token", "--role", "leader", "--organisation", centre, "--ttl", 7_200).strip().splitlines()[-1]
        deadline = time.monotonic() + 60
        while (page := self._get("/cases", self.token, "text/html")).count(b"<tr") != 51:
            if time.monotonic() > deadline:
                raise Unmeasurable(f"the register shows {page.count(b'<tr')} lines, not 51")
            time.sleep(0.5)
        self._plain(len(page))

    def stop(self):
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
        subprocess.run([BUILD / "release/caunoi", "down", "--data", self.data], capture_output=True, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _plain(self, size):
        port = _free_port()
        self.processes.append(subprocess.Popen([BUILD / "release/Benchmarks", "plain", f"port={port}", f"bytes={size}"]))
        parts = json.loads(self._caunoi("status", "--json"))["parts"]
        pid = next(part["pid"] for part in parts if part["name"].lower() == "front-door")
        words = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        environment = dict(os.fsdecode(word).split("=", 1) for word in words if b"=" in word)
        environment |= {"CAUNOI_FRONT_DOOR_PORT": str(self.plain_port), "CAUNOI_INTAKE_ADDRESS": f"127.0.0.1:{port}"}
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", ROOT / "compose/Caddyfile"]
        home = {"XDG_DATA_HOME": str(self.folder / "door"), "XDG_CONFIG_HOME": str(self.folder / "door")}
        self.processes.append(
            subprocess.Popen(command, env=environment | home, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        deadline = time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.plain_port}/cases", timeout=5) as answer:
                    if len(answer.read()) != size:
                        raise Unmeasurable("the plain answer has another size")
                    return
            except (urllib.error.URLError, OSError) as late:
                if time.monotonic() > deadline:
                    raise Unmeasurable(f"the plain server does not answer: {late}") from late
                time.sleep(0.2)

    def _caunoi(self, *words):
        return run([BUILD / "release/caunoi", *words, "--data", self.data], 300)

    def _get(self, path, token, kind):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Authorization": f"Bearer {token}", "Accept": kind})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
