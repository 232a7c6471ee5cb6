from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable

import pytest

from piment.client.channels.base import Channel, Outlet
from piment.client.events import Notified
from piment.core.events import Dropped, Run
from piment.errors import ProtocolError
from piment.protocol import channel as channels
from piment.protocol import common
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message
from piment.protocol.common import MigrateFlags, NotifySeverity, NotifyVisibility
from tests.client.channels.wire import NoMover, Wire, settle, shared

EVERYTHING = MigrateFlags.NEED_FLUSH | MigrateFlags.NEED_DATA_TRANSFER


class Port(Channel):
    """Keeps what it was told; `slow` makes it wait."""

    kind = channels.port

    def begin(self) -> None:
        self.heard: list[Message | type[Message]] = []
        self.slow: asyncio.Event | None = None
        self.send(common.Ack())

    def handle_run(self, run: Run) -> None:
        self.heard += [run.kind] * len(run.rows)

    def handle(self, message: Message) -> Awaitable[None] | None:
        self.heard.append(message)
        return self.slow.wait() if self.slow is not None else None  # type: ignore[return-value]


class There:
    """Where the channel moves to."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def moved(self, channel: Channel) -> tuple[Outlet, Capabilities]:
        return self.wire, Capabilities([0])


@pytest.fixture
async def wire() -> Wire:
    return Wire()


@pytest.fixture
async def channel(wire: Wire) -> AsyncIterator[Port]:
    made = Port(shared()[0], 3, There(Wire()))
    made.attach(wire, Capabilities([1]))
    wire.take()
    running = asyncio.create_task(made.run())
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def ping() -> common.AckSync:
    return common.AckSync(generation=1)


async def test_it_has_a_name_and_begins_when_it_is_attached(wire: Wire) -> None:
    made = Port(shared()[0], 3, NoMover())
    assert (made.name, made.identity, made.is_linked) == ("port:3", (10, 3), False)
    made.attach(wire, Capabilities([1]))
    assert made.is_linked
    assert made.capabilities == Capabilities([1])
    assert len(wire.take()) == 1


async def test_it_runs_until_the_server_leaves(wire: Wire) -> None:
    made = Port(shared()[0], 0, NoMover())
    made.attach(wire, Capabilities())
    running = asyncio.create_task(made.run())
    wire.say(ping())
    wire.leave()
    await asyncio.wait_for(running, 1)
    assert made.heard == [ping()]


async def test_what_the_server_does_wrong_ends_it(wire: Wire) -> None:
    made = Port(shared()[0], 0, NoMover())
    made.attach(wire, Capabilities())
    wire.tell(ProtocolError("a message of a terabyte"))
    with pytest.raises(ProtocolError, match="terabyte"):
        await made.run()


async def test_what_cannot_be_read_is_dropped(
    channel: Port, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        wire.tell(Dropped(777, 5, "port has no message 777"))
        wire.say(ping())
        await settle()
    assert "port:3 dropped message 777 of 5 bytes" in caplog.text
    assert channel.heard == [ping()]


async def test_progress_is_told_when_a_message_is_done_and_not_before(
    channel: Port, wire: Wire
) -> None:
    channel.slow = asyncio.Event()
    channel.shared.progress.begin(channel.identity)
    waiting = asyncio.create_task(channel.shared.progress.reached([(channel.identity, 1)]))
    wire.say(ping())
    await settle()
    assert not waiting.done()
    channel.slow.set()
    await asyncio.wait_for(waiting, 1)


async def test_a_run_is_one_step(channel: Port, wire: Wire) -> None:
    channel.shared.progress.begin(channel.identity)
    wire.tell(Run(common.AckSync, [(1,), (2,)], 2))
    await asyncio.wait_for(channel.shared.progress.reached([(channel.identity, 2)]), 1)
    assert channel.heard == [common.AckSync, common.AckSync]


async def test_it_waits_for_other_channels_and_not_for_itself(channel: Port, wire: Wire) -> None:
    progress = channel.shared.progress
    progress.begin((2, 0))
    progress.begin(channel.identity)
    waits = [
        common.WaitForChannel(channel_type=2, channel_id=0, message_serial=2),
        common.WaitForChannel(channel_type=10, channel_id=3, message_serial=99),
    ]
    wire.say(common.WaitForChannels(wait_list=waits), ping())
    await settle()
    assert channel.heard == []
    progress.done((2, 0), 2)
    await settle()
    assert channel.heard == [ping()]


async def test_notices_are_told(wire: Wire) -> None:
    state, told = shared()
    made = Port(state, 0, NoMover())
    made.attach(wire, Capabilities())
    text = b"keyboard channel is insecure"
    wire.say(
        common.Notify(
            time_stamp=0,
            severity=NotifySeverity.WARN,
            visibility=NotifyVisibility.HIGH,
            what=0,
            message=text,
        )
    )
    wire.leave()
    await made.run()
    assert told == [Notified("warn", text.decode())]


async def test_without_a_connection_nothing_is_sent(channel: Port, wire: Wire) -> None:
    channel.detach()
    channel.send(ping())
    assert wire.take() == []


async def test_much_at_once_lets_others_have_their_turn(wire: Wire) -> None:
    made = Port(shared()[0], 0, NoMover())
    made.attach(wire, Capabilities())
    wire.say(*[ping()] * 20_000)
    wire.leave()
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(other())
    await made.run()
    beside.cancel()
    assert turns > 1


async def test_a_channel_moves_with_its_state(wire: Wire) -> None:
    """wire.md 15.2, steps 7 and 8: flush, the state, then what was held back."""
    destination = Wire()
    made = Port(shared()[0], 0, There(destination))
    made.attach(wire, Capabilities())
    wire.take()
    running = asyncio.create_task(made.run())
    wire.say(common.Migrate(flags=EVERYTHING))
    await settle()
    assert wire.take() == [common.MigrateFlushMark()]
    made.send(ping())
    assert wire.take() == []
    wire.say(common.MigrateData(data=b"SVMD state"))
    await settle()
    assert destination.take() == [common.MigrateData(data=b"SVMD state"), ping()]
    assert made.capabilities == Capabilities([0])
    wire.leave()
    destination.say(ping())
    await settle()
    assert made.heard == [ping()]
    destination.leave()
    await asyncio.wait_for(running, 1)


async def test_a_channel_without_state_moves_at_once(wire: Wire) -> None:
    destination = Wire()
    made = Port(shared()[0], 0, There(destination))
    made.attach(wire, Capabilities())
    wire.take()
    wire.say(common.Migrate(flags=MigrateFlags(0)))
    wire.leave()
    destination.leave()
    await asyncio.wait_for(made.run(), 1)
    made.send(ping())
    assert (wire.take(), destination.take()) == ([], [ping()])


async def test_state_that_nobody_announced_is_an_error(wire: Wire) -> None:
    made = Port(shared()[0], 0, NoMover())
    made.attach(wire, Capabilities())
    wire.say(common.MigrateData(data=b""))
    with pytest.raises(ProtocolError, match="MIGRATE_DATA without MIGRATE"):
        await made.run()


async def test_a_move_to_nowhere_is_an_error(wire: Wire) -> None:
    made = Port(shared()[0], 0, NoMover())
    made.attach(wire, Capabilities())
    wire.say(common.Migrate(flags=MigrateFlags(0)))
    with pytest.raises(ProtocolError, match="no migration"):
        await made.run()
