"""Who somebody is, and since when no more: the same in every copy of every service, and with the broker silent."""

from __future__ import annotations

import base64
import itertools
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

from confidential import keep_cookies
from second_factor import set_up
from system import System, free_port
from test_accounts import PASSWORD, opened, sign_in
from trail import Trail
from waiting import wait_until
from world import Organisation, sound_request

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


# ---- two Portals -------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def portals(system: System) -> Iterator[tuple[str, str]]:
    """The one that runs and a second copy: their addresses."""
    with second_copy(system, "portal") as second:
        yield f"http://127.0.0.1:{system.part('portal')['port']}", second


@pytest.fixture
def visitor() -> httpx.Client:
    """A browser that nobody has signed in with, and that takes its cookies to whichever Portal answers."""
    return httpx.Client(timeout=60, event_hooks={"response": [keep_cookies]})


def enter(visitor: httpx.Client, portal: str, login: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    return visitor.post(f"{portal}/sign-in", data={"login": login, "password": password}, **more)


def test_a_session_that_began_at_one_portal_is_renewed_and_ended_at_the_other(
    system: System, centre: Organisation, portals: tuple[str, str], visitor: httpx.Client
) -> None:
    login = opened(system, centre)["login"]
    for one, other in (portals, portals[::-1]):
        visitor.cookies.clear()
        assert enter(visitor, one, login).status_code == 303
        begun = visitor.cookies["caunoi_token"]
        del visitor.cookies["caunoi_token"]
        renewed = visitor.get(f"{other}/session/renew", params={"next": "/account"})
        assert (renewed.status_code, renewed.headers["location"]) == (303, "/account")
        token = visitor.cookies["caunoi_token"]
        assert token != begun and claims(token)["sid"] == claims(begun)["sid"]
        assert [status(address, token, "/api/v1/account") for address in portals] == [200, 200]
        assert status(system.url, token) == 200
        session = visitor.cookies["caunoi_session"]
        assert visitor.post(f"{other}/sign-out").status_code == 303
        # Over at once where sessions are kept, soon for the tokens.
        left = httpx.get(f"{one}/session/renew", params={"next": "/account"}, cookies={"caunoi_session": session})
        assert left.headers["location"].startswith("/sign-in") and not left.cookies
        for address, which in itertools.product((*portals, system.url), (token, begun)):
            wait_until(lambda: status(address, which, "/api/v1/rights") == 401, 10, "the token to be refused")


def test_failures_at_one_portal_count_at_the_other(system: System, centre: Organisation, portals: tuple[str, str]) -> None:
    login = opened(system, centre)["login"]
    # As the front door tells it; the address of other tests is not to be held back.
    away = {"X-Forwarded-For": "203.0.113.77"}

    def attempt(portal: str, password: str) -> int:
        with httpx.Client(timeout=60) as nobody:
            return enter(nobody, portal, login, password, headers=away).status_code

    # Six are free, at both together.
    tried = []
    while 429 not in tried and len(tried) < 11:
        tried.append(attempt(portals[len(tried) % 2], "sai mật khẩu rồi"))
    assert set(tried[:6]) == {422} and tried[-1] == 429, tried
    # The right one is held back as well, wherever it is tried.
    assert [attempt(portal, PASSWORD) for portal in portals] == [429, 429]


def test_a_password_given_at_one_portal_is_completed_by_the_second_factor_at_the_other(
    system: System, centre: Organisation, portals: tuple[str, str], visitor: httpx.Client
) -> None:
    first, second = portals
    login = opened(system, centre)["login"]
    # Shown by one, confirmed at the other.
    factor = set_up(sign_in(system, login), at=second)

    assert enter(visitor, first, login).headers["location"].startswith("/sign-in/code")
    assert visitor.get(f"{second}/sign-in/code").status_code == 200
    assert visitor.post(f"{second}/sign-in/code", data={"code": "000000"}).status_code == 422
    pending = visitor.cookies["caunoi_pending"]
    code = factor.code()
    assert visitor.post(f"{second}/sign-in/code", data={"code": code}).status_code == 303
    token = visitor.cookies["caunoi_token"]
    assert [status(address, token, "/api/v1/account") for address in portals] == [200, 200]

    # What was begun there is over at both, and a code is good once.
    again = httpx.Client(timeout=60, cookies={"caunoi_pending": pending})
    assert again.post(f"{first}/sign-in/code", data={"code": factor.codes[0]}).headers["location"].startswith("/sign-in?")
    visitor.cookies.clear()
    assert enter(visitor, second, login).headers["location"].startswith("/sign-in/code")
    assert visitor.post(f"{first}/sign-in/code", data={"code": code}).status_code == 422
    assert visitor.post(f"{first}/sign-in/code", data={"code": factor.codes[1]}).status_code == 303


def test_the_trail_is_whole_where_two_portals_gather_it(system: System, centre: Organisation, portals: tuple[str, str]) -> None:
    cases = {centre.staff.open_case(sound_request(centre))["id"] for _ in range(5)}
    trail = Trail(system)
    wait_until(lambda: cases <= {line.get("subject") for line in trail.read().lines}, 30, "the entries to be exported")
    names = [line["id"] for line in trail.lines]
    assert len(names) == len(set(names)), "a line was exported twice"
    assert "The trail is whole" in system.run("audit", "verify").stdout


def claims(token: str) -> dict:
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
