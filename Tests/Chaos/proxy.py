"""A TCP proxy that can do to a line what networks do: cut it, slow it, hold it, refuse it, or lose what comes back."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from pathlib import Path
from typing import Any, Coroutine

CHUNK = 65_536


class Proxy:
    """Listens on 127.0.0.1 and passes everything on to a port there or to a socket file, until it is told to misbehave."""

    def __init__(self, target: int | Path) -> None:
        self.target = target
        self.delay = 0.0
        self.refusing = False
        self.swallowing = False
        self.lines: set[Line] = set()
        self.taken = 0
        self.flows = asyncio.Event()
        self.flows.set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._take, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]

    # ---- what it can be told, from any thread ----

    def cut(self) -> int:
        """Breaks every line as a reset does; gives how many there were. New ones are let in."""
        return self._do(self._cut())

    def refuse(self, on: bool) -> None:
        """Lets no new line in, or lets them in again."""
        self.refusing = on

    def slow(self, seconds: float) -> None:
        """Holds back each piece for so long, both ways; 0 ends it."""
        self.delay = seconds

    def hold(self, on: bool) -> None:
        """Passes nothing on though the lines stay open, as a network that has fallen apart does; nothing is lost when it goes on."""
        self._loop.call_soon_threadsafe(self.flows.clear if on else self.flows.set)

    def swallow(self, on: bool) -> None:
        """Passes on what is asked and loses what is answered; lines that lost something are to be cut afterwards."""
        self.swallowing = on

    def heal(self) -> None:
        self.delay, self.refusing, self.swallowing = 0.0, False, False
        self.hold(False)

    def close(self) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    # ---- inside its own thread ----

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _end(self) -> None:
        # In the loop's own thread, as everything that touches its server.
        self._server.close()
        await self._cut()

    async def _cut(self) -> int:
        lines = list(self.lines)
        for line in lines:
            line.abort()
        return len(lines)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            writer.transport.abort()
            return
        try:
            if isinstance(self.target, Path):
                behind = await asyncio.open_unix_connection(str(self.target))
            else:
                behind = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        if self.refusing:
            # Told so while the way to the server was being opened.
            writer.transport.abort()
            behind[1].transport.abort()
            return
        self.taken += 1
        line = Line(self, (reader, writer), behind)
        self.lines.add(line)
        try:
            await line.run()
        finally:
            self.lines.discard(line)


class Line:
    """One connection through the proxy."""

    def __init__(self, proxy: Proxy, client: tuple, server: tuple) -> None:
        self.proxy = proxy
        self.client = client
        self.server = server

    async def run(self) -> None:
        pumps = [
            asyncio.ensure_future(self.pump(self.client[0], self.server[1], answers=False)),
            asyncio.ensure_future(self.pump(self.server[0], self.client[1], answers=True)),
        ]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        for _, writer in (self.client, self.server):
            with contextlib.suppress(OSError, RuntimeError):
                writer.close()

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool) -> None:
        """Copies one way until either end is gone."""
        with contextlib.suppress(OSError):
            while piece := await reader.read(CHUNK):
                if self.proxy.delay:
                    await asyncio.sleep(self.proxy.delay)
                await self.proxy.flows.wait()
                if answers and self.proxy.swallowing:
                    continue
                writer.write(piece)
                await writer.drain()

    def abort(self) -> None:
        for _, writer in (self.client, self.server):
            writer.transport.abort()
