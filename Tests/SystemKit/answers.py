"""Every answer of the JSON API that a run has seen, to be held against its description."""

from __future__ import annotations

from typing import Any, NamedTuple

import httpx


class Answer(NamedTuple):
    method: str
    path: str
    status: int
    media: str
    body: Any


kept: list[Answer] = []


def keep(response: httpx.Response) -> None:
    """Keeps an answer; of other types than JSON only that there was one."""
    path = response.request.url.path
    if not path.startswith("/api/"):
        return
    media = response.headers.get("content-type", "").split(";")[0]
    body = None
    if media in ("application/json", "application/problem+json"):
        response.read()
        body = response.json() if response.content else None
    kept.append(Answer(response.request.method, path, response.status_code, media, body))
