"""Who somebody is, and since when no more: the same in every copy of every service, and with the broker silent."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import httpx
import pytest

from system import System, free_port
from test_accounts import opened, sign_in
from waiting import wait_until
from world import Organisation

PAGE = {"Accept": "text/html"}


@contextmanager
def second_copy(system: System, name: str) -> Iterator[str]:
    """Another process of a service beside the one that runs, as one that shares its database and its queue; its address."""
    pid = system.part(name)["pid"]
    words = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    environment = dict(word.split(b"=", 1) for word in words if b"=" in word)
    port = free_port()
    environment[b"CAUNOI_HTTP_PORT"] = str(port).encode()
    status = Path(f"/proc/{pid}").stat()
    log = system.folder / f"second-{name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [os.readlink(f"/proc/{pid}/exe"), "serve"], env=environment, cwd=os.readlink(f"/proc/{pid}/cwd"), stdin=subprocess.DEVNULL,
            stdout=out, stderr=out, user=status.st_uid, group=status.st_gid, extra_groups=[],
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(address), 30, f"the second {name} to be ready: {log}")
        yield address
    finally:
        process.terminate()
        assert process.wait(30) == 0, log.read_text()[-2000:]


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz").status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def silent_broker(system: System) -> Iterator[None]:
    """The broker neither answers nor ends."""
    pid = system.part("rabbitmq")["pid"]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def status(address: str, token: str, path: str = "/api/v1/cases") -> int:
    return httpx.get(f"{address}{path}", headers={"Authorization": f"Bearer {token}"}, timeout=30).status_code


@pytest.fixture
def browser(system: System, centre: Organisation) -> httpx.Client:
    """Of a member of staff who is signed in."""
    return sign_in(system, opened(system, centre)["login"])


def test_a_withdrawn_token_is_refused_by_every_copy_though_one_hears_of_it(system: System, centre: Organisation) -> None:
    own = system.token("staff", organisation=centre.id, ttl=600)
    with second_copy(system, "intake") as second:
        first = f"http://127.0.0.1:{system.part('intake')['port']}"
        assert [status(address, own) for address in (first, second)] == [200, 200]
        jti = claims(own)["jti"]
        system.run("token", "revoke", jti)
        for address in (first, second):
            wait_until(lambda: status(address, own) == 401, 5, "the token to be refused")


def test_who_signed_out_is_out_of_every_copy(system: System, centre: Organisation, browser: httpx.Client) -> None:
    token = browser.cookies["caunoi_token"]
    with second_copy(system, "intake") as second:
        assert status(second, token) == 200
        assert browser.post("/sign-out").status_code == 303
        for address in (second, system.url):
            wait_until(lambda: status(address, token) == 401, 5, "the token to be refused")


def test_with_a_silent_broker_one_signs_in_and_works_and_signs_out(system: System, centre: Organisation, browser: httpx.Client) -> None:
    token = browser.cookies["caunoi_token"]
    short = system.token("staff", organisation=centre.id, ttl=5)
    until = time.time() + 6
    with silent_broker(system):
        # Every service knows a token by itself.
        assert status(system.url, token) == 200
        assert browser.get("/cases", headers=PAGE).status_code == 200
        # Portal is told no message, and knows at once; the others cannot yet, and a token ends by itself.
        assert browser.post("/sign-out").status_code == 303
        assert status(system.url, token, "/api/v1/rights") == 401
        assert status(system.url, token) == 200
        time.sleep(max(0, until - time.time()))
        assert status(system.url, short) == 401
    # What could not be told is told when it can be.
    wait_until(lambda: status(system.url, token) == 401, 60, "the token to be refused")


def claims(token: str) -> dict:
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
