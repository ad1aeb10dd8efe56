"""Real changes through the front door, from several threads at a modest rate, each written into the ledger."""

from __future__ import annotations

import random
import threading
import time
import traceback

from client import Client, GaveUp
from ledger import Ledger
from scene import Scene
from work import WORK


class Driver:
    """Runs until it is stopped; can be paused between changes."""

    def __init__(self, url: str, scene: Scene, ledger: Ledger, seed: int, *, rate: float = 20.0, threads: int = 8) -> None:
        self.scene = scene
        self.ledger = ledger
        self.interval = threads / rate
        self.seed = seed
        self.faults: list[str] = []
        self.stop_asked = threading.Event()
        self.go = threading.Event()
        self.go.set()
        self.busy = 0
        self._count = threading.Condition()
        self.url = url
        self.threads = [
            threading.Thread(target=self._work, args=(number,), name=f"driver-{number}", daemon=True) for number in range(threads)
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def pause(self, timeout: float = 300) -> None:
        """Lets every change that is under way come to its end, and begins no other."""
        self.go.clear()
        end = time.monotonic() + timeout
        with self._count:
            while self.busy:
                assert self._count.wait(max(0.0, end - time.monotonic())), f"{self.busy} changes did not end within {timeout} s"

    def resume(self) -> None:
        self.go.set()

    def stop(self, timeout: float = 300) -> None:
        self.stop_asked.set()
        self.go.set()
        for thread in self.threads:
            thread.join(timeout)
        assert not any(thread.is_alive() for thread in self.threads), "the driver did not end"

    def _work(self, number: int) -> None:
        dice = random.Random(self.seed * 1000 + number)
        client = Client(self.url, self.ledger, dice, self.stop_asked)
        kinds, weights = list(WORK), [weight for _, weight in WORK.values()]
        while not self.stop_asked.is_set():
            self.go.wait()
            begun = time.monotonic()
            with self._count:
                self.busy += 1
            try:
                if self.go.is_set() and not self.stop_asked.is_set():
                    WORK[dice.choices(kinds, weights)[0]][0](client, self.scene, dice)
            except GaveUp as gone:
                self.faults.append(f"a read was never answered: {gone}")
            except Exception:  # A fault of the driver itself must not pass for a quiet run.
                self.faults.append(traceback.format_exc())
            finally:
                with self._count:
                    self.busy -= 1
                    self._count.notify_all()
            self.stop_asked.wait(max(0.0, self.interval * (0.5 + dice.random()) - (time.monotonic() - begun)))
