"""Tokens, and whom a viewer talks to (agent.md 2)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import ClassVar

import pytest

from piment.errors import ProtocolError
from piment.protocol import main
from piment.protocol.agent import ClipboardRequest, VDAgentMessage
from piment.protocol.channel import Message
from piment.server.agent import partner as partners
from piment.server.agent.base import Agent, Route
from piment.server.agent.partner import MOST_UNDER_WAY, MOST_WAITING, WINDOW, Partner
from piment.server.scene.updates import Notice, Severity
from tests.server.agent.voice import Voice
from tests.server.house import becomes, idle

MESSAGE = ClipboardRequest(selection=None, type=1).framed()
LONG = VDAgentMessage(1, 4, 0, 3000).pack() + bytes(2028), bytes(972)


class Ear(Agent):
    """An agent that notes what it hears, and is done with it at once unless it is `slow`."""

    name: ClassVar = "ear"

    def __init__(self, *, slow: bool = False) -> None:
        self.slow = slow
        self.heard: list[bytes] = []
        self.partners: list[Partner] = []
        self.left: list[Partner] = []

    def begin(self, partner: Partner) -> None:
        self.partners.append(partner)

    def route(self, head: VDAgentMessage) -> Route:
        def hear(piece: bytes) -> bool:
            self.heard.append(piece)
            return not self.slow

        return hear

    def end(self, partner: Partner) -> None:
        self.left.append(partner)


class Desk:
    def __init__(self, *, takes_tokens: bool = True) -> None:
        self.voice = Voice()
        self.partner = Partner("somebody", self.voice, takes_tokens=takes_tokens)
        self.running = asyncio.create_task(self.partner.run())

    async def said(self) -> list[Message]:
        await idle()
        return self.voice.take()

    async def begins(self, agent: Agent, tokens: int = 100) -> None:
        """Let the viewer talk to an agent."""
        self.partner.offer(agent)
        assert await self.said()
        self.partner.start(tokens)


@pytest.fixture
async def desk(request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    made = Desk(**getattr(request, "param", {}))
    yield made
    made.running.cancel()
    await asyncio.wait([made.running])


without_tokens = pytest.mark.parametrize("desk", [{"takes_tokens": False}], indirect=True)


def returned(messages: list[Message]) -> list[int]:
    return [each.num_tokens for each in messages if isinstance(each, main.AgentToken)]


# --- presence ------------------------------------------------------------------------------------


async def test_whom_he_may_talk_to_is_told_as_it_changes(desk: Desk) -> None:
    desk.partner.offer(Ear())
    assert await desk.said() == [main.AgentConnectedTokens(num_tokens=10)]
    desk.partner.offer(Ear())
    gone = main.AgentDisconnected(error_code=0)
    assert await desk.said() == [gone, main.AgentConnectedTokens(num_tokens=10)]
    desk.partner.offer(None)
    assert await desk.said() == [gone]
    desk.partner.offer(None)
    assert await desk.said() == []


async def test_what_came_and_went_while_the_network_was_full_is_not_told(desk: Desk) -> None:
    desk.voice.fill(True)
    for agent in (Ear(), None, Ear(), None):
        desk.partner.offer(agent)
        await idle()
    desk.voice.fill(False)
    assert await desk.said() == []


async def test_who_was_told_with_init_is_not_told_again(desk: Desk) -> None:
    assert not desk.partner.greet()
    desk.partner.offer(Ear())
    assert desk.partner.greet()
    assert await desk.said() == []


@without_tokens
async def test_older_viewers_are_told_in_their_way(desk: Desk) -> None:
    desk.partner.offer(Ear())
    assert await desk.said() == [main.AgentConnected()]


# --- what nobody hears ---------------------------------------------------------------------------


async def test_what_is_said_before_the_start_is_discarded_whatever_it_is(desk: Desk) -> None:
    ear = Ear()
    desk.partner.offer(ear)
    await idle()
    for _ in range(50):
        desk.partner.receive(b"x" * 2048)
    desk.partner.start(9)
    for _ in range(WINDOW):
        desk.partner.receive(MESSAGE)
    assert ear.heard == [MESSAGE] * WINDOW


async def test_a_start_counts_for_the_agent_that_he_was_told_of(desk: Desk) -> None:
    desk.partner.start(9)
    first, second = Ear(), Ear()
    desk.partner.offer(first)
    await idle()
    desk.partner.offer(second)  # the viewer does not know of it yet
    desk.partner.start(9)
    desk.partner.receive(MESSAGE)
    assert first.heard == second.heard == first.partners == second.partners == []


async def test_the_rest_of_what_was_said_to_the_last_agent_is_not_for_the_next(desk: Desk) -> None:
    first, second = Ear(), Ear()
    await desk.begins(first)
    desk.partner.receive(LONG[0])
    await desk.begins(second)
    desk.partner.receive(LONG[1])
    desk.partner.receive(MESSAGE)
    assert (first.heard, second.heard) == ([LONG[0]], [MESSAGE])


async def test_nor_need_he_finish_it(desk: Desk) -> None:
    first, second = Ear(), Ear()
    await desk.begins(first)
    desk.partner.receive(LONG[0])
    await desk.begins(second)
    desk.partner.receive(MESSAGE)
    assert second.heard == [MESSAGE]


async def test_a_second_start_in_the_middle_of_a_message_makes_the_agent_forget_it(
    desk: Desk,
) -> None:
    ear = Ear(slow=True)
    await desk.begins(ear)
    desk.partner.receive(MESSAGE)
    desk.partner.start(9)
    assert ear.left == []
    desk.partner.receive(LONG[0])
    desk.partner.start(9)
    assert ear.left == [desk.partner]
    desk.partner.receive(MESSAGE)
    assert ear.heard == [MESSAGE, LONG[0], MESSAGE]
    assert ear.partners == [desk.partner] * 3


# --- tokens of the viewer ------------------------------------------------------------------------


async def test_tokens_come_back_in_batches_of_five_when_the_machine_has_taken_the_data(
    desk: Desk,
) -> None:
    ear = Ear(slow=True)
    await desk.begins(ear)
    for _ in range(WINDOW):
        desk.partner.receive(MESSAGE)
    taken = []
    for _ in range(WINDOW):
        desk.partner.taken()
        taken.append(returned(await desk.said()))
    assert taken == [[], [], [], [], [5]] * 2


async def test_what_the_server_keeps_costs_a_token_and_returns_it(desk: Desk) -> None:
    await desk.begins(Ear())
    for _ in range(3 * WINDOW):
        desk.partner.receive(MESSAGE)
    assert sum(returned(await desk.said())) == 30


async def test_tokens_wait_for_the_network_and_come_back_together(desk: Desk) -> None:
    await desk.begins(Ear())
    await desk.said()
    desk.voice.fill(True)
    for _ in range(WINDOW):
        desk.partner.receive(MESSAGE)
    assert await desk.said() == []
    desk.voice.fill(False)
    assert returned(await desk.said()) == [10]


async def test_data_without_a_token_is_an_error(desk: Desk) -> None:
    await desk.begins(Ear(slow=True))
    for _ in range(WINDOW):
        desk.partner.receive(MESSAGE)
    with pytest.raises(ProtocolError, match="agent data without a token"):
        desk.partner.receive(MESSAGE)


async def test_credit_that_is_given_anew_is_not_endless(desk: Desk) -> None:
    """Else whoever says AGENT_START again and again would fill the server."""
    await desk.begins(Ear(slow=True))
    for _ in range(MOST_UNDER_WAY):
        desk.partner.start(9)
        desk.partner.receive(MESSAGE)
    desk.partner.start(9)
    with pytest.raises(ProtocolError, match="20 pieces of agent data are under way already"):
        desk.partner.receive(MESSAGE)


async def test_another_agent_gives_the_whole_credit(desk: Desk) -> None:
    await desk.begins(Ear(slow=True))
    for _ in range(WINDOW):
        desk.partner.receive(MESSAGE)
    await desk.begins(Ear(slow=True))
    for _ in range(WINDOW):
        desk.partner.receive(MESSAGE)
    assert returned(await desk.said()) == []


@without_tokens
async def test_older_viewers_get_back_what_they_have_lost(desk: Desk) -> None:
    """Four are in the dead agent's port, three more were said to nobody."""
    await desk.begins(Ear(slow=True))
    for _ in range(4):
        desk.partner.receive(MESSAGE)
    desk.partner.offer(None)
    for _ in range(3):
        desk.partner.receive(MESSAGE)
    await desk.begins(Ear())
    assert returned(await desk.said()) == [7]


