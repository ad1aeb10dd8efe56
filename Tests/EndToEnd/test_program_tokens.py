"""Tokens that programs get for their keys (OAuth 2.0, RFC 6749 §4.4), and what they may do: what the key has, and nothing beside it."""

from __future__ import annotations

import base64
import json
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import httpx
import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

import shapes
from api import Api
from callers import Caller
from confidential import keep, keep_token
from program_keys import (
    NEEDS, OF_EACH_SERVICE, SECRET, TOKEN, Key, ask, assert_refused, basic, draft, exchange, keep_key, make, program_with, token_by,
)  # fmt: skip
from system import System
from test_accounts import heard
from test_identity import claims
from test_rights import ask as call, endpoints, of_everybody
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request

UNKNOWN = "0192f0c0-0000-7000-8000-000000000000"
GRANT = {"grant_type": "client_credentials"}
FORM = "application/x-www-form-urlencoded"
RIGHTS = ("cases.read", "requests.enter", "helpers.list")


@pytest.fixture(scope="module")
def keeper(centre: Organisation) -> Api:
    heard(centre)
    return centre.administrator


@pytest.fixture(scope="module")
def key(centre: Organisation, keeper: Api) -> Key:
    return make(keeper, centre, *RIGHTS, name="Cổng dịch vụ công thử")


# ---- the exchange ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_form", [False, True], ids=["basic", "form"])
def test_a_key_is_exchanged_for_a_token_of_five_minutes(system: System, centre: Organisation, key: Key, by_form: bool):
    answer = exchange(system, key, by_form=by_form)
    assert answer.status_code == 200, answer.text[:600]
    assert answer.headers["content-type"].split(";")[0] == "application/json" and "no-store" in answer.headers["cache-control"]
    assert "set-cookie" not in answer.headers
    given = answer.json()
    assert set(given) == {"access_token", "token_type", "expires_in", "scope"}
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 300, "cases.read helpers.list requests.enter")
    said = claims(given["access_token"])
    assert {name: said[name] for name in ("role", "sub", "name", "organisation", "scope", "typ", "aud")} == {
        "role": "program", "sub": f"program:{key.id}", "name": "Cổng dịch vụ công thử", "organisation": centre.id, "scope": given["scope"],
        "typ": "access", "aud": "caunoi",
    }  # fmt: skip
    assert 299 < said["exp"] - said["iat"] <= 300 and not said.get("sid")


def test_the_same_once_more_is_another_token_and_ends_none(system: System, key: Key):
    """A program that did not hear the answer asks again."""
    tokens = [token_by(system, key) for _ in range(3)]
    assert len({claims(token)["jti"] for token in tokens}) == 3
    assert [Api(system.url, token).get("/api/v1/cases").status_code for token in tokens] == [200] * 3


def test_a_program_does_its_work_with_the_token(system: System, centre: Organisation, key: Key):
    program = program_with(system, key)
    entered = program.request(sound_request(centre))
    assert entered.status_code == 201, entered.text[:600]
    case = centre.staff.open_case(sound_request(centre))["id"]
    assert program.read(f"/api/v1/cases/{case}")["id"] == case
    assert program.get("/api/v1/helpers").status_code == 200


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_both_halves_of_basic_are_written_as_in_a_form(system: System, key: Key, scheme: str):
    """RFC 6749 §2.3.1; the scheme's name in any case (RFC 9110 §11.1)."""
    everything = lambda text: "".join(f"%{ord(letter):02X}" for letter in text)  # noqa: E731
    for halves in (key.pair, (quote(key.id, safe=""), quote(key.secret, safe="")), (everything(key.id), everything(key.secret))):
        header = keep(basic(*halves), SECRET)
        answer = ask(system, GRANT, headers={"Authorization": f"{scheme} {header}"})
        assert answer.status_code == 200, answer.text[:600]


@pytest.mark.parametrize("media", [FORM, f"{FORM}; charset=UTF-8", f"{FORM};charset=utf-8", FORM.upper()])
def test_the_form_says_its_charset_or_not(system: System, key: Key, media: str):
    body = f"grant_type=client_credentials&client_id={key.id}&client_secret={key.secret}"
    assert ask(system, None, content=body, headers={"Content-Type": media}).status_code == 200


