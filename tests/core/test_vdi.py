from __future__ import annotations

import contextlib
import random
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.core.agent import pieces
from piment.core.vdi import ChunkReader, Cutter, Part, Piece, PieceChecker, chunk
from piment.errors import ProtocolError, WireError
from piment.limits import MOST_AGENT_PIECE_BYTES
from piment.protocol.agent import ChunkPort, VDAgentMessage

CLIENT, SERVER = ChunkPort.CLIENT_PORT, ChunkPort.SERVER_PORT

PORTS = st.sampled_from([CLIENT, SERVER])
BODIES = st.binary(max_size=5000)


def framed(number: int, body: bytes) -> bytes:
    return VDAgentMessage(1, number, 0, len(body)).pack() + body


def cut(stream: bytes, sizes: list[int]) -> list[bytes]:
    """Return the stream in parts of these sizes, and the rest of it."""
    ends = [0, *accumulate(sizes)]
    return [*(stream[a:b] for a, b in pairwise(ends)), stream[ends[-1] :]]


# --- chunks --------------------------------------------------------------------------------------


def test_a_chunk_and_its_bytes() -> None:
    """agent.md 1.2: port 1, size 3."""
    assert chunk(CLIENT, b"abc").hex(" ") == "01 00 00 00 03 00 00 00 61 62 63"
    assert chunk(SERVER, b"").hex(" ") == "02 00 00 00 00 00 00 00"


@given(st.lists(st.tuples(PORTS, BODIES), max_size=5), st.lists(st.integers(0, 3000), max_size=9))
def test_chunks_come_apart_however_they_are_read(chunks, sizes) -> None:
    stream = b"".join(chunk(port, data) for port, data in chunks)
    reader, found = ChunkReader(), []
    for part in cut(stream, sizes):
        found += reader.receive(part)
    for port in (CLIENT, SERVER):
        sent = b"".join(data for number, data in chunks if number is port)
        assert b"".join(part.data for part in found if part.port is port) == sent
    assert all(part.data for part in found)


def test_a_chunk_of_megabytes_is_not_waited_for() -> None:
    reader = ChunkReader()
    assert list(reader.receive((1).to_bytes(4, "little") + b"\xff\xff\xff\xffabc")) == [
        Part(CLIENT, b"abc")
    ]
    assert list(reader.receive(b"x" * 70_000)) == [Part(CLIENT, b"x" * 70_000)]


@pytest.mark.parametrize("port", [0, 3, 0xFFFFFFFF])
def test_other_ports_are_an_error(port: int) -> None:
    with pytest.raises(WireError, match=r"VDIChunkHeader\.port"):
        list(ChunkReader().receive(port.to_bytes(4, "little") + bytes(4)))


# --- from the agent to clients -------------------------------------------------------------------


@given(st.lists(BODIES, max_size=5), st.lists(st.integers(0, 3000), max_size=9))
def test_messages_are_cut_as_clients_want_them(bodies, sizes) -> None:
    messages = [framed(number, body) for number, body in enumerate(bodies)]
    cutter, found = Cutter(), []
    for part in cut(b"".join(messages), sizes):
        found += cutter.receive(part)
    assert [piece.data for piece in found] == [part for each in messages for part in pieces(each)]
    heads = [piece.head for piece in found if piece.head is not None]
    assert [(head.type, head.size) for head in heads] == [
        (number, len(body)) for number, body in enumerate(bodies)
    ]
    checker = PieceChecker()
    assert [checker.receive(piece.data) for piece in found] == [piece.head for piece in found]


def test_a_message_leaves_while_its_end_is_not_there() -> None:
    message = framed(4, bytes(4000))
    cutter = Cutter()
    assert list(cutter.receive(message[:2047])) == []
    (first,) = cutter.receive(message[2047:2100])
    assert first == Piece(message[:2048], VDAgentMessage(1, 4, 0, 4000))
    (last,) = cutter.receive(message[2100:])
    assert last == Piece(message[2048:], None)


def test_what_is_no_header_is_an_error() -> None:
    with pytest.raises(ProtocolError, match="agent protocol 7, not 1"):
        list(Cutter().receive(VDAgentMessage(7, 4, 0, 0).pack()))


# --- from clients to the agent (agent.md 1.4) ----------------------------------------------------


