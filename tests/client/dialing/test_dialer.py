from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from piment.client.dialing.dialer import Dialer
from piment.client.target import Target, TargetError
from piment.core.credentials import Credentials
from piment.errors import ConnectError, Stage
from piment.protocol import channel as channels
from piment.transport import tls, unix
from piment.transport.base import Transport
from piment.transport.stream import StreamTransport
from piment.transport.tls import TlsTransport
from piment.transport.websocket import ServerWebSocket
from tests.transport.authority import Files
from tests.transport.ends import Listening, listening

MAIN, INPUTS = channels.main.number, channels.inputs.number


@asynccontextmanager
async def desk(files: Files) -> AsyncIterator[tuple[Target, Listening, Listening]]:
    """Listen at a plain port and at one for TLS."""
    context = tls.server_context(files.certificate, files.key)
    async with listening() as plain, listening(context) as secure:
        target = Target(host="127.0.0.1", port=plain.port, tls_port=secure.port, ca=files.authority)
        yield target, plain, secure


async def talk(near: Transport, far: Transport) -> None:
    """Assert that what one says the other hears; then both leave."""
    far.write(b"hello")
    assert await near.read() == b"hello"
    await asyncio.gather(near.close(), far.close())


async def test_each_channel_goes_where_it_belongs(files: Files) -> None:
    async with desk(files) as (target, plain, secure):
        dialer = Dialer(replace(target, secure_channels=frozenset({"inputs"})))
        for channel, insists, held, kind in (
            (MAIN, None, plain, StreamTransport),
            (INPUTS, None, secure, TlsTransport),
            (MAIN, True, secure, TlsTransport),
            (MAIN, False, plain, StreamTransport),
        ):
            far = await dialer.dial(channel, secure=insists)
            assert isinstance(far, kind)
            await talk(await held.near(), far)


async def test_a_wrong_subject_ends_the_connection(files: Files) -> None:
    async with desk(files) as (target, _, secure):
        dialer = Dialer(replace(target, host_subject="CN=somebody else"))
        with pytest.raises(ConnectError, match=r"is for CN=127\.0\.0\.1, not for CN=somebody else"):
            await dialer.dial(MAIN, secure=True)
        near = await secure.near()
        assert await near.read() == b""
        await near.close()


async def test_the_wrong_authority(files: Files) -> None:
    async with desk(files) as (target, _, _):
        with pytest.raises(ConnectError, match="does not convince") as caught:
            await Dialer(replace(target, ca=None)).dial(MAIN, secure=True)
        assert caught.value.stage is Stage.TLS
        assert caught.value.__cause__ is not None


async def test_authorities_are_read_only_for_tls(files: Files) -> None:
    async with desk(files) as (target, plain, _):
        dialer = Dialer(replace(target, ca=Path("/no/ca.pem")))
        far = await dialer.dial(MAIN)
        await talk(await plain.near(), far)
        with pytest.raises(ConnectError, match=r"/no/ca\.pem: No such file"):
            await dialer.dial(MAIN, secure=True)


async def test_within_a_websocket(files: Files) -> None:
    async with desk(files) as (target, _, secure):
        dialer = Dialer(replace(target, websocket_path="/a?b", http_login="me:secret"))
        dialing = asyncio.create_task(dialer.dial(MAIN, secure=True))
        carrier = await secure.near()
        said = await carrier.read()
        assert b"\r\nAuthorization: Basic bWU6c2VjcmV0\r\n" in said
        near = ServerWebSocket(carrier)
        assert await near.accept(said) is None
        await talk(near, await dialing)


async def test_within_a_websocket_at_a_unix_socket(tmp_path: Path) -> None:
    held = Listening()
    server = await unix.listen(tmp_path / "socket", held.accept)
    dialer = Dialer(Target(unix_path=tmp_path / "socket", websocket_path="/"))
    dialing = asyncio.create_task(dialer.dial(MAIN))
    near = ServerWebSocket(await held.near())
    assert await near.accept(b"") is None
    await talk(near, await dialing)
    server.close()


async def test_a_websocket_that_is_refused_ends_the_connection(files: Files) -> None:
    async with desk(files) as (target, plain, _):
        dialing = asyncio.create_task(Dialer(replace(target, websocket_path="/")).dial(MAIN))
        near = await plain.near()
        await near.read()
        near.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        with pytest.raises(ConnectError, match=r"WebSocket: .*HTTP 404"):
            await dialing
        assert await near.read() == b""
        await near.close()


async def test_through_a_proxy_nothing_is_looked_up() -> None:
    async with listening() as held:
        target = Target(
            host="pvespiceproxy:5f3a:100:node::01",
            port=61000,
            proxy=f"http://me:secret@127.0.0.1:{held.port}",
        )
        dialing = asyncio.create_task(Dialer(target).dial(MAIN))
        near = await held.near()
        said = await near.read()
        assert said.startswith(b"CONNECT pvespiceproxy:5f3a:100:node::01:61000 HTTP/1.1\r\n")
        assert b"Proxy-Authorization: Basic bWU6c2VjcmV0" in said
        near.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await talk(near, await dialing)


def test_a_proxy_that_cannot_be_understood() -> None:
    with pytest.raises(TargetError, match="the proxy's scheme is 'socks5'"):
        Dialer(Target(host="desk", port=1, proxy="socks5://proxy"))


async def test_who_gives_up_leaves_nothing_behind(files: Files) -> None:
    async with listening() as held:
        target = Target(host="127.0.0.1", tls_port=held.port, ca=files.authority)
        dialing = asyncio.create_task(Dialer(target).dial(MAIN))
        near = await held.near()
        assert await near.read()
        dialing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await dialing
        assert await near.read() == b""
        await near.close()


def test_credentials() -> None:
    target = Target(host="desk", port=1, username="me", password="secret")
    assert Dialer(target).credentials == Credentials("secret", "me", "desk")
    local = Target(unix_path=Path("/a"), password="secret")
    assert Dialer(local).credentials == Credentials("secret", None, "localhost")
