"""A system for as long as tests need it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import pytest

from identity_provider import identity_provider
from system import ROOT, System


@contextmanager
def running_system(**settings: str) -> Iterator[System]:
    """Started and stopped through the command line, with an identity provider (`system.provider`) by which people may sign in, and with more
    `settings` in its environment.

    Needs a built tree. Environment: CAUNOI_BIN, the folder of the executables (default .build/debug); CAUNOI_KEEP=1 keeps the data folder.
    """
    binaries = Path(os.environ.get("CAUNOI_BIN") or ROOT / ".build" / "debug").resolve()
    if not (binaries / "caunoi").exists():
        pytest.fail(f"no caunoi in {binaries}: build first (compose/build), or set CAUNOI_BIN", pytrace=False)
    system = System(binaries)
    try:
        with identity_provider(f"{system.url}/sign-in/provider/return") as system.provider:
            system.settings |= system.provider.settings() | settings
            system.up()
            yield system
    finally:
        try:
            system.down()
        finally:
            if os.environ.get("CAUNOI_KEEP"):
                print(f"\nkept: {system.folder}")
            else:
                system.remove()
