"""What the audit trail of the whole run holds, people read in words: each action, each kind of thing, each part of it, in both languages."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from system import ROOT, System

pytestmark = pytest.mark.reads_all_answers


def sentences(language: str) -> set[str]:
    found: set[str] = set()
    for file in (ROOT / "Shared" / "Pages" / "Catalogue").glob(f"*.{language}.yaml"):
        found |= set(yaml.safe_load(file.read_text()) or {})
    return found


def lines(system: System) -> list[dict]:
    return [json.loads(line) for file in (system.data / "audit").glob("20*.jsonl") for line in file.read_text().splitlines()]


def key(name: str) -> str:
    return re.sub(r"[.-]", "_", name)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_line_of_the_trail_is_told_in_words(system: System, language: str):
    known = sentences(language)
    trail = [line for line in lines(system) if "action" in line]
    assert len({line["action"] for line in trail}) > 80
    wanted = {f"audit_action_{key(line['action'])}" for line in trail} | {f"audit_kind_{key(line['subject_kind'])}" for line in trail}
    wanted |= {f"audit_part_{key(line['details']['part'])}" for line in trail if "part" in (line.get("details") or {})}
    missing = sorted(wanted - known)
    assert not missing, "\n".join(missing)