def test_what_is_unknown_or_empty_is_as_if_it_were_not_there(system: System, key: Key):
    """RFC 6749 §3.2."""
    for fields in ({"audience": "https://x.example", "resource": "y"}, {"scope": ""}, {"client_secret": ""}, {"client_id": ""}, {"client_id": key.id}):
        answer = exchange(system, key, **fields)
        assert answer.status_code == 200, f"{fields}: {answer.text[:400]}"
        assert answer.json()["scope"] == "cases.read helpers.list requests.enter"


def test_a_client_that_others_wrote_gets_its_tokens(system: System, centre: Organisation, key: Key):
    """Authlib, by both ways; it renews a token that is over by itself, and says what was refused."""
    address = system.url + TOKEN
    for method in ("client_secret_basic", "client_secret_post"):
        with OAuth2Session(*key.pair, scope="cases.read", token_endpoint=address, token_endpoint_auth_method=method, grant_type="client_credentials") as client:
            first = client.fetch_token()
            assert first["scope"] == "cases.read" and not first.is_expired()
            assert client.get(f"{system.url}/api/v1/cases").status_code == 200
            client.token = {**first, "expires_at": 1}
            assert client.get(f"{system.url}/api/v1/cases").status_code == 200
            assert keep_token(client.token["access_token"]) != keep_token(first["access_token"])
        with OAuth2Session(key.id, key.secret[:-1], token_endpoint=address, token_endpoint_auth_method=method) as client:
            with pytest.raises(OAuthError, match="invalid_client"):
                client.fetch_token(grant_type="client_credentials")
        with OAuth2Session(*key.pair, scope="papers.read", token_endpoint=address, token_endpoint_auth_method=method) as client:
            with pytest.raises(OAuthError, match="invalid_scope"):
                client.fetch_token(grant_type="client_credentials")


# ---- what is refused ---------------------------------------------------------------------------------------------------------------


def test_nobody_learns_what_is_wrong_with_a_key(system: System, centre: Organisation, keeper: Api, key: Key):
    """An id that nobody has, a wrong secret, another key's, a key that is withdrawn: one answer."""
    other, gone = make(keeper, centre), make(keeper, centre)
    assert keeper.http.delete(gone.place).status_code == 204
    wrong = [
        key.but(id=UNKNOWN), key.but(id="khong-co"), key.but(id=f"program:{key.id}"), key.but(secret=other.secret), other.but(secret=key.secret),
        key.but(secret=key.secret[:-1]), key.but(secret=key.secret + "A"), key.but(secret=key.secret[7:]), key.but(secret=key.secret.swapcase()),
        key.but(secret="caunoi_" + "A" * 43), key.but(secret="*"), key.but(id="*", secret="*"), key.but(secret=f"{key.secret}\0"),
        key.but(id=f"{key.id}' or true --"), key.but(secret="x" * 4_000), gone,
    ]  # fmt: skip
    answers = [exchange(system, one, by_form=by_form) for one in wrong for by_form in (False, True)]
    for answer in answers:
        assert_refused(answer, 401, "invalid_client")
    said = {json.dumps({name: value for name, value in answer.json().items() if name != "reference"}, sort_keys=True) for answer in answers}
    assert len(said) == 1
    shown = {name: {answer.headers.get(name) for answer in answers} for name in ("www-authenticate", "cache-control", "content-type")}
    assert all(len(values) == 1 for values in shown.values()), shown


def test_whoever_shows_no_key_is_asked_for_one(system: System, centre: Organisation, key: Key):
    """RFC 6749 §5.2: no client authentication, or one of another kind. No token stands in for a key, its own neither."""
    token = token_by(system, key)
    for header in (None, "Bearer x", f"Bearer {token}", f"Bearer {centre.administrator.token}", "Basic", "Basic %%%", "Basic eDo",
                   f"Basic {base64.b64encode(key.id.encode()).decode()}", f"Digest username={key.id}"):  # fmt: skip
        assert_refused(ask(system, GRANT, headers={"Authorization": header} if header else {}), 401, "invalid_client")
    assert_refused(ask(system, GRANT | {"client_id": key.id}), 401, "invalid_client")
    assert_refused(ask(system, GRANT, headers={"Cookie": f"caunoi_token={token}"}), 401, "invalid_client")
    assert ask(system, GRANT, key.pair, headers={"Cookie": "caunoi_token=x.y.z"}).status_code == 200