def test_well_cut_messages() -> None:
    checker = PieceChecker()
    first, second, third = pieces(framed(4, bytes(5000)))
    assert checker.receive(first) == VDAgentMessage(1, 4, 0, 5000)
    assert not checker.is_between_messages
    assert checker.receive(second) is None
    assert checker.receive(b"") is None
    assert checker.receive(third) is None
    assert checker.is_between_messages
    assert checker.receive(framed(77, b"")) == VDAgentMessage(1, 77, 0, 0)
    assert checker.is_between_messages


@pytest.mark.parametrize(
    ("cuts", "why"),
    [
        ([framed(4, b"")[:19]], "has 19 bytes, its header needs 20"),
        ([b""], "has 0 bytes, its header needs 20"),
        ([framed(4, b"body") + b"x"], "has 25 bytes, 24 are left of it"),
        ([framed(4, bytes(30))[:40], bytes(11)], "has 11 bytes, 10 are left of it"),
        ([framed(4, b"a") + framed(5, b"b")], "has 42 bytes, 21 are left of it"),
        ([VDAgentMessage(2, 4, 0, 0).pack()], "agent protocol 2, not 1"),
    ],
)
def test_what_is_not_cut_as_it_must_be(cuts: list[bytes], why: str) -> None:
    checker = PieceChecker()
    for piece in cuts[:-1]:
        checker.receive(piece)
    with pytest.raises(ProtocolError, match=why):
        checker.receive(cuts[-1])


@given(st.binary(max_size=100))
def test_whatever_is_skipped_is_followed_or_forgotten(noise: bytes) -> None:
    checker = PieceChecker()
    checker.skip(noise)
    checker.restart()
    message = framed(6, bytes(8))
    assert checker.receive(message) == VDAgentMessage(1, 6, 0, 8)


def test_a_client_that_finishes_what_it_has_begun() -> None:
    first, second = pieces(framed(12, bytes(3000)))
    checker = PieceChecker()
    checker.receive(first)
    checker.restart()
    assert checker.receive(second) is None
    assert checker.receive(framed(6, b"")) is not None


def test_a_client_that_has_forgotten_what_it_had_begun() -> None:
    first, _ = pieces(framed(12, bytes(3000)))
    checker = PieceChecker()
    checker.receive(first)
    checker.restart()
    assert checker.receive(framed(6, bytes(8))) == VDAgentMessage(1, 6, 0, 8)
    assert checker.is_between_messages


def test_the_next_piece_alone_shows_which_it_is() -> None:
    first, _, _ = pieces(framed(12, bytes(5000)))
    checker = PieceChecker()
    checker.receive(first)
    checker.restart()
    assert checker.receive(bytes(2048)) is None
    assert checker.receive(framed(6, bytes(8))) is None  # a file that holds what looks like one


# --- hostile bytes -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(200))
def test_mutated_streams_are_cut_right_or_refused(seed: int) -> None:
    """Whatever a guest writes, clients get well-cut pieces, until what comes is no message."""
    dice = random.Random(seed)
    bodies = [dice.randbytes(dice.choice([0, 5, 2028, 2029, 6000])) for _ in range(6)]
    stream = bytearray()
    for number, body in enumerate(bodies):
        stream += chunk(dice.choice([CLIENT, SERVER]), framed(number, body))
    for _ in range(dice.randrange(4)):
        stream[dice.randrange(len(stream))] = dice.randrange(256)
    reader, cutter, checker = ChunkReader(), Cutter(), PieceChecker()
    with contextlib.suppress(ProtocolError, WireError):
        for part in cut(bytes(stream), [dice.randrange(900) for _ in range(9)]):
            for port, data in reader.receive(part):
                for piece in cutter.receive(data if port is CLIENT else b""):
                    assert len(piece.data) <= MOST_AGENT_PIECE_BYTES
                    assert checker.receive(piece.data) == piece.head
    assert len(cutter._buffer) < MOST_AGENT_PIECE_BYTES + len(stream)


@pytest.mark.parametrize("seed", range(200))
def test_mutated_pieces_are_followed_or_refused(seed: int) -> None:
    dice = random.Random(seed)
    checker = PieceChecker()
    cuts = [piece for _ in range(4) for piece in pieces(framed(4, bytes(dice.randrange(5000))))]
    for piece in cuts:
        mutated = bytearray(piece)
        if dice.random() < 0.2:
            mutated[dice.randrange(len(mutated))] = dice.randrange(256)
        if dice.random() < 0.1:
            checker.restart()
        try:
            checker.receive(bytes(mutated))
        except ProtocolError:
            break
        assert checker._left >= 0
