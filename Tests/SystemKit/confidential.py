"""Every secret that a run has made or was told, to be looked for where none of them may stand."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, quote_plus

import httpx

# Shorter ones stand in logs by chance.
SHORTEST = 8

kept: dict[str, str] = {}


def keep(secret: str, what: str) -> str:
    """Keeps a secret under what it is, and gives it back."""
    if len(secret) >= SHORTEST:
        kept[secret] = what
    return secret


def keep_token(token: str) -> str:
    """Keeps what proves a token: who has the rest of it has nothing."""
    keep(token.rsplit(".", 1)[-1], "token")
    return token


def keep_cookies(response: httpx.Response) -> None:
    """Keeps the cookies that an answer sets; a hook of httpx."""
    for name, value in response.cookies.items():
        if name == "caunoi_token":
            keep_token(value)
        elif name.startswith("caunoi_"):
            keep(value, f"cookie {name}")


def found_in(files: Iterable[Path]) -> set[tuple[str, str]]:
    """Which files hold what of them, as it is or as it is written in addresses, forms and JSON: (file, what)."""
    forms = {form: what for secret, what in kept.items() for form in _forms(secret)}
    # grep looks for thousands at once.
    command = ["grep", "-oaHF", "-f", "-", "--", *files]
    found = subprocess.run(command, input="\n".join(forms).encode(), stdout=subprocess.PIPE, timeout=120, env={"LC_ALL": "C"})
    assert found.returncode in (0, 1), found.returncode
    lines = [line.split(":", 1) for line in found.stdout.decode(errors="replace").splitlines()]
    return {(Path(file).name, forms[form]) for file, form in lines}


def _forms(secret: str) -> set[str]:
    return {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
