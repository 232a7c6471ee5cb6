"""Port channels (wire.md 11)."""

from __future__ import annotations

import asyncio

import pytest

from piment.client.channels.port import MOST_UNREAD_BYTES, PortChannel
from piment.codecs import lz4
from piment.errors import CodecError
from piment.protocol.capabilities import Capabilities
from piment.protocol.port import CompressedData, Data, DataCompressionType, Event, Init, PortEvent
from tests.client.channels.wire import NoMover, Wire, settle, shared

INIT = Init(name=b"org.qemu.console.serial.0", opened=1)
LZ4 = DataCompressionType.LZ4


class Desk:
    def __init__(self) -> None:
        state, _ = shared()
        self.wire = Wire()
        self.port = PortChannel(state, 0, NoMover())
        self.port.attach(self.wire, Capabilities())
        self.running = asyncio.create_task(self.port.run())

    async def hears(self, *messages: object) -> None:
        self.wire.say(*messages)
        await settle()


@pytest.fixture
async def desk() -> Desk:
    return Desk()


async def test_the_name_and_whether_the_guest_is_there(desk: Desk) -> None:
    naming = asyncio.create_task(desk.port.named())
    await desk.hears(INIT)
    assert await naming == "org.qemu.console.serial.0"
    assert desk.port.is_open
    await desk.hears(Event(PortEvent.CLOSED))
    assert not desk.port.is_open
    opening = asyncio.create_task(desk.port.opened())
    await settle()
    assert not opening.done()
    await desk.hears(Event(PortEvent.OPENED))
    assert await opening


async def test_bytes_from_the_guest(desk: Desk) -> None:
    reading = asyncio.create_task(desk.port.read())
    text = b"0123456789" * 500
    await desk.hears(INIT, Data(b"one "), CompressedData(LZ4, len(text), lz4.encode_bytes(text)))
    assert await reading == b"one " + text
    await desk.hears(Event(PortEvent.BREAK), Data(b"two"))
    assert await desk.port.read() == b"two"


async def test_bytes_to_the_guest(desk: Desk) -> None:
    desk.port.write(b"too early")
    await desk.hears(INIT)
    desk.port.write(bytes(150_000))
    assert [len(message.data) for message in desk.wire.take()] == [65_536, 65_536, 18_928]


async def test_the_server_is_read_no_further_than_we_are(desk: Desk) -> None:
    await desk.hears(INIT, *[Data(bytes(400_000))] * 9)
    assert MOST_UNREAD_BYTES < len(desk.port._unread) == 1_200_000
    read = 0
    while read < 9 * 400_000:
        read += len(await asyncio.wait_for(desk.port.read(), 1))


@pytest.mark.parametrize(
    ("size", "block", "why"), [(9, b"x", "LZ4"), (1 << 30, b"x", "1048576 allowed")]
)
async def test_broken_bytes_are_an_error(desk: Desk, size: int, block: bytes, why: str) -> None:
    desk.wire.say(CompressedData(LZ4, size, block))
    with pytest.raises(CodecError, match=why):
        await asyncio.wait_for(desk.running, 1)


async def test_the_end_is_told_to_all_who_wait(desk: Desk) -> None:
    waiting = [asyncio.create_task(work) for work in (desk.port.named(), desk.port.opened())]
    reading = asyncio.create_task(desk.port.read())
    await settle()
    desk.port.detach()
    assert await asyncio.gather(*waiting, reading) == [None, False, b""]


async def test_what_was_read_before_the_end_is_not_lost(desk: Desk) -> None:
    await desk.hears(INIT, Data(b"last words"))
    desk.port.detach()
    assert await desk.port.read() == b"last words"
    assert await desk.port.read() == b""


async def test_another_connection_begins_anew(desk: Desk) -> None:
    await desk.hears(INIT, Data(b"old"))
    desk.port.detach()
    desk.port.attach(Wire(), Capabilities())
    assert desk.port.port_name is None
    assert not desk.port._unread
