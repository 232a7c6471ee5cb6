"""What passes between the agent and its viewer; with real viewers see test_relay.py."""

from __future__ import annotations

import asyncio

import pytest

from piment.core.agent import Framed, pieces
from piment.errors import ProtocolError, WireError
from piment.limits import MOST_AGENT_MESSAGE_BYTES
from piment.protocol.agent import (
    AgentCap,
    AgentMessage,
    AnnounceCapabilities,
    Clipboard,
    ClipboardRequest,
    FileXferStatus,
    MonConfig,
    MonitorsConfig,
    MonitorsConfigFlags,
    VDAgentMessage,
)
from piment.protocol.capabilities import Capabilities
from piment.server.agent.base import discard
from piment.server.agent.filters import Filters
from piment.server.agent.guest import GuestAgent
from piment.server.agent.outbox import Outbox
from piment.server.agent.partner import Partner
from piment.server.agent.resizing import Resizing
from piment.server.scene.actions import Action
from piment.server.scene.scene import Scene
from piment.server.scene.updates import Resizable
from tests.server.agent.guest import CLIENT, LINUX, SERVER, Guest
from tests.server.agent.voice import Voice
from tests.server.house import becomes

REQUEST = ClipboardRequest(selection=None, type=1)
STATUS = FileXferStatus(id=1, result=3)
CONFIG = MonitorsConfig(flags=MonitorsConfigFlags(0), monitors=[MonConfig(6, 8, 32, 0, 0)])


class Desk:
    def __init__(self, filters: Filters | None = None) -> None:
        self.scene = Scene()
        self.actions: list[Action] = []
        self.told = 0
        self.outbox = Outbox()
        resizing = Resizing(self.scene, self.actions.append)
        self.agent = GuestAgent(self.outbox, filters or Filters(), resizing, self._changed)
        self.voice = Voice()
        self.partner = Partner("somebody", self.voice, takes_tokens=True)
        self.agent.begin(self.partner)

    def _changed(self) -> None:
        self.told += 1

    def say(self, message: AgentMessage) -> None:
        """Send a message of the viewer."""
        first, *rest = pieces(message.framed())
        route = self.agent.route(VDAgentMessage.unpack(first[:20]))
        for piece in (first, *rest):
            route(piece)

    async def answer(self, *messages: AgentMessage) -> None:
        """Let the agent say something."""
        await self.agent.hear(b"".join(message.framed() for message in messages))

    @property
    def heard(self) -> list[bytes]:
        """What waits for the viewer."""
        return list(self.partner._inbox)

    async def sent(self) -> list[tuple[object, Framed]]:
        """What has gone into the guest."""
        guest = Guest()
        await guest.port.open()
        carrying = asyncio.create_task(self.outbox.carry(guest.port))
        await becomes(lambda: not self.outbox._letters)
        carrying.cancel()
        await asyncio.wait([carrying])
        return guest.hear()


def of(message: AgentMessage) -> Framed:
    return Framed(int(message.number), message.pack())


async def test_the_clipboard_can_be_kept_back_in_both_directions() -> None:
    desk = Desk(Filters(clipboard=False))
    desk.say(REQUEST)
    desk.say(STATUS)
    assert await desk.sent() == [(CLIENT, of(STATUS))]
    await desk.answer(REQUEST, STATUS, Clipboard(selection=None, type=1, data=bytes(4000)), STATUS)
    assert desk.heard == [STATUS.framed()] * 2
    await desk.answer(AnnounceCapabilities(request=0, caps=LINUX.words))
    told = LINUX - Capabilities([3, 5, 6])
    assert desk.heard[2] == AnnounceCapabilities(request=0, caps=told.words).framed()
    assert desk.agent.capabilities == told


async def test_files_can_be_kept_back_in_both_directions() -> None:
    desk = Desk(Filters(file_transfer=False))
    desk.say(STATUS)
    desk.say(REQUEST)
    assert await desk.sent() == [(CLIENT, of(REQUEST))]
    await desk.answer(STATUS, REQUEST, AnnounceCapabilities(request=1, caps=[0, 0]))
    announced = AnnounceCapabilities(request=1, caps=[1 << AgentCap.FILE_XFER_DISABLED])
    assert desk.heard == [REQUEST.framed(), announced.framed()]


