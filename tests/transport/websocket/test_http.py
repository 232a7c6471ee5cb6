"""A WebSocket that aiohttp has taken, with a client that is not ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
import websockets
from aiohttp import web
from websockets.asyncio.client import ClientConnection, connect

from piment.transport.stream import UNSENT_HIGH
from piment.transport.websocket import SUBPROTOCOL
from piment.transport.websocket.http import HttpWebSocket
from tests.transport.ends import read_all, reset, small_socket
from tests.transport.websocket.words import request

PLENTY = 16 * 1024 * 1024
Taken = asyncio.Queue[HttpWebSocket]


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[int, Taken]]:
    """Listen at a port; yield it, and the queue of what comes."""
    taken: Taken = asyncio.Queue()

    async def answer(asked: web.BaseRequest) -> web.StreamResponse:
        carrier = HttpWebSocket(asked)
        try:
            response = await carrier.accept()
        except web.HTTPException as error:
            return web.Response(status=error.status)
        taken.put_nowait(carrier)
        await carrier.closed()
        return response

    server = web.Server(answer)
    listener = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    try:
        yield listener.sockets[0].getsockname()[1], taken
    finally:
        listener.close()
        await server.shutdown(1)


@asynccontextmanager
async def ends() -> AsyncIterator[tuple[HttpWebSocket, ClientConnection]]:
    async with listening() as (port, taken):
        url = f"ws://127.0.0.1:{port}/spice"
        async with connect(url, subprotocols=[SUBPROTOCOL], proxy=None) as far:
            near = await taken.get()
            try:
                yield near, far
            finally:
                await near.close()


async def test_bytes_go_both_ways_and_frames_have_no_meaning() -> None:
    async with ends() as (near, far):
        assert far.subprotocol == SUBPROTOCOL
        assert near.peer.startswith("127.0.0.1:")
        assert not near.is_secure
        assert not near.is_local
        await far.send(b"RE")
        await far.send(b"")
        await far.send("DQ")
        assert await read_all(near, 4) == b"REDQ"
        near.write(b"one")
        near.write(b"two")
        await near.drain()
        assert [await far.recv(), await far.recv()] == [b"one", b"two"]
        assert near.unsent == 0


async def test_a_peer_that_says_goodbye_is_read_to_its_end() -> None:
    async with ends() as (near, far):
        await far.send(b"last")
        leaving = asyncio.create_task(far.close())
        assert await near.read() == b"last"
        for _ in range(10):  # aiohttp itself is patient only so often
            assert await near.read() == b""
        await leaving


async def test_our_last_words_arrive_before_the_goodbye() -> None:
    async with ends() as (near, far):
        near.write(b"last")
        closing = asyncio.create_task(near.close())
        assert await far.recv() == b"last"
        with pytest.raises(websockets.ConnectionClosedOK):
            await far.recv()
        await closing
        await near.closed()
        near.write(b"lost")
        assert near.unsent == 0
        with pytest.raises(ConnectionError):
            await near.drain()


async def silent(port: int, taken: Taken) -> tuple[HttpWebSocket, Callable[[], None]]:
    """Return our end of a peer who never reads, and what breaks its line."""
    far = small_socket(port)
    far.sendall(request())
    return await taken.get(), lambda: reset(far)


async def test_a_peer_that_does_not_read_fills_nothing_but_its_own_line() -> None:
    async with listening() as (port, taken):
        near, cut = await silent(port, taken)
        near.write(bytes(PLENTY))
        near.write(bytes(PLENTY))
        assert near.unsent > UNSENT_HIGH
        draining = asyncio.create_task(near.drain())
        done, _ = await asyncio.wait([draining], timeout=0.05)
        assert not done
        cut()
        with pytest.raises(ConnectionError):
            await draining
        await near.close()
        assert near.unsent == 0


async def test_a_peer_that_does_not_read_does_not_keep_us_from_closing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("piment.transport.websocket.http.CLOSE_SECONDS", 0.05)
    async with listening() as (port, taken):
        near, cut = await silent(port, taken)
        near.write(bytes(PLENTY))
        await near.close()
        await near.closed()
        assert near.unsent == 0
        cut()


async def test_too_large_a_frame_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piment.transport.websocket.http.MOST_FRAME_BYTES", 100)
    async with ends() as (near, far):
        await far.send(bytes(101))
        assert await near.read() == b""
        with pytest.raises(websockets.ConnectionClosedError) as told:
            await far.recv()
        assert told.value.rcvd is not None
        assert told.value.rcvd.code == 1009  # RFC 6455 7.4.1: too big


async def test_a_request_that_wants_no_websocket() -> None:
    async with listening() as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request(Upgrade=None))
        assert (await reader.readline()).startswith(b"HTTP/1.1 400 ")
        writer.close()
