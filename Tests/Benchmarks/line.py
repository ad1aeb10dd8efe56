"""A line to a server that can be cut: passes bytes on, and drops every connection at once when told to."""

import asyncio
import threading


class Line:
    """Listens on the socket `listen`, or on a free port of 127.0.0.1 where it is None, and passes on to `target` (a socket's path or a port
    of 127.0.0.1). Works on a thread of its own."""

    def __init__(self, listen, target):
        self.accepted = 0
        self._target = target
        self._writers = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(listen), self._loop).result(10)

    @property
    def port(self):
        return self._server.sockets[0].getsockname()[1]

    def cut(self):
        """Drops every connection, without a goodbye on either side. New ones are let through."""
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(10)

    def close(self):
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _listen(self, listen):
        if listen is None:
            return await asyncio.start_server(self._pass, "127.0.0.1", 0)
        return await asyncio.start_unix_server(self._pass, listen)

    async def _cut(self):
        for writer in list(self._writers):
            writer.transport.abort()

    async def _close(self):
        self._server.close()
        await self._cut()

    async def _pass(self, reader, writer):
        self.accepted += 1
        try:
            if isinstance(self._target, int):
                far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
            else:
                far_reader, far_writer = await asyncio.open_unix_connection(self._target)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, far_writer}
        self._writers |= ends
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer), return_exceptions=True)
        self._writers -= ends
        for end in ends:
            end.transport.abort()


async def _pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        # One direction that has ended ends the other, once what was written is out.
        writer.close()
