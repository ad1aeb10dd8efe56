"""The sentences of the pages, read from their catalogue: tests look for what people read, in either language."""

from __future__ import annotations

import re

import yaml

from system import ROOT

FOLDER = ROOT / "Shared" / "Pages" / "Catalogue"


class Words:
    """The sentences of one language by their keys."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._sentences: dict[str, str] = {}
        for file in sorted(FOLDER.glob(f"*.{language}.yaml")):
            self._sentences |= {key: str(text) for key, text in yaml.safe_load(file.read_text()).items()}

    def __call__(self, key: str, **values: object) -> str:
        """A sentence with its `{places}` filled in."""
        return self._sentences[key].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def begins(self, key: str) -> re.Pattern[str]:
        """What begins with a sentence: labels go on with a mark for what is optional."""
        return re.compile(rf"^\s*{re.escape(self(key))}(?!\w)")

    def around(self, key: str) -> re.Pattern[str]:
        """A sentence whatever stands in its `{places}`."""
        parts = re.split(r"\{\w+\}", self._sentences[key])
        return re.compile(".*".join(re.escape(part) for part in parts))
