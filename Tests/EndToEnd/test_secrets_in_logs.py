"""Secrets go into no log: neither those that other tests made and were told, nor those of a walk of this module's own."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import httpx
import pytest

import confidential
from confidential import keep, keep_cookies
from identity_provider import PASSWORD as PASSWORD_THERE
from identity_provider import SECRET
from outage import dead
from program_keys import SECRET as SECRET_OF_A_PROGRAM
from program_keys import TOKEN, ask, exchange, make
from second_factor import set_up
from system import System, text_of
from test_accounts import PASSWORD, link_for, opened, sign_in
from waiting import wait_until
from world import Organisation

pytestmark = pytest.mark.reads_all_answers


@pytest.fixture(scope="module")
def walk(system: System, centre: Organisation) -> dict[str, str]:
    """Somebody signs in and is mailed links, rightly, wrongly, and while Portal is away: the references of two answers."""
    person = opened(system, centre)
    browser = sign_in(system, person["login"])
    factor = set_up(browser)
    own = {"login": person["login"], "password": PASSWORD}

    with httpx.Client(base_url=system.url, timeout=60, event_hooks={"response": [keep_cookies]}) as other:
        assert other.post("/sign-in", json=own).status_code == 415
        assert other.post("/sign-in", data=own | {"unknown": PASSWORD}).status_code == 422
        basic = base64.b64encode(f"{person['login']}:{PASSWORD}".encode()).decode()
        assert other.get("/api/v1/cases", headers={"Authorization": f"Basic {keep(basic, 'password')}"}).status_code == 401
        assert other.post("/sign-in", data=own).status_code == 303
        assert other.post("/sign-in/code", data={"code": "000000"}).status_code == 422
        entered = other.post("/sign-in/code", data={"code": factor.codes[0]})
        assert entered.status_code == 303, entered.text[:500]
        assert other.post("/sign-in/code", data={"code": factor.codes[0]}).status_code == 303

        known = len([mail for mail in system.mails() if person["login"] in str(mail["to"])])
        assert other.post("/forgotten", data={"login": person["login"]}).status_code == 200
        link = link_for(system, person["login"], known)
        looked = other.get(link)
        assert looked.status_code == 200
        assert httpx.get(f"{system.url}{link}&next=/").status_code == 403, "it was asked for in another browser"

    helper = centre.helper(next(iter(centre.helpers)))
    key = keep(helper.post("/api/v1/calendar/feed").json()["address"].split("key=")[1], "key of a calendar")
    assert httpx.get(f"{system.url}/calendar/feed.ics?key={key}").status_code == 200
    assert httpx.post(f"{system.url}/calendar/feed.ics?key={key}").status_code in (404, 405)

    program = make(centre.administrator, centre)
    assert [exchange(system, program, by_form=by_form).status_code for by_form in (False, True)] == [200, 200]
    assert exchange(system, program, scope=program.secret).status_code == 400
    shown = {"client_id": program.id, "client_secret": program.secret}
    assert ask(system, None, json=shown).status_code == 415
    assert ask(system, {"grant_type": "client_credentials"}, params=shown).status_code in (400, 401)
    assert ask(system, {"grant_type": program.secret}, program.pair).status_code == 400
    assert httpx.get(f"{system.url}{TOKEN}", params=shown).status_code in (404, 405)
    assert httpx.get(f"{system.url}/api/v1/cases", auth=program.pair).status_code == 401

    with dead(system, "portal"):
        away = httpx.get(f"{system.url}{link}", headers={"Authorization": f"Bearer {helper.token}"}, cookies=browser.cookies, timeout=30)
        assert httpx.post(f"{system.url}/sign-in", data=own, timeout=30).status_code == away.status_code == 503
        assert exchange(system, program).status_code == ask(system, None, params=shown).status_code == 503
    wait_until(lambda: centre.administrator.get("/api/v1/rights").status_code == 200, 30, "Portal to be back")
    return {"looked": looked.headers["x-request-reference"], "entered": entered.headers["x-request-reference"]}


@pytest.fixture(scope="module")
def logs(system: System, walk: dict[str, str]) -> list[Path]:
    """Of all parts, and of the copies that tests started beside them. What is secret in the data folder is kept as well."""
    for mail in system.mails():
        for code in re.findall(r"/account/link\?code=([\w-]+)", text_of(mail)):
            keep(code, "code of a mailed link")
    for account in json.loads((system.data / "secrets" / "demo-accounts").read_text()):
        keep(account["password"], "password of the demonstration")
    for password in json.loads((system.data / "secrets" / "passwords.json").read_text()).values():
        keep(password, "password of a server")
    for file in (system.data / "keys").glob("*.pem"):
        if "PRIVATE KEY" in (text := file.read_text()):
            keep(text.splitlines()[1], "signing key")
    keep(SECRET, "secret of the identity provider")
    keep(PASSWORD_THERE, "password at the identity provider")
    return [*(system.data / "log").iterdir(), *system.folder.glob("second-*.log")]


def test_each_kind_of_secret_is_looked_for(logs: list[Path]) -> None:
    assert set(confidential.kept.values()) >= {
        "token", "cookie caunoi_session", "cookie caunoi_pending", "password", "secret of a second factor", "code for emergencies",
        "code of a mailed link", "key of a calendar", "password of the demonstration", "password of a server", "signing key",
        "secret of the identity provider", SECRET_OF_A_PROGRAM,
    }  # fmt: skip


def test_no_log_holds_a_secret(logs: list[Path]) -> None:
    assert confidential.found_in(logs) == set()


def test_what_was_done_with_them_is_in_the_logs(system: System, logs: list[Path], walk: dict[str, str]) -> None:
    """So that it would have been found there."""
    text = {log.stem: log.read_text(errors="replace") for log in logs}
    services = {"portal", "intake", "assignment", "attachments", "notifications", "reporting"}
    assert set(text) >= services | {"front-door", "postgresql", "rabbitmq"}
    assert walk["looked"] in text["portal"] and walk["entered"] in text["portal"]


@pytest.mark.parametrize("written", ["năm con cá=vàng", "n%C4%83m%20con%20c%C3%A1%3Dv%C3%A0ng", r"n\u0103m con c\u00e1=v\u00e0ng"])
def test_a_secret_is_found_however_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setattr(confidential, "kept", {"năm con cá=vàng": "password"})
    log = tmp_path / "some.log"
    log.write_text(f'a line\n{{"uri": "/x?p={written}"}}\n')
    assert confidential.found_in([log]) == {("some.log", "password")}
