"""A second factor as its person has it: an authenticator app (RFC 6238), and the codes that are kept for emergencies."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from dataclasses import dataclass

import httpx

from confidential import keep

FORM = "/account/second-factor"
STEP = 30


@dataclass
class SecondFactor:
    secret: str
    codes: list[str]

    def code(self) -> str:
        """What the app shows now."""
        return app_code(self.secret)


def set_up(browser: httpx.Client, *, at: str = "") -> SecondFactor:
    """By somebody who is signed in, with the code of the step before, so that the present one is left for signing in. `at` is another copy
    of Portal, which the form is sent to."""
    page = browser.get(FORM)
    assert page.status_code == 200, page.text[:500]
    secret = keep(re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1], "secret of a second factor")
    keep(secret.replace(" ", ""), "secret of a second factor")
    sealed = re.search(r'name="secret" value="([^"]+)"', page.text)[1]
    # The next step may begin meanwhile.
    for _ in range(2):
        answer = browser.post(f"{at}{FORM}", data={"code": app_code(secret, time.time() - STEP), "secret": sealed})
        if answer.status_code == 200:
            break
    assert answer.status_code == 200, answer.text[:500]
    codes = [keep(code, "code for emergencies") for code in re.findall(r"<li><code>([^<]+)</code></li>", answer.text)]
    assert len(codes) >= 8
    return SecondFactor(secret, codes)


def app_code(secret: str, at: float | None = None) -> str:
    """The six digits that an app shows at a time; now, unless it is said."""
    plain = secret.replace(" ", "")
    key = base64.b32decode(plain + "=" * (-len(plain) % 8))
    mac = hmac.digest(key, struct.pack(">Q", int((time.time() if at is None else at) // STEP)), "sha1")
    place = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
