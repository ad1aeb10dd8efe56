"""What a QR code says, read from the page as it is drawn, as a telephone's camera reads it (zbarimg, of Debian's zbar-tools)."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from playwright.sync_api import Locator


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app takes up: an address `otpauth://totp/<issuer>:<login>?secret=…&issuer=…`."""

    kind: str
    label: str
    issuer: str
    login: str
    secret: str
    algorithm: str
    digits: str
    period: str


def read_enrolment(drawing: Locator) -> Enrolment:
    """What the code says that is drawn there, light or dark as the page is now."""
    address = urlsplit(_read(drawing.screenshot()))
    assert address.scheme == "otpauth", address
    label, colon, login = unquote(address.path.removeprefix("/")).partition(":")
    assert colon, address
    said = {name: values[0] for name, values in parse_qs(address.query, strict_parsing=True).items()}
    return Enrolment(address.netloc, label, said["issuer"], login, said["secret"], said["algorithm"], said["digits"], said["period"])


def _read(picture: bytes) -> str:
    command = ["zbarimg", "--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", "-"]
    done = subprocess.run(command, input=picture, capture_output=True, timeout=30)
    assert done.returncode == 0, f"no code can be read there: {done.stderr.decode()}"
    return done.stdout.decode().removesuffix("\n")
