"""Messages that nobody can handle: parked with their reason, looked at, replayed and discarded, by command and on the page; and messages sent again."""

from __future__ import annotations

import base64
import json
import re
import uuid
from datetime import datetime, timedelta, timezone

import httpx
import pytest

from broker import broker_channel, send
from waiting import wait_until
from world import sound_request


@pytest.fixture(scope="module")
def broker(system):
    with broker_channel(system) as channel:
        yield channel


def parked(system, *more: str) -> list[dict]:
    return json.loads(system.run("messages", "parked", "--json", *more).stdout)


def wait_parked(system, message: str) -> dict:
    return wait_until(lambda: next((one for one in parked(system) if one.get("message") == message), None), 30, f"{message} to be parked")


def discard_all(system, message: str) -> None:
    left = [one["id"] for one in parked(system) if one.get("message") == message]
    if left:
        system.run("messages", "discard", *left, "--reason", "made by a test")


@pytest.fixture
def nonsense(system, broker):
    """A parked message that no service can decode; it is not left behind."""
    one = wait_parked(system, send(broker, "intake.events", "assignment.case-assigned.v1", b'{"case": '))
    yield one
    discard_all(system, one["message"])


@pytest.fixture
def given_up(system, broker, centre):
    """A good message that the broker gave up on (it lies in the dead queue, as after too many deliveries): it withdraws `token`."""
    token = system.token("staff", organisation=centre.id, ttl=900)
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    revocation, now = str(uuid.uuid4()), datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = {"revocation": revocation, "jti": claims["jti"], "occurred_at": now, "recorded_at": now}
    headers = {"aggregate": revocation, "aggregate-version": 1, "producer": "portal"}
    one = wait_parked(system, send(broker, "intake.events.dead", "portal.token-revoked.v1", json.dumps(body).encode(), headers))
    yield one, httpx.Client(base_url=system.url, headers={"Authorization": f"Bearer {token}"}, timeout=30)
    discard_all(system, one["message"])


def test_what_the_broker_gave_up_on_has_its_effect_once_it_is_replayed(system, given_up):
    one, caller = given_up
    assert "gave up" in one["error"]
    assert caller.get("/api/v1/cases").status_code == 200
    assert "1" in system.run("messages", "replay", one["id"]).stdout
    wait_until(lambda: caller.get("/api/v1/cases").status_code == 401, 30, "the replayed message to withdraw the token")
    assert one["id"] not in [other["id"] for other in parked(system)]
    done = json.loads(system.run("messages", "show", one["id"], "--json").stdout)
    assert done["resolution"] == "replayed" and done["resolved_by"].startswith("caunoi:")


def test_what_cannot_be_decoded_is_parked_at_once_and_shown_whole(system, nonsense):
    assert nonsense["service"] == "intake" and nonsense["consumer"] == "intake.events"
    assert nonsense["name"] == "assignment.case-assigned.v1" and "decoded" in nonsense["error"]
    assert "body" not in nonsense and nonsense["id"] in system.run("messages", "parked").stdout
    whole = json.loads(system.run("messages", "show", nonsense["id"], "--json").stdout)
    assert whole["body"] == '{"case": ' and whole["message"] == nonsense["message"]
    assert [one["id"] for one in parked(system, "--service", "intake")] == [nonsense["id"]]
    assert parked(system, "--service", "reporting") == []


def test_a_discarded_message_is_closed_for_good(system, nonsense):
    system.run("messages", "discard", nonsense["id"], "--reason", "made by a test")
    assert nonsense["id"] not in [one["id"] for one in parked(system)]
    refused = system.run("messages", "replay", nonsense["id"], check=False)
    assert refused.returncode != 0 and "discarded" in refused.stderr


def test_an_unknown_message_is_an_error_that_says_so(system):
    unknown = system.run("messages", "show", str(uuid.uuid4()), check=False)
    assert unknown.returncode != 0 and "no message" in unknown.stderr
    assert system.run("messages", "show", "nonsense", check=False).returncode != 0


