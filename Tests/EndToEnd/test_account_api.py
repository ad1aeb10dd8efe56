"""Accounts over the API: the same rules as on the pages, within the same reach."""

from __future__ import annotations

import base64
import json
import uuid

import httpx

from api import Api
from system import text_of
from sheets import ACCOUNTS
from test_account_import import address
from test_accounts import PASSWORD, choose, fields_of, heard, link_for, opened, sign_in
from waiting import wait_until
from world import Organisation, enter_organisation

UNKNOWN = "0192f0c0-0000-7000-8000-000000000000"


def give(caller: Api, fields: dict[str, str], key: str | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return caller.http.post("/api/v1/accounts", json=fields, headers=headers)


def mails_to(system, login: str) -> list:
    return [mail for mail in system.mails() if login in str(mail["to"])]


def test_an_account_lives_by_the_api(system, centre: Organisation):
    heard(centre)
    keeper, fields, key = centre.administrator, fields_of(centre), uuid.uuid4().hex
    answer = give(keeper, fields, key)
    assert answer.status_code == 201, answer.text
    account, place = answer.json(), answer.headers["location"]
    assert account["state"] == "invited" and answer.headers["etag"] == '"1"' and place == f"/api/v1/accounts/{account['id']}"
    # The same once more is the same account, and one mail.
    assert give(keeper, fields, key).json() == account
    assert choose(system, link_for(system, fields["login"])).status_code == 200
    assert len(mails_to(system, fields["login"])) == 1

    read = keeper.get(place)
    assert read.json()["state"] == "active" and read.json()["sessions"] == 0 and read.json()["may_keep"]
    assert keeper.http.patch(place, json={"name": "Tên Mới"}).status_code == 428
    assert keeper.http.patch(place, json={"name": "Tên Mới"}, headers={"If-Match": '"99"'}).status_code == 412
    assert keeper.http.patch(place, json={"login": "khac"}, headers={"If-Match": read.headers["etag"]}).status_code == 422
    changed = keeper.http.patch(place, json={"name": "Tên Mới", "role": "leader"}, headers={"If-Match": read.headers["etag"]})
    assert changed.status_code == 200 and changed.json()["name"] == "Tên Mới" and changed.json()["role"] == "leader"
    assert changed.json()["email"] == fields["email"] and changed.json()["organisation"] == centre.id

    closed = keeper.http.post(f"{place}/deactivation", json={"reason": "Nghỉ thai sản"}, headers={"If-Match": changed.headers["etag"]})
    assert closed.status_code == 200 and closed.json()["state"] == "closed"
    assert keeper.http.post(f"{place}/revival", headers={"If-Match": changed.headers["etag"]}).status_code == 412
    assert keeper.http.post(f"{place}/link").status_code == 409
    assert httpx.post(f"{system.url}/sign-in", data={"login": fields["login"], "password": PASSWORD}).status_code == 422
    assert keeper.http.post(f"{place}/revival").json()["state"] == "active"
    assert keeper.http.post(f"{place}/link").status_code == 200

    events = keeper.get(f"{place}/history").json()["items"]
    assert [event["what"] for event in events] == ["link-sent", "revived", "deactivated", "changed", "password-chosen", "link-sent", "entered"]
    assert [event["role"] for event in events[-4:]] == ["leader", "staff", "staff", "staff"]
    assert events[2]["reason"] == "Nghỉ thai sản"
    first = keeper.get(f"{place}/history?limit=3").json()
    rest = keeper.get(f"{place}/history?limit=200&after={first['next']}").json()
    assert first["items"] + rest["items"] == events and rest["next"] is None


def test_lists_are_narrowed_and_told_in_parts(system, centre: Organisation):
    heard(centre)
    mark = uuid.uuid4().hex[:8]
    ids = {give(centre.administrator, fields_of(centre, name=f"{mark} {n}")).json()["id"] for n in range(3)}
    found, after = [], ""
    while True:
        part = centre.administrator.get(f"/api/v1/accounts?q={mark}&limit=2{after}").json()
        found += part["items"]
        if part["next"] is None:
            break
        after = f"&after={part['next']}"
    assert {account["id"] for account in found} == ids and len(found) == 3
    count = lambda query: len(centre.administrator.get(f"/api/v1/accounts?q={mark}&{query}").json()["items"])  # noqa: E731
    assert (count("role=staff"), count("role=leader"), count("state=invited"), count("state=closed")) == (3, 0, 3, 0)
    assert (count(f"organisation={centre.id}"), count(f"organisation={UNKNOWN}")) == (3, 0)
    assert centre.administrator.get("/api/v1/accounts?state=asleep").status_code == 422


def test_nobody_gives_more_than_is_theirs(system, centre: Organisation):
    heard(centre)
    other = enter_organisation(system, province="96")
    heard(other)
    keeper = centre.administrator
    province = Api(system.url, system.token("province", province=centre.province))
    ministry = Api(system.url, system.token("ministry"))
    refused = [
        (keeper, fields_of(centre, "administrator")), (keeper, fields_of(centre, "ministry")), (keeper, fields_of(other)),
        (province, fields_of(other, "administrator")), (province, fields_of(centre, "staff")), (ministry, fields_of(centre, "system")),
        (centre.leader, fields_of(centre)), (centre.staff, fields_of(centre)), (ministry, fields_of(centre, "province", province="zz")),
        (keeper, fields_of(centre, "program")),
    ]  # fmt: skip
    for caller, fields in refused:
        answer = give(caller, fields)
        assert answer.status_code in (403, 422), f"{fields['role']}: {answer.status_code}"
        assert not mails_to(system, fields["login"])
    assert give(province, fields_of(centre, "administrator")).status_code == 201
    account = give(keeper, fields_of(centre)).json()
    place = f"/api/v1/accounts/{account['id']}"
    # A scope that is forged in the body does not move an account out of the reach of its keeper, nor above it.
    for forged in ({"organisation": other.id}, {"role": "administrator"}, {"role": "ministry"}):
        assert keeper.http.patch(place, json=forged, headers={"If-Match": '"1"'}).status_code in (403, 422), forged
    for stranger in (other.administrator, Api(system.url, system.token("province", province="96"))):
        assert stranger.get(place).status_code == 404
        assert stranger.get(f"{place}/history").status_code == 404
        assert stranger.http.patch(place, json={"name": "X"}, headers={"If-Match": '"1"'}).status_code == 404
        for action in ("link", "deactivation", "revival", "sessions/ending", "second-factor/removal"):
            assert stranger.http.post(f"{place}/{action}").status_code == 404
        assert account["id"] not in stranger.get("/api/v1/accounts?limit=200").text
    # The department of justice sees the centre's staff and leaves them to the centre.
    assert province.get(place).json()["may_keep"] is False
    assert province.http.post(f"{place}/deactivation").status_code == 404
    assert keeper.get(place).json()["state"] == "invited"


def test_a_person_is_signed_out_everywhere(system, centre: Organisation):
    account = opened(system, centre)
    browser = sign_in(system, account["login"])
    place = f"/api/v1/accounts/{account['id']}"
    assert browser.get("/api/v1/cases").status_code == 200
    assert centre.administrator.get(place).json()["sessions"] == 1
    assert centre.administrator.http.post(f"{place}/sessions/ending", json={"reason": "Mất máy"}).status_code == 200
    wait_until(lambda: browser.get("/api/v1/cases").status_code == 401, 20, "the token to end everywhere")
    assert centre.administrator.get(place).json()["sessions"] == 0
    assert centre.administrator.get(f"{place}/history").json()["items"][0]["what"] == "sessions-ended"
    assert centre.administrator.http.post(f"{place}/second-factor/removal").status_code == 404


def test_people_keep_their_own_account(system, centre: Organisation):
    account = opened(system, centre)
    here, there = sign_in(system, account["login"]), sign_in(system, account["login"])
    origin = {"Origin": system.url, "Sec-Fetch-Site": "same-origin"}
    assert here.get("/api/v1/account").json()["login"] == account["login"]
    sessions = here.get("/api/v1/account/sessions").json()["items"]
    assert [session["present"] for session in sessions].count(True) == 1 and len(sessions) == 2
    # Their own account is not theirs to keep otherwise.
    assert here.get(f"/api/v1/accounts/{account['id']}").status_code == 403
    assert here.post("/api/v1/account/sessions/ending", headers=origin).status_code == 204
    wait_until(lambda: there.get("/api/v1/account").status_code == 401, 20, "the other session to end")
    third = sign_in(system, account["login"])
    key = next(session["key"] for session in third.get("/api/v1/account/sessions").json()["items"] if session["present"])
    assert here.delete(f"/api/v1/account/sessions/{key}", headers=origin).status_code == 204
    assert here.delete(f"/api/v1/account/sessions/{key}", headers=origin).status_code == 404
    assert here.post("/api/v1/account/handback", json={"reason": "Chuyển công tác"}, headers=origin).status_code == 204
    wait_until(lambda: here.get("/api/v1/account").status_code == 401, 20, "the account to end")
    assert centre.administrator.get(f"/api/v1/accounts/{account['id']}").json()["state"] == "closed"


def test_a_file_becomes_accounts_once(system, centre: Organisation):
    heard(centre)
    keeper, good = centre.administrator, address()
    data = ACCOUNTS.workbook(["Người Của Tệp", "Chuyên viên", good, "", ""], ["Người Sai", "Vua", address(), "", ""])
    taken = keeper.http.post("/api/v1/account-imports", files={"file": ("nguoi.xlsx", data)})
    assert taken.status_code == 201, taken.text
    look, place = taken.json(), taken.headers["location"]
    assert (look["ready"], look["wrong"], look["made"]) == (1, 1, 0) and look["file_name"] == "nguoi.xlsx"
    lines = keeper.get(f"{place}/lines").json()["items"]
    assert [line["verdict"] for line in lines] == ["ready", "wrong"] and lines[0]["login"] == good and lines[1]["errors"]
    part = keeper.get(f"{place}/lines?limit=1").json()
    assert keeper.get(f"{place}/lines?limit=1&after={part['next']}").json()["items"] == lines[1:]
    assert keeper.get(f"{place}/lines?verdict=wrong").json()["items"] == lines[1:]
    # A dry run makes nothing, and is nobody else's to see or confirm.
    assert not mails_to(system, good)
    other = enter_organisation(system, province="96")
    for call in (other.administrator.get(place), other.administrator.get(f"{place}/lines"), other.administrator.http.delete(place),
                 other.administrator.http.post(f"{place}/confirmation", json={"seen": look["seen"]})):  # fmt: skip
        assert call.status_code == 404
    assert keeper.http.post(f"{place}/confirmation", json={"seen": "0" * 64}).status_code == 409
    for _ in range(2):
        made = keeper.http.post(f"{place}/confirmation", json={"seen": look["seen"]})
        assert made.status_code == 200 and made.json()["made"] == 1
    assert link_for(system, good) and len(mails_to(system, good)) == 1
    account = keeper.get(f"{place}/lines?verdict=made").json()["items"][0]["account"]
    assert keeper.get(f"/api/v1/accounts/{account}").json()["login"] == good
    assert "Người Của Tệp" in text_of(mails_to(system, good)[0])
    assert keeper.http.delete(place).status_code == 204 and keeper.get(place).status_code == 404
    unread = keeper.http.post("/api/v1/account-imports", files={"file": ("a.xlsx", b"\xd0\xcf\x11\xe0 old")})
    assert unread.status_code == 422 and unread.json()["errors"][0]["pointer"] == "/file"


def test_tokens_for_scripts_are_listed_and_withdrawn(system, centre: Organisation):
    token = system.token("program", organisation=centre.id, ttl=600)
    program = Api(system.url, token)
    assert program.get("/api/v1/cases").status_code == 200
    listed = lambda caller: [one for one in caller.get("/api/v1/tokens?limit=200").json()["items"] if one["role"] == "program" and not one["withdrawn"]]  # noqa: E731
    name = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["jti"]
    first = wait_until(lambda: next((one for one in listed(centre.administrator) if one["id"] == name), None), 30, "the token on the trail")
    assert first["organisation"] == centre.id and token not in str(first)
    other = enter_organisation(system, province="96")
    assert first["id"] not in other.administrator.get("/api/v1/tokens?limit=200").text
    assert other.administrator.http.delete(f"/api/v1/tokens/{first['id']}").status_code == 404
    assert centre.leader.get("/api/v1/tokens").status_code == 403
    # One that speaks for more than is theirs to give is not theirs to withdraw.
    above = next(one for one in centre.administrator.get("/api/v1/tokens?limit=200").json()["items"] if one["role"] == "administrator")
    assert centre.administrator.http.delete(f"/api/v1/tokens/{above['id']}").status_code == 404
    for _ in range(2):
        assert centre.administrator.http.delete(f"/api/v1/tokens/{first['id']}").status_code == 204
    wait_until(lambda: program.get("/api/v1/cases").status_code == 401, 20, "the token to end everywhere")
    assert first["id"] not in [one["id"] for one in listed(centre.administrator)]


def test_refusals_are_in_the_log_with_who_and_why(system, centre: Organisation):
    """Whoever looks for attempts at what is not theirs finds them under a name, and why they were refused."""
    person = opened(system, centre)
    browser = sign_in(system, person["login"])
    attempts = [
        (browser.get("/api/v1/accounts"), 403, "forbidden"),
        (browser.get("/api/v1/accounts?limit=0"), 403, "forbidden"),
        (browser.post("/api/v1/account/handback", json={}, headers={"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}), 403, None),
        (browser.post("/api/v1/account/handback", json={"x": 1}, headers={"Sec-Fetch-Site": "same-origin"}), 422, "validation"),
    ]  # fmt: skip
    log = system.data / "log" / "portal.log"
    for answer, status, kind in attempts:
        assert answer.status_code == status, answer.text
        reference = answer.headers["x-request-reference"]
        line = wait_until(lambda: next((one for one in lines(log) if one.get("reference") == reference and one["message"] == "answered"), None), 10, reference)
        assert line["status"] == status and line["path"] == answer.request.url.path
        assert line["problem"].startswith("urn:caunoi:problem:") and (kind is None or line["problem"].endswith(kind))
        if status != 403 or kind:
            assert line["subject"] == person["id"]


def lines(log) -> list[dict]:
    found = []
    for text in log.read_text(errors="replace").splitlines():
        try:
            found.append(json.loads(text))
        except ValueError:
            continue
    return found
