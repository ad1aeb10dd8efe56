"""Debian's nginx with the shipped site (compose/nginx.conf) before a front door."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from certificate import Certificate
from system import ROOT, free_port
from waiting import wait_until

# A name that leads here on every machine; who comes without one is turned away.
NAME = "localhost"

# What Debian's own nginx.conf sets around every site.
DEBIAN = "sendfile on; tcp_nopush on; types_hash_max_size 2048; include /etc/nginx/mime.types; default_type application/octet-stream; " \
    "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on; gzip on;"


@dataclass(frozen=True)
class Proxy:
    """Where it listens, and whom its callers must trust."""

    secure: int
    plain: int
    certificate: Certificate
    # Of errors.
    log: Path

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.secure}"


@contextmanager
def proxy_before(port: int) -> Iterator[Proxy]:
    """A running nginx that hands on to `port`."""
    with tempfile.TemporaryDirectory(prefix="caunoi-nginx-") as name:
        folder = Path(name)
        proxy = Proxy(free_port(), free_port(), Certificate(folder, NAME), folder / "error.log")
        site = (ROOT / "compose" / "nginx.conf").read_text()
        # What an operator puts right, the ports of a test, and no IPv6, which not every machine has.
        for old, new in (
            (r"127\.0\.0\.1:8080", f"127.0.0.1:{port}"),
            (r"server_name tgpl\.example\.vn", f"server_name {NAME}"),
            (r"/var/lib/caunoi/tls/fullchain\.pem", str(proxy.certificate.chain)),
            (r"/var/lib/caunoi/tls/privkey\.pem", str(proxy.certificate.key)),
            (r"/var/log/nginx/caunoi\.log", str(proxy.log)),
            (r"\n *listen \[::\].*", ""),
            (r"listen 443", f"listen 127.0.0.1:{proxy.secure}"),
            (r"listen 80", f"listen 127.0.0.1:{proxy.plain}"),
        ):
            site, count = re.subn(old, new, site)
            assert count, f"compose/nginx.conf has no {old}"
        (folder / "site.conf").write_text(site)
        places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder}/pid; events {{}} http {{ {places} {DEBIAN} include {folder}/site.conf; }}"
        )
        log = (folder / "start.log").open("wb")
        nginx = subprocess.Popen(["/usr/sbin/nginx", "-c", folder / "nginx.conf", "-e", proxy.log], stdout=log, stderr=log)
        try:
            wait_until(lambda: _answers(proxy), 20, "nginx to be up")
            yield proxy
        finally:
            nginx.terminate()
            nginx.wait(20)
            log.close()


def fetch(proxy: Proxy, path: str, *options: str) -> tuple[int, str]:
    """Status and version of HTTP of an answer, as curl with HTTP/2 sees them; 0 where there was none."""
    said = subprocess.run(
        ["curl", "--silent", "--http2", "--cacert", proxy.certificate.chain, "--output", "/dev/null", "--write-out", "%{http_code} %{http_version}"]
        + [*options, proxy.url + path],
        capture_output=True, text=True, timeout=30,
    ).stdout.split()
    return int(said[0]), said[1]


def _answers(proxy: Proxy) -> bool:
    return fetch(proxy, "/healthz")[0] in (404, 503)
