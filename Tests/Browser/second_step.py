"""The second step of signing in, for accounts that have one: a code of an authenticator app (RFC 6238), or one that was kept for emergencies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Locator

from second_factor import app_code

if TYPE_CHECKING:
    from visitor import Visitor

_SECRET = re.compile(r"^[A-Z2-7 ]{16,}$")


class SecondStep:
    """What one account has at hand for it. The app is set up at the first sign-in; later ones use up the emergency codes one by one, since a
    code of the app is good once only and the next is half a minute away."""

    def __init__(self) -> None:
        self._codes: list[str] = []

    def take(self, visitor: Visitor) -> None:
        """Takes the step, where the page asks for it."""
        asked = visitor.page.locator("input[autocomplete='one-time-code']")
        if not asked.count():
            return
        secret = next(filter(_SECRET.match, visitor.main.locator("code").all_inner_texts()), None)
        asked.fill(app_code(secret) if secret else self.code())
        self._send(visitor, asked)
        if secret:
            self.keep(visitor.main.get_by_role("listitem").locator("code").all_inner_texts())
            with visitor.arriving():
                visitor.main.get_by_role("link").first.click()

    def keep(self, codes: list[str]) -> None:
        self._codes = codes

    def code(self) -> str:
        """One that was kept for emergencies."""
        return self._codes.pop()

    def _send(self, visitor: Visitor, asked: Locator) -> None:
        with visitor.arriving():
            visitor.main.locator("form").filter(has=asked).get_by_role("button").click()
