"""What is known to be wrong and waits to be mended: known.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Iterable
from urllib.parse import urlsplit

import yaml

from shape import shape


class Known:
    def __init__(self) -> None:
        self._lines = yaml.safe_load((Path(__file__).parent / "known.yaml").read_text()) or []
        self._met: set[int] = set()

    def new(self, path: str, findings: Iterable[str]) -> list[str]:
        """The findings on a page that are not known."""
        return [one for one in findings if not self._knows(shape(path), one)]

    def new_faults(self, faults: Iterable[str]) -> list[str]:
        """Of what a watch noted, each with the address of its page before it."""
        return [one for one in faults if self.new(urlsplit(one.split(": ", 1)[0]).path, [one])]

    @property
    def mended(self) -> list[str]:
        """The lines that nothing matched, though it should have."""
        return [f"{line['page']}: {line['finding']}" for number, line in enumerate(self._lines) if number not in self._met and not line.get("seldom")]

    def _knows(self, page: str, finding: str) -> bool:
        found = [number for number, line in enumerate(self._lines) if line["page"] == page and line["finding"] in finding]
        self._met.update(found)
        return bool(found)


KNOWN = Known()
