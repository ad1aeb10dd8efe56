"""Signing in as people do, tokens that are over, and tokens that are withdrawn."""

from __future__ import annotations

import base64
import json
import stat
import subprocess
import time

import httpx
import pytest

from confidential import keep_cookies, keep_token
from waiting import wait_until

# One address of each service that wants a token.
OF_EACH_SERVICE = ["/api/v1/cases", "/api/v1/organisations", "/api/v1/alerts", "/api/v1/report-forms", "/api/v1/uploads"]


@pytest.fixture(scope="module")
def accounts(system) -> dict[str, dict]:
    """The demonstration's accounts by role."""
    file = system.data / "secrets" / "demo-accounts"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return {account["role"]: account for account in json.loads(file.read_text())}


@pytest.fixture
def browser(system):
    with httpx.Client(base_url=system.url, timeout=30, event_hooks={"response": [keep_cookies]}) as client:
        yield client


def sign_in(browser: httpx.Client, account: dict, **more: str) -> httpx.Response:
    return browser.post("/sign-in", data={"login": account["login"], "password": account["password"], **more})


def claims(token: str) -> dict:
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def test_each_role_signs_in_and_finds_its_work(accounts: dict[str, dict], browser: httpx.Client):
    assert set(accounts) == {"leader", "staff", "helper", "administrator", "branch_leader", "organisation", "province", "ministry", "system"}
    for role, account in accounts.items():
        browser.cookies.clear()
        answer = sign_in(browser, account, next="/")
        assert (answer.status_code, answer.headers["location"]) == (303, "/"), role
        home = browser.get("/")
        assert home.status_code == 200 and "/sign-out" in home.text, role
        links = [path for path in ("/cases", "/requests", "/helpers", "/alerts", "/reports", "/system") if f'href="{path}"' in home.text]
        assert links, role
        for path in links:
            page = browser.get(path)
            assert page.status_code == 200, f"{role} is led to {path}, which answers {page.status_code}"
        assert browser.get("/alerts?state=open", headers={"X-Fragment": "1"}).text.count("<html") == 0


def test_a_page_is_gone_on_with_when_the_token_is_over(system, accounts: dict[str, dict], browser: httpx.Client):
    sign_in(browser, accounts["staff"])
    over(system, browser)
    page = browser.get("/requests/new", follow_redirects=True)
    assert page.status_code == 200 and "/sign-out" in page.text
    assert [step.headers["location"] for step in page.history] == ["/sign-in?next=/requests/new", "/requests/new"]


def test_a_form_is_not_lost_when_the_token_is_over(system, accounts: dict[str, dict], browser: httpx.Client):
    sign_in(browser, accounts["staff"])
    over(system, browser)
    name = "Người gửi khi phiên vừa hết"
    page = post_through(browser, "/requests/new", {"client.name": name})
    assert page.status_code == 422 and name in page.text and "/sign-out" in page.text


def test_a_form_without_a_session_says_what_to_do(browser: httpx.Client):
    browser.cookies.set("caunoi_session", "A" * 43)
    page = post_through(browser, "/cases/0191e0a0-0000-7000-8000-000000000001/progress", {"note": "x"})
    assert page.status_code == 401 and 'href="/sign-in"' in page.text


def test_signing_out_withdraws_the_token_from_every_service(accounts: dict[str, dict], browser: httpx.Client, system):
    sign_in(browser, accounts["leader"])
    token = browser.cookies["caunoi_token"]
    assert answers_of(system, token) == {200}
    assert browser.post("/sign-out").status_code == 303
    # By this one the browser is known the next time.
    assert set(browser.cookies) == {"caunoi_browser"}
    within_five_seconds(system, token)


def test_a_withdrawn_token_is_out_in_every_service_within_five_seconds(system, accounts: dict[str, dict], browser: httpx.Client):
    sign_in(browser, accounts["leader"])
    organisation = claims(browser.cookies["caunoi_token"])["organisation"]
    command = [system.command, "token", "--data", system.data]
    said = subprocess.check_output([*command, "--role", "leader", "--organisation", organisation, "--ttl", "600"], text=True)
    token = keep_token(said.strip())
    assert answers_of(system, token) == {200}
    subprocess.check_call([system.command, "token", "revoke", claims(token)["jti"], "--data", system.data], stdout=subprocess.DEVNULL)
    within_five_seconds(system, token)


def answers_of(system, token: str) -> set[int]:
    headers = {"Authorization": f"Bearer {token}"}
    return {httpx.get(system.url + path, headers=headers).status_code for path in OF_EACH_SERVICE}


def within_five_seconds(system, token: str) -> None:
    start = time.monotonic()
    wait_until(lambda: answers_of(system, token) == {401}, 10, "the token to be out everywhere")
    assert time.monotonic() - start < 5.5


def over(system, browser: httpx.Client) -> None:
    """Puts a token into the browser that is over, in place of its own."""
    own = claims(browser.cookies["caunoi_token"])
    command = [system.command, "token", "--data", system.data, "--role", own["role"], "--organisation", own["organisation"], "--ttl", "1"]
    token = keep_token(subprocess.check_output(command, text=True).strip())
    session = browser.cookies["caunoi_session"]
    wait_until(lambda: time.time() > claims(token)["exp"], 5, "the token to end")
    browser.cookies.clear()
    host = httpx.URL(system.url).host
    browser.cookies.set("caunoi_session", session, domain=host, path="/")
    browser.cookies.set("caunoi_token", token, domain=host, path="/")


def post_through(browser: httpx.Client, path: str, data: dict) -> httpx.Response:
    """As browsers do: 307 sends the whole form on. (httpx would forget the body's stream.)"""
    for _ in range(4):
        answer = browser.post(path, data=data)
        if answer.status_code != 307:
            return answer
        path = answer.headers["location"]
    raise AssertionError("the form goes in circles")
