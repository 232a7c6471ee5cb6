"""A slow network between a viewer and a server, in user space."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

# What travels at once: small enough to pace smoothly, large enough to cost little.
SEGMENT_BYTES = 1400
# The kernel's buffers on our ends: small, so that a full line is felt by the sender soon.
SOCKET_BYTES = 8192
# How late a busy machine may wake us without the line being slower for it: it was not idle.
LATE_S = 0.1
# Segments that may wait for a receiver who does not read, beside those on their way.
SPARE_SEGMENTS = 4

Travelling = asyncio.Queue[tuple[float, bytes]]  # when a segment arrives, and what it is


class ThrottledRelay:
    """Listens on `port` and forwards to `target_port`, so fast and so late in each direction.

    Use it as `async with ThrottledRelay(port, bits_per_second=1_000_000, delay_ms=50) as relay`.
    All connections share the line: its speed is that of both together, in each direction.
    `forwarded` counts the bytes that arrived, to the server and from it.
    """

    def __init__(self, target_port: int, bits_per_second: float, delay_ms: float = 0.0) -> None:
        self.target_port = target_port
        self.port = 0
        self.up = Line(bits_per_second, delay_ms / 1000)
        self.down = Line(bits_per_second, delay_ms / 1000)
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def forwarded(self) -> tuple[int, int]:
        """The bytes that went to the server, and from it."""
        return self.up.bytes, self.down.bytes

    @property
    def connections(self) -> int:
        """How many go through the relay now."""
        return len(self._tasks)

    async def __aenter__(self) -> ThrottledRelay:
        # A listening socket hands the size of its buffers to the connections it accepts.
        listener = small_buffers(socket.socket())
        listener.bind(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self._server = await asyncio.start_server(self._accept, sock=listener, limit=SEGMENT_BYTES)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server:
            self._server.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._forward(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        try:
            far_reader, far_writer = await self._connect()
            ends.append(far_writer)
            async with asyncio.TaskGroup() as both:
                both.create_task(self.up.carry(reader, far_writer))
                both.create_task(self.down.carry(far_reader, writer))
        except* OSError:
            pass  # one end is gone: then the other goes too
        finally:
            for each in ends:
                each.transport.abort()  # all was delivered, or nobody wants it any more
                with suppress(ConnectionError):
                    await each.wait_closed()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        target = small_buffers(socket.socket())
        target.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(target, ("127.0.0.1", self.target_port))
        except OSError:
            target.close()
            raise
        return await asyncio.open_connection(sock=target, limit=SEGMENT_BYTES)


class Line:
    """One direction of the relay: segments wait for their turn, and travel for the delay."""

    def __init__(self, bits_per_second: float, delay_s: float) -> None:
        self.bytes = 0
        self.delay_s = delay_s
        self.seconds_per_byte = 8 / bits_per_second
        self.in_flight = SPARE_SEGMENTS + int(delay_s / self.seconds_per_byte / SEGMENT_BYTES)
        self.free_at = 0.0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Forward until the reader's end, and close the writer's direction."""
        writer.transport.set_write_buffer_limits(high=0)  # what is drained is with the kernel
        travelling = Travelling(self.in_flight)
        async with asyncio.TaskGroup() as both:
            both.create_task(self._send(reader, travelling))
            both.create_task(self._deliver(travelling, writer))

    async def _send(self, reader: asyncio.StreamReader, travelling: Travelling) -> None:
        loop = asyncio.get_running_loop()
        segment = b"first"
        while segment:
            segment = await reader.read(SEGMENT_BYTES)
            is_idle = loop.time() - self.free_at > LATE_S
            begins = loop.time() if is_idle else self.free_at
            self.free_at = begins + len(segment) * self.seconds_per_byte
            await asyncio.sleep(self.free_at - loop.time())
            await travelling.put((loop.time() + self.delay_s, segment))

    async def _deliver(self, travelling: Travelling, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due, segment = await travelling.get()
            await asyncio.sleep(due - loop.time())
            if not segment:
                writer.write_eof()
                return
            writer.write(segment)
            await writer.drain()
            self.bytes += len(segment)


def small_buffers(end: socket.socket) -> socket.socket:
    """Give a socket small buffers in the kernel, before it connects or listens."""
    for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
        end.setsockopt(socket.SOL_SOCKET, option, SOCKET_BYTES)
    return end
