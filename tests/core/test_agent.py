from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.core.agent import Assembler, Framed, pieces
from piment.errors import ProtocolError
from piment.limits import MOST_AGENT_MESSAGE_BYTES, MOST_AGENT_PIECE_BYTES
from piment.protocol.agent import AnnounceCapabilities, VDAgentMessage


def framed(number: int, body: bytes) -> bytes:
    return VDAgentMessage(1, number, 0, len(body)).pack() + body


def test_a_message_and_its_bytes() -> None:
    """agent.md 1.3: protocol 1, type 6, opaque 0, size 8; then request 1 and one word."""
    message = AnnounceCapabilities(request=1, caps=[6]).framed()
    assert message.hex(" ") == (
        "01 00 00 00 06 00 00 00 00 00 00 00 00 00 00 00 08 00 00 00 01 00 00 00 06 00 00 00"
    )
    assert list(Assembler().receive(message)) == [Framed(6, message[20:])]


def test_pieces_are_as_long_as_an_agent_data_may_be() -> None:
    """agent.md 1.4: header and 2028 bytes first, then 2048 each."""
    cut = list(pieces(framed(4, bytes(5000))))
    assert [len(piece) for piece in cut] == [2048, 2048, 924]
    assert list(pieces(b"")) == []


@given(st.lists(st.binary(max_size=5000), max_size=4), st.integers(1, MOST_AGENT_PIECE_BYTES))
def test_messages_come_together_however_they_are_cut(bodies: list[bytes], size: int) -> None:
    stream = b"".join(framed(number, body) for number, body in enumerate(bodies))
    assembler, found = Assembler(), []
    for start in range(0, len(stream), size):
        found += assembler.receive(stream[start : start + size])
    assert found == [Framed(number, body) for number, body in enumerate(bodies)]


def test_what_is_forgotten_does_not_come_back() -> None:
    assembler = Assembler()
    assert list(assembler.receive(framed(4, b"half")[:-1])) == []
    assembler.clear()
    assert list(assembler.receive(framed(5, b"whole"))) == [Framed(5, b"whole")]


def test_another_protocol_or_a_monstrous_size_is_an_error() -> None:
    with pytest.raises(ProtocolError, match="agent protocol 2, not 1"):
        list(Assembler().receive(VDAgentMessage(2, 4, 0, 0).pack()))
    with pytest.raises(ProtocolError, match=str(MOST_AGENT_MESSAGE_BYTES)):
        list(Assembler().receive(VDAgentMessage(1, 4, 0, MOST_AGENT_MESSAGE_BYTES + 1).pack()))
