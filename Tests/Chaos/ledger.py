"""The driver's own book: each change it asked for, and what it was told of it."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ACCEPTED = "accepted"
REFUSED = "refused"
UNKNOWN = "unknown"


@dataclass
class Change:
    """One change. `mark` is the text by which its effect can be found; `about` names the things it touches."""

    number: int
    kind: str
    path: str
    key: str
    mark: str
    about: dict[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    status: int | None = None
    answer: Any = None
    attempts: int = 0
    replayed: bool = False
    asked_at: float = 0.0
    told_at: float = 0.0


class Ledger:
    """Kept in a file as it grows, a line for each change asked and each outcome told: what the driver knew outlives the driver."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.changes: list[Change] = []
        self._lock = threading.Lock()
        self._file = path.open("w")

    def ask(self, kind: str, path: str, mark: str, **about: Any) -> Change:
        with self._lock:
            number = len(self.changes) + 1
            # The mark is found by its whole text: no mark is the beginning of another.
            change = Change(number, kind, path, f"chaos-{number}", f"{mark}-{number}-", about, asked_at=time.time())
            self.changes.append(change)
            self._write({"ask": number, "kind": kind, "path": path, "key": change.key, "mark": change.mark, "about": about})
            return change

    def tell(self, change: Change, outcome: str, status: int | None = None, answer: Any = None, replayed: bool = False) -> None:
        with self._lock:
            change.outcome, change.status, change.answer, change.replayed = outcome, status, answer, replayed
            change.told_at = time.time()
            self._write({"told": change.number, "outcome": outcome, "status": status, "answer": answer, "attempts": change.attempts})

    def of(self, kind: str, *outcomes: str) -> list[Change]:
        with self._lock:
            return [one for one in self.changes if one.kind == kind and (not outcomes or one.outcome in outcomes)]

    def count(self, outcome: str) -> int:
        with self._lock:
            return sum(change.outcome == outcome for change in self.changes)

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def _write(self, line: dict) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()

    def as_rows(self) -> list[dict]:
        return [asdict(change) for change in self.changes]
