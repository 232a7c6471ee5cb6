"""Connections on their way in to the page, with and without TLS."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from piment.transport import tls
from piment.web import doorway as doorway_module
from piment.web.doorway import Doorway
from tests.server.house import becomes
from tests.transport import authority
from tests.transport.authority import Files


class Echo(asyncio.Protocol):
    """A visitor that says again what it hears."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert self.transport is None
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        assert self.transport is not None
        self.transport.write(data)


class Hall:
    """Where doorways lead."""

    def __init__(self) -> None:
        self.came: list[asyncio.Transport] = []
        self.visitors: list[Echo] = []
        self.port = 0

    def doorway(self, context: ssl.SSLContext | None) -> Doorway:
        self.visitors.append(Echo())
        return Doorway(self.visitors[-1], context, self.came.append)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A server's certificate and the authority that signed it."""
    return authority.make(tmp_path_factory.mktemp("tls"))


@asynccontextmanager
async def opened(context: ssl.SSLContext | None) -> AsyncIterator[Hall]:
    hall = Hall()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: hall.doorway(context), "127.0.0.1", 0)
    hall.port = server.sockets[0].getsockname()[1]
    async with server:
        yield hall
        for transport in hall.came:
            transport.abort()


async def test_without_tls_the_visitor_is_in_at_once() -> None:
    async with opened(None) as hall:
        reader, writer = await asyncio.open_connection("127.0.0.1", hall.port)
        writer.write(b"hello")
        assert await reader.readexactly(5) == b"hello"
        assert hall.visitors[0].transport is hall.came[0]
        writer.close()


async def test_with_tls_the_visitor_is_in_when_it_is_up(files: Files) -> None:
    context = tls.server_context(files.certificate, files.key)
    async with opened(context) as hall:
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", hall.port, ssl=tls.client_context(files.authority)
        )
        for said in (b"hello", b"again"):
            writer.write(said)
            assert await reader.readexactly(5) == said
        transport = hall.visitors[0].transport
        assert transport is not None
        assert transport.get_extra_info("ssl_object") is not None
        writer.close()
        await becomes(hall.came[0].is_closing)


async def test_what_comes_in_one_breath_with_the_handshake(files: Files) -> None:
    context = tls.server_context(files.certificate, files.key)
    async with opened(context) as hall:
        reader, writer = await asyncio.open_connection("127.0.0.1", hall.port)
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = tls.client_context(files.authority).wrap_bio(
            incoming, outgoing, server_hostname="127.0.0.1"
        )
        while True:
            try:
                client.do_handshake()
                break
            except ssl.SSLWantReadError:
                writer.write(outgoing.read())
                incoming.write(await reader.read(1 << 16))
        client.write(b"hello")
        assert hall.visitors[0].transport is None  # the handshake's end is not sent yet
        writer.write(outgoing.read())
        heard = b""
        while not heard:
            incoming.write(await reader.read(1 << 16))
            try:
                heard = client.read(5)
            except ssl.SSLWantReadError:
                continue
        assert heard == b"hello"
        writer.close()


@pytest.mark.parametrize("said", [b"", b"\x16\x03\x01\x02\x00"], ids=["silent", "half a hello"])
async def test_a_handshake_that_never_ends(
    said: bytes, files: Files, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(doorway_module, "TLS_SECONDS", 0.05)
    caplog.set_level(logging.INFO, "piment.web")
    async with opened(tls.server_context(files.certificate, files.key)) as hall:
        reader, writer = await asyncio.open_connection("127.0.0.1", hall.port)
        writer.write(said)
        assert await reader.read() == b""
        assert len(hall.came) == 1
        assert hall.visitors[0].transport is None
        writer.close()
    assert [record.levelname for record in caplog.records] == ["INFO"]
    assert "handshake" in caplog.records[0].message


async def test_what_is_no_tls(files: Files, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "piment.web")
    async with opened(tls.server_context(files.certificate, files.key)) as hall:
        reader, writer = await asyncio.open_connection("127.0.0.1", hall.port)
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        await reader.read()
        await becomes(hall.came[0].is_closing)
        assert hall.visitors[0].transport is None
        writer.close()
    assert [record.levelname for record in caplog.records] == ["INFO"]


@pytest.mark.parametrize("leaves_first", [True, False])
async def test_who_leaves_in_the_handshake(
    leaves_first: bool,
    files: Files,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with opened(tls.server_context(files.certificate, files.key)) as hall:
        _, writer = await asyncio.open_connection("127.0.0.1", hall.port)
        await becomes(lambda: len(hall.came) == 1)
        if leaves_first:
            writer.close()
        else:
            hall.came[0].abort()
        await becomes(hall.came[0].is_closing)
        assert hall.visitors[0].transport is None
        writer.close()
    assert not caplog.records
