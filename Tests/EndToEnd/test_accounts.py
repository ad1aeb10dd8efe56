"""An account's life: given by whoever may, opened by a mailed link, used, closed, opened again, handed back; and in step with the register of helpers."""

from __future__ import annotations

import re
import uuid
from urllib.parse import urlencode

import httpx
import pytest

import shapes
from api import Api
from confidential import keep, keep_cookies
from links import link_for
from waiting import wait_until
from world import Organisation, enter_organisation

PASSWORD = "nồi cơm bát đũa thìa"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}


def post(caller: Api, path: str, **fields: str) -> httpx.Response:
    return caller.http.post(path, content=urlencode(fields), headers=FORM)


def fields_of(centre: Organisation, role: str = "staff", **more: str) -> dict[str, str]:
    login = f"nguoi-{uuid.uuid4().hex[:10]}@thu.example"
    return {"role": role, "name": "Người thử tài khoản", "login": login, "email": login, "organisation": centre.id, **more}


def enter(caller: Api, fields: dict[str, str]) -> str:
    """Gives an account; its id. The organisation may not have been heard of yet."""

    def entered() -> str | None:
        answer = post(caller, "/accounts", **fields)
        if answer.status_code == 303:
            return answer.headers["location"].split("/accounts/")[1].split("?")[0]
        assert answer.status_code in (403, 422), answer.text[:800]
        return None

    return wait_until(entered, 20, "the account to be entered")


def choose(system, path: str, password: str = PASSWORD, again: str | None = None, browser: httpx.Client | None = None) -> httpx.Response:
    code = path.split("code=")[1]
    fields = {"code": code, "password": keep(password, "password"), "again": password if again is None else again, "username": "x"}
    return (browser or httpx).post(f"{system.url}/account/link", data=fields, timeout=60)


def sign_in(system, login: str, password: str = PASSWORD) -> httpx.Client:
    browser = httpx.Client(base_url=system.url, timeout=60, event_hooks={"response": [keep_cookies]})
    answer = browser.post("/sign-in", data={"login": login, "password": password})
    assert answer.status_code == 303, answer.text[:500]
    return browser


def opened(system, centre: Organisation) -> dict[str, str]:
    """A new member of staff who has chosen a password: the fields of the account, and its id."""
    heard(centre)
    fields = fields_of(centre)
    ident = enter(centre.administrator, fields)
    assert choose(system, link_for(system, fields["login"])).status_code == 200
    return {**fields, "id": ident}


def heard(centre: Organisation) -> None:
    """Waits until Portal has heard of a centre."""
    wait_until(lambda: f'value="{centre.id}"' in centre.administrator.get("/accounts/new", headers={"Accept": "text/html"}).text, 20, "the centre")


@pytest.fixture(scope="module")
def account(system, centre: Organisation) -> dict[str, str]:
    return opened(system, centre)


def test_a_link_opens_an_account_once(system, centre: Organisation):
    heard(centre)
    fields = fields_of(centre)
    enter(centre.administrator, fields)
    path = link_for(system, fields["login"])
    # Looking uses nothing up.
    for _ in range(2):
        page = httpx.get(system.url + path)
        assert page.status_code == 200 and fields["login"] in page.text
    assert choose(system, path, "ngắn").status_code == 422
    assert choose(system, path, "matkhau1234567890").status_code == 422
    assert choose(system, path, PASSWORD, again="khác hẳn").status_code == 422
    assert choose(system, path).status_code == 200
    assert choose(system, path).status_code == 404
    assert httpx.get(system.url + path).status_code == 404
    home = sign_in(system, fields["login"]).get("/")
    assert fields["name"] in home.text


