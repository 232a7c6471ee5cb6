"""Frames of all kinds, as the server's end takes them and sends them."""

from __future__ import annotations

import asyncio
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.transport.memory import UNSENT_HIGH, MemoryTransport, pair
from piment.transport.websocket import ServerWebSocket
from piment.transport.websocket.server import MOST_FRAME_BYTES
from tests.transport.ends import read_all
from tests.transport.websocket.words import (
    BINARY,
    CLOSE,
    PING,
    PONG,
    TEXT,
    everything,
    frame,
    request,
)


async def opened() -> tuple[ServerWebSocket, MemoryTransport]:
    """Return our end of a WebSocket, and its carrier at the peer's."""
    carrier, far = pair()
    near = ServerWebSocket(carrier)
    assert await near.accept(request()) is None
    assert (await far.read()).startswith(b"HTTP/1.1 101 ")
    return near, far


async def test_boundaries_of_frames_and_messages_have_no_meaning() -> None:
    near, far = await opened()
    far.write(
        frame(BINARY, b"a")
        + frame(TEXT, b"b\xff")  # text is data, of whatever encoding
        + frame(BINARY)
        + frame(BINARY, b"c", fin=False)
        + frame(PING, b"within")
        + frame(0, b"d", fin=False)
        + frame(0, b"e")
        + frame(PONG, b"unasked")
        + frame(TEXT, b"f", fin=False)
        + frame(0)
        + frame(BINARY, b"g" * 70_000)
    )
    assert await read_all(near, 70_007) == b"ab\xffcdef" + b"g" * 70_000
    assert await far.read() == b"\x8a\x06within"


async def test_frames_byte_by_byte() -> None:
    near, far = await opened()
    for byte in frame(BINARY, b"abc") + frame(PING) + frame(TEXT, b"d" * 200):
        far.write(bytes([byte]))
        await asyncio.sleep(0)
    assert await read_all(near, 203) == b"abc" + b"d" * 200


async def test_a_message_may_be_longer_than_a_frame() -> None:
    near, far = await opened()
    far.write(frame(BINARY, b"first", fin=False))
    assert await near.read() == b"first"
    for _ in range(5):
        far.write(frame(0, bytes(MOST_FRAME_BYTES // 2), fin=False))
        assert len(await read_all(near, MOST_FRAME_BYTES // 2)) == MOST_FRAME_BYTES // 2
    far.write(frame(0, b"last"))
    assert await near.read() == b"last"


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, b"\x82\x00"),
        (125, b"\x82\x7d"),
        (126, b"\x82\x7e\x00\x7e"),
        (65535, b"\x82\x7e\xff\xff"),
        (65536, b"\x82\x7f" + (65536).to_bytes(8, "big")),
    ],
)
async def test_our_frames_are_binary_and_bare(size: int, head: bytes) -> None:
    """wire.md 2.12: server frames are unmasked, FIN, opcode 2."""
    near, far = await opened()
    near.write(b"x" * size)
    assert near.unsent == len(head) + size
    assert await far.read() == head + b"x" * size


async def test_pings_are_answered_although_nothing_else_comes() -> None:
    near, far = await opened()
    reading = asyncio.create_task(near.read())
    far.write(frame(PING, b"alive?"))
    assert await far.read() == b"\x8a\x06alive?"
    assert not reading.done()
    far.write(frame(BINARY, b"yes"))
    assert await reading == b"yes"


@pytest.mark.parametrize(
    ("said", "answer"), [(b"", b"\x88\x00"), (b"\x03\xe8bye", b"\x88\x05\x03\xe8bye")]
)
async def test_a_close_frame_is_answered_and_ends_the_stream(said: bytes, answer: bytes) -> None:
    near, far = await opened()
    far.write(frame(BINARY, b"last words") + frame(CLOSE, said) + frame(BINARY, b"lost"))
    assert await everything(near) == b"last words"
    near.write(b"lost")
    assert await far.read() == answer


BROKEN = {
    "rsv1": frame(BINARY, b"x", rsv=4),
    "rsv2": frame(BINARY, b"x", rsv=2),
    "rsv3": frame(PING, rsv=1),
    "opcode_3": frame(3, b"x"),
    "opcode_11": frame(11),
    "long_ping": frame(PING, bytes(126)),
    "long_close": frame(CLOSE, bytes(126)),
    "ping_in_parts": frame(PING, fin=False),
    "continuation_of_nothing": frame(0, b"x"),
    "message_within_a_message": frame(BINARY, b"", fin=False) + frame(BINARY),
    "no_mask": b"\x82\x01x",
    "huge": frame(BINARY)[:1] + b"\xff" + (1 << 63).to_bytes(8, "big"),
    "close_code_of_one_byte": frame(CLOSE, b"\x03"),
    "close_code_unknown": frame(CLOSE, b"\x00\x01"),
    "close_reason_no_text": frame(CLOSE, b"\x03\xe8\xff"),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_broken_frames_end_the_stream(name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    near, far = await opened()
    far.write(frame(BINARY, b"before") + BROKEN[name] + frame(BINARY, b"behind"))
    assert await everything(near) == b"before"
    assert (await far.read())[:1] == b"\x88"
    assert not caplog.records


async def test_frames_are_refused_before_they_are_kept() -> None:
    near, far = await opened()
    head = frame(BINARY, bytes(MOST_FRAME_BYTES + 1))[:14]
    far.write(head)
    assert await everything(near) == b""
    assert (await far.read())[2:4] == (1009).to_bytes(2, "big")


async def test_the_largest_frame() -> None:
    near, far = await opened()
    far.write(frame(BINARY, bytes(MOST_FRAME_BYTES)))
    assert len(await read_all(near, MOST_FRAME_BYTES)) == MOST_FRAME_BYTES


async def test_a_peer_that_leaves_within_a_frame() -> None:
    near, far = await opened()
    far.write(frame(BINARY, b"whole") + frame(BINARY, b"half")[:-2])
    await far.close()
    assert await everything(near) == b"whole"
    assert await everything(near) == b""


async def test_a_flood_of_pings_does_not_pile_up_answers() -> None:
    near, far = await opened()
    reading = asyncio.create_task(near.read())
    for _ in range(100):
        far.write(frame(PING, bytes(125)) * 100)
        await asyncio.sleep(0)
    assert near.unsent <= UNSENT_HIGH + 127 * 100
    assert far.unsent > 0  # not read any further
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)


async def test_close_says_goodbye() -> None:
    near, far = await opened()
    near.write(b"last words")
    await near.close()
    assert await far.read() == b"\x82\x0alast words" + b"\x88\x00"
    assert await far.read() == b""


@given(st.binary(max_size=200), st.lists(st.sampled_from(sorted(BROKEN.values())), max_size=2))
async def test_no_bytes_are_a_surprise(junk: bytes, broken: list[bytes]) -> None:
    near, far = await opened()
    far.write(frame(BINARY, b"good") + b"".join(broken) + junk)
    await far.close()
    assert (await everything(near)).startswith(b"good")
    assert await near.read() == b""
