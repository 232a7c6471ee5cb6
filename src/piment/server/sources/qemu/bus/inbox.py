"""From what a socket gives to messages: no I/O here."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from piment.server.sources.qemu.bus.message import START_BYTES, Message, message_bytes, unpack

# A few hundred messages without pictures fit; longer ones make it grow.
_FIRST_BYTES = 64 << 10


class Inbox:
    """Cuts a stream of bytes into messages.

    Bytes are written into `room`, and never copied when they belong to a picture: the memory is
    the same for all messages, so that a message's bytes and descriptors last until the next one
    is asked for.
    """

    def __init__(self) -> None:
        self._buffer = bytearray(_FIRST_BYTES)
        self._begin = 0
        self._end = 0
        self._handles: list[int] = []

    @property
    def room(self) -> memoryview:
        """Where the next bytes belong; never empty. Must not be held on to."""
        return memoryview(self._buffer)[self._end :]

    def received(self, count: int, handles: Iterable[int]) -> None:
        """Take note that `count` bytes were written into `room`, with these descriptors."""
        self._end += count
        self._handles.extend(handles)

    def messages(self) -> Iterator[Message]:
        """Yield the messages that are complete; their descriptors are closed afterwards.

        Raises:
            BusError: the stream is broken, or a message is longer than allowed.

        """
        while (length := self._next_bytes()) is not None and length <= self._end - self._begin:
            data = memoryview(self._buffer)[self._begin : self._begin + length]
            message, count = unpack(data, self._handles)
            handles, self._handles = self._handles[:count], self._handles[count:]
            self._begin += length
            try:
                yield message
            finally:
                _close(handles)
        self._make_room(length or START_BYTES)

    def close(self) -> None:
        """Close the descriptors that no message came for."""
        handles, self._handles = self._handles, []
        _close(handles)

    def _next_bytes(self) -> int | None:
        start = bytes(memoryview(self._buffer)[self._begin : self._begin + START_BYTES])
        if self._end - self._begin < START_BYTES:
            return None
        return message_bytes(start)

    def _make_room(self, wanted: int) -> None:
        """Let a message of `wanted` bytes fit behind what is there of it."""
        if self._begin == self._end:
            self._begin = self._end = 0
        if self._begin + wanted <= len(self._buffer):
            return
        rest = bytes(memoryview(self._buffer)[self._begin : self._end])
        if wanted > len(self._buffer):
            # A new one: somebody may still look at the old one, which then cannot grow.
            self._buffer = bytearray(wanted)
        self._buffer[: len(rest)] = rest
        self._begin, self._end = 0, len(rest)


def _close(handles: Iterable[int]) -> None:
    for handle in handles:
        os.close(handle)
