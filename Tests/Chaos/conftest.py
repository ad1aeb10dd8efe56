"""Makes the modules of the end-to-end tests known, and runs chaos once for all tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent

# What the tests of the checker tamper with: no run is over before each of these was accepted once.
NEEDED = ("case opened", "progress", "helper replaced", "offer accepted", "decision", "completion", "paper", "case transferred", "passed case accepted")
sys.path[:0] = [str(HERE), str(HERE.parent / "SystemKit")]

OUTCOME: pytest.StashKey = pytest.StashKey()


def pytest_terminal_summary(terminalreporter, config) -> None:
    """The table of the run, whatever came of it."""
    if outcome := config.stash.get(OUTCOME, None):
        terminalreporter.write_line(f"\n{outcome.table()}\n")


@pytest.fixture(scope="session")
def seed() -> int:
    from run import new_seed

    given = os.environ.get("CAUNOI_CHAOS_SEED")
    return int(given) if given else new_seed()


@pytest.fixture(scope="session")
def finished(seed, request):
    """A run that is over: its evidence, which tests may tamper with inside a transaction, and its outcome."""
    from faults import SHORT
    from ledger import ACCEPTED
    from run import Run, binaries
    from stand import Stand
    from system import ROOT
    from waiting import wait_until

    print(f"\nchaos: seed {seed} (CAUNOI_CHAOS_SEED)", flush=True)
    stand = Stand(binaries())
    try:
        stand.up()
        run = Run(stand, seed, rate=12.0, say=print)
        run.faults.seconds = 1.5
        run.driver.start()
        run.each_once(SHORT, gap=(0.1, 0.6))
        # On a machine that has much else to do the faults are over before there were changes enough.
        wait_until(lambda: run.ledger.count(ACCEPTED) >= 100, 120, "a hundred changes to be accepted")
        wait_until(lambda: all(run.ledger.of(kind, ACCEPTED) for kind in NEEDED), 120, f"one of each of {', '.join(NEEDED)}")
        evidence = run.settle()
        outcome = request.config.stash[OUTCOME] = run.judge(evidence)
        outcome.write(ROOT / ".build" / "chaos-short.json")
        yield run, evidence, outcome
    finally:
        stand.down()
        stand.remove()


@pytest.fixture
def evidence(finished):
    """The evidence for one test, as it was before for the next."""
    _, evidence, _ = finished
    evidence.connection.rollback()
    yield evidence
    evidence.connection.rollback()
