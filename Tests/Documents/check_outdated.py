#!/usr/bin/env python3
"""Holds compose/outdated against what apt-cache and tags say. Ends with 1 where it reads them wrongly."""

import sys
from datetime import date
from importlib.machinery import SourceFileLoader
from pathlib import Path

outdated = SourceFileLoader("outdated", str(Path(__file__).resolve().parents[2] / "compose" / "outdated")).load_module()

POLICY = """\
libpq5:
  Installed: 15.18-0+deb12u1
  Candidate: 15.20-0+deb12u1
  Version table:
     15.20-0+deb12u1 500
        500 http://deb.debian.org/debian-security bookworm-security/main amd64 Packages
 *** 15.18-0+deb12u1 500
        500 http://deb.debian.org/debian bookworm/main amd64 Packages
        100 /var/lib/dpkg/status
caddy:
  Installed: 2.6.2-5
  Candidate: 2.6.2-5
  Version table:
 *** 2.6.2-5 500
        500 http://deb.debian.org/debian bookworm/main amd64 Packages
        100 /var/lib/dpkg/status
dpkg:
  Installed: 1.21.22
  Candidate: 1.21.23
  Version table:
     1.21.23 500
        500 http://deb.debian.org/debian bookworm/main amd64 Packages
 *** 1.21.22 100
        100 /var/lib/dpkg/status
gone:
  Installed: (none)
  Candidate: 1.0
  Version table:
"""


def main() -> int:
    said = outdated.behind_of_policy(POLICY)
    wanted = ["libpq5 15.18-0+deb12u1: 15.20-0+deb12u1 is there, of the security archive", "dpkg 1.21.22: 1.21.23 is there"]
    right = [
        said == wanted,
        outdated.newest(["1.9.0", "1.10.1", "2.0.0", "1.11.0-beta.1", "v1.10.0", "swift-6.0-DEVELOPMENT"], (1, 9, 2)) == (1, 10, 1),
        outdated.newest([], (1, 9, 2)) == (1, 9, 2),
        outdated.go_of("as of 2026-11-30", date(2027, 6, 2)) == [] and len(outdated.go_of("as of 2026-11-30", date(2027, 6, 3))) == 1,
        len(outdated.go_of("", date(2026, 12, 1))) == 1,
        outdated.version("1.2") == (1, 2, 0) and outdated.version("1.2.3-rc1") is None,
    ]
    if not all(right):
        print(f"compose/outdated reads wrongly: {right} {said}", file=sys.stderr)
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main())
