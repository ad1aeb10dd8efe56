"""Pictures of pages, kept as files of the run: <role>-<page>-<language>-<width>-<scheme>.jpg, with `-plain` at the end where no script ran"""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Page

from system import ROOT

# Milliseconds.
PATIENCE = 20_000


class Pictures:
    def __init__(self) -> None:
        self.folder = Path(os.environ.get("CAUNOI_SCREENSHOTS") or ROOT / ".build" / "screenshots").resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        # Those of an earlier run.
        for old in self.folder.glob("*.[jp][pn]g"):
            old.unlink()

    def take(self, page: Page, role: str, name: str, language: str, width: int, scheme: str) -> None:
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "home"
        path = self.folder / f"{role}-{slug}-{language}-{width}-{scheme}.jpg"
        # A quarter of the time that lossless pictures take, and of their size.
        page.screenshot(path=path, type="jpeg", quality=80, full_page=True, timeout=PATIENCE)
