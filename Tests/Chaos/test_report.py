"""The table tells what struck, and a run of which a fault is missing is not sound."""

from __future__ import annotations

from report import Outcome, Strike


def test_a_fault_that_never_struck_is_told():
    struck = [Strike("kill portal", "killed", 0, 1), Strike("kill intake", "missed: it was not running", 1, 1, missed=True)]
    outcome = Outcome(1, 1.0, strikes=struck, expected=["kill portal", "kill intake"])
    assert not outcome.is_sound
    assert outcome.as_document()["never_struck"] == ["kill intake"]
    assert "✗ never struck: kill intake" in outcome.table()


def test_a_run_in_which_all_struck_is_sound():
    outcome = Outcome(1, 1.0, strikes=[Strike("kill portal", "killed", 0, 1)], expected=["kill portal"])
    assert outcome.is_sound and outcome.times("kill portal") == 1
    assert "✓" in outcome.table()
