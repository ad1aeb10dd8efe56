"""Clients that take their time: they send what they have drop by drop, or stop in the middle, and wait for what comes of it."""

from __future__ import annotations

import socket
import threading
import time


class SlowClient(threading.Thread):
    """Sends `head` at once, then a `drop` every so often (where there is one, up to `drops` times), until it is answered or cut off."""

    def __init__(self, port: int, head: str, drop: bytes = b"", pause: float = 1, drops: int = 1_000_000) -> None:
        super().__init__(daemon=True)
        self.head = head.encode()
        self.drop, self.pause, self.drops = drop, pause, drops
        self.answer = b""
        self.is_cut_off = False
        self._is_wanted = True
        self._line = socket.create_connection(("127.0.0.1", port), timeout=10)

    def run(self) -> None:
        with self._line as line:
            line.settimeout(self.pause)
            try:
                line.sendall(self.head)
                while self._is_wanted and not self.answer:
                    self._hear(line)
                # Whoever is answered may be cut off as well, and says nothing more meanwhile.
                while self._is_wanted and not self.is_cut_off:
                    self._hear(line, is_silent=True)
            except ConnectionError:
                self.is_cut_off = True

    def _hear(self, line: socket.socket, is_silent: bool = False) -> None:
        try:
            said = line.recv(65_536)
        except TimeoutError:
            if self.drop and self.drops and not is_silent:
                line.sendall(self.drop)
                self.drops -= 1
            return
        if said:
            self.answer += said
        else:
            self.is_cut_off = True
            self._is_wanted = False

    @property
    def status(self) -> int:
        """Of the answer; 0 where there is none yet."""
        return int(self.answer.split()[1]) if self.answer else 0

    def end(self) -> None:
        self._is_wanted = False
