"""The command `caunoi` itself: what it refuses, what it survives, what it leaves behind. On a system of its own, which it kills."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import ssl
import subprocess
from pathlib import Path

import httpx
import pytest

from api import Api
from certificate import Certificate
from system import ROOT, System, free_port
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request


@pytest.fixture(scope="module")
def own():
    """A running system that this module alone uses, whose front door speaks TLS; every test leaves it running."""
    own = System(Path(os.environ.get("CAUNOI_BIN") or ROOT / ".build" / "debug").resolve())
    own.scheme = "https"
    own.certificate = Certificate(own.folder, "tgpl.example")
    own.plain = free_port()
    own.settings |= {
        "CAUNOI_PUBLIC_URL": "https://tgpl.example",
        "CAUNOI_FRONT_DOOR_CERTIFICATE": str(own.certificate.chain),
        "CAUNOI_FRONT_DOOR_KEY": str(own.certificate.key),
        "CAUNOI_FRONT_DOOR_REDIRECT_PORT": str(own.plain),
        # Debian's Caddy, open to all: nobody else comes here.
        "CAUNOI_FRONT_DOOR_HOST": "0.0.0.0",
        "CAUNOI_FRONT_DOOR_CADDY": "any",
    }
    # Whom this module's callers trust.
    trusted = os.environ.get("SSL_CERT_FILE")
    os.environ["SSL_CERT_FILE"] = str(own.certificate.chain)
    try:
        own.up()
        yield own
    finally:
        own.run("down", check=False)
        own.remove()
        if trusted is None:
            del os.environ["SSL_CERT_FILE"]
        else:
            os.environ["SSL_CERT_FILE"] = trusted


@pytest.fixture(scope="module")
def office(own: System) -> Organisation:
    office = enter_organisation(own)
    office.add_helper("officer", "Quàng Thị Ún", "TL-1", "2019-01-01")
    return office


def processes(own: System) -> dict[int, str]:
    """What runs for a data folder: every part carries its path in its environment."""
    mark = f"CAUNOI_INSTANCE={own.data}".encode()
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                found[int(entry.name)] = (entry / "comm").read_text().strip()
        except OSError:
            continue  # ended meanwhile, or the kernel's own
    return found


def runs(pid: int) -> bool:
    """Whether a process is at work; one that has ended and only waits to be reaped is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def supervisor(own: System) -> int:
    return json.loads((own.data / "state.json").read_text())["supervisor"]["pid"]


def kill_supervisor(own: System) -> None:
    pid = supervisor(own)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: own.run("status", check=False).returncode == 3, 10, "the supervisor to be gone")