async def test_what_the_agent_can_do_is_known_before_any_viewer_asks() -> None:
    desk = Desk()
    desk.agent.end(desk.partner)
    for _ in range(3):
        await desk.answer(AnnounceCapabilities(request=1, caps=LINUX.words))
        assert desk.agent.capabilities == LINUX
    assert desk.told == 1, "what is known already is no news"
    assert desk.heard == []


@pytest.mark.parametrize("words", [33, 600])
async def test_an_announcement_that_is_none_is_an_error(words: int) -> None:
    size = 4 + 4 * words
    with pytest.raises(WireError, match="AnnounceCapabilities"):
        await Desk().agent.hear(VDAgentMessage(1, 6, 0, size).pack() + bytes(size))


async def test_noise_is_an_error() -> None:
    with pytest.raises(ProtocolError, match="agent protocol"):
        await Desk().agent.hear(b"noise " * 10)


async def test_what_is_monstrous_is_passed_to_nobody_and_does_not_stay() -> None:
    desk = Desk()
    size = MOST_AGENT_MESSAGE_BYTES + 1
    await desk.agent.hear(VDAgentMessage(1, 4, 0, size).pack())
    for _ in range(size // (1 << 20)):
        await desk.agent.hear(bytes(1 << 20))
    await desk.agent.hear(bytes(size % (1 << 20)) + REQUEST.framed())
    assert desk.heard == [REQUEST.framed()]
    assert desk.agent.route(VDAgentMessage(1, 4, 0, size)) is discard


async def test_the_agent_waits_for_room() -> None:
    desk = Desk()
    hearing = asyncio.create_task(desk.answer(*[REQUEST] * 9))
    await becomes(lambda: len(desk.heard) == 5)
    assert not hearing.done()
    desk.agent.over()
    desk.partner.offer(None)
    await asyncio.wait_for(hearing, 1)
    assert desk.heard == []


async def test_who_leaves_while_the_agent_waits_for_him_gets_no_more() -> None:
    desk = Desk()
    hearing = asyncio.create_task(desk.answer(*[REQUEST] * 9))
    await becomes(lambda: len(desk.heard) == 5)
    desk.agent.end(desk.partner)
    desk.partner.offer(None)
    await asyncio.wait_for(hearing, 1)
    assert desk.heard == []
    assert await desk.sent() == [(SERVER, Framed(13, b""))]


async def test_a_wish_goes_where_it_can_be_fulfilled() -> None:
    desk = Desk()
    desk.say(CONFIG)
    assert await desk.sent() == [(CLIENT, of(CONFIG))]
    desk.scene.apply(Resizable(possible=True))
    desk.say(CONFIG)
    assert await desk.sent() == []
    assert len(desk.actions) == 1


async def test_a_wish_that_comes_back_is_not_put_into_another_message() -> None:
    desk = Desk()
    first, last = pieces(Clipboard(selection=None, type=1, data=bytes(3000)).framed())
    route = desk.agent.route(VDAgentMessage.unpack(first[:20]))
    route(first)
    desk.agent.wish(CONFIG.pack())
    route(last)
    desk.agent.wish(CONFIG.pack())
    assert [message.type for _, message in await desk.sent()] == [4, 2, 2]


async def test_a_wish_is_not_given_to_an_agent_that_knows_nothing_of_it() -> None:
    desk = Desk()
    await desk.answer(AnnounceCapabilities(request=0, caps=[1 << AgentCap.REPLY]))
    desk.say(CONFIG)
    desk.agent.wish(CONFIG.pack())
    assert await desk.sent() == []
    assert len(desk.voice.notices) == 1


async def test_the_rest_of_a_viewers_message_is_not_waited_for_when_he_has_left() -> None:
    desk = Desk()
    first, _ = pieces(Clipboard(selection=None, type=1, data=bytes(3000)).framed())
    desk.agent.route(VDAgentMessage.unpack(first[:20]))(first)
    desk.agent.end(desk.partner)
    desk.agent.end(desk.partner)
    desk.agent.wish(CONFIG.pack())
    assert await desk.sent() == [(SERVER, Framed(13, b"")), (CLIENT, of(CONFIG))]


async def test_the_pointer_goes_through_the_servers_port() -> None:
    """agent.md 1.2, 2.3: port 2, one state under way."""
    desk = Desk()
    for x in range(5):
        desk.agent.mouse.place((x, 3), 1)
    sent = await desk.sent()
    assert [port for port, _ in sent] == [SERVER, SERVER]
    assert [message.body.hex() for _, message in sent] == [
        "00000000030000000000000001",
        "04000000030000000000000001",
    ]
