"""A part of the system that is away for a while, and there again afterwards."""

from __future__ import annotations

import json
import os
import signal
from contextlib import contextmanager
from typing import Iterator

from system import System
from waiting import wait_until


@contextmanager
def dead(system: System, name: str) -> Iterator[None]:
    """Killed, and not started again: whoever would do that is held meanwhile."""
    pid = system.part(name)["pid"]
    with _held(json.loads((system.data / "state.json").read_text())["supervisor"]["pid"]):
        os.kill(pid, signal.SIGKILL)
        yield
    system.wait_restarted(name, pid)
    wait_until(lambda: system.part(name)["state"] == "ready", 30, f"{name} to be ready")


@contextmanager
def hung(system: System, name: str) -> Iterator[None]:
    """Takes calls and answers none."""
    with _held(system.part(name)["pid"]):
        yield


@contextmanager
def _held(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
