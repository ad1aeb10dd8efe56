"""What the audit trail of the whole run holds, people read in words: each action, each kind of thing, each part of it, in both languages."""

from __future__ import annotations

import re

import pytest

from catalogue import Words
from system import System
from trail import Trail

pytestmark = pytest.mark.reads_all_answers


def key(name: str) -> str:
    return re.sub(r"[.-]", "_", name)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_line_of_the_trail_is_told_in_words(system: System, language: str):
    words = Words(language)
    trail = Trail(system).read().lines
    assert len({line["action"] for line in trail}) > 80
    wanted = {f"audit_action_{key(line['action'])}" for line in trail} | {f"audit_kind_{key(line['subject_kind'])}" for line in trail}
    wanted |= {f"audit_part_{key(line['details']['part'])}" for line in trail if "part" in (line.get("details") or {})}
    missing = sorted(one for one in wanted if one not in words)
    assert not missing, "\n".join(missing)
