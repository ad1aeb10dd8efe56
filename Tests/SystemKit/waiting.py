"""Waiting for what happens by itself: polls, with a limit; never a fixed sleep."""

from __future__ import annotations

import time
from typing import Callable, TypeVar

T = TypeVar("T")


def wait_until(predicate: Callable[[], T], timeout: float = 30, what: str = "", every: float = 0.1) -> T:
    """Calls `predicate` until it gives something true, and gives that back. After `timeout` seconds fails, saying what was awaited."""
    end = time.monotonic() + timeout
    last: object = None
    while True:
        try:
            last = predicate()
        except AssertionError as error:
            last = error
        else:
            if last:
                return last
        if time.monotonic() >= end:
            raise AssertionError(f"after {timeout:g} s still waiting for {what or predicate.__name__}; last seen: {last!r}")
        time.sleep(every)