def test_a_key_in_an_address_is_none(system: System, key: Key):
    """Addresses are kept by whoever carries them."""
    query = f"?client_id={key.id}&client_secret={key.secret}"
    assert_refused(ask(system, GRANT, params=dict(client_id=key.id, client_secret=key.secret)), 401, "invalid_client")
    assert httpx.get(f"{system.url}{TOKEN}{query}&grant_type=client_credentials").status_code in (404, 405)


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", "implicit", "CLIENT_CREDENTIALS",
                                   "urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:token-exchange"])  # fmt: skip
def test_there_is_one_grant(system: System, key: Key, grant: str):
    assert_refused(exchange(system, key, grant_type=grant), 400, "unsupported_grant_type")


def test_what_is_said_twice_or_not_at_all_is_no_request(system: System, key: Key):
    whole = f"grant_type=client_credentials&client_id={key.id}&client_secret={key.secret}"
    form = {"Content-Type": FORM}
    assert_refused(exchange(system, key, grant_type=""), 400, "invalid_request")
    assert_refused(ask(system, {"scope": "cases.read"}, key.pair), 400, "invalid_request")
    # Two ways at once, the same key or not (RFC 6749 §2.3).
    assert_refused(ask(system, GRANT | {"client_id": key.id, "client_secret": key.secret}, key.pair), 400, "invalid_request")
    assert_refused(ask(system, GRANT | {"client_id": UNKNOWN, "client_secret": "x"}, key.pair), 400, "invalid_request")
    with httpx.Client(base_url=system.url, headers=form) as program:
        for repeated in ("&grant_type=client_credentials", f"&client_id={UNKNOWN}", "&client_secret=x", "&scope=cases.read&scope=helpers.list"):
            assert_refused(program.post(TOKEN, content=whole + repeated), 400, "invalid_request")
        for nested in ("client_secret.0=x", "client_id[a]=x", "scope[]=cases.read"):
            assert program.post(TOKEN, content=f"grant_type=client_credentials&{nested}").status_code in (400, 401), nested
        for broken in ("%", "grant_type=%zz", "grant_type=%ff", f"{whole}&scope=%", f"{whole}&scope=%c3%28"):
            assert_refused(program.post(TOKEN, content=broken), 400, "invalid_request")
        assert_refused(program.post(TOKEN, content=whole.encode() + b"&scope=\xff"), 400, "invalid_request")
        shapes.assert_problem(program.post(TOKEN, content=whole + "&x=" + "x" * 70_000), 413)


@pytest.mark.parametrize("media", ["application/json", "text/plain", "multipart/form-data; boundary=x", None])
def test_only_a_form_is_taken(system: System, key: Key, media: str | None):
    body = json.dumps(GRANT | {"client_id": key.id, "client_secret": key.secret})
    with httpx.Client(base_url=system.url, headers={"Content-Type": media} if media else {}) as program:
        shapes.assert_problem(program.post(TOKEN, content=body), 415)


# ---- what a token may do -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rights(system: System) -> list[dict]:
    return Api(system.url, system.token("ministry")).read("/api/v1/rights")["items"]


@pytest.fixture(scope="module")
def pool():
    with ThreadPoolExecutor(6) as pool:
        yield pool


@pytest.mark.parametrize("scope", ["cases.read", "requests.enter", "papers.add papers.read reports.make"])
def test_every_call_and_page_beyond_the_scope_is_refused(
    system: System, centre: Organisation, keeper: Api, rights: list[dict], pool: ThreadPoolExecutor, scope: str
):
    """Every endpoint of every service, with a token of few rights of a key that has more: 403 whatever it is asked for."""
    whole = make(keeper, centre, "cases.read", "requests.enter", "papers.add", "papers.read", "reports.make", "helpers.list", "alerts.read")
    program = Caller("program", centre, None, program_with(system, whole, scope=scope))
    held = set(scope.split()) | of_everybody(rights)
    everything = [(right["right"], method, re.sub(r"\{\w+\}", UNKNOWN, path)) for right, method, path in endpoints(rights)]
    within = {(method, path) for right, method, path in everything if right in held}
    beyond = sorted({(method, path) for _, method, path in everything} - within)
    answers = pool.map(lambda one: call(program, *one, {}), beyond)
    wrong = [f"{method} {path}: {answer.status_code}" for (method, path), answer in zip(beyond, answers) if answer.status_code != 403]
    assert len(beyond) > 200 and not wrong, "\n".join(wrong)
    lists = sorted(path for method, path in within if method == "GET" and UNKNOWN not in path and path.startswith("/api/"))
    refused = [path for path in lists if program.http.get(path).status_code == 403]
    assert lists and not refused
    assert keeper.http.delete(whole.place).status_code == 204


