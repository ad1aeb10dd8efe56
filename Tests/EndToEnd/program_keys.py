"""Keys of programs, as an administrator makes them and as a program gets its tokens by them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

import answers
import shapes
from api import Api
from confidential import keep, keep_token
from system import System
from world import Organisation

KEYS = "/api/v1/program-keys"
TOKEN = "/api/v1/token"

# What it is called among the secrets of a run.
SECRET = "secret of a program's key"

# Rights whose pages and answers show what another is for: nobody is limited to them without it.
NEEDS = {
    "requests.correct": ("requests.read",), "requests.decide": ("requests.read", "cases.read"), "cases.work": ("cases.read",),
    "papers.add": ("papers.read",), "helpers.follow": ("helpers.list", "helpers.read"),
}  # fmt: skip

# A call of each service that a list stands behind, and the right that it takes; the rights of the last two everybody has.
OF_EACH_SERVICE = {
    "/api/v1/cases": "cases.read",
    "/api/v1/helpers": "helpers.list",
    "/api/v1/uploads": "uploads.read",
    "/api/v1/alerts": "alerts.read",
    "/api/v1/report-forms": "report-forms.read",
    "/api/v1/rights": "rights.read",
}


@dataclass(frozen=True)
class Key:
    id: str
    secret: str

    @property
    def place(self) -> str:
        return f"{KEYS}/{self.id}"

    @property
    def pair(self) -> tuple[str, str]:
        return self.id, self.secret

    def but(self, **changes: str) -> Key:
        return Key(**{"id": self.id, "secret": self.secret} | changes)


def draft(organisation: Organisation, *rights: str, **changes: Any) -> dict:
    """What is posted to make a key, right in everything."""
    return {
        "name": "Cổng dịch vụ công thử", "organisation": organisation.id, "rights": list(rights or ("cases.read",)),
        "ends_on": str(organisation.system.today() + timedelta(days=90)), **changes,
    }  # fmt: skip


def make(caller: Api, organisation: Organisation, *rights: str, **changes: Any) -> Key:
    made = caller.create(KEYS, draft(organisation, *rights, **changes))
    return keep_key(Key(made["id"], made["secret"]))


def keep_key(key: Key) -> Key:
    """Keeps its secret, and what HTTP Basic makes of it."""
    keep(key.secret, SECRET)
    keep(basic(*key.pair), SECRET)
    return key


def basic(name: str, secret: str) -> str:
    return base64.b64encode(f"{name}:{secret}".encode()).decode()


def ask(system: System, fields: Any, auth: tuple[str, str] | None = None, **more: Any) -> httpx.Response:
    """Sends a form to where tokens are given."""
    with httpx.Client(base_url=system.url, timeout=30, event_hooks={"response": [answers.keep]}) as program:
        answer = program.post(TOKEN, data=fields, auth=auth, **more)
    if answer.status_code == 200:
        keep_token(answer.json()["access_token"])
    return answer


def exchange(system: System, key: Key, *, by_form: bool = False, **fields: str) -> httpx.Response:
    """Asks for a token, with the key in HTTP Basic or in the form."""
    whole = {"grant_type": "client_credentials", **fields}
    if by_form:
        return ask(system, whole | {"client_id": key.id, "client_secret": key.secret})
    return ask(system, whole, key.pair)


def token_by(system: System, key: Key, **fields: str) -> str:
    answer = exchange(system, key, **fields)
    assert answer.status_code == 200, answer.text[:600]
    return answer.json()["access_token"]


def program_with(system: System, key: Key, **fields: str) -> Api:
    """A program that has got its token."""
    return Api(system.url, token_by(system, key, **fields))


def assert_refused(answer: httpx.Response, status: int, error: str) -> dict:
    """The answer is a problem that says so in OAuth's words too (RFC 6749 §5.2); gives the document."""
    problem = shapes.assert_problem(answer, status)
    assert problem["error"] == error, problem
    assert "no-store" in answer.headers["cache-control"]
    if status == 401:
        assert answer.headers["www-authenticate"].startswith('Basic realm="caunoi"')
    return problem
