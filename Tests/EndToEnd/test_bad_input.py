"""Every field wrong in every way: each gets its own clear answer that names the field, and nothing is stored."""

from __future__ import annotations

import copy
import json
import socket
import uuid

import pytest

import shapes
from api import Api
from waiting import wait_until
from world import Organisation, sound_request

MISSING = object()

# Wrong in type, for each type that a member may have.
NO_TEXT = [7, True, [], {}, 1.5]
NO_LIST = ["text", 7, True, {}]
NO_OBJECT = ["text", 7, True, []]
NO_BOOL = ["yes", "", 1, 0, [], {}]
NO_INSTANT = [
    *NO_TEXT, "yesterday", "2026-03-01", "2026-03-01 08:00", "2026-13-01T08:00:00Z", "2026-02-30T08:00:00Z", "2026-03-01T25:00:00Z",
    "2026-03-01T08:61:00Z",
]  # fmt: skip
NO_DATE = [
    *NO_TEXT, "1990", "01/02/1990", "1990-2-1", "1990-02-30", "1990-13-01", "0000-01-01", "1990-01-01T00:00:00Z", "2190-01-01", "１９９０-01-01",
]  # fmt: skip
NO_WORD = [*NO_TEXT, "pigeon", "Civil", "in person"]
NO_NAME = [*NO_TEXT, "", "   ", "\u00a0\t", "a" * 201, "Nguyễn\u0000Thị", "Nguyễn\nThị"]
REQUIRED = [MISSING, None]

WRONG_VALUES = {
    "/centre": [*REQUIRED, *NO_TEXT, "", "TT", "not-a-uuid", "00000000-0000-7000-8000-000000000000"],
    "/channel": [*REQUIRED, "", *NO_WORD],
    "/form": [*REQUIRED, "", *NO_WORD],
    "/field": [*REQUIRED, "", *NO_WORD, "commercial"],
    "/summary": [*REQUIRED, "", "  \n ", *NO_TEXT, "a" * 4001, "một\u0000hai"],
    "/categories": [*REQUIRED, *NO_LIST, [], ["pigeon"], [None], [7], [["poor_household"]], ["poor_household", "poor_household"]],
    "/client": [*REQUIRED, *NO_OBJECT],
    "/client/name": [*REQUIRED, *NO_NAME],
    "/client/birth": [*REQUIRED, "", *NO_DATE],
    "/client/gender": [*REQUIRED, "", *NO_WORD],
    "/client/ethnicity": [*REQUIRED, "", *NO_TEXT, "Sao Hoả"],
    "/client/phone": [*NO_TEXT, "không có", "1" * 100],
    "/client/email": [*NO_TEXT, "no-at-sign", "a@b", "a" * 300 + "@thu.example"],
    "/client/address": [*NO_TEXT, "a" * 5000],
    "/client/identity_number": [*NO_TEXT, "a" * 500],
    "/client/languages": [*NO_LIST, [7], [None], [{}]],
    "/client/residence": NO_OBJECT,
    "/client/residence/province": [*NO_TEXT, "999"],
    "/client/residence/commune": [*NO_TEXT, "a" * 5000],
    "/client/residence/especially_difficult": NO_BOOL,
    "/received_at": [*NO_INSTANT, "2190-01-01T00:00:00Z"],
    "/held": NO_INSTANT,
    "/deadline": NO_INSTANT,
    "/hardship": NO_WORD,
    "/role_in_proceedings": NO_WORD,
    "/matter": [*NO_TEXT, "not-a-uuid"],
    "/opposing": [*NO_LIST, ["a name"], [None], [{}], [{"name": ""}], [{"name": 7}], [{"name": "a" * 201}], [{"name": "A", "age": 3}]],
    "/relatives": [*NO_LIST, ["a name"], [None], [{}], [{"name": None}], [{"name": "a" * 201}]],
    "/urgent": NO_BOOL,
    "/decision": [*NO_WORD, "refuse"],
    "/unexpected": ["anything"],
    "/client/unexpected": ["anything"],
    "/client/residence/unexpected": [True],
}


def with_value(body: dict, pointer: str, value) -> dict:
    """The body with the member at a pointer replaced, or taken away."""
    changed = copy.deepcopy(body)
    *path, last = pointer.strip("/").split("/")
    place = changed
    for member in path:
        place = place[member]
    if value is MISSING:
        place.pop(last, None)
    else:
        place[last] = value
    return changed


