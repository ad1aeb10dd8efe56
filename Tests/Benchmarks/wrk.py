"""Asking a server as fast as it answers (wrk)."""

import re
import subprocess

from programs import Unmeasurable, run


def load(address, connections, seconds, cookie=None, script=None, words=()):
    """Rate, count, median and 99th percentile. What is not answered as it should be ends the measurement.

    `script` (Lua) makes the requests, and is given `words`; without one the address is fetched, with the token in a cookie."""
    output = run(_command(address, connections, seconds, cookie, script, words), seconds + 60)
    rate = re.search(r"^Requests/sec:\s+([\d.]+)", output, re.M)
    count = re.search(r"^\s+(\d+) requests in", output, re.M)
    if not rate or "Non-2xx" in output or "Socket errors" in output:
        raise Unmeasurable(f"wrk said: {output[-500:]}")
    return {"rate": float(rate[1]), "count": int(count[1]), "p50_us": _share(output, 50), "p99_us": _share(output, 99)}


def begin(address, connections, seconds, cookie=None, script=None, words=()):
    """The same, without waiting for its end; what it finds is of no interest."""
    command = _command(address, connections, seconds, cookie, script, words)
    return subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _command(address, connections, seconds, cookie, script, words):
    command = ["wrk", "-t", 2 if connections > 1 else 1, "-c", connections, "-d", f"{seconds}s", "--timeout", "30s", "--latency"]
    if cookie:
        command += ["-H", f"Cookie: caunoi_token={cookie}"]
    if script:
        command += ["-s", script]
    return [*command, address, *(["--", *words] if words else [])]


def _share(output, per_cent):
    found = re.search(rf"^\s+{per_cent}%\s+([\d.]+)(us|ms|s)\s*$", output, re.M)
    if not found:
        raise Unmeasurable(f"wrk told no latency: {output[-500:]}")
    return float(found[1]) * {"us": 1, "ms": 1e3, "s": 1e6}[found[2]]
