"""Ports as channels (wire.md 11)."""

from __future__ import annotations

import os

import pytest

from piment.codecs import lz4
from piment.protocol import channel as channels
from piment.protocol import main, port
from piment.protocol.capabilities import Capabilities, SpiceVmcCap
from piment.protocol.port import CompressedData, Data, DataCompressionType, Event, PortEvent
from piment.server.scene.actions import Power, PowerAction
from piment.server.scene.updates import PowerDone
from tests.server.house import House, becomes, idle
from tests.server.memory_port import MemoryPort
from tests.server.scripted import Scripted
from tests.server.viewer import Line, RefusedError

LZ4 = Capabilities([SpiceVmcCap.DATA_COMPRESS_LZ4])
OPENED, CLOSED = Event(PortEvent.OPENED), Event(PortEvent.CLOSED)


class Room(House):
    """A machine with a serial port, and more if wanted."""

    def __init__(self, *names: str, power: bool = False) -> None:
        source = Scripted()
        source.allows_power = power
        super().__init__(source)
        self.ports = [MemoryPort(name) for name in names or ["org.qemu.console.serial.0"]]
        self.port = self.ports[0]
        self.source.have_ports(*self.ports)

    async def viewer(self) -> tuple[Line, int]:
        await self.source.told()
        return await self.session()

    async def console(self, *, waits: bool = False, **how: object) -> Line:
        """Come as a viewer of the first port, whose turn it is unless he waits for it."""
        _, session_id = await self.viewer()
        line = await self.link(channels.port, session_id=session_id, **how)
        assert (await line.next()).opened == 0
        if not waits:
            assert await line.next() == OPENED
        return line


async def test_the_name_comes_first_and_then_what_the_guest_writes() -> None:
    async with Room() as house:
        line = await house.console()
        assert line.seen == [port.Init(name=b"org.qemu.console.serial.0", opened=0), OPENED]
        house.port.say(b"login: ")
        assert await line.next() == Data(b"login: ")
        line.send(Data(b"root\n"))
        await becomes(lambda: house.port.written)
        assert house.port.take() == b"root\n"


async def test_ports_are_told_with_the_other_channels_and_when_they_come() -> None:
    async with Room("a.a", "org.spice-space.webdav.0", "org.qemu.usbredir") as house:
        line, session_id = await house.viewer()
        line.send(main.AttachChannels())
        told = (await line.until(main.ChannelsList)).channels
        assert [(each.type, each.id) for each in told][3:] == [(10, 0), (11, 0), (9, 0)]
        with pytest.raises(RefusedError):
            await house.link(channels.port, session_id=session_id, channel_id=1)
        house.source.have_ports(*house.ports, MemoryPort("b.b"))
        told = (await line.until(main.ChannelsList)).channels
        assert [(each.type, each.id) for each in told] == [(10, 1)]
        await house.link(channels.port, session_id=session_id, channel_id=1)


async def test_the_guest_opens_and_closes_its_end() -> None:
    async with Room() as house:
        house.port.is_open = False
        line = await house.console(waits=True)
        await becomes(lambda: house.port.is_taken)
        line.send(Data(b"lost"))
        await idle()
        house.port.set_open(True)
        assert await line.next() == OPENED
        line.send(Data(b"kept"))
        await becomes(lambda: house.port.written == b"kept")
        house.port.set_open(False)
        assert await line.next() == CLOSED


async def test_one_that_was_closed_and_opened_at_once_is_told_to_be_new() -> None:
    async with Room() as house:
        line = await house.console()
        house.port.set_open(False)
        house.port.set_open(True)
        house.port.say(b"hello")
        assert [await line.next() for _ in range(3)] == [CLOSED, OPENED, Data(b"hello")]


async def test_the_second_viewer_gets_it_when_the_first_has_left() -> None:
    async with Room() as house:
        first, second = await house.console(), await house.console(waits=True)
        second.send(Data(b"not my turn"))
        house.port.say(b"one")
        assert await first.next() == Data(b"one")
        await first.close()
        assert await second.next() == OPENED
        house.port.say(b"two")
        assert await second.next() == Data(b"two")
        assert house.port.take() == b""


async def test_a_machine_that_goes_and_comes_again() -> None:
    async with Room() as house:
        line = await house.console()
        house.port.vanish()
        house.source.have_ports()
        assert await line.next() == CLOSED
        again = MemoryPort(house.port.name)
        house.source.have_ports(again)
        assert await line.next() == OPENED
        again.say(b"booting")
        assert await line.next() == Data(b"booting")