def label(value) -> str:
    text = "missing" if value is MISSING else json.dumps(value)
    return text if len(text) < 40 else f"{text[:20]}…{len(text)}"


CASES = [pytest.param(pointer, value, id=f"{pointer}={label(value)}") for pointer, values in WRONG_VALUES.items() for value in values]


@pytest.fixture(scope="module")
def body(centre: Organisation) -> dict:
    sound = sound_request(centre)
    assert centre.staff.request(sound).status_code == 201, "the body that is made wrong must be right"
    return sound


@pytest.fixture(scope="module", autouse=True)
def nothing_stored(centre: Organisation, body: dict):
    """At the end the centre has exactly the requests that were answered with 201."""
    before = {item["id"] for item in centre.staff.everything("/api/v1/requests")}
    accepted: set[str] = set()
    yield accepted
    after = {item["id"] for item in centre.staff.everything("/api/v1/requests")}
    assert after == before | accepted


@pytest.mark.parametrize(("pointer", "value"), CASES)
def test_wrong_field_is_named(centre: Organisation, body: dict, pointer: str, value):
    problem = shapes.assert_problem(centre.staff.post("/api/v1/requests", with_value(body, pointer, value)), 422)
    missing, surplus = shapes.pointer_differences(problem, [pointer])
    assert not missing and not surplus, problem


def test_all_wrong_fields_are_named_at_once(centre: Organisation, body: dict):
    wrong = {"/channel": "pigeon", "/client/name": "", "/client/birth": "hôm qua", "/form": None, "/summary": MISSING, "/urgent": "yes"}
    changed = body
    for pointer, value in wrong.items():
        changed = with_value(changed, pointer, value)
    missing, surplus = shapes.pointer_differences(shapes.assert_problem(centre.staff.post("/api/v1/requests", changed), 422), list(wrong))
    assert not missing and not surplus


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"categories": ["child"]}, "a child of more than 16"),
        ({"categories": ["elderly"]}, "elderly under 60"),
        ({"categories": ["accused_16_18"], "role_in_proceedings": "accused", "field": "criminal"}, "accused 16 to 18 and older"),
        ({"categories": ["near_poor_accused"], "role_in_proceedings": "victim", "field": "criminal"}, "accused and a victim"),
        ({"categories": ["victim_16_18"], "role_in_proceedings": "victim", "field": "criminal"}, "victim 16 to 18 and older"),
        ({"categories": ["poor_household", "child"]}, "one right and one wrong"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_contradicted_category_is_named(centre: Organisation, body: dict, changes: dict, why: str):
    problem = shapes.assert_problem(centre.staff.post("/api/v1/requests", {**body, **changes}), 422)
    missing, surplus = shapes.pointer_differences(problem, ["/categories"])
    assert not missing and not surplus, problem


def test_ethnic_minority_that_is_kinh_is_contradicted(centre: Organisation, body: dict):
    changed = with_value({**body, "categories": ["ethnic_minority"]}, "/client/ethnicity", "Kinh")
    missing, surplus = shapes.pointer_differences(shapes.assert_problem(centre.staff.post("/api/v1/requests", changed), 422), ["/categories"])
    assert not missing and not surplus


def test_longest_texts_are_taken(centre: Organisation, body: dict, nothing_stored: set[str]):
    longest = with_value({**body, "summary": "ấ" * 4000}, "/client/name", "Ơ" * 200)
    answer = centre.staff.post("/api/v1/requests", longest)
    assert answer.status_code == 201, answer.text[:600]
    nothing_stored.add(answer.json()["id"])


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b'{"channel": "in_person",}', b"{'channel': 'in_person'}", b'{"channel": NaN}', b"not json", b'{"summary": "\xff\xfe"}',
        b"[" * 20_000, b'{"a": 1} {"b": 2}',
    ],  # fmt: skip
    ids=["empty", "cut", "comma", "quotes", "nan", "words", "not-utf8", "deep", "two"],
)
def test_malformed_json(centre: Organisation, raw: bytes):
    shapes.assert_problem(centre.staff.http.post("/api/v1/requests", content=raw, headers={"Content-Type": "application/json"}), 400)


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"7", b"null", b"true"])
def test_json_that_is_no_object(centre: Organisation, raw: bytes):
    shapes.assert_problem(centre.staff.http.post("/api/v1/requests", content=raw, headers={"Content-Type": "application/json"}), [400, 422])


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/jsonp", ""])
def test_wrong_content_type(centre: Organisation, body: dict, kind: str):
    headers = {"Content-Type": kind} if kind else {}
    shapes.assert_problem(centre.staff.http.post("/api/v1/requests", content=json.dumps(body).encode(), headers=headers), 415)


