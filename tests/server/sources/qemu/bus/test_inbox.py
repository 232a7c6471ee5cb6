"""From bytes in any pieces to messages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.bus.inbox import Inbox
from piment.server.sources.qemu.bus.message import Kind, Message, pack


def call(member: str, signature: str = "", *body: object) -> bytes:
    message = Message(
        Kind.CALL, path="/p", interface="a.b", member=member, signature=signature, body=body
    )
    return pack(message, 1)[0]


def feed(inbox: Inbox, data: bytes, handles: list[int] | None = None) -> list[tuple[str, object]]:
    """Put `data` in as far as there is room, and so on; return member and bytes of each message."""
    told = []
    while data:
        room = inbox.room
        count = min(len(room), len(data))
        room[:count] = data[:count]
        del room
        inbox.received(count, handles or [])
        data, handles = data[count:], None
        for message in inbox.messages():
            body = [bytes(each) if isinstance(each, memoryview) else each for each in message.body]
            told.append((message.member, *body))
    return told


def is_open(handle: int) -> bool:
    return Path(f"/proc/self/fd/{handle}").exists()


@given(st.lists(st.integers(0, 200_000), max_size=5), st.integers(1, 100_000))
def test_pieces_of_any_size_give_the_same_messages(sizes: list[int], piece: int) -> None:
    pictures = [bytes([number]) * size for number, size in enumerate(sizes)]
    stream = b"".join(call("Scanout", "uay", 5, picture) for picture in pictures)
    inbox = Inbox()
    told = []
    for start in range(0, len(stream), piece):
        told += feed(inbox, stream[start : start + piece])
    assert told == [("Scanout", 5, picture) for picture in pictures]


def test_a_large_message_is_received_into_its_place() -> None:
    inbox = Inbox()
    data = call("Scanout", "ay", bytes(1 << 20))
    assert feed(inbox, data[:100]) == []
    assert len(inbox.room) == len(data) - 100


def test_descriptors_last_as_long_as_their_message() -> None:
    first, second = os.pipe()
    inbox = Inbox()
    for member, handle in (("One", first), ("Two", second)):
        data, _ = pack(
            Message(Kind.CALL, path="/p", member=member, signature="h", body=(handle,)), 1
        )
        inbox.room[: len(data)] = data
        inbox.received(len(data), [handle])
        for message in inbox.messages():
            assert message.body == (handle,)
            assert is_open(handle)
        assert not is_open(handle)


def test_descriptors_without_a_message_are_closed_in_the_end() -> None:
    first, second = os.pipe()
    inbox = Inbox()
    inbox.received(0, [first, second])
    inbox.close()
    assert not is_open(first)
    assert not is_open(second)


def test_a_broken_stream_is_told() -> None:
    inbox = Inbox()
    with pytest.raises(BusError, match="begins with"):
        feed(inbox, b"GET / HTTP/1.1\r\n\r\n")
