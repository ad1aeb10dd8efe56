"""The short run: what must hold after faults of every sort."""

from __future__ import annotations

from faults import SHORT
from findings import DIFFERS, DISORDER, DOUBLED, LOST, PARKED


def assert_none(outcome, *sorts: str) -> None:
    found = [str(finding) for finding in outcome.findings if finding.sort in sorts]
    assert not found, f"seed {outcome.seed}, {len(found)} findings:\n" + "\n".join(found[:40])


def test_faults_and_changes_happened(finished):
    run, _, outcome = finished
    assert not outcome.driver_faults
    # An alarm has struck only once the broker itself has said so.
    assert outcome.expected == SHORT and not outcome.never
    assert outcome.changes["accepted"] >= 100
    assert run.injector.undecodable and run.injector.duplicates and run.injector.reordered


def test_all_comes_to_rest(finished):
    assert not finished[2].stuck


def test_nothing_is_lost(finished):
    assert_none(finished[2], LOST, DIFFERS)


def test_nothing_is_doubled(finished):
    assert_none(finished[2], DOUBLED)


def test_no_order_is_broken(finished):
    assert_none(finished[2], DISORDER)


def test_only_what_cannot_be_handled_is_parked(finished):
    assert_none(finished[2], PARKED)
