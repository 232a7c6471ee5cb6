"""The port of an agent: comings, goings, and guests that break the protocol."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from piment.core.vdi import chunk
from piment.protocol.agent import AnnounceCapabilities
from piment.server.agent import device as devices
from piment.server.agent.device import Device
from piment.server.agent.filters import Filters
from piment.server.agent.guest import GuestAgent
from piment.server.agent.outbox import Outbox
from piment.server.agent.resizing import Resizing
from piment.server.scene.scene import Scene
from tests.server.agent.guest import CLIENT, LINUX, SERVER, Guest
from tests.server.house import becomes, idle


class Desk:
    def __init__(self) -> None:
        self.guest = Guest()
        self.changes = 0
        self.device = Device(self.guest.port, self._make, self._changed)
        self.running: asyncio.Task[None] | None = None

    def run(self) -> None:
        self.running = asyncio.create_task(self.device.run())

    async def hears(self, what: str = "announcement") -> None:
        """See that the guest is heard."""
        agent = self.device.agent
        assert agent is not None, what
        self.guest.announce()
        await becomes(lambda: agent.capabilities == LINUX)

    def _make(self, outbox: Outbox) -> GuestAgent:
        resizing = Resizing(Scene(), lambda _: None)
        return GuestAgent(outbox, Filters(), resizing, lambda: None)

    def _changed(self) -> None:
        self.changes += 1


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    if made.running is not None:
        made.running.cancel()
        await asyncio.wait([made.running])
        assert not made.guest.port.is_taken
        assert not made.guest.port.is_watched
        assert made.device.agent is None


async def test_an_agent_that_is_there(desk: Desk) -> None:
    desk.run()
    await becomes(lambda: desk.device.agent)
    await desk.hears()
    assert desk.changes == 1


async def test_an_agent_that_comes_goes_and_comes_again(desk: Desk) -> None:
    desk.guest.port.is_open = False
    desk.run()
    await becomes(lambda: desk.guest.port.is_taken)
    assert desk.device.agent is None
    desk.guest.start()
    first = desk.device.agent
    await desk.hears()
    desk.guest.port.say(b"\1\0\0\0\x20\0\0\0half")
    await idle()
    desk.guest.stop()
    assert desk.device.agent is None
    desk.guest.start()
    assert desk.device.agent is not first
    await desk.hears()
    assert desk.changes == 3


async def test_what_is_written_while_no_agent_is_there_is_nothing(desk: Desk) -> None:
    desk.guest.port.is_open = False
    desk.run()
    await becomes(lambda: desk.guest.port.is_taken)
    desk.guest.port.say(b"noise")
    await becomes(lambda: not desk.guest.port.unread)
    desk.guest.start()
    await desk.hears()


async def test_chunks_for_the_server_are_discarded(desk: Desk) -> None:
    desk.run()
    await becomes(lambda: desk.device.agent)
    desk.guest.say(b"whatever", SERVER)
    framed = AnnounceCapabilities(request=1, caps=LINUX.words).framed()
    agent = desk.device.agent
    for part in (framed[:7], framed[7:]):
        desk.guest.say(part)
        desk.guest.say(b"in between", SERVER)
    await becomes(lambda: agent.capabilities == LINUX)


@pytest.mark.parametrize(
    ("noise", "why"),
    [
        (b"\3\0\0\0\1\0\0\0x", "VDIChunkHeader.port"),
        (chunk(CLIENT, b"twenty bytes of text"), "agent protocol"),
        (chunk(CLIENT, AnnounceCapabilities(1, [0] * 32).framed()[:-1] * 40), "agent protocol"),
    ],
)
async def test_a_guest_that_breaks_the_protocol_is_heard_when_it_begins_anew(
    desk: Desk, noise: bytes, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.run()
    await becomes(lambda: desk.device.agent)
    desk.guest.port.say(noise)
    await becomes(lambda: desk.device.agent is None)
    assert why in caplog.text
    await idle()
    assert not desk.guest.port.is_taken
    desk.guest.stop()  # it sees that nobody listens
    desk.guest.start()
    await becomes(lambda: desk.device.agent)
    await desk.hears()


async def test_a_port_that_somebody_else_has_is_tried_again(
    desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "RETRY_SECONDS", 0.001)
    desk.guest.port.refusal = "another program has it"
    desk.run()
    await becomes(lambda: desk.guest.port.refused > 3)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "another program has it" in caplog.text
    desk.guest.port.refusal = None
    await becomes(lambda: desk.device.agent)


async def test_a_port_that_is_gone_ends_it(desk: Desk) -> None:
    desk.run()
    await becomes(lambda: desk.device.agent)
    desk.guest.port.vanish()
    await asyncio.wait_for(desk.running, 1)
    assert desk.device.agent is None
    assert desk.changes == 2


async def test_what_was_for_one_agent_is_not_for_the_next(desk: Desk) -> None:
    desk.run()
    await becomes(lambda: desk.device.agent)
    desk.guest.port.stick(True)
    for x in range(3):
        desk.device.agent.mouse.place((x, 0), 0)
    await becomes(lambda: desk.guest.port.written)
    desk.guest.stop()
    desk.guest.start()
    desk.guest.port.stick(False)
    await idle()
    assert desk.guest.hear() == []
    desk.device.agent.mouse.place((9, 9), 0)
    await becomes(lambda: desk.guest.port.written)
    ((_, message),) = desk.guest.hear()
    assert message.body[:8].hex() == "0900000009000000"
