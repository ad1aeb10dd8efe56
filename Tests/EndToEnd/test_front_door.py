"""What the front door tells the services of where a request comes from."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from waiting import wait_until

CADDYFILE = Path(__file__).parents[2] / "compose" / "Caddyfile"


class Echo(BaseHTTPRequestHandler):
    """Answers with the header as a service sees it."""

    def do_GET(self) -> None:
        body = ", ".join(self.headers.get_all("X-Forwarded-For") or []).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def front_door(trusted: str, folder: Path, is_served: bool = True) -> Iterator[str]:
    """Caddy with our file before one service that echoes, or before none."""
    caddy = shutil.which("caddy")
    assert caddy, "caddy is not installed"
    echo = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=echo.serve_forever, daemon=True).start()
    port = free_port()
    services = ("PORTAL", "INTAKE", "ASSIGNMENT", "ATTACHMENTS", "NOTIFICATIONS", "REPORTING")
    addresses = {f"CAUNOI_{service}_ADDRESS": f"127.0.0.1:{echo.server_port if is_served else free_port()}" for service in services}
    environment = os.environ | addresses | {
        "CAUNOI_FRONT_DOOR_PORT": str(port),
        "CAUNOI_HTTP_TRUSTED_PROXIES": trusted,
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    door = subprocess.Popen([caddy, "run", "--adapter", "caddyfile", "--config", str(CADDYFILE)], env=environment, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/sign-in"

        def is_up() -> bool:
            try:
                return httpx.get(url, timeout=10).status_code == (200 if is_served else 503)
            except httpx.TransportError:
                return False

        wait_until(is_up, 20, "the front door to be up")
        yield url
    finally:
        door.terminate()
        door.wait(20)
        echo.shutdown()


def test_the_doors_own_answers_are_as_strict_as_those_of_services(tmp_path: Path):
    with front_door("", tmp_path) as url:
        own = [httpx.get(url.replace("/sign-in", path)) for path in ("/metrics", "/inner/x")]
    with front_door("", tmp_path, is_served=False) as url:
        own += [httpx.get(url), httpx.get(url, headers={"X-Fragment": "1"}), httpx.get(url, headers={"Accept": "application/json"})]
    assert [answer.status_code for answer in own] == [404, 404, 503, 503, 503]
    for answer in own:
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["x-frame-options"] == "DENY"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("trusted", "seen"),
    [
        ("", "127.0.0.1"),
        ("10.0.0.0/8", "127.0.0.1"),
        ("10.0.0.0/8 127.0.0.1", "198.51.100.1, 203.0.113.9, 127.0.0.1"),
    ],
)
def test_only_a_proxy_that_is_named_says_where_a_request_comes_from(trusted: str, seen: str, tmp_path: Path):
    with front_door(trusted, tmp_path) as url:
        assert httpx.get(url).text == "127.0.0.1"
        assert httpx.get(url, headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}).text == seen
