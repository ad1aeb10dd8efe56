"""Links to choose a password by, as people find them in their mail."""

from __future__ import annotations

import re

from system import System, text_of
from waiting import wait_until


def link_for(system: System, login: str, known: int = 0) -> str:
    """The path of the latest link that was mailed to an account."""

    def arrived() -> str | None:
        mails = [mail for mail in system.mails() if login in str(mail["to"])]
        if len(mails) <= known:
            return None
        return re.search(r"/account/link\?code=[\w-]+", text_of(mails[-1]))[0]

    return wait_until(arrived, 30, f"a mail to {login}")