def test_each_service_holds_a_token_to_its_scope(system: System, centre: Organisation, keeper: Api):
    whole = make(keeper, centre, "cases.read", "helpers.list", "uploads.read", "alerts.read")
    everybodys = {"report-forms.read", "rights.read"}
    for scope in ("cases.read", "helpers.list", "uploads.read", "alerts.read", "cases.read alerts.read"):
        program = program_with(system, whole, scope=scope)
        for place, right in OF_EACH_SERVICE.items():
            expected = 200 if right in scope.split() or right in everybodys else 403
            assert program.get(place).status_code == expected, f"{scope}: {place}"
        assert program.get("/api/v1/organisations").status_code == 200


def test_a_scope_is_less_and_never_more(system: System, key: Key):
    answer = exchange(system, key, scope="helpers.list cases.read helpers.list")
    assert answer.json()["scope"] == claims(answer.json()["access_token"])["scope"] == "cases.read helpers.list"
    for scope in ("papers.read", "cases.read papers.read", "accounts.keep", "cases.read accounts.keep", "cases.*", "*", "openid", "cases.read,helpers.list",
                  "CASES.READ", "cases.read\thelpers.list", "offline_access cases.read", "role:leader"):  # fmt: skip
        assert_refused(exchange(system, key, scope=scope), 400, "invalid_scope")


@pytest.mark.parametrize(("right", "needed"), NEEDS.items())
def test_a_scope_takes_what_its_rights_show_as_well(system: System, centre: Organisation, keeper: Api, right: str, needed: tuple[str, ...]):
    whole = make(keeper, centre, right, *needed, "alerts.read")
    reads = " ".join(needed)
    for scope in (right, f"alerts.read {right}"):
        assert_refused(exchange(system, whole, scope=scope), 400, "invalid_scope")
    for scope in (reads, f"{right} {reads}", f"alerts.read {reads}"):
        assert set(exchange(system, whole, scope=scope).json()["scope"].split()) == set(scope.split())


def test_no_page_and_no_cookie_gives_more(system: System, centre: Organisation, keeper: Api):
    narrow = make(keeper, centre, "cases.read")
    token = token_by(system, narrow)
    for kind in ({"headers": {"Authorization": f"Bearer {token}"}}, {"cookies": {"caunoi_token": token}}):
        with httpx.Client(base_url=system.url, **kind) as browser:
            browser.headers["Accept"] = "text/html"
            assert browser.get("/cases").status_code == 200
            for page in ("/requests", "/requests/drafts", "/helpers", "/alerts", "/reports", "/accounts", "/accounts/keys", "/system", "/uploads"):
                assert browser.get(page).status_code == 403, page
            # Nothing on what it may read leads further.
            assert browser.post("/requests", data={"q": "x"}).status_code == 403
            assert not browser.post("/session/renew").cookies.get("caunoi_token")


def test_what_takes_two_rights_is_not_done_with_one(system: System, centre: Organisation, keeper: Api):
    """Who enters a request and may not decide opens no case with it; nor reads what others sent."""
    program = program_with(system, make(keeper, centre, "requests.enter"))
    before = len(centre.staff.everything("/api/v1/cases"))
    body = sound_request(centre)
    shapes.assert_problem(program.post("/api/v1/requests", {**body, "decision": "accept"}), 403)
    assert len(centre.staff.everything("/api/v1/cases")) == before
    entered = program.request(body).json()["id"]
    for place in (f"/api/v1/requests/{entered}", "/api/v1/requests", f"/api/v1/requests/{entered}/documents"):
        shapes.assert_problem(program.get(place), 403)
    for action in ("acceptance", "refusal", "transfer"):
        shapes.assert_problem(program.post(f"/api/v1/requests/{entered}/{action}", {}, headers={"If-Match": '"1"'}), 403)


