"""The demonstration's accounts, one of each role."""

from __future__ import annotations

import json
import stat
import threading
from dataclasses import dataclass, field

from second_step import SecondStep
from system import System


@dataclass
class Account:
    login: str
    password: str
    role: str
    second_step: SecondStep = field(default_factory=SecondStep)
    # What a browser keeps once the account has signed in; nothing before.
    cookies: list[dict] = field(default_factory=list)
    # One signs in at a time: an emergency code is good once only.
    turn: threading.RLock = field(default_factory=threading.RLock, repr=False)


def demonstration_accounts(system: System) -> dict[str, Account]:
    file = system.data / "secrets" / "demo-accounts"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    listed = json.loads(file.read_text())
    return {one["role"]: Account(one["login"], one["password"], one["role"]) for one in listed}