def test_the_page_shows_and_discards(system, nonsense, token):
    with httpx.Client(base_url=system.url, headers={"Authorization": f"Bearer {token('system')}"}, timeout=30) as browser:
        assert 'href="/system"' in browser.get("/organisations").text, "the header leads there"
        address = f"/system/parked/intake/{nonsense['id']}"
        page = browser.get("/system/parked")
        assert page.status_code == 200 and address in page.text
        one = browser.get(address)
        assert one.status_code == 200 and "{&quot;case&quot;:" in one.text and nonsense["message"] in one.text
        unsaid = browser.post(f"{address}/discarding", data={"reason": ""})
        assert unsaid.status_code == 422 and 'aria-invalid="true"' in unsaid.text
        assert browser.post(f"{address}/discarding", data={"reason": "made by a test"}).status_code == 303
        assert browser.post(f"{address}/replay").status_code == 409
        assert address not in browser.get("/system/parked").text


def test_the_page_replays_one_or_all_that_it_shows(system, given_up, nonsense, token):
    one, caller = given_up
    with httpx.Client(base_url=system.url, headers={"Authorization": f"Bearer {token('system')}"}, timeout=30) as browser:
        page = browser.get("/system/parked").text
        chosen = re.findall(r'name="message" value="([^"]+)"', page)
        assert f"intake:{one['id']}" in chosen and f"intake:{nonsense['id']}" in chosen
        answer = browser.post("/system/parked/replay", data={"message": chosen})
        assert answer.status_code == 303
        wait_until(lambda: caller.get("/api/v1/cases").status_code == 401, 30, "the replayed message to withdraw the token")
        wait_parked(system, nonsense["message"])


def test_only_those_who_run_the_system_see_parked_messages(system, nonsense, token, centre):
    address = f"/system/parked/intake/{nonsense['id']}"
    leader = token("leader", organisation=centre.id)
    for path in ("/system/parked", address):
        assert httpx.get(system.url + path, follow_redirects=False).status_code in (302, 303, 401)
        assert httpx.get(system.url + path, headers={"Authorization": f"Bearer {leader}"}).status_code == 403
    assert httpx.post(f"{system.url}{address}/discarding", headers={"Authorization": f"Bearer {leader}"}, data={"reason": "because"}).status_code == 403
    # The services' own ports refuse as well, and the front door does not lead there.
    port = system.part("intake")["port"]
    inner = f"http://127.0.0.1:{port}/inner/parked"
    assert httpx.get(inner, follow_redirects=False).status_code in (303, 401)
    assert httpx.get(inner, headers={"Authorization": f"Bearer {leader}"}).status_code == 403
    assert httpx.get(f"{system.url}/inner/parked", headers={"Authorization": f"Bearer {token('system')}"}).status_code == 404


def test_a_message_that_came_too_early_is_counted_until_its_turn_comes(system, broker, centre):
    case = centre.staff.open_case(sound_request(centre))["id"]
    system.wait_drained()
    now = system.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    body = json.dumps({"case": case, "organisation": centre.id, "occurred_at": now, "recorded_at": now}).encode()

    def tell(version: int) -> None:
        headers = {"aggregate": case, "aggregate-version": version, "producer": "notifications"}
        send(broker, "intake.events", "notifications.case-moving.v1", body, headers)

    tell(2)
    wait_until(lambda: system.status()["early"] == 1, 30, "the message to wait for the one before")
    assert "1 messages wait for an earlier one" in system.run("status").stdout
    tell(1)
    wait_until(lambda: system.status()["early"] == 0, 30, "both to be handled")
    assert system.status()["parked"] == 0


def test_messages_sent_again_have_no_second_effect(system):
    system.wait_drained()
    since = (system.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    mails = len(system.mails())
    said = system.run("messages", "republish", "--since", since, "--to", "notifications").stdout
    assert int(re.search(r"\d+", said)[0]) > 0
    system.wait_drained()
    assert len(system.mails()) == mails
