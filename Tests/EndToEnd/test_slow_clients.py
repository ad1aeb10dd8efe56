"""Clients that send drop by drop, or stop in the middle, to hold what others need (CWE-400): others do not notice, and they are let go."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

import tus
from slow import SlowClient
from system import System
from test_account_api import lines
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request

FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
JSON = "Content-Type: application/json\r\n"
# By which a log tells of a call that its caller is not told of.
TRACE = uuid.uuid4().hex
TRACED = f"traceparent: 00-{TRACE}-{'1' * 16}-01\r\n"


@pytest.fixture(scope="session")
def aided(system: System) -> Organisation:
    """A centre of these tests that stays until the last of them."""
    centre = enter_organisation(system)
    centre.add_helper("officer", "Cà Thị Chờ", "TN-1", "2019-01-01")
    return centre


@pytest.fixture(scope="session")
def slow(system: System, aided: Organisation) -> Iterator[dict[str, SlowClient]]:
    """They begin here, and what comes of them is looked at when other tests have passed their time."""
    door = f"Host: 127.0.0.1:{system.port}\r\n"
    token = f"Authorization: Bearer {aided.staff.token}\r\n"
    portal, intake = system.part("portal")["port"], system.part("intake")["port"]
    form = f"POST /sign-in HTTP/1.1\r\n{door}{FORM}"
    call = f"POST /api/v1/requests HTTP/1.1\r\n{door}{token}{JSON}Content-Length: 1000\r\n\r\n"
    case = aided.staff.open_case(sound_request(aided))["id"]
    papers = (
        f"POST /cases/{case}/papers HTTP/1.1\r\n{door}{token}Content-Type: multipart/form-data; boundary=x\r\n"
        "Content-Length: 1000\r\n\r\n"
    )
    kind = '--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\n'
    clients = {
        "silent": SlowClient(system.port, ""),
        "header by drops": SlowClient(system.port, f"GET /sign-in HTTP/1.1\r\n{door}X-Long: ", b"a", pause=0.5),
        "header that stops": SlowClient(system.port, f"GET /sign-in HTTP/1.1\r\n{door}X-Long: aaa"),
        "form by drops": SlowClient(portal, f"{form}Content-Length: 1000\r\n\r\n", b"a"),
        "form in chunks by drops": SlowClient(portal, f"{form}Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        "form by drops at the front door": SlowClient(system.port, f"{form}{TRACED}Content-Length: 1000\r\n\r\n", b"a"),
        "call by drops": SlowClient(intake, call, b" "),
        "form with a file by drops": SlowClient(system.part("attachments")["port"], f"{papers}{kind}", b"a"),
        "form that does not come": SlowClient(portal, f"{form}Content-Length: 1000\r\n\r\n"),
        "call that stops": SlowClient(intake, call, b" ", drops=3),
    }
    for client in clients.values():
        client.start()
    yield clients
    for client in clients.values():
        client.end()


@pytest.fixture(scope="session")
def paper(system: System, aided: Organisation) -> Iterator[SlowClient]:
    """An upload of half a hundred bytes through the front door, one a second."""
    case = aided.staff.open_case(sound_request(aided))["id"]
    helper = aided.helper(aided.staff.assignment(case)["helper"])
    upload = tus.Upload.begin(helper, 100, case=case, kind="other", filename="tung-giot.pdf")
    head = (
        f"PATCH {httpx.URL(upload.place).path} HTTP/1.1\r\nHost: 127.0.0.1:{system.port}\r\nAuthorization: Bearer {helper.token}\r\n"
        f"Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: {tus.CHUNK}\r\nContent-Length: 50\r\n\r\n"
    )
    client = SlowClient(system.port, head, b"a", drops=50)
    client.start()
    yield client
    client.end()


@contextmanager
def held(port: int, head: str, count: int) -> Iterator[list[socket.socket]]:
    """So many lines on which nothing more comes."""
    with ExitStack() as stack:
        lines = [stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10)) for _ in range(count)]
        for line in lines:
            line.sendall(head.encode())
        yield lines


# ---- others ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "GET /sign-in HTTP/1.1\r\nX-Long: aaa",
        f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n{FORM}Content-Length: 1000\r\n\r\nlogin=a",
        f"POST /requests/new HTTP/1.1\r\nHost: 127.0.0.1\r\n{FORM}Content-Length: 1000\r\n\r\nname=a",
        "POST /api/v1/requests HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n" + JSON + "Content-Length: 1000\r\n\r\n{{",
    ],
    ids=["headers", "sign-in", "public form", "call"],
)
def test_hundreds_who_do_not_go_on_keep_nobody_else_waiting(
    system: System, aided: Organisation, slow: dict, paper: SlowClient, head: str, centre: Organisation
) -> None:
    with held(system.port, head.format(token=aided.staff.token), 200):
        assert httpx.get(f"{system.url}/sign-in", timeout=20).status_code == 200
        assert httpx.post(f"{system.url}/sign-in", data={"login": ""}, timeout=20).status_code == 422
        created = centre.staff.request(sound_request(centre))
        assert created.status_code == 201, created.text[:400]
        centre.staff.read(f"/api/v1/requests/{created.json()['id']}")
        centre.leader.read("/api/v1/helpers")
        centre.leader.read("/api/v1/alerts")


# ---- headers -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        f"X-Long: {'a' * 40_000}\r\n",
        "".join(f"X-{number}: {'a' * 100}\r\n" for number in range(400)),
        f"Cookie: {'; '.join(f'c{number}=aaaaaaaa' for number in range(3_000))}\r\n",
    ],
    ids=["one", "many", "cookies"],
)
def test_headers_that_are_too_large_are_refused(system: System, head: str) -> None:
    assert status_of(system, f"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n") in (400, 431)


def test_an_address_that_is_too_long_is_refused(system: System) -> None:
    assert status_of(system, f"GET /sign-in?next=/{'a' * 40_000} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") in (400, 414, 431)


def test_headers_without_an_end_are_refused_while_they_come(system: System) -> None:
    client = SlowClient(system.port, "GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ", b"a" * 4_000, pause=0.05)
    client.start()
    wait_until(lambda: client.is_cut_off, 30, "the headers to be refused")
    assert client.status in (400, 431)


def test_large_headers_that_people_have_are_taken(system: System) -> None:
    assert status_of(system, f"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: {'a' * 24_000}\r\n\r\n") == 200


def status_of(system: System, request: str) -> int:
    with socket.create_connection(("127.0.0.1", system.port), timeout=20) as line:
        line.sendall(request.encode())
        return int(line.recv(200).split()[1])


# ---- what became of those that began above -----------------------------------------------------------------------------------------


@pytest.mark.waits_long
@pytest.mark.parametrize("name", ["silent", "header by drops", "header that stops"])
def test_whose_headers_do_not_come_is_cut_off_by_the_front_door(slow: dict[str, SlowClient], name: str) -> None:
    wait_until(lambda: slow[name].is_cut_off, 60, "the line to be cut")
    assert slow[name].status in (0, 400, 408)


@pytest.mark.waits_long
@pytest.mark.parametrize("name", ["form by drops", "form in chunks by drops", "form with a file by drops", "call by drops"])
def test_whose_body_comes_by_drops_is_told_so_by_the_service(slow: dict[str, SlowClient], name: str) -> None:
    wait_until(lambda: slow[name].answer, 90, "an answer")
    assert slow[name].status == 408


@pytest.mark.waits_long
def test_whose_body_comes_by_drops_through_the_front_door_holds_no_service(system: System, slow: dict[str, SlowClient]) -> None:
    """The front door itself hands the answer on only when the body is whole, or its line breaks."""
    client = slow["form by drops at the front door"]

    def told() -> list[dict]:
        return [line for line in lines(system.data / "log" / "portal.log") if line.get("trace") == TRACE and line["message"] == "answered"]

    assert [line["status"] for line in wait_until(told, 90, "the service to be done with it")] == [408]
    assert client.status in (0, 408)


@pytest.mark.waits_long
@pytest.mark.parametrize("name", ["form that does not come", "call that stops"])
def test_whose_body_does_not_come_is_cut_off_by_the_service(slow: dict[str, SlowClient], name: str) -> None:
    wait_until(lambda: slow[name].is_cut_off, 180, "the line to be cut")
    assert slow[name].status in (0, 400, 408)


@pytest.mark.waits_long
def test_a_paper_may_come_by_drops(paper: SlowClient) -> None:
    """Over the worst of lines it arrives all the same, for as long as something comes."""
    wait_until(lambda: paper.answer, 120, "the piece to be taken")
    assert paper.status == 204 and b"\r\nupload-offset: 50\r\n" in paper.answer.lower()
