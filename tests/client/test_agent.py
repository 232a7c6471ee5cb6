from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from piment.client.agent import CAPABILITIES, UNLIMITED, Agent
from piment.client.events import AgentChanged, Event
from piment.client.shared import Shared
from piment.core.agent import Assembler
from piment.errors import ProtocolError
from piment.protocol import main
from piment.protocol.agent import (
    AgentCap,
    AnnounceCapabilities,
    Clipboard,
    MaxClipboard,
    Reply,
    ReplyError,
    SelectionClipboard,
    VDAgentMessage,
)
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message


class Desk:
    """An agent's client, and what it sent and told."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.told: list[Event] = []
        shared = Shared(ThreadPoolExecutor(1))
        shared.listen(self.told.append)
        self.agent = Agent(shared, self.sent.append)

    @property
    def pieces(self) -> list[bytes]:
        return [message.data for message in self.sent if isinstance(message, main.AgentData)]

    def said(self) -> list[tuple[int, bytes]]:
        """The agent messages that were sent."""
        assembler = Assembler()
        return [tuple(framed) for piece in self.pieces for framed in assembler.receive(piece)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_agent_that_comes_is_started_and_asked_what_it_can_do(desk: Desk) -> None:
    """wire.md 13.3."""
    desk.agent.connected(10)
    assert desk.sent[0] == main.AgentStart(num_tokens=UNLIMITED)
    assert desk.said() == [(6, AnnounceCapabilities(request=1, caps=CAPABILITIES.words).pack())]
    assert desk.told == [AgentChanged(connected=True)]


def test_its_capabilities_are_taken_and_its_question_answered(desk: Desk) -> None:
    desk.agent.connected(10)
    theirs = Capabilities([AgentCap.REPLY, AgentCap.CLIPBOARD_SELECTION])
    desk.agent.receive(AnnounceCapabilities(request=1, caps=theirs.words).framed())
    assert desk.agent.capabilities == theirs
    assert desk.said()[1] == (6, AnnounceCapabilities(request=0, caps=CAPABILITIES.words).pack())
    desk.agent.receive(AnnounceCapabilities(request=0, caps=theirs.words).framed())
    assert len(desk.said()) == 2


def test_each_piece_costs_a_token_and_waits_for_one(desk: Desk) -> None:
    desk.agent.connected(3)
    desk.agent.send(Clipboard(selection=None, type=1, data=bytes(6000)))
    assert [len(piece) for piece in desk.pieces[1:]] == [2048, 2048]
    desk.agent.granted(1)
    assert [len(piece) for piece in desk.pieces[1:]] == [2048, 2048, 1928]
    assert desk.said()[1][0] == 4


async def test_drain_waits_for_credit_or_the_agents_end(desk: Desk) -> None:
    desk.agent.connected(1)
    desk.agent.send(MaxClipboard(max=5))
    draining = asyncio.create_task(desk.agent.drain())
    await asyncio.sleep(0)
    assert not draining.done()
    desk.agent.granted(1)
    await asyncio.wait_for(draining, 1)
    desk.agent.send(MaxClipboard(max=5))
    draining = asyncio.create_task(desk.agent.drain())
    desk.agent.disconnected()
    await asyncio.wait_for(draining, 1)


def test_services_take_their_messages_in_either_form(desk: Desk) -> None:
    taken: list[object] = []
    desk.agent.on(Reply, taken.append)
    desk.agent.on(Clipboard, taken.append)
    desk.agent.connected(10)
    reply = Reply(type=2, error=ReplyError.SUCCESS)
    desk.agent.receive(reply.framed())
    desk.agent.receive(Clipboard(selection=None, type=1, data=b"text").framed())
    assert taken == [reply, Clipboard(selection=None, type=1, data=b"text")]
    assert not isinstance(taken[1], SelectionClipboard)


def test_unknown_and_broken_messages_are_left_alone(desk: Desk) -> None:
    desk.agent.on(Reply, lambda _: pytest.fail("that was no reply"))
    desk.agent.connected(10)
    desk.agent.receive(VDAgentMessage(1, 999, 0, 3).pack() + b"abc")
    desk.agent.receive(VDAgentMessage(1, 3, 0, 2).pack() + b"no")
    with pytest.raises(ProtocolError, match="agent protocol 7"):
        desk.agent.receive(VDAgentMessage(7, 3, 0, 0).pack())


def test_without_an_agent_nothing_can_be_sent(desk: Desk) -> None:
    with pytest.raises(ConnectionError, match="no agent"):
        desk.agent.send(MaxClipboard(max=1))
    desk.agent.disconnected()
    assert desk.told == []
    desk.agent.connected(None)
    desk.agent.disconnected()
    assert desk.told == [AgentChanged(connected=True), AgentChanged(connected=False)]
    with pytest.raises(ConnectionError):
        desk.agent.send(MaxClipboard(max=1))


def test_credit_of_the_session_counts_where_the_agent_brings_none(desk: Desk) -> None:
    desk.agent.credited(2)
    desk.agent.connected(None)
    desk.agent.send(MaxClipboard(max=1))
    desk.agent.send(MaxClipboard(max=2))
    assert len(desk.pieces) == 2


def test_half_a_message_of_an_agent_that_went_is_forgotten(desk: Desk) -> None:
    taken: list[object] = []
    desk.agent.on(Reply, taken.append)
    desk.agent.connected(10)
    reply = Reply(type=2, error=ReplyError.ERROR)
    desk.agent.receive(reply.framed()[:-2])
    desk.agent.connected(10)
    desk.agent.receive(reply.framed())
    assert taken == [reply]
