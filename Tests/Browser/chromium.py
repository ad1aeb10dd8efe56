"""The browser: Debian's Chromium; none is downloaded."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Iterator

from playwright.sync_api import Browser, Playwright


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=os.environ.get("CAUNOI_CHROMIUM") or "/usr/bin/chromium")
    try:
        yield browser
    finally:
        browser.close()