def test_content_type_with_its_charset(centre: Organisation, body: dict, nothing_stored: set[str]):
    kind = {"Content-Type": "application/json; charset=utf-8"}
    answer = centre.staff.http.post("/api/v1/requests", content=json.dumps(body).encode(), headers=kind)
    assert answer.status_code == 201, answer.text[:600]
    nothing_stored.add(answer.json()["id"])


def test_oversized_body(centre: Organisation, body: dict):
    shapes.assert_problem(centre.staff.post("/api/v1/requests", {**body, "summary": "a" * 3_000_000}), 413)


def test_oversized_body_of_unknown_length(centre: Organisation):
    def endless():
        yield b'{"summary": "'
        for _ in range(48):
            yield b"a" * 65_536
        yield b'"}'

    shapes.assert_problem(centre.staff.http.post("/api/v1/requests", content=endless(), headers={"Content-Type": "application/json"}), 413)


@pytest.mark.parametrize("bearer", [None, "", "nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.eyJyb2xlIjoibWluaXN0cnkifQ."])
def test_no_token_or_one_that_does_not_hold(system, body: dict, bearer: str | None):
    caller = Api(system.url, None)
    headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}".strip()}
    shapes.assert_problem(caller.post("/api/v1/requests", body, headers=headers), 401)


def test_token_with_a_changed_claim(system, centre: Organisation, body: dict):
    head, claims, signature = centre.staff.token.split(".")
    changed = claims[:-2] + ("A" if claims[-2] != "A" else "B") + claims[-1]
    shapes.assert_problem(Api(system.url, f"{head}.{changed}.{signature}").post("/api/v1/requests", body), 401)


def test_token_ends(system, centre: Organisation):
    caller = Api(system.url, system.token("staff", organisation=centre.id, ttl=2))
    wait_until(lambda: caller.get("/api/v1/requests").status_code == 401, 30, "a token of two seconds to end")


@pytest.mark.parametrize("role", ["province", "ministry"])
def test_who_oversees_posts_no_requests(caller, body: dict, centre: Organisation, role: str):
    scope = {"province": centre.province} if role == "province" else {}
    shapes.assert_problem(caller(role, **scope).post("/api/v1/requests", body), [403, 404])


def test_repeat_with_the_same_key_is_one_request(centre: Organisation, body: dict, nothing_stored: set[str]):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = centre.staff.post("/api/v1/requests", body, headers=key)
    again = centre.staff.post("/api/v1/requests", body, headers=key)
    assert first.status_code == again.status_code == 201 and first.json() == again.json()
    nothing_stored.add(first.json()["id"])
    shapes.assert_problem(centre.staff.post("/api/v1/requests", {**body, "urgent": True}, headers=key), 422)


def test_what_is_not_there(centre: Organisation):
    for path in (f"/api/v1/requests/{uuid.uuid4()}", f"/api/v1/cases/{uuid.uuid4()}", "/api/v1/requests/nonsense", "/api/v1/nothing"):
        shapes.assert_problem(centre.staff.get(path), 404)


@pytest.mark.parametrize("name", ["healthz", "readyz", "metrics", "%6detrics", "status", "inner/parked", "%69nner/parked", "inner%2fparked"])
@pytest.mark.parametrize("form", ["/{}", "/{}/", "//{}", "/{}//", "/{}%2f", "/%2f{}", "/./{}", "/static/../{}", "/static/%2e%2e/{}", "http://127.0.0.1/{}"])
def test_inner_addresses_are_not_behind_the_front_door(system, name: str, form: str):
    request = f"GET {form.format(name)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", system.port), timeout=10) as line:
        line.sendall(request.encode())
        answer = line.makefile("rb").readline()
    assert answer.split()[1] in (b"404", b"400"), answer


def test_a_list_of_requests_tells_no_more_of_people_than_their_names(centre: Organisation, nothing_stored: set[str]):
    body = sound_request(centre)
    body["client"] |= {"identity_number": "014188000321", "phone": "0912345678"}
    answer = centre.staff.request(body)
    assert answer.status_code == 201
    nothing_stored.add(answer.json()["id"])
    text = centre.staff.get("/api/v1/requests", params={"limit": 200}).text
    assert body["client"]["name"] in text
    assert "014188000321" not in text and "0912345678" not in text and body["summary"] not in text
