"""Connections of every kind for tests: our end as a `Transport`, and the peer's."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Protocol

import websockets
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as connect_websocket

from piment.transport import memory, tcp, tls, unix
from piment.transport.address import Address
from piment.transport.base import Transport
from piment.transport.stream import StreamTransport
from piment.transport.tls import TlsTransport
from piment.transport.websocket import SUBPROTOCOL, ServerWebSocket
from tests.transport.authority import Files

KINDS = ("memory", "tcp", "tls", "unix", "websocket")
LOOPBACK = Address("127.0.0.1", 0)


class Far(Protocol):
    """The peer's end."""

    async def read(self) -> bytes: ...
    def write(self, data: bytes) -> None: ...
    async def close(self) -> None: ...


class WebSocketFar:
    """The peer's end of a WebSocket: a client that is not ours."""

    def __init__(self, client: ClientConnection) -> None:
        self._client = client
        self._tasks: list[asyncio.Task[None]] = []

    async def read(self) -> bytes:
        try:
            data = await self._client.recv(decode=False)
        except websockets.ConnectionClosed:
            return b""
        return bytes(data)

    def write(self, data: bytes) -> None:
        self._tasks.append(asyncio.create_task(self._client.send(data)))

    async def close(self) -> None:
        """Say goodbye, behind what was written; the answer comes when our end is read."""
        self._tasks.append(asyncio.create_task(self._say_goodbye(self._tasks.copy())))

    async def _say_goodbye(self, before: list[asyncio.Task[None]]) -> None:
        await asyncio.gather(*before, return_exceptions=True)
        await self._client.close()

    async def over(self) -> None:
        """Wait for all that was begun."""
        await self._client.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class Listening:
    """Takes connections; `near` hands out our ends of them, in their order."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.port = 0
        self._context = context
        self._accepted: asyncio.Queue[Transport] = asyncio.Queue()
        self._handshakes: set[asyncio.Task[None]] = set()

    def accept(self, transport: StreamTransport) -> None:
        """Take a connection."""
        if self._context is None:
            self._accepted.put_nowait(transport)
        else:
            secure = TlsTransport(transport, self._context)
            handshake = asyncio.create_task(self._secure(secure))
            self._handshakes.add(handshake)
            handshake.add_done_callback(self._handshakes.discard)

    async def _secure(self, transport: TlsTransport) -> None:
        if await transport.accept() is None:
            self._accepted.put_nowait(transport)
        else:
            await transport.close()

    async def near(self) -> Transport:
        """Return our end of the next connection."""
        return await self._accepted.get()

    async def close(self) -> None:
        """End all connections that `near` has not handed out."""
        await asyncio.gather(*self._handshakes)
        while not self._accepted.empty():
            await self._accepted.get_nowait().close()


@asynccontextmanager
async def listening(context: ssl.SSLContext | None = None) -> AsyncIterator[Listening]:
    """Listen at a port of this machine."""
    held = Listening(context)
    server = await tcp.listen(LOOPBACK, held.accept)
    held.port = server.sockets[0].getsockname()[1]
    try:
        yield held
    finally:
        server.close()
        await held.close()


@asynccontextmanager
async def connected(kind: str, folder: Path, files: Files) -> AsyncIterator[tuple[Transport, Far]]:
    """Yield our end and the peer's of a connection of one of the `KINDS`."""
    near: Transport
    far: Far
    async with AsyncExitStack() as stack:
        match kind:
            case "memory":
                near, far = memory.pair()
            case "unix":
                held = Listening()
                server = await unix.listen(folder / "socket", held.accept)
                stack.callback(server.close)
                far = await unix.connect(folder / "socket")
                near = await held.near()
            case "websocket":
                held = await stack.enter_async_context(listening())
                near, far = await websocket_ends(held)
            case _:
                ours = tls.server_context(files.certificate, files.key) if kind == "tls" else None
                held = await stack.enter_async_context(listening(ours))
                theirs = tls.client_context(files.authority) if kind == "tls" else None
                far = await reach(held.port, theirs)
                near = await held.near()
        try:
            yield near, far
        finally:
            await asyncio.gather(near.close(), far.close())
            if isinstance(far, WebSocketFar):
                await far.over()


async def reach(port: int, context: ssl.SSLContext | None = None) -> Transport:
    """Connect to a port of this machine, under TLS with a context."""
    carrier = await tcp.connect(Address("127.0.0.1", port))
    if context is None:
        return carrier
    try:
        return await tls.connect(carrier, context, "127.0.0.1")
    except BaseException:
        await carrier.close()
        raise


async def websocket_ends(held: Listening) -> tuple[ServerWebSocket, WebSocketFar]:
    """Return both ends of a WebSocket whose client is not ours."""
    url = f"ws://127.0.0.1:{held.port}/"
    connecting = asyncio.ensure_future(
        connect_websocket(url, subprotocols=[SUBPROTOCOL], proxy=None, ping_interval=None)
    )
    carrier = await held.near()
    near = ServerWebSocket(carrier)
    assert await near.accept(await carrier.read()) is None
    return near, WebSocketFar(await connecting)


async def read_all(end: Far | Transport, size: int) -> bytes:
    """Read until there are `size` bytes, or the end."""
    data = bytearray()
    while len(data) < size and (more := await end.read()):
        data += more
    return bytes(data)


def small_socket(port: int) -> socket.socket:
    """Return a socket connected to `port` that holds little, for peers that do not read."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.connect(("127.0.0.1", port))
    return sock


def reset(sock: socket.socket) -> None:
    """End a connection without a goodbye."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()