# --- tokens of the server ------------------------------------------------------------------------


async def test_he_gets_as_much_as_he_takes(desk: Desk) -> None:
    await desk.begins(Ear(), tokens=2)
    for number in range(4):
        desk.partner.say(bytes([number]))
    assert await desk.said() == [main.AgentData(data=b"\0"), main.AgentData(data=b"\1")]
    desk.partner.credit(1)
    assert await desk.said() == [main.AgentData(data=b"\2")]
    desk.partner.start(1)
    assert await desk.said() == [main.AgentData(data=b"\3")]


async def test_tokens_count_from_the_start_on(desk: Desk) -> None:
    desk.partner.offer(Ear())
    assert await desk.said()
    desk.partner.credit(1000)
    desk.partner.start(0)
    desk.partner.say(b"x")
    assert await desk.said() == []


async def test_the_agent_waits_while_too_much_waits_for_him(desk: Desk) -> None:
    await desk.begins(Ear(), tokens=0)
    for _ in range(MOST_WAITING):
        await desk.partner.room()
        desk.partner.say(b"x")
    with pytest.raises(ProtocolError, match="5 pieces of agent data wait for a token"):
        desk.partner.say(b"x")
    waiting = asyncio.create_task(desk.partner.room())
    await idle()
    assert not waiting.done()
    desk.partner.credit(1)
    await asyncio.wait_for(waiting, 1)


