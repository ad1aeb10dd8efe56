"""The faults. Each takes the stand, does its harm, ends it, and says what it did; what it leaves behind is for the system to mend."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from functools import partial
from typing import Callable

import psycopg

from injector import Injector
from stand import SERVICES, Stand

# One of each sort of harm, for the short run; the long one has them all.
SHORT = [
    "kill service", "kill broker", "kill database", "lose database answers", "lose broker answers", "cut broker lines", "memory alarm",
    "pause service", "duplicates", "reordered", "undecodable",
]


class Missed(Exception):
    """There was nothing to strike: another fault had been there first."""


class Faults:
    """By name; `seconds` stretches every fault that lasts. One that finds nothing to strike raises ``Missed``."""

    def __init__(self, stand: Stand, injector: Injector, dice: random.Random, *, seconds: float = 4.0) -> None:
        self.stand = stand
        self.injector = injector
        self.dice = dice
        self.seconds = seconds
        self._under_way = 0
        self._lock = threading.Lock()
        self.kinds: dict[str, Callable[[], str]] = {
            "kill service": self.kill_service, **{f"kill {service}": partial(self._kill, service) for service in SERVICES},
            "kill worker": self.kill_worker, "kill front door": self.kill_front_door,
            "pause service": self.pause_service, "restart service": self.restart_service,
            "second copy": self.second_copy, "everything dies": self.everything_dies,
            "kill broker": lambda: self._kill("rabbitmq"), "restart broker": self.restart_broker,
            "kill database": lambda: self._kill("postgresql"), "restart database": self.restart_database,
            "end database sessions": self.end_sessions,
            "cut broker lines": lambda: self._cut("broker"), "cut database lines": lambda: self._cut("database"),
            "refuse broker lines": lambda: self._refuse("broker"), "refuse database lines": lambda: self._refuse("database"),
            "hold broker lines": lambda: self._hold("broker"), "hold database lines": lambda: self._hold("database"),
            "slow broker lines": lambda: self._slow("broker"), "slow database lines": lambda: self._slow("database"),
            "lose broker answers": lambda: self._swallow("broker"), "lose database answers": lambda: self._swallow("database"),
            "memory alarm": self.memory_alarm, "disk alarm": self.disk_alarm,
            "kill in a backlog": self.kill_in_backlog, "kill while parking": self.kill_while_parking,
            "duplicates": self.duplicate, "reordered": self.reorder, "undecodable": self.injector.undecodable_messages,
        }

    def strike(self, kind: str) -> str:
        with self._lock:
            self._under_way += 1
        try:
            return self.kinds[kind]()
        finally:
            with self._lock:
                self._under_way -= 1
                # Whatever went wrong on the way: no fault outlives its time. Nor does one end another that goes on beside it.
                if self._under_way == 0:
                    self.stand.database_line.heal()
                    self.stand.broker_line.heal()

    def last(self) -> float:
        """A while, never the same."""
        return self.seconds * (0.5 + self.dice.random())

    # ---- processes ----

    def kill_service(self) -> str:
        return self._kill(self.dice.choice(SERVICES))

    def kill_worker(self) -> str:
        return self._kill(self.dice.choice(self.stand.workers() or ["reporting-worker-1"]))

    def kill_front_door(self) -> str:
        return self._kill("front-door")

    def _kill(self, part: str) -> str:
        return f"{part} killed (process {self._send(part, signal.SIGKILL)})"

    def _killed(self, part: str) -> str:
        """The same as a part of another fault."""
        pid = self.stand.send(part, signal.SIGKILL)
        return f"{part} killed (process {pid})" if pid else f"{part} was not running"

    def _send(self, part: str, what: signal.Signals) -> int:
        pid = self.stand.send(part, what)
        if pid is None:
            raise Missed(f"{part} was not running")
        return pid

    def pause_service(self) -> str:
        part = self.dice.choice(SERVICES)
        pid = self._send(part, signal.SIGSTOP)
        wait = self.last()
        time.sleep(wait)
        if self.stand.pid(part) == pid:
            os.kill(pid, signal.SIGCONT)
        return f"{part} stood still for {wait:.1f} s"

    def restart_service(self) -> str:
        part = self.dice.choice(SERVICES)
        return f"{part} asked to stop (process {self._send(part, signal.SIGTERM)})"

    def everything_dies(self) -> str:
        count = self.stand.everything_dies()
        self.stand.rise()
        return f"{count} processes killed at once, and all started again"

    def second_copy(self) -> str:
        """Two processes of one service share its queue, its outbox and its work; one of them is then killed."""
        part = self.dice.choice(SERVICES)
        copy = self.stand.copy(part)
        if copy is None:
            raise Missed(f"{part} was not running")
        try:
            wait = 3 + self.last()
            time.sleep(wait)
            ended = copy.poll()
            first = self.dice.random() < 0.5
            how = self._killed(part) if first else "the copy killed"
            if first:
                # The copy is alone until the other one is back.
                time.sleep(2)
        finally:
            copy.kill()
            copy.wait(20)
        return f"two of {part} for {wait:.1f} s; {how}" + (f"; the copy had ended by itself with {ended}" if ended is not None else "")

    def restart_broker(self) -> str:
        return f"rabbitmq asked to stop (process {self._send('rabbitmq', signal.SIGTERM)})"

    def restart_database(self) -> str:
        return f"postgresql asked to stop (process {self._send('postgresql', signal.SIGINT)})"

    def end_sessions(self) -> str:
        """Every session of the services, as an administrator ends them."""
        try:
            with self.stand.database() as connection:
                ended = connection.execute(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = any (%s)", [list(SERVICES)]
                ).fetchone()[0]
        except psycopg.Error as error:
            raise Missed(f"the database was away: {str(error).splitlines()[0]}") from error
        return f"{ended} sessions ended"

    # ---- lines ----

    def _cut(self, which: str) -> str:
        line = self._line(which)
        times = self.dice.randint(1, 4)
        cut = 0
        for _ in range(times):
            cut += line.cut()
            time.sleep(self.dice.random())
        if cut == 0:
            raise Missed("there were no lines")
        return f"{cut} lines cut, {times} times"

    def _refuse(self, which: str) -> str:
        line, wait = self._line(which), self.last()
        line.refuse(True)
        cut = line.cut()
        time.sleep(wait)
        line.refuse(False)
        return f"{cut} lines cut and none let in for {wait:.1f} s"

    def _hold(self, which: str) -> str:
        line, wait = self._line(which), self.last()
        line.hold(True)
        time.sleep(wait)
        gone = self.dice.random() < 0.5
        if gone:
            line.cut()
        line.hold(False)
        return f"nothing passed for {wait:.1f} s, then {'all was cut' if gone else 'it went on'}"

    def _slow(self, which: str) -> str:
        line, wait, delay = self._line(which), self.last(), self.dice.choice((0.02, 0.1, 0.3))
        line.slow(delay)
        time.sleep(wait)
        line.slow(0)
        return f"every piece {delay * 1000:.0f} ms late for {wait:.1f} s"

    def _swallow(self, which: str) -> str:
        """What was asked is done, and nobody hears of it: COMMIT without its answer, publishing without its confirm."""
        line, wait = self._line(which), min(self.last(), 2.0)
        line.swallow(True)
        time.sleep(wait)
        cut = line.cut()
        line.swallow(False)
        if cut == 0:
            raise Missed("there were no lines")
        return f"answers lost for {wait:.1f} s on {cut} lines, then cut"

    def _line(self, which: str):
        return self.stand.broker_line if which == "broker" else self.stand.database_line

    # ---- the broker's alarms ----

    def memory_alarm(self) -> str:
        return self._alarm(("set_vm_memory_high_watermark", "absolute", "1MB"), ("set_vm_memory_high_watermark", "0.4"))

    def disk_alarm(self) -> str:
        return self._alarm(("set_disk_free_limit", "900000GB"), ("set_disk_free_limit", "200MB"))

    def _alarm(self, on: tuple[str, ...], off: tuple[str, ...]) -> str:
        """Real `connection.blocked` to every publisher. A broker that was killed meanwhile comes back with its own limits."""
        wait = self.last()
        try:
            self.stand.rabbitmqctl(*on)
        except (AssertionError, KeyError, OSError) as error:
            raise Missed(f"the broker was away: {str(error)[:80]}") from error
        try:
            raised = self._alarms()
            time.sleep(wait)
        except (AssertionError, KeyError, OSError) as error:
            raise Missed(f"the broker went away: {str(error)[:80]}") from error
        finally:
            self._end_alarm(*off)
        return f"{on[0]} for {wait:.1f} s, alarms then: {raised}"

    def _alarms(self) -> str:
        """What the broker says it has raised, once it has: from then on it blocks whoever publishes."""
        end = time.monotonic() + 10
        while "resource_limit" not in (raised := self.stand.rabbitmqctl("eval", "rabbit_alarm:get_alarms().").strip()):
            assert time.monotonic() < end, f"no alarm was raised: {raised}"
            time.sleep(0.1)
        return raised

    def _end_alarm(self, *off: str) -> None:
        for _ in range(60):
            try:
                self.stand.rabbitmqctl(*off)
                return
            except (AssertionError, KeyError, OSError):
                time.sleep(1)
        raise AssertionError("the broker's alarm could not be ended")

    # ---- messages ----

    def duplicate(self) -> str:
        before = self.injector.duplicates
        told = self.injector.duplicate()
        if self.injector.duplicates == before:
            raise Missed("nothing had been sent, or the broker was away")
        return told

    def kill_in_backlog(self) -> str:
        """The broker is out of reach until much has gathered; services are killed in the middle of working it off."""
        line, wait = self.stand.broker_line, self.last()
        line.refuse(True)
        line.cut()
        time.sleep(wait)
        lines = line.taken
        line.refuse(False)
        killed = []
        for part in self.dice.sample(SERVICES, 3):
            # Not before the services have come back to the broker.
            end = time.monotonic() + 10
            while line.taken < lines + len(SERVICES) and time.monotonic() < end:
                time.sleep(0.01)
            time.sleep(self.dice.random() * 0.3)
            killed.append(self._killed(part))
        return f"a backlog of {wait:.1f} s; {', '.join(killed)}"

    def kill_while_parking(self) -> str:
        """Many messages for nobody in one queue, and its service killed while it parks them."""
        service = self.dice.choice(SERVICES)
        pid = self.stand.send(service, signal.SIGSTOP)
        told = self.injector.undecodable_in_a_row(f"{service}.events", 60)
        if pid is not None and self.stand.pid(service) == pid:
            os.kill(pid, signal.SIGCONT)
        time.sleep(self.dice.random() * 0.15)
        return f"{told}; {self._killed(service)}"

    def reorder(self) -> str:
        """The relays are cut off while changes go on; what they have not sent reaches the queues newest first."""
        line, wait = self.stand.broker_line, self.last()
        line.refuse(True)
        line.cut()
        time.sleep(wait)
        before = self.injector.reordered
        try:
            told = self.injector.reverse_pending()
        finally:
            line.refuse(False)
        if self.injector.reordered == before:
            raise Missed("no aggregate had two messages waiting, or the broker was away")
        return told
