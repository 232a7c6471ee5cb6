"""What all channels do alike."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from piment.core.events import MessageEvent, Received
from piment.errors import ProtocolError
from piment.protocol import common, main
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message
from piment.server.channels import base
from piment.server.channels.base import Channel
from piment.server.scene.scene import Scene
from piment.server.seat import Seat
from piment.server.viewer import Viewer


class Outlet:
    """Says what it is given, and keeps what is sent."""

    def __init__(self, *messages: Message, fails: Exception | None = None) -> None:
        self.sent: list[Message] = []
        self.messages = messages
        self.fails = fails

    def send(self, message: Message) -> int:
        self.sent.append(message)
        return len(message.pack())

    async def drain(self) -> None:
        await asyncio.sleep(0)

    async def events(self) -> AsyncIterator[MessageEvent]:
        for serial, message in enumerate(self.messages, 1):
            await asyncio.sleep(0)
            yield Received(message, serial)
        if self.fails is not None:
            raise self.fails


class Desk:
    name = "desk"

    def __init__(self) -> None:
        self.scene = Scene()
        self.seat = Seat(lambda _: None)


class Plain(Channel):
    """Handles one message, and notes what is heard."""

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(outlet, Desk(), Viewer(1, "somebody"), Capabilities())
        self.handled: list[Message] = []
        self.words: list[Message] = []

    def handle(self, message: Message) -> None:
        match message:
            case main.AttachChannels():
                self.handled.append(message)
            case _:
                super().handle(message)

    def heard(self, message) -> None:
        self.words.append(message)


PONG = common.Pong(id=1, timestamp=2)
GOODBYE = common.Disconnecting(time_stamp=0, reason=0)
ATTACH = main.AttachChannels()


async def test_messages_are_handled_or_heard_until_the_viewer_leaves() -> None:
    channel = Plain(Outlet(ATTACH, PONG, GOODBYE, ATTACH))
    await channel.run()
    assert channel.handled == [ATTACH, ATTACH]
    assert channel.words == [PONG, GOODBYE]


async def test_what_nobody_handles_breaks_the_protocol() -> None:
    with pytest.raises(ProtocolError, match="Ack has no place here"):
        await Plain(Outlet(ATTACH, common.Ack())).run()


async def test_goodbye_and_pong_may_be_ignored() -> None:
    channel = Plain(Outlet())
    Channel.heard(channel, PONG)
    Channel.heard(channel, GOODBYE)
    assert channel.outlet.sent == []


async def test_send_tells_the_size() -> None:
    channel = Plain(Outlet())
    assert channel.send(PONG) == len(PONG.pack()) == 12
    assert channel.outlet.sent == [PONG]


async def test_who_says_much_lets_others_have_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "TURN_SECONDS", 0.0)

    class Flood(Outlet):
        async def events(self) -> AsyncIterator[MessageEvent]:
            for serial in range(1, 101):
                yield Received(ATTACH, serial)

    channel = Plain(Flood())
    turns = []

    async def other() -> None:
        while len(channel.handled) < 100:
            turns.append(len(channel.handled))
            await asyncio.sleep(0)

    await asyncio.gather(other(), channel.run())
    assert len(turns) > 20


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
async def test_messages_are_logged_for_those_who_look(caplog, level) -> None:
    caplog.set_level(level, "piment.server.channel")
    channel = Plain(Outlet(ATTACH))
    channel.send(main.Name(name=b"x" * 100))
    await channel.run()
    lines = [record.getMessage() for record in caplog.records]
    told = ["somebody sent Name(name=<100 bytes>)", "somebody said AttachChannels()"]
    assert lines == (told if level == logging.DEBUG else [])


# --- work beside ---------------------------------------------------------------------------------


async def test_work_ends_when_the_viewer_leaves() -> None:
    ended = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    channel = Plain(Outlet(ATTACH))
    await channel.run_beside(work())
    assert channel.handled == [ATTACH]
    assert ended == [True]


async def test_work_that_is_done_leaves_the_channel_alone() -> None:
    async def work() -> None:
        pass

    channel = Plain(Outlet(*[ATTACH] * 5))
    await channel.run_beside(work())
    assert len(channel.handled) == 5


async def test_work_that_fails_ends_the_channel() -> None:
    async def work() -> None:
        raise ProtocolError("too late")

    class Silent(Outlet):
        async def events(self) -> AsyncIterator[MessageEvent]:
            await asyncio.Event().wait()
            yield Received(ATTACH, 1)

    with pytest.raises(ExceptionGroup) as caught:
        await Plain(Silent()).run_beside(work())
    assert caught.group_contains(ProtocolError, match="too late")


async def test_a_channel_that_fails_ends_the_work() -> None:
    ended = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    with pytest.raises(ExceptionGroup) as caught:
        await Plain(Outlet(ATTACH, fails=ConnectionResetError("gone"))).run_beside(work())
    assert caught.group_contains(ConnectionResetError, match="gone")
    assert ended == [True]


async def test_cancelled_from_outside_both_end() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.Event().wait()

    class Silent(Outlet):
        async def events(self) -> AsyncIterator[MessageEvent]:
            await asyncio.Event().wait()
            yield Received(ATTACH, 1)

    task = asyncio.create_task(Plain(Silent()).run_beside(work()))
    await begun.wait()
    before = asyncio.all_tasks()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(asyncio.all_tasks()) == len(before) - 2
