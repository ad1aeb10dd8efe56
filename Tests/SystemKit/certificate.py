"""A certificate for tests of TLS, signed by itself."""

from __future__ import annotations

import grp
import os
import subprocess
from pathlib import Path


class Certificate:
    """Of a name and of 127.0.0.1; the files `chain` and `key` stay where they are when it is made anew."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.chain = folder / f"{name}.crt"
        self.key = folder / f"{name}.key"
        self.renew()

    def renew(self) -> None:
        """Both files are written anew, as programs that renew certificates do: beside, then put in their places."""
        fresh = [path.with_suffix(path.suffix + ".new") for path in (self.chain, self.key)]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]
            + ["-subj", f"/CN={self.name}", "-addext", f"subjectAltName=DNS:{self.name},IP:127.0.0.1", "-out", fresh[0], "-keyout", fresh[1]],
            check=True, capture_output=True, timeout=30,
        )
        # The system under test runs as another user. A key that everybody may read is refused, so it becomes that user's.
        fresh[0].chmod(0o644)
        fresh[1].chmod(0o640)
        if os.geteuid() == 0:
            os.chown(fresh[1], 0, _group("caunoi"))
        for new, old in zip(fresh, (self.chain, self.key)):
            new.replace(old)


def _group(user: str) -> int:
    """The group of the user that a system started by root runs as, who is made by the first start, or here before it."""
    try:
        return grp.getgrnam(user).gr_gid
    except KeyError:
        subprocess.run(["/usr/sbin/useradd", "--system", "--user-group", "--no-create-home", user], check=True, timeout=30)
        return grp.getgrnam(user).gr_gid
