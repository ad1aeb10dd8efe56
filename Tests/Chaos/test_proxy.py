"""The proxy does to a line what it says: each trouble, seen from the client's end."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from proxy import Proxy


@pytest.fixture
def echo():
    """A server that keeps what it hears and says it back."""
    heard = bytearray()
    server = socket.create_server(("127.0.0.1", 0))

    def serve(line: socket.socket) -> None:
        with line:
            while piece := line.recv(65_536):
                heard.extend(piece)
                line.sendall(piece)

    def accept() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(line,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    proxy = Proxy(server.getsockname()[1])
    yield proxy, heard
    proxy.close()
    server.close()


def dial(proxy: Proxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=10)


def is_dead(line: socket.socket) -> bool:
    try:
        return line.recv(100) == b""
    except ConnectionError:
        return True


def whole(line: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size and (piece := line.recv(65_536)):
        got += piece
    return got


def test_it_passes_everything_on_both_ways(echo):
    proxy, heard = echo
    said = bytes(range(256)) * 4_000
    with dial(proxy) as line:
        threading.Thread(target=line.sendall, args=(said,), daemon=True).start()
        assert whole(line, len(said)) == said and bytes(heard) == said


def test_a_cut_line_is_dead_and_a_new_one_lives(echo):
    proxy, _ = echo
    with dial(proxy) as line:
        line.sendall(b"one")
        assert whole(line, 3) == b"one"
        assert proxy.cut() == 1
        assert is_dead(line)
    with dial(proxy) as line:
        line.sendall(b"two")
        assert whole(line, 3) == b"two"


def test_no_line_is_let_in_while_it_refuses(echo):
    proxy, _ = echo
    proxy.refuse(True)
    with dial(proxy) as line:
        assert is_dead(line)
    proxy.refuse(False)
    with dial(proxy) as line:
        line.sendall(b"in")
        assert whole(line, 2) == b"in"


def test_a_held_line_passes_nothing_and_loses_nothing(echo):
    proxy, heard = echo
    with dial(proxy) as line:
        line.sendall(b"before ")
        assert whole(line, 7) == b"before "
        proxy.hold(True)
        line.sendall(b"held")
        line.settimeout(0.3)
        with pytest.raises(TimeoutError):
            line.recv(100)
        assert bytes(heard) == b"before "
        proxy.hold(False)
        line.settimeout(10)
        assert whole(line, 4) == b"held"


def test_swallowed_answers_are_lost_though_the_question_arrived(echo):
    proxy, heard = echo
    with dial(proxy) as line:
        proxy.swallow(True)
        line.sendall(b"commit")
        end = time.monotonic() + 10
        while bytes(heard) != b"commit" and time.monotonic() < end:
            time.sleep(0.01)
        assert bytes(heard) == b"commit"
        proxy.cut()
        assert is_dead(line)


def test_a_slow_line_is_late(echo):
    proxy, _ = echo
    with dial(proxy) as line:
        proxy.slow(0.2)
        begun = time.monotonic()
        line.sendall(b"late")
        assert whole(line, 4) == b"late"
        # Held back both ways; only that it was, not by how much more.
        assert time.monotonic() - begun >= 0.4