def attempt(own: System, *arguments: str, settings: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the command with all its words given, whatever comes of it."""
    environment = os.environ | (settings or {})
    return subprocess.run([own.command, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120, env=environment)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_doors_own_answers_hold_browsers_to_https(own: System):
    assert "max-age=" in httpx.get(f"{own.url}/metrics").headers["strict-transport-security"]


# ---- what it may reach ----


def test_services_and_front_door_are_confined_by_the_kernel(own: System):
    parts = [part for part in own.status()["parts"] if part["name"] not in ("postgresql", "epmd", "rabbitmq")]
    held = {part["name"]: "NoNewPrivs:\t1\n" in Path(f"/proc/{part['pid']}/status").read_text() for part in parts}
    # Landlock's version, or what is missing (landlock_create_ruleset(2)); where there is none, the operator reads so.
    possible = ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1) > 0
    assert len(held) >= 9 and all(is_held == possible for is_held in held.values()), held
    assert ("no Landlock" in (own.data / "log" / "caunoi.log").read_text()) == (not possible)


# ---- what is refused ----


def test_a_second_start_on_the_same_data_is_refused(own: System):
    done = attempt(own, "up", "--data", str(own.data), "--port", str(free_port()), "--detach")
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert "is in use" in said and str(supervisor(own)) in said and "caunoi down" in said
    assert all(part["state"] == "ready" for part in own.status()["parts"])


def test_a_port_in_use_is_refused(own: System):
    other = own.folder / "other"
    done = attempt(own, "up", "--data", str(other), "--port", str(own.port), "--detach")
    assert done.returncode != 0
    assert f"port {own.port} is in use" in done.stdout + done.stderr
    assert attempt(own, "down", "--data", str(other)).stdout.startswith("Nothing is running")


def test_a_folder_with_other_things_is_refused(own: System):
    other = own.folder / "letters"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    done = attempt(own, "up", "--data", str(other), "--port", "0", "--detach")
    assert done.returncode != 0 and "letter.txt" in done.stdout + done.stderr
    assert (other / "letter.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"CAUNOI_FRONT_DOOR_HOST": "0.0.0.0"}, ["without TLS", "behind_proxy"]),
        ({"CAUNOI_FRONT_DOOR_HOST": "0.0.0.0", "CAUNOI_FRONT_DOOR_PLAIN": "behind_proxy"}, ["no longer mended", "CAUNOI_FRONT_DOOR_CADDY"]),
        ({"CAUNOI_FRONT_DOOR_CERTIFICATE": "{chain}"}, ["one alone", "CAUNOI_FRONT_DOOR_KEY"]),
        ({"CAUNOI_FRONT_DOOR_REDIRECT_PORT": "8081"}, ["no certificate"]),
        ({"CAUNOI_FRONT_DOOR_CERTIFICATE": "{chain}", "CAUNOI_FRONT_DOOR_KEY": "{key}"}, ["no https address", "CAUNOI_PUBLIC_URL"]),
        (
            {
                "CAUNOI_FRONT_DOOR_CERTIFICATE": "{chain}", "CAUNOI_FRONT_DOOR_KEY": "{key}", "CAUNOI_PUBLIC_URL": "https://tgpl.example",
                "CAUNOI_FRONT_DOOR_HOST": "0.0.0.0",
            },
            ["no longer mended", "Go 1.19", "compose/nginx.conf", "CAUNOI_FRONT_DOOR_CADDY"],
        ),
    ],
)
def test_a_door_that_would_be_open_or_half_locked_is_not_opened(own: System, settings: dict[str, str], words: list[str]):
    settings = {name: value.format(chain=own.certificate.chain, key=own.certificate.key) for name, value in settings.items()}
    done = attempt(own, "up", "--data", str(own.folder / "other"), "--port", "0", "--detach", settings=settings)
    assert done.returncode != 0
    assert all(word in done.stdout + done.stderr for word in words), done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["up", "--clock", "/tmp/clock"],
        ["up", "--workers", "65"],
        ["up", "--port", "70000"],
        ["demo"],
        ["demo", "--cases", "-1"],
        ["demo", "--cases", "1", "--centres", "64"],
        ["demo", "--cases", "1", "--helpers", "0"],
        ["workers", "65"],
        ["nonsense"],
    ],
)
def test_words_that_make_no_sense_are_refused(own: System, arguments: list[str]):
    done = attempt(own, *arguments, "--data", str(own.data if arguments[0] == "workers" else own.folder / "none"))
    assert done.returncode != 0
    assert "rror" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--role", "leader"], "--organisation"),
        (["--role", "staff", "--province", "14"], "--organisation"),
        (["--role", "helper", "--organisation", "01932c07-5a00-7000-8000-000000000000"], "--helper"),
        (["--role", "province"], "--province"),
        (["--role", "system", "--ttl", "86401"], "--ttl"),
        (["--role", "system", "--ttl", "0"], "--ttl"),
        (["--role", "king"], "king"),
        (["--role", "leader", "--organisation", "TT"], "TT"),
        ([], "--role"),
    ],
)
def test_a_token_without_its_scope_is_refused(own: System, arguments: list[str], word: str):
    done = own.run("token", *arguments, check=False)
    assert done.returncode != 0
    assert word in done.stderr
    assert "eyJ" not in done.stdout


def test_a_token_is_good_for_its_life_and_its_scope(own: System, office: Organisation):
    assert office.leader.get("/api/v1/cases").status_code == 200
    short = Api(own.url, own.token("leader", organisation=office.id, ttl=1))
    wait_until(lambda: short.get("/api/v1/cases").status_code == 401, 10, "a token of one second to run out")


# ---- synthetic data ----


def test_demo_twice_adds_once(own: System):
    said = own.run("demo", "--centres", "2", "--helpers", "3", "--cases", "24", "--seed", "5").stdout
    assert "synthetic" in said
    own.wait_drained()
    country = Api(own.url, own.token("ministry"))
    cases = {case["id"]: case["status"] for case in country.everything("/api/v1/cases")}
    helpers = {helper["id"] for helper in country.everything("/api/v1/helpers")}
    again = own.run("demo", "--centres", "2", "--helpers", "3", "--cases", "24", "--seed", "5").stdout
    assert "accepted cases" in again and "0 made, 24 already there" in again
    assert {case["id"]: case["status"] for case in country.everything("/api/v1/cases")} == cases
    assert {helper["id"] for helper in country.everything("/api/v1/helpers")} == helpers


def test_demo_goes_on_where_it_was_interrupted(own: System):
    arguments = ["demo", "--centres", "2", "--helpers", "3", "--cases", "400", "--seed", "6", "--data", str(own.data)]
    country = Api(own.url, own.token("ministry"))
    before = len(country.everything("/api/v1/cases"))
    running = subprocess.Popen([own.command, *arguments], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        wait_until(lambda: len(country.everything("/api/v1/cases")) > before, 60, "the first cases")
    finally:
        running.kill()
        running.wait()
    done = attempt(own, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(country.everything("/api/v1/cases")) == before + 400


# ---- what it survives ----


def test_a_restart_keeps_what_was_entered(own: System, office: Organisation):
    case = office.staff.open_case(sound_request(office))
    own.wait_drained()
    organisations = len(Api(own.url, own.token("ministry")).everything("/api/v1/organisations"))
    own.down()
    own.up()
    seen = office.staff.case(case["id"])
    assert seen["code"] == case["code"] and seen["helper"]
    # The demonstration is there once.
    assert len(Api(own.url, own.token("ministry")).everything("/api/v1/organisations")) == organisations


def test_a_start_after_the_supervisor_was_killed_puts_all_in_order(own: System, office: Organisation):
    case = office.staff.open_case(sound_request(office))
    left = processes(own)
    kill_supervisor(own)
    assert len(processes(own)) > 5, "the parts go on without their supervisor"
    own.up()
    assert not set(left) & set(processes(own)), "what was left has been stopped"
    assert office.staff.case(case["id"])["code"] == case["code"]
    office.staff.assignment(case["id"])


def test_down_after_the_supervisor_was_killed_leaves_nothing(own: System):
    ports = [part["port"] for part in own.status()["parts"] if part["port"]]
    kill_supervisor(own)
    own.down()
    assert not processes(own)
    assert not [port for port in ports if listens(port)]
    own.up()


def test_down_leaves_no_process_and_no_port(own: System):
    parts = own.status()["parts"]
    pids = [part["pid"] for part in parts] + [supervisor(own)]
    own.down()
    wait_until(lambda: not [pid for pid in pids if runs(pid)], 5, "the last to end")
    assert not processes(own)
    assert not [part["name"] for part in parts if part["port"] and listens(part["port"])]
    asked = own.run("status", "--json", check=False)
    assert asked.returncode == 3 and json.loads(asked.stdout)["parts"] == []
    assert "nothing is running" in own.run("token", "--role", "system", check=False).stderr
    assert "nothing is running" in own.run("demo", "--cases", "1", check=False).stderr
    own.up()


def test_the_number_of_workers_follows_the_command(own: System):
    def workers() -> int:
        return sum(part["name"].startswith("reporting-worker") for part in own.status()["parts"])

    own.run("workers", "3")
    assert workers() == 3
    own.run("workers", "1")
    assert workers() == 1
    wait_until(lambda: list(processes(own).values()).count("Reporting") == 2, 30, "two workers to finish and go")


def test_a_report_says_that_nobody_makes_it(own: System):
    out = own.folder / "bieu-24.json"
    place = ("--organisation", enter_organisation(own).id)
    command = ("report", "run", "--form", "bieu-24", "--period", "2026-H1", *place, "--format", "json", "--out", str(out))
    assert "reports wait" in own.run("workers", "0").stdout
    wait_until(lambda: list(processes(own).values()).count("Reporting") == 1, 30, "the last worker to finish and go")
    try:
        asked = subprocess.Popen([own.command, *command, "--data", own.data], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        said = asked.stderr.readline()
        assert "no reporting worker is running" in said and "caunoi workers 1" in said
    finally:
        own.run("workers", "1")
    assert asked.wait(60) == 0 and out.exists()


def test_what_the_system_refuses_is_said_in_lines(own: System):
    done = own.run("report", "run", "--form", "bieu-99", "--period", "never", "--all", "--format", "json", "--out", "x.json", check=False)
    assert done.returncode != 0 and "{" not in done.stderr
    assert "form: " in done.stderr and "period: " in done.stderr and "422" in done.stderr


def test_where_people_come_by_https_they_stay_signed_in(own: System):
    accounts = json.loads((own.data / "secrets" / "demo-accounts").read_text())
    account = next(account for account in accounts if account["role"] == "staff")
    fields = {"login": account["login"], "password": account["password"]}
    answer = httpx.post(f"{own.url}/sign-in", data=fields, headers={"Origin": "https://tgpl.example", "Host": "tgpl.example"}, timeout=60)
    assert answer.status_code == 303
    kept = answer.headers.get_list("set-cookie")
    assert len(kept) == 3 and all(cookie.startswith("__Host-") and "; Secure" in cookie for cookie in kept)
    cookies = {"Cookie": "; ".join(cookie.split(";")[0] for cookie in kept)}
    page = httpx.get(f"{own.url}/account", headers=cookies, timeout=30)
    assert page.status_code == 200 and account["login"] in page.text
    assert "max-age" in page.headers["strict-transport-security"]
    # Every service knows them, not Portal alone.
    assert httpx.get(f"{own.url}/cases", headers=cookies, timeout=30).status_code == 200


# ---- the line ----


def handshake(own: System, version: ssl.TLSVersion) -> str:
    """The version of TLS that was agreed upon."""
    context = ssl.create_default_context(cafile=str(own.certificate.chain))
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", own.port), 10) as line:
        with context.wrap_socket(line, server_hostname="tgpl.example") as tls:
            return tls.version() or ""


def serial(own: System) -> str:
    """Of the certificate that the front door shows, whoever signed it."""
    shown = ssl.get_server_certificate(("127.0.0.1", own.port), timeout=10)
    return subprocess.run(["openssl", "x509", "-noout", "-serial"], input=shown, capture_output=True, text=True, check=True).stdout


def test_the_front_door_speaks_no_tls_older_than_1_2(own: System):
    assert handshake(own, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    assert handshake(own, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    with pytest.warns(DeprecationWarning), pytest.raises((ssl.SSLError, OSError)):
        handshake(own, ssl.TLSVersion.TLSv1_1)


def test_the_front_door_speaks_no_weak_cipher(own: System):
    context = ssl.create_default_context(cafile=str(own.certificate.chain))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    # All that this machine knows, save those with forward secrecy that authenticate what they encrypt.
    context.set_ciphers("ALL:!aNULL:!AESGCM:!CHACHA20:@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", own.port), 10) as line, pytest.raises((ssl.SSLError, OSError)):
        context.wrap_socket(line, server_hostname="tgpl.example")


def test_who_comes_in_the_open_is_sent_to_the_locked_door_and_a_program_is_refused(own: System):
    plain = f"http://127.0.0.1:{own.plain}"
    page = httpx.get(f"{plain}/cases?q=x", timeout=10)
    assert (page.status_code, page.headers["location"]) == (308, "https://tgpl.example/cases?q=x")
    program = httpx.get(f"{plain}/api/v1/cases", headers={"Authorization": "Bearer secret"}, timeout=10)
    assert program.status_code == 403 and program.headers["content-type"] == "application/problem+json" and "https" in program.json()["detail"]
    assert httpx.post(f"{plain}/sign-in", data={"password": "secret"}, timeout=10).status_code == 403


def test_a_renewed_certificate_is_taken_and_a_broken_one_is_not(own: System):
    before, pid = serial(own), own.part("front-door")["pid"]
    own.certificate.renew()
    wait_until(lambda: serial(own) != before, 30, "the renewed certificate to be shown")
    renewed = serial(own)
    whole = own.certificate.chain.read_text()
    own.certificate.chain.write_text("no certificate")
    log = own.data / "log" / "caunoi.log"
    wait_until(lambda: "keeps its certificate" in log.read_text(), 30, "the broken certificate to be noticed")
    assert serial(own) == renewed
    own.certificate.chain.write_text(whole)
    # The same process, so that nobody's connection was cut.
    assert own.part("front-door")["pid"] == pid
    assert httpx.get(f"{own.url}/sign-in", timeout=30).status_code == 200
