"""A real OpenID Connect provider (Canaille) on this machine, with people of its own who sign in there by its pages."""

from __future__ import annotations

import os
import re
import tempfile
import threading
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator

import httpx
from joserfc.jwk import JWKRegistry
from werkzeug.serving import WSGIRequestHandler, make_server

from system import free_port

# The provider refuses plain http otherwise; it is asked on this machine only.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from canaille import create_app  # noqa: E402
from canaille.app import models  # noqa: E402
from canaille.backends import Backend  # noqa: E402

CLIENT = "caunoi"
# With letters that a form writes otherwise.
SECRET = "bí mật: 100% / của+ta"
PASSWORD = "năm con chim sẻ nhỏ"


class IdentityProvider:
    """The provider, and what an administrator does there."""

    def __init__(self, return_address: str, folder: Path) -> None:
        self.port = free_port()
        # When it gave its latest token.
        self._latest = 0.0
        key = JWKRegistry.generate_key("RSA", 2048)
        key.ensure_kid()
        self._app = create_app(
            config={
                "ENV_FILE": None,
                "SECRET_KEY": str(uuid.uuid4()),
                "WTF_CSRF_ENABLED": False,
                "PREFERRED_URL_SCHEME": "http",
                "SERVER_NAME": f"localhost:{self.port}",
                "CANAILLE_SQL": {"DATABASE_URI": f"sqlite:///{folder}/provider.sqlite"},
                "CANAILLE": {
                    "DATABASE": "sql",
                    "JAVASCRIPT": False,
                    "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}},
                    "LOGGING": {"version": 1, "disable_existing_loggers": False},
                },
                "CANAILLE_OIDC": {"ACTIVE_JWKS": [key.as_dict(private=True)], "TRUSTED_DOMAINS": ["caunoi.example"]},
            }
        )
        self._backend = Backend.instance
        with self._app.app_context():
            client = models.Client(
                client_id=CLIENT,
                client_secret=SECRET,
                client_name="Cầu Nối",
                client_uri="https://caunoi.example",
                redirect_uris=[return_address],
                grant_types=["authorization_code"],
                response_types=["code"],
                scope=["openid", "email", "profile"],
                token_endpoint_auth_method="client_secret_basic",
            )
            self._backend.save(client)
            # Whom its tokens are for, as an administrator says there; it has a name only now.
            client.audience = [client]
            self._backend.save(client)
        self._server = make_server("localhost", self.port, self._answer, threaded=True, request_handler=_Quiet)

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.port}"

    def settings(self) -> dict[str, str]:
        """What an installation is told of it."""
        return {
            "CAUNOI_OPENID_ISSUER": self.issuer,
            "CAUNOI_OPENID_CLIENT_ID": CLIENT,
            "CAUNOI_OPENID_CLIENT_SECRET": SECRET,
            "CAUNOI_OPENID_NAME": "Cổng định danh mẫu",
        }

    def add_person(self) -> str:
        """Somebody who can sign in there; the name they do it by."""
        name = f"nguoi-{uuid.uuid4().hex[:10]}"
        with self._app.app_context():
            self._backend.save(
                models.User(user_name=name, password=PASSWORD, formatted_name="Người mẫu", family_name="Mẫu", emails=[f"{name}@thu.example"])
            )
        return name

    def sign_in(self, browser: httpx.Client, address: str, name: str) -> str:
        """Signs in at `address`, where a browser was sent, by the provider's own pages; where the provider sends the browser back to."""
        # Its tokens of one person and one second are the same text, which its table takes once.
        time.sleep(max(0.0, int(self._latest) + 1 - time.time()))
        answer = browser.get(address)
        for field, value in (("login", name), ("password", PASSWORD)):
            answer = _follow(browser, answer)
            if answer.is_redirect:
                break
            assert f'name="{field}"' in answer.text, answer.text[:2000]
            answer = browser.post(str(answer.url), data={field: value})
        answer = _follow(browser, answer)
        assert answer.is_redirect, re.sub(r"\s+", " ", answer.text)[:2000]
        return answer.headers["location"]

    def _answer(self, environ: dict, start_response: Any) -> Any:
        answer = self._app(environ, start_response)
        if environ["PATH_INFO"].endswith("/token"):
            self._latest = time.time()
        return answer

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _follow(browser: httpx.Client, answer: httpx.Response) -> httpx.Response:
    """Goes on as long as it stays with the provider."""
    host = answer.url.host, answer.url.port
    while answer.is_redirect:
        target = answer.url.join(answer.headers["location"])
        if (target.host, target.port) != host:
            return answer
        answer = browser.get(target)
    return answer


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *arguments: object) -> None:
        pass


@contextmanager
def identity_provider(return_address: str) -> Iterator[IdentityProvider]:
    with tempfile.TemporaryDirectory(prefix="caunoi-provider-") as folder:
        provider = IdentityProvider(return_address, Path(folder))
        provider.start()
        try:
            yield provider
        finally:
            provider.stop()
