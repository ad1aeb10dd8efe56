"""What the front door leads nobody to: calls between services, tried for every role on each service's own port, and what a service tells of itself.

Who is on the machine reaches those ports past the front door, so the table of rights must hold there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from broker import broker_channel, send
from callers import ROLES, Caller, is_refused, nobody, of_role
from test_messages import discard_all, wait_parked
from test_rights import INNER, rights  # noqa: F401  (a fixture)
from world import Organisation

ACCESS = Path(__file__).parents[2] / "Shared" / "ServiceKit" / "Access"

# Parts with a port that are none of our services.
OTHERS = {"postgresql", "epmd", "rabbitmq", "front-door"}

# What a supervisor and the monitoring ask of a service.
OF_ITSELF = {"/healthz", "/readyz", "/status", "/metrics"}

Call = tuple[dict, str, str]


@pytest.fixture(scope="module")
def ports(system) -> dict[str, str]:
    """The address of each service, past the front door."""
    parts = {part["name"].lower(): part["port"] for part in system.status()["parts"]}
    return {name: f"http://127.0.0.1:{port}" for name, port in parts.items() if port and name not in OTHERS}


@pytest.fixture(scope="module")
def inner(rights: list[dict]) -> list[Call]:  # noqa: F811
    found = [(right, at["method"], at["path"]) for right in rights for at in right["endpoints"] if INNER.match(at["path"])]
    # What closes a message comes last.
    return sorted(found, key=lambda one: (one[1] != "GET", one[2].endswith("/discarding")))


@pytest.fixture(scope="module")
def callers(system, centre: Organisation) -> list[Caller]:
    """Nobody, and one of each role."""
    helper = next(iter(centre.helpers))
    return [nobody(system)] + [of_role(system, role, centre, helper if role == "helper" else None) for role in ROLES]


@pytest.fixture(scope="module")
def parked(system, ports: dict[str, str]) -> Iterator[dict[str, str]]:
    """By service, a message that it could not decode and parked."""
    with broker_channel(system) as channel:
        sent = {service: send(channel, f"{service}.events", "portal.token-revoked.v1", b'{"jti": ') for service in ports}
    yield {service: wait_parked(system, message)["id"] for service, message in sent.items()}
    for message in sent.values():
        # One that was handled again is parked again.
        wait_parked(system, message)
        discard_all(system, message)


def ask(caller: Caller, method: str, url: str) -> httpx.Response:
    """As a service asks another, with an empty body: nobody shall change anything."""
    return caller.http.http.request(method, url, json={} if method == "POST" else None, headers={"Accept": "application/json"})


def is_as_the_table_says(right: dict, caller: Caller, answer: httpx.Response) -> bool:
    if caller.role is None:
        return answer.status_code == 401
    if caller.role not in right["reaches"]:
        return answer.status_code == 403
    return not is_refused(answer) and answer.status_code < 500


def test_the_roles_of_the_table_all_call(rights: list[dict]):  # noqa: F811
    assert {role for right in rights for role in right["reaches"]} == set(ROLES)


def test_each_service_answers_each_role_as_the_table_says(
    inner: list[Call], ports: dict[str, str], callers: list[Caller], parked: dict[str, str]
):
    """Every service has all of them. A new one that some do not have, or whose thing is not made here, is answered 404 and fails."""
    assert inner and len(ports) == 6
    wrong = []
    for right, method, path in inner:
        # Who is refused comes first: they find the thing as it was.
        for caller in sorted(callers, key=lambda one: one.role in right["reaches"]):
            for service, address in ports.items():
                answer = ask(caller, method, address + path.replace("{id}", parked[service]))
                if not is_as_the_table_says(right, caller, answer):
                    wrong.append(f"{method} {path} of {service} for {caller}: {answer.status_code} {answer.text[:200]!r}")
    assert not wrong, "\n".join(wrong)


def test_the_front_door_leads_nobody_there(system, inner: list[Call], callers: list[Caller], parked: dict[str, str]):
    wrong = []
    for _, method, path in inner:
        for caller in callers:
            answer = ask(caller, method, system.url + path.replace("{id}", parked["portal"]))
            # The door's own answer is empty: no service was asked. Addresses that are spelt otherwise are tried in test_bad_input.py.
            if (answer.status_code, answer.content) != (404, b""):
                wrong.append(f"{method} {path} for {caller}: {answer.status_code} {answer.text[:200]!r}")
    assert not wrong, "\n".join(wrong)


def test_what_every_service_tells_of_itself_is_told_on_its_own_port_only(system, ports: dict[str, str], callers: list[Caller]):
    """All that the table has for everybody is asked: what every service answers by itself is about the service."""
    source = "".join(file.read_text() for file in ACCESS.glob("*.swift"))
    open_to_all = set(re.findall(r'Endpoint\(\.get, "([^"{]+)", nil', source))
    told = {path for path in open_to_all if all(httpx.get(address + path).status_code == 200 for address in ports.values())}
    assert told == OF_ITSELF
    for caller in callers:
        assert {path: ask(caller, "GET", system.url + path).status_code for path in told} == dict.fromkeys(told, 404), caller