def test_a_program_keeps_no_keys(system: System, centre: Organisation, keeper: Api, key: Key):
    """Whoever has a token makes no more of it: no key, no longer life, no look at its own key."""
    program = program_with(system, key)
    shapes.assert_problem(program.post("/api/v1/program-keys", draft(centre)), 403)
    shapes.assert_problem(program.get(key.place), 403)
    shapes.assert_problem(program.http.delete(key.place), 403)
    assert program.get("/api/v1/account").status_code in (403, 404)
    assert_refused(ask(system, GRANT, headers={"Authorization": f"Bearer {program.token}"}), 401, "invalid_client")


def test_a_scope_that_was_written_in_is_not_believed(system: System, key: Key):
    head, body, proof = token_by(system, key, scope="cases.read").split(".")
    said = json.loads(base64.urlsafe_b64decode(body + "=="))
    for forged in ({"scope": "cases.read papers.read"}, {"scope": None}, {"role": "leader"}, {"sub": f"program:{UNKNOWN}"}):
        changed = base64.urlsafe_b64encode(json.dumps(said | forged).encode()).decode().rstrip("=")
        for token in (f"{head}.{changed}.{proof}", f"{head}.{changed}."):
            assert Api(system.url, token).get("/api/v1/cases").status_code == 401


def test_a_program_sees_its_own_organisation_alone(system: System, centre: Organisation, keeper: Api):
    """And its branches, as its people do; whoever made the key."""
    stranger = enter_organisation(system, province="96")
    heard(stranger)
    branch = enter_organisation(system, "branch", province=centre.province, parent=centre.id)
    heard(branch)
    cases = {place.id: place.staff.open_case(sound_request(place))["id"] for place in (centre, stranger, branch)}
    rights = ("cases.read", "requests.read")
    reached = [
        (keeper, branch, {branch.id}), (branch.administrator, branch, {branch.id}), (keeper, centre, {centre.id, branch.id}),
        (stranger.administrator, stranger, {stranger.id}),
    ]  # fmt: skip
    for maker, at, places in reached:
        program = program_with(system, make(maker, at, *rights))
        for place, case in cases.items():
            expected = 200 if place in places else 404
            answer = wait_until(lambda: answered(program, case, expected), 20, f"the case to be answered {expected}")
            assert answer.status_code == expected
        listed = {one["id"] for one in program.everything("/api/v1/cases")}
        assert not listed & {case for place, case in cases.items() if place not in places}


def answered(program: Api, case: str, status: int) -> httpx.Response | None:
    answer = program.get(f"/api/v1/cases/{case}")
    return answer if answer.status_code == status else None


# ---- at another place --------------------------------------------------------------------------------------------------------------


def test_a_key_opens_nothing_by_itself(system: System, key: Key):
    """It is good at one address only: nowhere is it a token or a password."""
    for header in (f"Bearer {key.secret}", f"Bearer {key.id}", f"Basic {basic(*key.pair)}", f"Basic {basic(key.secret, '')}"):
        for place in OF_EACH_SERVICE:
            answer = httpx.get(system.url + place, headers={"Authorization": header})
            assert answer.status_code == 401 and "invalid_client" not in answer.text, place
    assert httpx.get(f"{system.url}/api/v1/cases", cookies={"caunoi_token": key.secret}).status_code == 401
    signed = httpx.post(f"{system.url}/sign-in", data={"login": key.id, "password": key.secret}, timeout=60)
    assert signed.status_code == 422


def test_a_name_that_looks_like_more_is_a_name(system: System, centre: Organisation, keeper: Api):
    odd = make(keeper, centre, name='Quản trị","role":"leader')
    said = claims(token_by(system, odd))
    assert (said["role"], said["name"]) == ("program", 'Quản trị","role":"leader')
    assert Api(system.url, token_by(system, odd)).get("/api/v1/accounts").status_code == 403


def test_many_who_ask_at_once_are_all_served(system: System, keeper: Api, centre: Organisation, pool: ThreadPoolExecutor):
    key = make(keeper, centre)
    answers = list(pool.map(lambda _: exchange(system, key), range(60)))
    assert [answer.status_code for answer in answers] == [200] * 60
    assert len({claims(answer.json()["access_token"])["jti"] for answer in answers}) == 60
