"""Files sent by forms of browsers without scripts, by people whose token ended while they filled the form in or while the file was on its way."""

from __future__ import annotations

import hashlib
import os
import time

import httpx
import pytest

from confidential import keep_cookies
from test_accounts import opened, sign_in
from waiting import wait_until
from world import Organisation, sound_request

# More than the front door gives a form without a file.
SIZE = 9_000_000


@pytest.fixture(scope="module")
def case(centre: Organisation) -> dict:
    return centre.staff.open_case(sound_request(centre))


@pytest.fixture(scope="module")
def account(system, centre: Organisation) -> dict[str, str]:
    return opened(system, centre)


@pytest.fixture
def session(system, account: dict[str, str]) -> str:
    """Of somebody signed in."""
    return sign_in(system, account["login"]).cookies["caunoi_session"]


@pytest.fixture
def browser(system, centre: Organisation, session: str) -> httpx.Client:
    """Their browser, whose token is over."""
    over = system.token("staff", organisation=centre.id, ttl=1)
    time.sleep(1.2)
    return with_cookies(system, caunoi_session=session, caunoi_token=over)


def with_cookies(system, **cookies: str) -> httpx.Client:
    text = "; ".join(f"{name}={value}" for name, value in cookies.items())
    hooks = {"response": [keep_cookies]}
    return httpx.Client(base_url=system.url, timeout=60, headers={"Cookie": text, "Accept": "text/html"}, event_hooks=hooks)


def send(browser: httpx.Client, case: dict, content: bytes, **headers: str) -> httpx.Response:
    return browser.post(
        f"/cases/{case['id']}/papers", data={"kind": "work_record"}, files={"file": ("Biên bản.pdf", content, "application/pdf")}, headers=headers
    )


def is_stored(centre: Organisation, case: dict, content: bytes) -> bool:
    digest = hashlib.sha256(content).hexdigest()
    return any(one["sha256"] == digest for one in centre.staff.everything(f"/api/v1/cases/{case['id']}/attachments"))


def test_a_large_paper_survives_the_end_of_its_token(
    system, centre: Organisation, case: dict, account: dict, session: str, browser: httpx.Client
):
    content = b"%PDF-1.7\n" + os.urandom(SIZE)
    answer = send(browser, case, content)
    assert answer.status_code == 303 and answer.headers["location"].endswith("notice=paper_received"), answer.text[:500]
    wait_until(lambda: is_stored(centre, case, content), 30, "the paper")
    stored = [one for one in centre.staff.everything(f"/api/v1/cases/{case['id']}/attachments") if one["size"] == len(content)]
    assert [one["uploaded_by"] for one in stored] == [account["name"]]
    # The new token came along: what follows needs no renewal.
    renewed = with_cookies(system, caunoi_session=session, caunoi_token=answer.cookies["caunoi_token"])
    assert renewed.get(f"/cases/{case['id']}/papers").status_code == 200
    assert browser.get(f"/cases/{case['id']}/papers").status_code == 303


def test_a_large_paper_of_a_session_that_is_over_is_kept_by_the_browser(
    system, centre: Organisation, case: dict, session: str, browser: httpx.Client
):
    assert httpx.post(f"{system.url}/sign-out", headers={"Cookie": f"caunoi_session={session}"}).status_code == 303
    content = b"%PDF-1.7\n" + os.urandom(SIZE)
    answer = send(browser, case, content)
    assert answer.status_code == 401 and "/sign-in" in answer.text
    assert not is_stored(centre, case, content)


def test_another_site_sends_no_file(case: dict, browser: httpx.Client):
    assert send(browser, case, b"%PDF-1.7\n", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("path", ["/accounts/import", "/helpers/import"])
def test_a_spreadsheet_is_renewed_likewise(browser: httpx.Client, path: str):
    answer = browser.post(path, files={"file": ("a.xlsx", b"nothing", "application/octet-stream")})
    # Staff may not; but it is known who asks.
    assert answer.status_code == 403, answer.text[:300]
