"""What goes wrong in a page without anybody seeing it, and what the page costs to load."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

# The styleguide shows how a panel looks that cannot be loaded.
MISSING_ON_PURPOSE = {"/styleguide/no-such-panel"}


class Watch:
    """Listens to one page. `faults` are errors on its console (violations of the content security policy among them), errors that
    scripts did not catch, and requests for parts of the page that failed."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.faults: list[str] = []
        self._done: list[Request] = []
        self._pending = 0
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("request", self._begun)
        page.on("response", self._answered)
        page.on("requestfinished", self._finished)
        page.on("requestfailed", self._failed)

    @property
    def quiet(self) -> bool:
        """Whether no request is under way."""
        return self._pending <= 0

    def forget_requests(self) -> None:
        """Begins to count anew what is loaded."""
        self._done.clear()
        self._pending = 0

    def weight(self) -> dict[str, int]:
        """Bytes that came over the line since `forget_requests`, headers included, by address; fonts are left out."""
        weights: dict[str, int] = {}
        for request in list(self._done):
            if request.resource_type == "font":
                continue
            sizes = request.sizes()
            weights[request.url] = sizes["responseBodySize"] + sizes["responseHeadersSize"]
        return weights

    def _said(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        # Chromium repeats each answer from 400 on here; those are judged in `_answered`, pages by whoever opened them.
        if message.text.startswith("Failed to load resource: the server responded"):
            return
        self.faults.append(f"{self._page.url}: {message.text}")

    def _begun(self, request: Request) -> None:
        self._pending += 1

    def _answered(self, response: Response) -> None:
        if response.status < 400 or response.request.is_navigation_request():
            return
        if urlsplit(response.url).path not in MISSING_ON_PURPOSE:
            self.faults.append(f"{self._page.url}: {response.request.method} {response.url} was answered {response.status}")

    def _finished(self, request: Request) -> None:
        self._pending -= 1
        self._done.append(request)

    def _failed(self, request: Request) -> None:
        self._pending -= 1
        # A page that is left breaks off what it was loading.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{self._page.url}: {request.method} {request.url} failed: {request.failure}")
