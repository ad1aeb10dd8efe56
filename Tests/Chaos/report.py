"""The table of a run, for people and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from findings import DIFFERS, DISORDER, DOUBLED, LOST, PARKED, Finding


@dataclass
class Strike:
    """One fault that was injected."""

    kind: str
    what: str
    began: float
    seconds: float
    # From the end of the fault until all parts were ready and nothing was on its way; None where other faults came too soon to tell.
    recovery: float | None = None
    # Whether there was nothing to strike.
    missed: bool = False


@dataclass
class Outcome:
    """All that a run has to tell."""

    seed: int
    minutes: float
    strikes: list[Strike] = field(default_factory=list)
    changes: dict[str, int] = field(default_factory=dict)
    by_kind: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    injected: dict[str, int] = field(default_factory=dict)
    parked: int = 0
    replays: int = 0
    stuck: dict[str, int] = field(default_factory=dict)
    driver_faults: list[str] = field(default_factory=list)
    recovery: float | None = None
    # The kinds of faults of which each must have struck.
    expected: list[str] = field(default_factory=list)

    def times(self, kind: str) -> int:
        """How often a fault has struck."""
        return sum(strike.kind == kind and not strike.missed for strike in self.strikes)

    def count(self, *sorts: str) -> int:
        return sum(finding.sort in sorts for finding in self.findings)

    @property
    def is_sound(self) -> bool:
        return not (self.findings or self.stuck or self.driver_faults or self.never)

    @property
    def never(self) -> list[str]:
        """What was to strike and never did."""
        return [kind for kind in self.expected if not self.times(kind)]

    def as_document(self) -> dict:
        recoveries = {
            kind: [round(s.recovery, 1) for s in self.strikes if s.kind == kind and s.recovery is not None] for kind in self._kinds()
        }
        return {
            "seed": self.seed,
            "minutes": round(self.minutes, 1),
            "faults": sum(not strike.missed for strike in self.strikes),
            "missed": sum(strike.missed for strike in self.strikes),
            "changes": self.changes.get("accepted", 0),
            "lost": self.count(LOST),
            "doubled": self.count(DOUBLED),
            "differs": self.count(DIFFERS),
            "out_of_order": self.count(DISORDER),
            "parked": self.parked,
            "parked_unexpectedly": self.count(PARKED),
            # The longest of all that were measured, the calm at the end among them.
            "recovery_seconds": round(max(times), 1) if (times := self._recoveries()) else None,
            "sound": self.is_sound,
            "changes_by_outcome": self.changes,
            "changes_by_kind": self.by_kind,
            "answers_given_again": self.replays,
            "injected": self.injected,
            "faults_by_kind": {
                kind: {"times": self.times(kind), "recovery_seconds": recoveries[kind]} for kind in self._kinds()
            },
            "never_struck": self.never,
            "still_on_its_way": self.stuck,
            "driver_faults": self.driver_faults,
            "findings": [{"sort": f.sort, "rule": f.rule, "where": f.where} for f in self.findings],
        }

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.as_document(), ensure_ascii=False, indent=2) + "\n")

    def _recoveries(self) -> list[float]:
        return [one for one in [self.recovery, *(strike.recovery for strike in self.strikes)] if one is not None]

    def _kinds(self) -> list[str]:
        return sorted({strike.kind for strike in self.strikes})

    def table(self) -> str:
        document = self.as_document()
        lines = [f"chaos, seed {self.seed}, {self.minutes:.1f} minutes", ""]
        lines += [f"  {'fault':26} {'times':>5}  seconds to recover"]
        for kind, facts in document["faults_by_kind"].items():
            lines.append(f"  {kind:26} {facts['times']:5}  {' '.join(map(str, facts['recovery_seconds'])) or '–'}")
        lines += ["", f"  {'changes':26} {'accepted':>8} {'refused':>8} {'unknown':>8}"]
        for kind, outcomes in sorted(self.by_kind.items()):
            lines.append(f"  {kind:26} " + " ".join(f"{outcomes.get(one, 0):8}" for one in ("accepted", "refused", "unknown")))
        lines += ["", "  " + ", ".join(f"{count} {what}" for what, count in self.injected.items())]
        shown = ("faults", "missed", "changes", "lost", "doubled", "differs", "out_of_order", "parked", "parked_unexpectedly", "recovery_seconds")
        for what in shown:
            lines.append(f"  {what:26} {document[what] if document[what] is not None else '–':>8}")
        lines += self._complaints()
        return "\n".join(lines)

    def _complaints(self) -> list[str]:
        """Grouped by rule, ten of each, so that a developer finds the thing."""
        lines = [f"  ✗ never struck: {kind}" for kind in self.never]
        lines += [f"  still on its way: {what}: {count}" for what, count in self.stuck.items()]
        rules = Counter((finding.sort, finding.rule) for finding in self.findings)
        for (sort, rule), number in rules.most_common():
            lines += ["", f"  ✗ {sort}: {rule} ({number})"]
            places = [finding.where for finding in self.findings if (finding.sort, finding.rule) == (sort, rule)]
            lines += [f"      {place}" for place in places[:10]] + ([f"      … and {number - 10} more"] if number > 10 else [])
        lines += [f"\n  ✗ the driver: {fault}" for fault in self.driver_faults[:5]]
        return lines if lines else ["", "  ✓ nothing lost, nothing doubled, no order broken"]