def test_who_may_give_which_account(system, centre: Organisation, account: dict[str, str]):
    other = enter_organisation(system, province="96")
    heard(other)
    province = Api(system.url, system.token("province", province=centre.province))
    ministry = Api(system.url, system.token("ministry"))
    allowed = [
        (centre.administrator, "staff"), (centre.administrator, "leader"), (province, "administrator"), (ministry, "administrator"),
    ]
    for caller, role in allowed:
        assert enter(caller, fields_of(centre, role))
    refused = [
        (centre.administrator, fields_of(centre, "administrator")), (centre.administrator, fields_of(centre, "ministry")),
        (centre.administrator, fields_of(other)), (province, fields_of(other, "administrator")), (province, fields_of(centre, "staff")),
        (ministry, fields_of(centre, "system")), (centre.leader, fields_of(centre)), (centre.staff, fields_of(centre)),
    ]
    for caller, fields in refused:
        answer = post(caller, "/accounts", **fields)
        assert answer.status_code in (403, 422), f"{fields['role']}: {answer.status_code}"
        assert not [mail for mail in system.mails() if fields["login"] in str(mail["to"])]
    for caller in (other.administrator, Api(system.url, system.token("province", province="96"))):
        assert caller.get(f"/accounts/{account['id']}", headers={"Accept": "text/html"}).status_code == 404
        assert post(caller, f"/accounts/{account['id']}/deactivation").status_code == 404


def test_a_login_is_taken_once(centre: Organisation, account: dict[str, str]):
    answer = post(centre.administrator, "/accounts", **{**fields_of(centre), "login": account["login"].upper()})
    assert answer.status_code == 422 and "đã có người dùng" in answer.text


def test_what_is_missing_is_said_beside_its_field(centre: Organisation):
    answer = post(centre.administrator, "/accounts", role="staff", name="", login="có dấu cách", email="", organisation=centre.id)
    assert answer.status_code == 422
    for words in ("Họ và tên", "Tên đăng nhập", "Địa chỉ thư điện tử"):
        assert words in answer.text


def test_a_link_that_went_to_a_wrong_address_opens_nothing_once_that_is_mended(system, centre: Organisation):
    heard(centre)
    fields = fields_of(centre)
    ident = enter(centre.administrator, fields)
    wrong = link_for(system, fields["login"])
    right = fields | {"email": f"dung-{uuid.uuid4().hex[:8]}@thu.example", "version": "1"}
    assert post(centre.administrator, f"/accounts/{ident}", **right).status_code == 303
    assert choose(system, wrong).status_code == 404
    assert choose(system, link_for(system, right["email"])).status_code == 200
    sign_in(system, fields["login"])


def test_a_code_of_the_second_factor_is_not_guessed(system, centre: Organisation):
    """Neither by a browser that was left open, nor by whoever has the password: a right password does not begin the count anew."""
    browser = sign_in(system, opened(system, centre)["login"])
    answers = [browser.post("/account/recovery-codes", data={"code": f"{number:06}"}).status_code for number in range(8)]
    assert set(answers[:6]) == {422} and answers[-1] == 429


def test_a_secret_that_was_shown_once_is_not_shown_to_the_next(system, centre: Organisation):
    browser = sign_in(system, opened(system, centre)["login"])
    pages = [browser.get("/account/second-factor").text for _ in range(2)]
    shown = [keep(re.search(r"<code>([^<]+)</code>", page)[1], "secret of a second factor") for page in pages]
    assert shown[0] != shown[1]
    sealed = re.search(r'name="secret" value="([^"]+)"', pages[1])[1]
    wrong = browser.post("/account/second-factor", data={"code": "000000", "secret": sealed})
    assert wrong.status_code == 422 and shown[1] in wrong.text


def test_a_closed_account_is_out_and_comes_back(system, centre: Organisation, account: dict[str, str]):
    browser = sign_in(system, account["login"])
    assert browser.get("/cases").status_code == 200
    page = f"/accounts/{account['id']}"
    assert post(centre.administrator, f"{page}/deactivation", reason="Nghỉ thai sản").status_code == 303
    wait_until(lambda: browser.get("/cases").status_code in (303, 401), 10, "the session to be over")
    assert browser.get("/api/v1/cases").status_code == 401
    assert httpx.post(f"{system.url}/sign-in", data={"login": account["login"], "password": PASSWORD}, timeout=60).status_code == 422
    shown = centre.administrator.get(page, headers={"Accept": "text/html"}).text
    assert "Đã khóa" in shown and "Nghỉ thai sản" in shown
    assert post(centre.administrator, f"{page}/revival").status_code == 303
    assert sign_in(system, account["login"]).get("/cases").status_code == 200


