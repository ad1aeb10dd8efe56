"""A good client of the API: it repeats what was not answered, with the same Idempotency-Key, until it knows, or gives up and says so."""

from __future__ import annotations

import random
import threading
import time
from typing import Any

import httpx

from ledger import ACCEPTED, REFUSED, UNKNOWN, Change, Ledger

# Answers that say "not now": the same call may be made again.
AGAIN = {429, 500, 502, 503, 504}
IN_FLIGHT = "request-in-flight"


class GaveUp(Exception):
    """A read had no answer for as long as the client was willing to wait."""


class Client:
    """One caller; several threads may share it."""

    def __init__(self, url: str, ledger: Ledger, dice: random.Random, stop: threading.Event, *, patience: float = 240.0) -> None:
        self.ledger = ledger
        self.dice = dice
        self.stop = stop
        self.patience = patience
        self.http = httpx.Client(base_url=url, timeout=15, limits=httpx.Limits(max_connections=32))

    def change(
        self, change: Change, token: str, body: Any = None, *, headers: dict[str, str] | None = None, content: bytes | None = None
    ) -> httpx.Response | None:
        """Posts a change and writes down what came of it; None where that is unknown. One in seven goes away at the first trouble."""
        given = {"Authorization": f"Bearer {token}", "Idempotency-Key": change.key, **(headers or {})}
        loyal = self.dice.random() > 1 / 7
        end = time.monotonic() + self.patience
        while True:
            change.attempts += 1
            answer = self._once("POST", change.path, given, body, content)
            if answer is not None and not self.is_passing(answer):
                replayed = answer.headers.get("idempotency-replayed") == "true"
                outcome = ACCEPTED if answer.is_success else REFUSED
                self.ledger.tell(change, outcome, answer.status_code, told(answer), replayed)
                return answer
            if not loyal or time.monotonic() > end:
                self.ledger.tell(change, UNKNOWN, answer.status_code if answer is not None else None)
                return None
            self._pause(change.attempts, answer)

    def ask(self, method: str, path: str, token: str, **how: Any) -> httpx.Response:
        """Anything that may be repeated as it is: reads, and calls of their own conditions."""
        end = time.monotonic() + self.patience
        attempts = 0
        headers = {"Authorization": f"Bearer {token}", **how.pop("headers", {})}
        while True:
            attempts += 1
            answer = self._once(method, path, headers, how.get("json"), how.get("content"), how.get("params"))
            if answer is not None and not self.is_passing(answer):
                return answer
            if time.monotonic() > end:
                raise GaveUp(f"{method} {path}")
            self._pause(attempts, answer)

    @staticmethod
    def is_passing(answer: httpx.Response) -> bool:
        return answer.status_code in AGAIN or (answer.status_code == 409 and IN_FLIGHT in answer.text)

    def _once(self, method: str, path: str, headers: dict, body: Any, content: bytes | None, params: Any = None) -> httpx.Response | None:
        try:
            return self.http.request(method, path, headers=headers, json=body, content=content, params=params)
        except (httpx.TransportError, OSError):
            return None

    def _pause(self, attempts: int, answer: httpx.Response | None) -> None:
        wait = min(2.0, 0.1 * 2 ** min(attempts, 6)) * (0.5 + self.dice.random())
        if answer is not None and (named := answer.headers.get("retry-after", "")).isdigit():
            wait = max(wait, min(float(named), 5.0))
        self.stop.wait(wait)
        if self.stop.is_set():
            time.sleep(min(wait, 0.5))


def told(answer: httpx.Response) -> Any:
    """What of an answer is worth keeping."""
    if "json" not in answer.headers.get("content-type", ""):
        return {"location": answer.headers.get("location")}
    document = answer.json()
    if not answer.is_success:
        return {"problem": document.get("type"), "detail": document.get("detail"), "errors": document.get("errors")}
    return {name: document[name] for name in ("id", "status", "case", "code", "state", "helper", "version") if name in document}
