"""Ports by their names, on our own server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from piment.client.session import Session
from piment.client.target import Target
from piment.errors import ConnectError
from piment.server.server import Server
from piment.transport.address import Address
from tests.client.host import Host
from tests.server.house import becomes
from tests.server.memory_port import MemoryPort
from tests.server.scripted import Scripted


class Desk:
    """A server of a machine with two ports, and a session."""

    def __init__(self) -> None:
        self.ports = [MemoryPort("a.first"), MemoryPort("b.second")]
        self.source = Scripted()
        self.source.ports = self.ports
        self.server = Server(self.source)

    async def open(self) -> None:
        await self.server.open()
        address = await self.server.listen_tcp(Address("127.0.0.1", 0))
        self.running = asyncio.create_task(self.server.run())
        self.session = Session(Target(host=address.host, port=address.port))
        await self.session.open()

    async def close(self) -> None:
        await self.session.close()
        await self.server.close()
        await self.running


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    await made.open()
    yield made
    await made.close()


async def test_bytes_pass_both_ways(desk: Desk) -> None:
    first, _ = desk.ports
    port = await desk.session.port("a.first")
    assert await port.opened()
    first.say(b"login: ")
    assert await port.read() == b"login: "
    port.write(b"root\n")
    await becomes(lambda: first.written == b"root\n")


async def test_nobody_has_ports_that_he_does_not_want(desk: Desk) -> None:
    first, second = desk.ports
    assert not first.is_taken
    assert not second.is_taken
    port = await desk.session.port("b.second")
    assert await port.opened()
    await becomes(lambda: not first.is_taken)
    assert second.is_taken
    assert await desk.session.port("b.second") is port
    await desk.session.leave(port)
    await desk.session.leave(port)
    await becomes(lambda: not second.is_taken)
    assert not port.is_open
    assert await port.read() == b""


async def test_two_at_a_time(desk: Desk) -> None:
    one = await desk.session.port("a.first")
    other = await desk.session.port("b.second")
    assert await one.opened()
    assert await other.opened()
    assert {name for name in desk.session.traffic if name.startswith("port")} == {
        "port:0",
        "port:1",
    }


async def test_what_is_not_there_is_told_with_what_is(desk: Desk) -> None:
    with pytest.raises(ConnectError, match=r"no port c\.third: there are a\.first, b\.second"):
        await desk.session.port("c.third")


async def test_without_any_ports_that_is_told() -> None:
    async with Host(offers=((2, 0),)) as host:
        session = Session(host.target)
        await session.open()
        with pytest.raises(ConnectError, match="there are none at all"):
            await session.port("a.first")
        await session.close()


async def test_a_port_that_ends_with_the_session_can_be_had_again(desk: Desk) -> None:
    port = await desk.session.port("a.first")
    await desk.session._connections.close()
    assert not await port.opened()
    await desk.session._connections.open()
    assert await (await desk.session.port("a.first")).opened()


async def test_a_session_that_ends_while_a_port_is_opened(desk: Desk) -> None:
    opening = asyncio.create_task(desk.session.port("a.first"))
    await asyncio.sleep(0)
    await desk.session.close()
    with pytest.raises(ConnectError):
        await opening
