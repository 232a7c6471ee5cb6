from __future__ import annotations

import pytest

from piment.core.agent import pieces
from piment.errors import ProtocolError
from piment.protocol.agent import VDAgentMessage
from piment.server.agent.collector import Collector


def test_a_message_is_complete_with_its_last_piece() -> None:
    body = bytes(range(250)) * 20
    head = VDAgentMessage(1, 2, 0, len(body))
    bodies: list[bytes] = []
    collector = Collector(head, len(body), bodies.append)
    *first, last = pieces(head.pack() + body)
    assert len(first) == 2
    for piece in first:
        assert collector(piece)
        assert bodies == []
    assert collector(last)
    assert bodies == [body]


def test_a_message_without_a_body() -> None:
    head = VDAgentMessage(1, 2, 0, 0)
    bodies: list[bytes] = []
    Collector(head, 0, bodies.append)(head.pack())
    assert bodies == [b""]


def test_what_is_announced_to_be_too_large_is_not_begun() -> None:
    with pytest.raises(ProtocolError, match="agent message 2 has 4294967295 bytes, allowed are 9"):
        Collector(VDAgentMessage(1, 2, 0, 0xFFFFFFFF), 9, lambda _: None)
