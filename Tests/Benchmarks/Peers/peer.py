"""What the Python peers share: words, servers, names, clocks, and the line they print."""

import json
import os
import resource
import sys
import time
import uuid

import aio_pika

EXCHANGE = "bench.caunoi.events"
QUEUE = "bench.events"
KEY = "notifications.case-moving.v1"
BODY = ('{"text":"%s"}' % ("x" * 589)).encode()
QUEUE_ARGUMENTS = {
    "x-queue-type": "quorum", "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "bench.events.dead", "x-delivery-limit": 20,
}


def words():
    """The program's `name=value` words as numbers."""
    return {name: float(value) for name, value in (word.split("=", 1) for word in sys.argv[1:] if "=" in word)}


def server(name):
    """An address by environment."""
    return os.environ[name]


def uuid7():
    """A version 7 UUID (RFC 9562): the time in milliseconds, then random bits."""
    bits = int(time.time() * 1000) << 80 | 0x7 << 76 | int.from_bytes(os.urandom(10), "big") & ~(0xF << 76)
    return uuid.UUID(int=bits & ~(0b11 << 62) | 0b10 << 62)


def message(number, body=BODY, aggregate=None, version=None, id=None, at=None):
    """A message with the properties and headers that ours have."""
    return aio_pika.Message(
        body, content_type="application/json", delivery_mode=aio_pika.DeliveryMode.PERSISTENT, message_id=str(id or uuid7()), type=KEY,
        timestamp=at or int(time.time()),
        headers={
            "aggregate": str(aggregate) if aggregate else "00000000-0000-7000-8000-%012d" % (number % 1000),
            "aggregate-version": version or number // 1000 + 1, "producer": "notifications",
        })


class Measurement:
    """Begins where it is made."""

    def __init__(self):
        self.used = resource.getrusage(resource.RUSAGE_SELF)
        self.start = time.perf_counter()

    def print(self, count, latencies=(), **more):
        """One line of JSON, as the C and Swift programs print it."""
        seconds = time.perf_counter() - self.start
        used = resource.getrusage(resource.RUSAGE_SELF)
        user, system = used.ru_utime - self.used.ru_utime, used.ru_stime - self.used.ru_stime
        figures = {
            "rate": count / seconds, "count": count, "seconds": seconds, "user_s": user, "system_s": system,
            "cpu_us_each": (user + system) / count * 1e6, "max_rss_kb": used.ru_maxrss, **more,
        }
        if latencies:
            ordered = sorted(latencies)
            figures["p50_us"] = ordered[len(ordered) // 2] * 1e6
            figures["p99_us"] = ordered[len(ordered) * 99 // 100] * 1e6
        print(json.dumps(figures))
