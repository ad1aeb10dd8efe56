"""The front door by itself, and with the proxy before it that we ship a site for: what they tell services of where a request comes from, what they refuse."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from nginx import Proxy, fetch, proxy_before
from system import free_port
from waiting import wait_until

CADDYFILE = Path(__file__).parents[2] / "compose" / "Caddyfile"


class Echo(BaseHTTPRequestHandler):
    """Answers with the header as a service sees it, and counts who comes."""

    count = 0

    def do_GET(self) -> None:
        Echo.count += 1
        body = ", ".join(self.headers.get_all("X-Forwarded-For") or []).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


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


# ---- a proxy before it ----


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with front_door("127.0.0.1", tmp_path_factory.mktemp("door")) as url, proxy_before(urlsplit(url).port) as proxy:
        yield proxy


def speak(proxy: Proxy, request: bytes, version: ssl.TLSVersion | None = None, source: str = "127.0.0.1") -> tuple[str, bytes]:
    """What is answered to bytes as they are, with the cipher that was agreed on."""
    context = ssl.create_default_context(cafile=proxy.certificate.chain)
    if version is not None:
        context.minimum_version = context.maximum_version = version
    with (
        socket.create_connection(("127.0.0.1", proxy.secure), timeout=10, source_address=(source, 0)) as bare,
        context.wrap_socket(bare, server_hostname="localhost") as line,
    ):
        line.sendall(request)
        return line.cipher()[0], line.recv(4000)


def test_behind_the_shipped_proxy_callers_have_their_own_addresses_and_no_others(proxy: Proxy):
    forged = "X-Forwarded-For: 203.0.113.9\r\nForwarded: for=203.0.113.9\r\nX-Real-IP: 203.0.113.9"
    _, answer = speak(proxy, f"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n{forged}\r\nConnection: close\r\n\r\n".encode(), source="127.0.0.2")
    assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"\r\n\r\n127.0.0.2, 127.0.0.1")


def test_the_shipped_proxy_speaks_http_2_in_its_own_name_only(proxy: Proxy):
    assert fetch(proxy, "/sign-in") == (200, "2")
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    for name in ("other.example", None):
        with socket.create_connection(("127.0.0.1", proxy.secure), timeout=10) as line, pytest.raises(ssl.SSLError):
            context.wrap_socket(line, server_hostname=name)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_the_shipped_proxy_keeps_what_it_says_secret_from_then_on(proxy: Proxy):
    request = b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        cipher, answer = speak(proxy, request, version)
        assert answer.startswith(b"HTTP/1.1 200") and ("ECDHE" in cipher or cipher.startswith("TLS_")) and ("GCM" in cipher or "CHACHA20" in cipher)
    with pytest.raises((ssl.SSLError, ConnectionError)):
        speak(proxy, request, ssl.TLSVersion.TLSv1_1)


def test_the_shipped_proxy_packs_no_page(proxy: Proxy):
    _, answer = speak(proxy, b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n")
    assert b"text/html" in answer and b"content-encoding" not in answer.lower()


def test_the_shipped_proxy_sends_people_to_https_and_tells_programs(proxy: Proxy):
    plain = f"http://localhost:{proxy.plain}"
    page = httpx.get(f"{plain}/cases?page=2")
    assert (page.status_code, page.headers["location"]) == (308, "https://tgpl.example.vn/cases?page=2")
    assert httpx.post(f"{plain}/sign-in?q=Nguyen", data={"password": "x"}).status_code == 403
    program = httpx.get(f"{plain}/api/v1/cases")
    assert program.status_code == 403 and program.headers["content-type"] == "application/problem+json"
    assert program.json()["status"] == 403
    assert "Nguyen" not in proxy.log.read_text()


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: gzip, chunked",
    ],
)
def test_the_shipped_proxy_hands_no_request_on_whose_length_is_in_doubt(proxy: Proxy, head: str):
    before = Echo.count
    _, answer = speak(proxy, f"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n0\r\n\r\n".encode())
    assert answer.split()[1] in (b"400", b"501") and b"Server: nginx" in answer
    assert Echo.count == before


def test_when_the_door_behind_the_shipped_proxy_is_away_people_and_programs_are_told():
    with proxy_before(free_port()) as proxy:
        trusted = ssl.create_default_context(cafile=proxy.certificate.chain)
        program = httpx.get(f"{proxy.url}/api/v1/cases", verify=trusted)
        page = httpx.get(f"{proxy.url}/cases", verify=trusted)
    for answer, kind in ((program, "application/problem+json"), (page, "text/html; charset=utf-8")):
        assert (answer.status_code, answer.headers["content-type"], answer.headers["retry-after"]) == (503, kind, "5")
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in answer.headers["content-security-policy"] and "max-age=" in answer.headers["strict-transport-security"]
    assert program.json()["status"] == 503 and "Dữ liệu không mất" in page.text
