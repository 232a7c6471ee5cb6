from __future__ import annotations

import pytest

from piment.core.agent import pieces
from piment.errors import ProtocolError
from piment.protocol.agent import (
    AgentMessage,
    AnnounceCapabilities,
    ClipboardRequest,
    MonConfig,
    MonitorsConfig,
    MonitorsConfigFlags,
    VDAgentMessage,
)
from piment.server.agent.base import discard
from piment.server.agent.partner import Partner
from piment.server.agent.resizing import Resizing
from piment.server.agent.standin import StandIn
from piment.server.scene.actions import Action
from piment.server.scene.scene import Scene
from tests.server.agent.voice import Voice


class Desk:
    def __init__(self) -> None:
        self.actions: list[Action] = []
        self.stand_in = StandIn(Resizing(Scene(), self.actions.append))
        self.voice = Voice()
        self.partner = Partner("somebody", self.voice, takes_tokens=True)
        self.stand_in.begin(self.partner)

    def say(self, message: AgentMessage) -> None:
        first, *rest = pieces(message.framed())
        route = self.stand_in.route(VDAgentMessage.unpack(first[:20]))
        assert all(route(piece) for piece in (first, *rest))

    @property
    def said(self) -> list[bytes]:
        return list(self.partner._inbox)


def test_it_says_what_it_can_do_when_asked() -> None:
    desk = Desk()
    desk.say(AnnounceCapabilities(request=0, caps=[0xFFFFFFFF]))
    assert desk.said == []
    desk.say(AnnounceCapabilities(request=1, caps=[0xFFFFFFFF] * 32))
    assert desk.said == [AnnounceCapabilities(request=0, caps=[0b1_0000_1000_0010]).framed()]


def test_it_knows_of_screens_and_nothing_else() -> None:
    desk = Desk()
    desk.say(MonitorsConfig(flags=MonitorsConfigFlags(0), monitors=[MonConfig(6, 8, 32, 0, 0)]))
    assert len(desk.actions) == 1
    for number in (*range(3, 6), *range(7, 18), 0xFFFFFFFF):
        assert desk.stand_in.route(VDAgentMessage(1, number, 0, 0xFFFFFFFF)) is discard
    desk.say(ClipboardRequest(selection=None, type=1))
    assert desk.said == []


def test_an_announcement_has_its_limit() -> None:
    with pytest.raises(ProtocolError, match="has 133 bytes, allowed are 132"):
        Desk().stand_in.route(VDAgentMessage(1, 6, 0, 133))


def test_who_asks_and_takes_no_answers_is_not_answered_for_ever() -> None:
    desk = Desk()
    question = AnnounceCapabilities(request=1, caps=[])
    for _ in range(5):
        desk.say(question)
    with pytest.raises(ProtocolError, match="5 pieces of agent data wait for a token"):
        desk.say(question)


def test_who_has_left_gets_no_answers() -> None:
    desk = Desk()
    desk.stand_in.end(Partner("other", Voice(), takes_tokens=True))
    desk.say(AnnounceCapabilities(request=1, caps=[]))
    assert len(desk.said) == 1
    desk.stand_in.end(desk.partner)
    desk.say(AnnounceCapabilities(request=1, caps=[]))
    assert len(desk.said) == 1
