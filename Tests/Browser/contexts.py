"""Browsers' profiles that are used again, one visitor at a time: what pages load once they find there."""

from __future__ import annotations

from collections import defaultdict

from playwright.sync_api import Browser, BrowserContext

from visitor import Visitor, Way


class Contexts:
    """A profile is handed on without cookies and without anything else that pages keep: only what is the same for everybody stays."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self._free: dict[Way, list[BrowserContext]] = defaultdict(list)

    def take(self, way: Way) -> BrowserContext:
        free = self._free[way]
        return free.pop() if free else way.context(self._browser, self._url)

    def give_back(self, visitor: Visitor) -> None:
        visitor.tools.send("Storage.clearDataForOrigin", {"origin": self._url, "storageTypes": "local_storage,indexeddb,service_workers"})
        for page in visitor.context.pages:
            page.close()
        visitor.context.clear_cookies()
        self._free[visitor.way].append(visitor.context)
