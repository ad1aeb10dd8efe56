"""Which pages are alike by their addresses."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CELL = re.compile(r"/cells/[^/?]+")


def shape(path: str) -> str:
    """What is the same of pages that differ in ids, cursors and choices alone."""
    parts = urlsplit(path)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return _CELL.sub("/cells/{cell}", _ID.sub("{id}", parts.path)) + ("?after" if "after" in query else "?" if query else "")
