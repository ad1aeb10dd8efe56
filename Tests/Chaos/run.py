"""One run: changes under faults, then calm, then the checker."""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path
from typing import Callable, Iterator

from api import Api
from checker import check
from check_parked import parked_count
from driver import Driver
from faults import Faults, Missed
from findings import Evidence
from injector import Injector
from ledger import Ledger
from report import Outcome, Strike
from scene import Scene, enter_scene
from stand import Stand
from system import ROOT
from waiting import wait_until
from work import today

# How long the system may take to come to rest: a message may wait out the third tier of its retries.
PATIENCE = 900.0


class Run:
    """Holds everything of one run together."""

    def __init__(self, stand: Stand, seed: int, *, rate: float, say: Callable[[str], None] = lambda line: None) -> None:
        self.stand = stand
        self.dice = random.Random(seed)
        self.say = say
        self.outcome = Outcome(seed, 0.0)
        self.ledger = Ledger(stand.folder / "ledger.jsonl")
        self.began = time.monotonic()
        self.scene: Scene = enter_scene(stand)
        self.injector = Injector(stand, random.Random(seed + 1), stand.bindings())
        self.faults = Faults(stand, self.injector, random.Random(seed + 2))
        self.driver = Driver(stand.url, self.scene, self.ledger, seed, rate=rate)
        self._deck: list[str] = []
        self._lock = threading.Lock()

    # ---- faults ----

    def storm(self, seconds: float, kinds: list[str] | None = None, *, gap: tuple[float, float] = (1.0, 6.0)) -> None:
        """Faults in a random order, each kind as often as the others, now and then two at once."""
        end = time.monotonic() + seconds
        # While everything is down and starts again there is nothing else to harm.
        kinds = [kind for kind in kinds or self.faults.kinds if kind != "everything dies"]
        while time.monotonic() < end:
            both = []
            for _ in range(2 if self.dice.random() < 0.25 else 1):
                # A deck that goes on from storm to storm, so that each kind has its turn.
                self._deck = self._deck or self.dice.sample(kinds, len(kinds))
                both.append(self._deck.pop())
            self._together(both)
            time.sleep(self.dice.uniform(*gap))

    def each_once(self, kinds: list[str], gap: tuple[float, float]) -> None:
        """Every kind once, two at a time; what missed, because another fault had been there first, once more by itself."""
        deck = self.dice.sample(kinds, len(kinds))
        while deck:
            self._together([deck.pop() for _ in range(min(2, len(deck)))])
            time.sleep(self.dice.uniform(*gap))
        for kind in self.left(kinds):
            self.strike(kind)

    def left(self, kinds: list[str]) -> Iterator[str]:
        """Each kind that has not struck, as time was short or another fault had been there first; once all parts are ready. None may be missing in
        the end."""
        self.outcome.expected = kinds
        for kind in kinds:
            if not self.outcome.times(kind):
                wait_until(lambda: not self.stand.unready(), 120, "all parts to be ready")
                yield kind

    def _together(self, kinds: list[str]) -> None:
        threads = [threading.Thread(target=self.strike, args=(kind,)) for kind in kinds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def strike(self, kind: str) -> Strike:
        began = time.monotonic()
        missed = False
        try:
            what = self.faults.strike(kind)
        except Missed as why:
            missed, what = True, f"missed: {why}"
        except Exception as error:  # What the harness could not do is told; it is not the system's fault.
            what = f"could not be done: {type(error).__name__}: {str(error)[:200]}"
            self.outcome.driver_faults.append(f"fault “{kind}” {what}")
        strike = Strike(kind, what, began - self.began, time.monotonic() - began, missed=missed)
        with self._lock:
            self.outcome.strikes.append(strike)
        self.say(f"{strike.began:6.0f} s  {kind}: {what}")
        return strike

    def strike_alone(self, kind: str) -> Strike:
        """One fault among changes, then calm: how long until all is ready and nothing on its way."""
        strike = self.strike(kind)
        over = time.monotonic()
        rested = self.come_to_rest() - over
        if not strike.missed:
            strike.recovery = rested
            self.say(f"          recovered after {rested:.1f} s")
        self.driver.resume()
        return strike

    def come_to_rest(self) -> float:
        """Pauses the driver and waits for quiet; gives when it began. What is stuck at the end of all patience is kept for the report."""
        self.driver.pause(PATIENCE)
        end = time.monotonic() + PATIENCE
        quiet_since = None
        while True:
            trouble = {f"{part} is not ready": 1 for part in self.stand.unready()} or self.stand.waiting()
            if not trouble:
                # Seen twice, as a message leaves an outbox a moment before it stands in a queue.
                if quiet_since is not None:
                    return quiet_since
                quiet_since = time.monotonic()
            else:
                quiet_since = None
            if time.monotonic() > end:
                self.outcome.stuck |= trouble
                return time.monotonic()
            time.sleep(0.5)

    # ---- the end ----

    def settle(self) -> Evidence:
        """The last calm, then the reports, then all that the checker reads."""
        over = time.monotonic()
        self.outcome.recovery = self.come_to_rest() - over
        rested_at = datetime.now(timezone.utc)
        self.say(f"{time.monotonic() - self.began:6.0f} s  at rest, {self.outcome.recovery:.1f} s after the last fault")
        self.driver.stop()
        self.ledger.close()
        figures = self._figures()
        connection = self.stand.database("caunoi")
        evidence = Evidence(
            connection, self.stand.data, self.injector.bindings, self.ledger.changes, self.injector.undecodable, rested_at, figures
        )
        self.outcome.minutes = (time.monotonic() - self.began) / 60
        return evidence

    def judge(self, evidence: Evidence) -> Outcome:
        outcome = self.outcome
        outcome.findings = check(evidence)
        outcome.parked = parked_count(evidence).total()
        outcome.driver_faults += self.driver.faults
        outcome.changes = dict(Counter(change.outcome or "unknown" for change in self.ledger.changes))
        for change in self.ledger.changes:
            kinds = outcome.by_kind.setdefault(change.kind, {})
            kinds[change.outcome or "unknown"] = kinds.get(change.outcome or "unknown", 0) + 1
        outcome.replays = sum(change.replayed for change in self.ledger.changes)
        outcome.injected = {
            "duplicates": self.injector.duplicates, "reordered": self.injector.reordered, "undecodable": len(self.injector.undecodable),
        }
        return outcome

    def _figures(self) -> dict[tuple[str, str], dict[str, int]]:
        found = {}
        for centre in self.scene.centres:
            leader = Api(self.stand.url, centre.tokens["leader"])
            for form in ("bieu-24", "bieu-25"):
                run = leader.report(form, today()[:7], {"organisation": centre.id}, timeout=120)
                found[(centre.id, form)] = leader.cells(run)
        return found


def new_seed() -> int:
    return int(time.time()) % 1_000_000


def binaries() -> Path:
    """Where `caunoi` and the services lie."""
    return Path(os.environ.get("CAUNOI_BIN", ROOT / ".build" / "debug"))
