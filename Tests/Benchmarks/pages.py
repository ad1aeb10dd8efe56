"""A register of fifty cases and more behind the front door, and beside it the same front door before a plain answer of the same size."""

import atexit
import functools
import subprocess
import time

import wrk
from house import House, free_port, until_answered
from programs import BUILD, PEERS, ROOT, Unmeasurable

CASES = 150


def register(connections, seconds):
    """The register's first page, as the leader of a centre sees it."""
    house = _house()
    return wrk.load(f"http://127.0.0.1:{house.port}/cases", connections, seconds, cookie=house.leader)


def register_of_many(connections, seconds):
    """The same, each time in the name of another of 64 accounts of the centre, each with its own line on the trail."""
    house = _house()
    return wrk.load(f"http://127.0.0.1:{house.port}/cases", connections, seconds, script=PEERS / "accounts.lua", words=[_tokens(house)])


@functools.cache
def _tokens(house):
    file = house.folder / "tokens"
    file.write_text("".join(f"{house.token('leader', '--organisation', house.centres[0])}\n" for _ in range(64)))
    return file


def plain(connections, seconds):
    """As many bytes from a plain server, by the same address of an equal front door."""
    house = _house()
    return wrk.load(f"http://127.0.0.1:{house.plain_port}/cases", connections, seconds, cookie=house.leader)


@functools.cache
def _house():
    """Started when it is first asked for, and stopped at the end of the run."""
    house = House(centres=1, cases=CASES)
    atexit.register(house.stop)
    house.leader = house.token("leader", "--organisation", house.centres[0])
    deadline = time.monotonic() + 60
    while (page := house.get("/cases", house.leader, "text/html")).count(b"<tr") != 51:
        if time.monotonic() > deadline:
            raise Unmeasurable(f"the register shows {page.count(b'<tr')} lines, not 51")
        time.sleep(0.5)
    house.plain_port = _plain(house, len(page))
    return house


def _plain(house, size):
    """The port of a front door like the house's, behind which a plain server answers with `size` bytes."""
    door, server = free_port(), free_port()
    house.run_beside([BUILD / "release/Benchmarks", "plain", f"port={server}", f"bytes={size}"])
    environment = house.environment("front-door") | {
        "CAUNOI_FRONT_DOOR_PORT": str(door), "CAUNOI_INTAKE_ADDRESS": f"127.0.0.1:{server}",
        "XDG_DATA_HOME": str(house.folder / "door"), "XDG_CONFIG_HOME": str(house.folder / "door"),
    }
    house.run_beside(
        ["caddy", "run", "--adapter", "caddyfile", "--config", ROOT / "compose/Caddyfile"], env=environment, cwd=house.folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if len(until_answered(f"http://127.0.0.1:{door}/cases")) != size:
        raise Unmeasurable("the plain answer has another size")
    return door
