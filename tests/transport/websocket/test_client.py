"""The client's end: against the server's, against one that is not ours, and against nonsense."""

from __future__ import annotations

import asyncio
import base64
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import ServerConnection, basic_auth, serve

from piment.transport import memory, tcp
from piment.transport.address import Address
from piment.transport.base import Transport
from piment.transport.websocket import SUBPROTOCOL, ClientWebSocket, ServerWebSocket
from piment.transport.websocket.client import (
    MOST_FRAME_BYTES,
    MOST_RESPONSE_BYTES,
    UpgradeError,
)
from tests.transport.ends import read_all
from tests.transport.websocket.words import everything

DESK = Address("desk.example", 5900)


async def opened() -> tuple[ClientWebSocket, ServerWebSocket]:
    """Return both ends of a WebSocket."""
    carrier, far_carrier = memory.pair()
    near, far = ClientWebSocket(carrier, DESK, "/"), ServerWebSocket(far_carrier)
    connecting = asyncio.create_task(near.connect())
    assert await far.accept(await far_carrier.read()) is None
    await connecting
    return near, far


async def asked(address: Address, path: str, login: str | None = None) -> list[str]:
    """Return the lines of the request for a WebSocket."""
    carrier, far = memory.pair()
    connecting = asyncio.create_task(ClientWebSocket(carrier, address, path, login).connect())
    said = await far.read()
    connecting.cancel()
    await asyncio.gather(connecting, return_exceptions=True)
    assert said.endswith(b"\r\n\r\n")
    return said.decode("ascii").split("\r\n")[:-2]


async def told(answer: bytes) -> str:
    """Return what is said of a server that gives this answer, and leaves."""
    carrier, far = memory.pair()
    far.write(answer)
    await far.close()
    with pytest.raises(UpgradeError) as caught:
        await ClientWebSocket(carrier, DESK, "/").connect()
    return str(caught.value)


async def test_the_request() -> None:
    first, *lines = await asked(DESK, "/desks/1?token=a%2Fb")
    headers = dict(line.split(": ", 1) for line in lines)
    assert first == "GET /desks/1?token=a%2Fb HTTP/1.1"
    assert len(headers.pop("Sec-WebSocket-Key")) == 24
    assert headers == {
        "Host": "desk.example:5900",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": "binary",
    }


@pytest.mark.parametrize(
    ("address", "path", "first", "host"),
    [
        (Address("::1", 80), "/", "GET / HTTP/1.1", "[::1]"),
        (Address("a", 81), "/a b\r\nX: y", "GET /a%20b%0D%0AX:%20y HTTP/1.1", "a:81"),
        (Address("täst.example", 81), "/ü#", "GET /%C3%BC%23 HTTP/1.1", "xn--tst-qla.example:81"),
    ],
)
async def test_requests_with_special_characters(
    address: Address, path: str, first: str, host: str
) -> None:
    lines = await asked(address, path)
    assert lines[:2] == [first, f"Host: {host}"]


async def test_the_request_with_a_login() -> None:
    lines = await asked(DESK, "/", "me:pässwörd:1")
    login = base64.b64encode("me:pässwörd:1".encode()).decode()
    assert f"Authorization: Basic {login}" in lines


async def test_a_server_that_wants_a_login() -> None:
    guard = basic_auth(credentials=("me", "secret"))

    async def greet(peer: ServerConnection) -> None:
        await peer.send(b"hello")

    async with serve(greet, "127.0.0.1", 0, process_request=guard, subprotocols=["binary"]) as it:
        port = next(iter(it.sockets)).getsockname()[1]
        place = Address("127.0.0.1", port)
        welcome = ClientWebSocket(await tcp.connect(place), place, "/", "me:secret")
        await welcome.connect()
        assert await welcome.read() == b"hello"
        await welcome.close()
        for login in (None, "me:wrong"):
            refused = ClientWebSocket(await tcp.connect(place), place, "/", login)
            with pytest.raises(UpgradeError, match="401"):
                await refused.connect()
            await refused.close()


async def test_bytes_travel_both_ways() -> None:
    near, far = await opened()
    near.write(b"there")
    assert await far.read() == b"there"
    large = bytes(range(256)) * 1000
    far.write(large)
    assert await read_all(near, len(large)) == large
    await near.close()
    assert await everything(far) == b""


async def test_what_comes_right_behind_the_answer_is_kept() -> None:
    carrier, far_carrier = memory.pair()
    near, far = ClientWebSocket(carrier, DESK, "/"), ServerWebSocket(far_carrier)
    connecting = asyncio.create_task(near.connect())
    await far.accept(await far_carrier.read())
    far.write(b"first words")
    await connecting
    assert await near.read() == b"first words"


async def test_our_frames_are_masked() -> None:
    """RFC 6455 5.3: a server must refuse others."""
    near, far = await opened()
    near.write(b"x" * 10)
    data = await far._carrier.read()
    assert data[:2] == b"\x82\x8a"
    assert data[6:] != b"x" * 10


REFUSALS = {
    b"": "did not receive a valid HTTP response",
    b"REDQ\x02\0\0\0\x02\0\0\0" + bytes(200): "did not receive a valid HTTP response",
    b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno": "HTTP 404",
    b"HTTP/1.1 200 OK\r\n\r\n<html>": "HTTP 200",
    b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n": "Accept",
    b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n": "Connection",
    b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + bytes(MOST_RESPONSE_BYTES): "valid",
}


@pytest.mark.parametrize("answer", REFUSALS)
async def test_servers_that_refuse(answer: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with asyncio.timeout(5):
        assert REFUSALS[answer] in await told(answer)
    assert not caplog.records


async def test_a_server_that_refuses_and_stays_is_not_waited_for() -> None:
    carrier, far = memory.pair()
    far.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    async with asyncio.timeout(5):
        with pytest.raises(UpgradeError, match="403"):
            await ClientWebSocket(carrier, DESK, "/").connect()


async def test_frames_are_refused_before_they_are_kept() -> None:
    near, far = await opened()
    head = b"\x82\x7f" + (MOST_FRAME_BYTES + 1).to_bytes(8, "big")
    far._carrier.write(head)
    async with asyncio.timeout(5):
        assert await near.read() == b""


@given(st.one_of(st.binary(max_size=100), st.sampled_from(sorted(REFUSALS))))
async def test_no_answer_is_a_surprise(answer: bytes) -> None:
    assert await told(answer)


async def test_a_server_that_is_not_ours() -> None:
    paths: list[str] = []

    async def echo(connection: ServerConnection) -> None:
        assert connection.request is not None
        paths.append(connection.request.path)
        assert connection.subprotocol == SUBPROTOCOL
        async for data in connection:
            await connection.send(data)

    async with serve(echo, "127.0.0.1", 0, subprotocols=[SUBPROTOCOL]) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        carrier: Transport = await tcp.connect(Address("127.0.0.1", port))
        near = ClientWebSocket(carrier, Address("127.0.0.1", port), "/spice?a=b")
        await near.connect()
        large = bytes(range(256)) * 4000
        near.write(large)
        assert await read_all(near, len(large)) == large
        await near.close()
    assert paths == ["/spice?a=b"]