async def test_usbredir_is_nothing_but_bytes() -> None:
    async with Room("org.qemu.usbredir") as house:
        _, session_id = await house.viewer()
        line = await house.link(channels.usbredir, session_id=session_id)
        await becomes(lambda: house.port.is_taken)
        house.port.set_open(False)
        house.port.set_open(True)
        house.port.say(b"hello")
        assert await line.next() == Data(b"hello")
        line.send(Data(b"hello yourself"))
        await becomes(lambda: house.port.written == b"hello yourself")


async def test_events_of_viewers_change_nothing() -> None:
    async with Room() as house:
        line = await house.console()
        line.send(*(Event(each) for each in PortEvent), Data(b"x"))
        await becomes(lambda: house.port.written == b"x")


# --- how much ------------------------------------------------------------------------------------


async def test_a_guest_is_read_no_further_than_the_viewer_takes() -> None:
    async with Room() as house:
        line = await house.console()
        for _ in range(40):
            house.port.say(os.urandom(60_000))
        await idle()
        assert line.unread < 300_000
        assert house.port.unread > 30
        while house.port.unread:
            await line.read()


async def test_a_viewer_is_read_no_further_than_the_guest_takes() -> None:
    async with Room() as house:
        line = await house.console()
        house.port.stick(True)
        for _ in range(40):
            line.send(Data(bytes(50_000)))
            await idle(5)
        assert len(house.port.written) == 50_000
        assert line.transport.unsent > 1_500_000
        house.port.stick(False)
        taken = 0

        def all_taken() -> bool:
            nonlocal taken
            taken += len(house.port.take())
            return taken == 40 * 50_000

        await becomes(all_taken)


async def test_much_at_once_is_cut() -> None:
    async with Room() as house:
        line = await house.console()
        data = os.urandom(200_000)
        house.port.say(data)
        got = b""
        while len(got) < len(data):
            message = await line.until(Data)
            assert len(message.data) <= 65_536
            got += message.data
        assert got == data


# --- LZ4 -----------------------------------------------------------------------------------------


async def test_what_shrinks_is_compressed_for_viewers_that_want_it_over_a_network() -> None:
    async with Room() as house:
        line = await house.console(capabilities=LZ4, local=False)
        text, noise, short = b"0123456789" * 500, os.urandom(5000), b"x" * 1000
        for data in (text, noise, short):
            house.port.say(data)
        packed = await line.next()
        assert isinstance(packed, CompressedData)
        assert (packed.type, packed.uncompressed_size) == (DataCompressionType.LZ4, 5000)
        assert lz4.decode_bytes(packed.compressed_data, 5000, limit=5000) == text
        assert await line.next() == Data(noise)
        assert await line.next() == Data(short)


@pytest.mark.parametrize(("capabilities", "local"), [(LZ4, True), (Capabilities(), False)])
async def test_others_get_it_as_it_is(capabilities: Capabilities, local: bool) -> None:
    async with Room() as house:
        line = await house.console(capabilities=capabilities, local=local)
        house.port.say(b"0123456789" * 500)
        assert await line.next() == Data(b"0123456789" * 500)


async def test_viewers_may_compress_too() -> None:
    async with Room() as house:
        line = await house.console()
        text = b"0123456789" * 500
        line.send(CompressedData(DataCompressionType.LZ4, len(text), lz4.encode_bytes(text)))
        await becomes(lambda: house.port.written == text)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (CompressedData(DataCompressionType.NONE, None, b"x"), "CompressedData has no place here"),
        (CompressedData(DataCompressionType.LZ4, 9, b"x"), "LZ4"),
        (
            CompressedData(DataCompressionType.LZ4, 1 << 30, b"x"),
            "1073741824 bytes, 1048576 allowed",
        ),
    ],
)
async def test_broken_data_ends_the_channel_and_nothing_else(
    message: CompressedData, why: str
) -> None:
    async with Room() as house:
        first, second = await house.console(), await house.console(waits=True)
        first.send(message)
        await first.ended()
        assert any("protocol error" in line and why in line for line in house.log.lines)
        assert await second.next() == OPENED
        assert len(house.server.sessions) == 2


# --- power ---------------------------------------------------------------------------------------


async def test_buttons_of_the_machine() -> None:
    async with Room(power=True) as house:
        one, other = await house.console(), await house.console()
        assert one.seen[0] == other.seen[0] == port.Init(name=b"org.piment.power.0", opened=0)
        one.send(Data(b"reset\n"))
        assert await one.next() == Data(b"pressed reset\n")
        assert house.source.actions == [PowerAction(Power.RESET)]
        house.source.tell(PowerDone(Power.RESET))
        for line in (one, other):
            assert await line.next() == Data(b"done reset\n")
        other.send(Data(b"x" * 100))
        await other.ended()
        one.send(Data(b"shutdown\n"))
        assert await one.next() == Data(b"pressed shutdown\n")