async def test_the_agent_does_not_wait_for_who_has_nothing_to_do_with_it(desk: Desk) -> None:
    await desk.begins(Ear(), tokens=0)
    for _ in range(MOST_WAITING):
        desk.partner.say(b"x")
    waiting = asyncio.create_task(desk.partner.room())
    await idle()
    desk.partner.offer(None)
    await asyncio.wait_for(waiting, 1)
    await desk.begins(Ear())
    assert await desk.said() == []


async def test_the_agent_waits_for_the_network(desk: Desk) -> None:
    await desk.begins(Ear())
    await desk.said()
    desk.voice.fill(True)
    for _ in range(MOST_WAITING):
        desk.partner.say(b"x")
    waiting = asyncio.create_task(desk.partner.room())
    assert await desk.said() == []
    assert not waiting.done()
    desk.voice.fill(False)
    await asyncio.wait_for(waiting, 1)


async def test_who_takes_nothing_for_long_is_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partners, "STALL_SECONDS", 0.02)
    await desk.begins(Ear(), tokens=1)
    desk.partner.say(b"x")
    await becomes(lambda: desk.voice.take())
    desk.partner.say(b"y")
    with pytest.raises(ProtocolError, match="waits for 0 seconds for a token"):
        await asyncio.wait_for(asyncio.shield(desk.running), 1)


async def test_who_takes_a_little_now_and_then_may_stay(desk: Desk) -> None:
    await desk.begins(Ear(), tokens=0)
    for _ in range(3):
        desk.partner.say(b"x")
    deadlines = []
    for _ in range(3):
        assert len(await desk.said()) <= 1
        deadlines.append(desk.partner._deadline)
        desk.partner.credit(1)
    await idle()
    assert desk.partner._deadline is None
    assert None not in deadlines
    assert deadlines == sorted(set(deadlines))


# --- words ---------------------------------------------------------------------------------------


async def test_a_warning_is_told_once(desk: Desk) -> None:
    for text in ("one", "two", "one"):
        desk.partner.warn(text)
    assert desk.voice.notices == [Notice(Severity.WARNING, text) for text in ("one", "two")]
