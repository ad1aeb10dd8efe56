"""The audit trail as Portal exports it, read past every service."""

from __future__ import annotations

import json

import httpx

from system import System


class Trail:
    """Its lines, in their order."""

    def __init__(self, system: System) -> None:
        self.folder = system.data / "audit"
        self.lines: list[dict] = []

    def read(self) -> Trail:
        texts = [file.read_text() for file in sorted(self.folder.glob("20*.jsonl"))]
        # The last line may be half written.
        found = [json.loads(line) for text in texts for line in text[: text.rfind("\n") + 1].splitlines()]
        self.lines = [line for line in found if "action" in line]
        return self

    def of(self, answer: httpx.Response) -> list[dict]:
        """Those of the very call that was answered so."""
        return [line for line in self.lines if line.get("reference") == answer.headers["x-request-reference"]]