def test_a_forgotten_password_is_chosen_anew(system, account: dict[str, str]):
    old = sign_in(system, account["login"])
    before = len([mail for mail in system.mails() if account["login"] in str(mail["to"])])
    with httpx.Client(base_url=system.url, timeout=60, event_hooks={"response": [keep_cookies]}) as asking:
        for login in (account["login"], "khong-co-ai@thu.example"):
            answer = asking.post("/forgotten", data={"login": login})
            assert answer.status_code == 200 and login not in answer.text
        link = link_for(system, account["login"], before)
        assert choose(system, link, "ba lá rau húng quế").status_code == 403, "it was asked for in another browser"
        assert choose(system, link, "ba lá rau húng quế", browser=asking).status_code == 200
    assert httpx.post(f"{system.url}/sign-in", data={"login": account["login"], "password": PASSWORD}, timeout=60).status_code == 422
    wait_until(lambda: old.get("/cases").status_code in (303, 401), 10, "the old session to be over")
    browser = sign_in(system, account["login"], "ba lá rau húng quế")
    changed = browser.post("/account/password", data={"old": "ba lá rau húng quế", "password": PASSWORD, "again": PASSWORD})
    assert changed.status_code == 303, changed.text[:500]
    assert browser.get("/account").status_code == 200
    assert sign_in(system, account["login"]).get("/").status_code == 200


def test_sessions_are_listed_and_ended_from_elsewhere(system, account: dict[str, str]):
    one, other = sign_in(system, account["login"]), sign_in(system, account["login"])
    page = one.get("/account").text
    assert page.count("/ending") >= 2 and "phiên này" in page
    assert one.post("/account/sessions/ending").status_code == 303
    wait_until(lambda: other.get("/api/v1/cases").status_code == 401, 10, "the other session to be over")
    assert one.get("/api/v1/cases").status_code == 200
    assert "/account/sessions/" not in one.get("/account").text.replace("/account/sessions/ending", "")


def test_an_account_is_handed_back_by_its_person(system, centre: Organisation):
    fields = fields_of(centre)
    ident = enter(centre.administrator, fields)
    choose(system, link_for(system, fields["login"]))
    browser = sign_in(system, fields["login"])
    assert browser.post("/account/handback", data={"reason": "Chuyển công tác"}).status_code == 303
    wait_until(lambda: browser.get("/api/v1/cases").status_code == 401, 10, "the session to be over")
    shown = centre.administrator.get(f"/accounts/{ident}", headers={"Accept": "text/html"}).text
    assert "Bàn giao lại cho tổ chức" in shown and "Chuyển công tác" in shown


def test_a_helpers_account_follows_the_register(system, centre: Organisation):
    helper = centre.add_helper("lawyer", "Luật sư Thử Việc", "TN-88", "2020-01-01")
    listed = lambda: centre.administrator.get("/accounts", headers={"Accept": "text/html"}).text  # noqa: E731
    wait_until(lambda: "Luật sư Thử Việc" in listed(), 20, "the helper to be offered an account")
    form = centre.administrator.get(f"/accounts/new?helper={helper['id']}", headers={"Accept": "text/html"}).text
    assert 'value="Luật sư Thử Việc"' in form and helper["email"] in form
    fields = fields_of(centre, "helper", helper=helper["id"])
    ident = enter(centre.administrator, fields)
    choose(system, link_for(system, fields["login"]))
    browser = sign_in(system, fields["login"])
    assert browser.get("/api/v1/cases").status_code == 200
    seen = centre.administrator.get(f"/api/v1/helpers/{helper['id']}")
    left = centre.administrator.http.patch(f"/api/v1/helpers/{helper['id']}", json={"active": False}, headers={"If-Match": seen.headers["etag"]})
    assert left.status_code == 200, left.text
    wait_until(lambda: browser.get("/api/v1/cases").status_code == 401, 20, "the helper's session to be over")
    shown = centre.administrator.get(f"/accounts/{ident}", headers={"Accept": "text/html"}).text
    assert "rời danh sách" in shown


def test_scripts_tokens_have_no_account_of_their_own(centre: Organisation):
    assert centre.staff.get("/account", headers={"Accept": "text/html"}).status_code == 404
    shapes.assert_problem(centre.staff.get("/account", headers={"Accept": "application/json"}), 404)
