"""The server's end, where an HTTP server has taken the request: the page's own port."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque

from aiohttp import WSMsgType, web

from piment.transport.stream import CLOSE_SECONDS, peer_name, tune
from piment.transport.websocket.frames import SUBPROTOCOL
from piment.transport.websocket.server import MOST_FRAME_BYTES

_EACH_FRAME = 1
"""Bytes after which aiohttp waits for the network: that is after every frame."""


class HttpWebSocket:
    """A WebSocket of aiohttp's.

    What is written goes through a queue, because aiohttp's own `send_bytes` waits; it is let out
    as the network takes it.
    """

    is_local = False

    def __init__(self, request: web.BaseRequest) -> None:
        self.is_secure = request.secure
        self._request = request
        carrier = self._transport
        self.peer = peer_name(carrier and carrier.get_extra_info("peername"))
        self._socket = web.WebSocketResponse(
            protocols=(SUBPROTOCOL,),
            max_msg_size=MOST_FRAME_BYTES,
            compress=False,
            timeout=CLOSE_SECONDS,
            writer_limit=_EACH_FRAME,
        )
        self._outbox: deque[bytes] = deque()
        self._queued = 0
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._sending: asyncio.Task[None] | None = None
        self._is_over = False
        self._closed = asyncio.Event()

    async def accept(self) -> web.WebSocketResponse:
        """Answer the request; return the answer, which stays open until `closed`.

        Raises:
            web.HTTPBadRequest: it does not ask for a WebSocket.
            ConnectionError: the peer left.

        """
        await self._socket.prepare(self._request)
        if (carrier := self._transport) is None:
            raise ConnectionResetError("the page left at once")
        tune(carrier)
        self._sending = asyncio.create_task(self._send(), name=f"to {self.peer}")
        return self._socket

    async def closed(self) -> None:
        """Wait until the connection has been closed."""
        await self._closed.wait()

    @property
    def unsent(self) -> int:
        """Bytes that wait here, and that asyncio still holds."""
        carrier = self._transport
        return self._queued + (0 if carrier is None else carrier.get_write_buffer_size())

    async def read(self) -> bytes:
        """Return what the next frame carried, or nothing at the end; broken frames are one."""
        while not self._is_over:
            message = await self._socket.receive()
            match message.type:
                case WSMsgType.BINARY if message.data:
                    return bytes(message.data)
                case WSMsgType.TEXT if message.data:
                    return str(message.data).encode()
                case WSMsgType.BINARY | WSMsgType.TEXT:
                    pass  # nothing is no end
                case _:
                    self._is_over = True
        return b""

    def write(self, data: bytes) -> None:
        """Send `data` as one binary message."""
        if self._sending is not None and not self._sending.done():
            self._outbox.append(data)
            self._queued += len(data)
            self._idle.clear()
            self._news.set()

    async def drain(self) -> None:
        """Wait until little is unsent.

        Raises:
            ConnectionError: the connection has ended.

        """
        await self._idle.wait()
        if self._sending is None or self._sending.done():
            raise ConnectionResetError("the page has left")

    async def close(self) -> None:
        """Send what is unsent and say goodbye, by force after `CLOSE_SECONDS`."""
        try:
            with contextlib.suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._idle.wait()
                    await self._socket.close()
        finally:  # also when cancelled: what the peer does not take must not stay behind
            if self._sending is not None:
                self._sending.cancel()
                await asyncio.wait([self._sending])
            if (carrier := self._transport) is not None:
                carrier.abort()
            self._closed.set()

    async def _send(self) -> None:
        """Let out what is written, until the connection ends."""
        try:
            while await self._news.wait():
                self._news.clear()
                while self._outbox:
                    data = self._outbox.popleft()
                    await self._socket.send_bytes(data)
                    self._queued -= len(data)
                self._idle.set()
        except ConnectionError:  # which readers and `drain` notice too
            self._outbox.clear()
        finally:
            self._queued = 0
            self._idle.set()

    @property
    def _transport(self) -> asyncio.Transport | None:
        """What carries it, while it is there."""
        carrier = self._request.transport
        return carrier if isinstance(carrier, asyncio.Transport) else None
