"""A tus 1.0.0 client that can also do it wrong (https://tus.io/protocols/resumable-upload)."""

from __future__ import annotations

import base64
import hashlib
import socket
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from api import Api

UPLOADS = "/api/v1/uploads"
VERSION = {"Tus-Resumable": "1.0.0"}
CHUNK = "application/offset+octet-stream"


def metadata(**values: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())


def checksum(algorithm: str, data: bytes) -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


def paper(size: int, seed: int = 1) -> bytes:
    """A small, whole PDF padded to `size` bytes with a stream that nothing can squeeze; another seed, another paper."""
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    )
    tail = b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    room = size - len(head) - len(tail) - 40
    stream = b"4 0 obj<</Length %010d>>stream\n" % room
    noise = b"".join(hashlib.sha256(b"%d:%d" % (seed, block)).digest() for block in range(room // 32 + 1))
    filler = size - len(head) - len(stream) - len(tail)
    return head + stream + noise[:filler].ljust(filler, b" ") + tail


class Upload:
    def __init__(self, caller: Api, place: str) -> None:
        self.caller = caller
        self.place = place

    @classmethod
    def begin(cls, caller: Api, size: int, body: bytes | None = None, headers: dict | None = None, **facts: str) -> Upload:
        answer = create(caller, size, body, headers, **facts)
        assert answer.status_code == 201, f"{answer.status_code} {answer.text[:600]}"
        return cls(caller, urljoin(str(answer.request.url), answer.headers["location"]))

    @property
    def id(self) -> str:
        return urlsplit(self.place).path.rsplit("/", 1)[-1]

    def head(self, headers: dict | None = None) -> httpx.Response:
        return self.caller.http.head(self.place, headers=VERSION if headers is None else headers)

    def offset(self) -> int:
        answer = self.head()
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["upload-offset"])

    def patch(self, offset: int, data: bytes, **extra: Any) -> httpx.Response:
        headers = {**VERSION, "Upload-Offset": str(offset), "Content-Type": CHUNK, **extra}
        return self.caller.http.patch(self.place, content=data, headers={name: value for name, value in headers.items() if value is not None})

    def send(self, offset: int, data: bytes) -> int:
        answer = self.patch(offset, data)
        assert answer.status_code == 204, f"{answer.status_code} {answer.text[:600]}"
        return int(answer.headers["upload-offset"])

    def send_and_break(self, offset: int, data: bytes, announced: int) -> None:
        """Announces a long chunk, sends only `data` of it and drops the line."""
        url = urlsplit(self.place)
        head = (
            f"PATCH {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: Bearer {self.caller.token}\r\nTus-Resumable: 1.0.0\r\n"
            f"Upload-Offset: {offset}\r\nContent-Type: {CHUNK}\r\nContent-Length: {announced}\r\n\r\n"
        )
        with socket.create_connection((url.hostname, url.port), timeout=10) as line:
            line.sendall(head.encode() + data)

    def terminate(self) -> httpx.Response:
        return self.caller.http.delete(self.place, headers=VERSION)


def create(caller: Api, size: int | None, body: bytes | None = None, headers: dict | None = None, **facts: str) -> httpx.Response:
    """`POST /uploads`: the creation, with the first bytes where `body` is given."""
    given = {**VERSION, **({"Upload-Length": str(size)} if size is not None else {}), **({"Upload-Metadata": metadata(**facts)} if facts else {})}
    if body is not None:
        given["Content-Type"] = CHUNK
    return caller.http.post(UPLOADS, content=body or b"", headers={**given, **(headers or {})})
