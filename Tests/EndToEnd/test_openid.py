"""Signing in by an identity provider (OpenID Connect Core 1.0): a real one, which people sign in to by its own pages."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from confidential import keep_cookies
from test_accounts import PASSWORD, opened, post
from test_accounts import sign_in as sign_in_by_password
from world import Organisation


@pytest.fixture(scope="module")
def login(system, centre: Organisation) -> str:
    """Of a member of staff who has chosen a password."""
    return opened(system, centre)["login"]


@pytest.fixture(scope="module")
def person(system, login: str) -> str:
    """The provider's person who is connected with that account."""
    name = system.provider.add_person()
    browser = sign_in_by_password(system, login)
    assert come_back(system, browser, connect(browser), name).headers["location"] == "/account?notice=provider_connected"
    return name


def connect(browser: httpx.Client, password: str = PASSWORD) -> str:
    """Where the page leads on to."""
    answer = browser.post("/account/provider", data={"password": password})
    assert answer.status_code == 200, answer.text[:500]
    return re.search(r'href="(http://localhost[^"]+)"', answer.text)[1].replace("&amp;", "&")


def come_back(system, browser: httpx.Client, address: str, name: str) -> httpx.Response:
    with httpx.Client(timeout=30) as there:
        return browser.get(system.provider.sign_in(there, address, name))


def leave(browser: httpx.Client, next: str = "/cases") -> str:
    answer = browser.get("/sign-in/provider", params={"next": next})
    assert answer.status_code == 303, answer.text[:500]
    return answer.headers["location"]


def visitor(system) -> httpx.Client:
    return httpx.Client(base_url=system.url, timeout=30, event_hooks={"response": [keep_cookies]})


def test_a_connected_person_signs_in_there_and_lands_where_they_were_going(system, person: str, login: str) -> None:
    browser = visitor(system)
    assert "Đăng nhập bằng Cổng định danh mẫu" in browser.get("/sign-in").text
    answer = come_back(system, browser, leave(browser), person)
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases")
    assert login in browser.get("/account").text
    assert browser.get("/cases").status_code == 200


def test_the_way_there_carries_what_protects_it(system) -> None:
    address = leave(visitor(system))
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(system.provider.issuer + "/")
    assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
    assert query["redirect_uri"] == f"{system.url}/sign-in/provider/return"
    assert min(len(query[name]) for name in ("state", "nonce", "code_challenge")) == 43
    assert query["state"] != query["nonce"]


def test_somebody_who_is_not_connected_is_told_how(system) -> None:
    browser = visitor(system)
    answer = come_back(system, browser, leave(browser), system.provider.add_person())
    assert answer.headers["location"] == "/sign-in?next=/cases&provider=unknown"
    assert "kết nối ở trang tài khoản" in browser.get(answer.headers["location"]).text
    assert "caunoi_session" not in browser.cookies


def test_an_answer_that_another_browser_asked_for_signs_nobody_in(system, person: str) -> None:
    attacker, victim = visitor(system), visitor(system)
    with httpx.Client(timeout=30) as there:
        back = system.provider.sign_in(there, leave(attacker), person)
    assert victim.get(back).headers["location"] == "/sign-in?next=/&provider=stale"
    # Nor where a way of its own is open.
    leave(victim)
    assert victim.get(back).headers["location"] == "/sign-in?next=/cases&provider=stale"
    assert "caunoi_session" not in victim.cookies


def test_an_answer_is_good_once(system, person: str) -> None:
    browser = visitor(system)
    address = leave(browser)
    visit = dict(browser.cookies)
    with httpx.Client(timeout=30) as there:
        back = system.provider.sign_in(there, address, person)
    assert browser.get(back).headers["location"] == "/cases"
    assert httpx.get(httpx.URL(system.url).join(back), cookies=visit).headers["location"] == "/sign-in?next=/cases&provider=stale"


def test_whoever_breaks_it_off_can_sign_in_otherwise(system) -> None:
    browser = visitor(system)
    state = parse_qs(urlsplit(leave(browser, "/requests")).query)["state"][0]
    query = {"error": "access_denied", "state": state, "iss": system.provider.issuer}
    answer = browser.get("/sign-in/provider/return", params=query)
    page = browser.get(answer.headers["location"]).text
    assert "đã bị hủy" in page and 'name="next" value="/requests"' in page


def test_connecting_takes_the_password(system, login: str, person: str) -> None:
    browser = sign_in_by_password(system, login)
    answer = browser.post("/account/provider", data={"password": "không phải mật khẩu này"})
    assert answer.headers["location"] == "/account?provider=password"
    assert "Mật khẩu hiện tại không đúng" in browser.get("/account?provider=password").text


def test_nobody_is_connected_by_being_led_to_the_way_back(system, centre: Organisation, login: str) -> None:
    """An attacker's own way back, opened in the browser of somebody who is signed in, connects nothing."""
    attacker, victim = sign_in_by_password(system, opened(system, centre)["login"]), sign_in_by_password(system, login)
    with httpx.Client(timeout=30) as there:
        back = system.provider.sign_in(there, connect(attacker), system.provider.add_person())
    assert victim.get(back).headers["location"] == "/sign-in?next=/&provider=stale"
    # Not even with the attacker's cookie of the way.
    victim.cookies.set("caunoi_visit", attacker.cookies["caunoi_visit"], domain="127.0.0.1", path="/")
    assert victim.get(back).headers["location"] == "/account?provider=stale"


def test_a_person_has_one_account(system, centre: Organisation, person: str) -> None:
    browser = sign_in_by_password(system, opened(system, centre)["login"])
    answer = come_back(system, browser, connect(browser), person)
    assert answer.headers["location"] == "/account?provider=taken"
    assert "một tài khoản khác" in browser.get("/account?provider=taken").text


def test_a_closed_account_is_closed_by_this_way_too(system, centre: Organisation) -> None:
    account = opened(system, centre)
    name = system.provider.add_person()
    browser = sign_in_by_password(system, account["login"])
    come_back(system, browser, connect(browser), name)
    post(centre.administrator, f"/accounts/{account['id']}/deactivation", reason="Thử")
    again = visitor(system)
    assert come_back(system, again, leave(again), name).headers["location"].endswith("provider=unknown")


def test_a_disconnected_person_is_a_stranger_again(system, centre: Organisation) -> None:
    account = opened(system, centre)
    name = system.provider.add_person()
    browser = sign_in_by_password(system, account["login"])
    come_back(system, browser, connect(browser), name)
    assert "Đã kết nối với Cổng định danh mẫu" in browser.get("/account").text
    assert browser.post("/account/provider/removal").headers["location"] == "/account?notice=provider_disconnected"
    again = visitor(system)
    assert come_back(system, again, leave(again), name).headers["location"].endswith("provider=unknown")
    history = centre.administrator.get(f"/accounts/{account['id']}", headers={"Accept": "text/html"}).text
    assert "Kết nối với hệ thống định danh" in history and "Ngắt kết nối với hệ thống định danh" in history
