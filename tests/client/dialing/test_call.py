from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from piment.client.dialing import call as calls
from piment.client.dialing.call import Call
from piment.client.dialing.trust import Trust
from piment.client.target import Target
from piment.errors import ConnectError, Stage
from piment.transport import tls, unix
from piment.transport.address import Address
from piment.transport.proxy import Proxy
from piment.transport.websocket import ServerWebSocket
from tests.transport.authority import Files
from tests.transport.ends import Listening, listening

LOCAL = "127.0.0.1"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "CONNECT_SECONDS", 0.1)


async def test_layers_lie_on_each_other(files: Files) -> None:
    context = tls.server_context(files.certificate, files.key)
    trust = Trust(Target(host=LOCAL, tls_port=1, ca=files.authority))
    async with listening() as held:
        call = Call(Address(LOCAL, held.port))
        await call.connect()
        assert not call.carrier.is_secure
        near = tls.TlsTransport(await held.near(), context)
        accepting = asyncio.create_task(near.accept())
        await call.start_tls(trust, LOCAL)
        assert await accepting is None
        assert call.carrier.is_secure
        opening = asyncio.create_task(call.open_websocket(Address("desk", 1), "/a"))
        said = await near.read()
        assert said.startswith(b"GET /a HTTP/1.1\r\nHost: desk:1\r\n")
        websocket = ServerWebSocket(near)
        assert await websocket.accept(said) is None
        await opening
        call.carrier.write(b"hello")
        assert await websocket.read() == b"hello"
        await call.hang_up()
        assert await websocket.read() == b""
        await websocket.close()


async def test_a_unix_socket(tmp_path: Path) -> None:
    held = Listening()
    server = await unix.listen(tmp_path / "socket", held.accept)
    call = Call(tmp_path / "socket")
    await call.connect()
    near = await held.near()
    assert call.carrier.is_local
    await asyncio.gather(call.hang_up(), near.close())
    server.close()


async def test_through_a_proxy() -> None:
    async with listening() as held:
        call = Call(Address("desk.example", 5900))
        connecting = asyncio.create_task(call.connect_through(Proxy(Address(LOCAL, held.port))))
        near = await held.near()
        assert (await near.read()).startswith(b"CONNECT desk.example:5900 HTTP/1.1\r\n")
        near.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await connecting
        await asyncio.gather(call.hang_up(), near.close())


async def test_through_a_proxy_under_tls(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which the system's authorities vouch for: here those of the test."""
    trusting = tls.client_context(files.authority)
    monkeypatch.setattr(tls, "client_context", lambda authorities: trusting)
    async with listening(tls.server_context(files.certificate, files.key)) as held:
        call = Call(Address("desk.example", 5900))
        proxy = Proxy(Address(LOCAL, held.port), tls=True)
        connecting = asyncio.create_task(call.connect_through(proxy))
        near = await held.near()
        assert (await near.read()).startswith(b"CONNECT desk.example:5900")
        near.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await connecting
        await asyncio.gather(call.hang_up(), near.close())


async def test_nothing_is_there_to_hang_up() -> None:
    async with listening() as held:
        port = held.port
    call = Call(Address(LOCAL, port))
    with pytest.raises(ConnectError, match=f"connect: 127.0.0.1:{port}: nobody listens there"):
        await call.connect()
    await call.hang_up()


async def through_a_proxy(place: Address, call: Call) -> None:
    await call.connect_through(Proxy(place))


async def under_tls(_: Address, call: Call) -> None:
    await call.connect()
    await call.start_tls(Trust(Target(host=LOCAL, tls_port=1)), LOCAL)


async def in_a_websocket(place: Address, call: Call) -> None:
    await call.connect()
    await call.open_websocket(place, "/")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("stage", "take"),
    [
        (Stage.PROXY, through_a_proxy),
        (Stage.TLS, under_tls),
        (Stage.WEBSOCKET, in_a_websocket),
    ],
)
async def test_who_says_nothing_is_not_waited_for(
    stage: Stage, take: Callable[[Address, Call], Awaitable[None]]
) -> None:
    async with listening() as held:
        place = Address(LOCAL, held.port)
        call = Call(place)
        with pytest.raises(ConnectError, match=f"{stage}: {place}: no answer within") as caught:
            await take(place, call)
        assert caught.value.stage is stage
        await call.hang_up()
        near = await held.near()
        while await near.read():
            pass  # what was said before patience ended
        await near.close()


@pytest.mark.usefixtures("impatient")
async def test_all_stages_together_have_one_time() -> None:
    async with listening() as held:
        call = Call(Address(LOCAL, held.port))
        await call.connect()
        call._deadline = 0.0
        with pytest.raises(ConnectError, match=r"WebSocket: .*: no answer"):
            await call.open_websocket(Address("a", 1), "/")
        await call.hang_up()


async def test_who_gives_up_is_not_told_of_time() -> None:
    async with listening() as held:
        call = Call(Address(LOCAL, held.port))
        connecting = asyncio.create_task(call.connect_through(Proxy(Address(LOCAL, held.port))))
        near = await held.near()
        await near.read()
        connecting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await connecting
        await call.hang_up()
        assert await near.read() == b""
        await near.close()
