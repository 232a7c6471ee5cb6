"""Agent messages on their way through a server: chunks on the guest's side, pieces on the client's.

Messages pass as they come, piece by piece, and are never held as a whole (agent.md 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from piment.core.agent import header
from piment.errors import ProtocolError, WireError
from piment.limits import MOST_AGENT_PIECE_BYTES
from piment.protocol.agent import (
    CHUNK_HEADER_SIZE,
    HEADER_SIZE,
    PROTOCOL,
    ChunkPort,
    MessageType,
    VDAgentMessage,
    VDIChunkHeader,
)

_TYPES = frozenset(int(each) for each in MessageType)


def chunk(port: ChunkPort, piece: bytes) -> bytes:
    """Return a piece of a message as the guest gets it, behind its chunk header."""
    return VDIChunkHeader(port, len(piece)).pack() + piece


class Part(NamedTuple):
    """Some of a chunk's bytes, as they came."""

    port: ChunkPort
    data: bytes


class ChunkReader:
    """Takes the guest's chunks apart, whatever their size: agents write whole messages as one."""

    def __init__(self) -> None:
        self._head = b""
        self._port = ChunkPort.CLIENT_PORT
        self._left = 0

    def receive(self, data: bytes) -> Iterator[Part]:
        """Take bytes from the guest and yield what is in them, without the headers.

        Raises:
            WireError: a chunk is for neither the client nor the server.

        """
        at = 0
        while at < len(data):
            if self._left:
                part = data[at : at + self._left]
                self._left -= len(part)
                yield Part(self._port, part)
            else:
                part = data[at : at + CHUNK_HEADER_SIZE - len(self._head)]
                self._take_head(part)
            at += len(part)

    def _take_head(self, part: bytes) -> None:
        self._head += part
        if len(self._head) == CHUNK_HEADER_SIZE:
            found = VDIChunkHeader.unpack(self._head)
            self._port, self._left, self._head = found.port, found.size, b""


class Piece(NamedTuple):
    """What one AGENT_DATA may carry; `head` is the header of the message that begins with it."""

    data: bytes
    head: VDAgentMessage | None


class Cutter:
    """Cuts a stream of messages as they travel to clients: each begins with a piece of its own."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._left = 0

    def receive(self, data: bytes) -> Iterator[Piece]:
        """Take bytes of the stream and yield the pieces that they complete.

        Raises:
            ProtocolError: what should be the header of a message is none.

        """
        self._buffer += data
        while (piece := self._next()) is not None:
            yield piece

    def _next(self) -> Piece | None:
        head, left = None, self._left
        if not left:
            if len(self._buffer) < HEADER_SIZE:
                return None
            head = header(bytes(self._buffer[:HEADER_SIZE]))
            left = HEADER_SIZE + head.size
        size = min(left, MOST_AGENT_PIECE_BYTES)
        if len(self._buffer) < size:
            return None
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._left = left - size
        return Piece(data, head)


class PieceChecker:
    """Checks how a client cuts its messages, and knows where each begins (agent.md 1.4)."""

    def __init__(self) -> None:
        self._left = 0
        self._may_begin_anew = False

    @property
    def is_between_messages(self) -> bool:
        """Whether the last message is complete."""
        return not self._left

    def receive(self, piece: bytes) -> VDAgentMessage | None:
        """Take a piece; return the header of the message that begins with it, if one does.

        Raises:
            ProtocolError: the piece is not cut as it must be, or of another protocol.

        """
        may_begin, self._may_begin_anew = self._may_begin_anew, False
        if self._left and not (may_begin and _begins_message(piece)):
            self._follow(piece)
            return None
        if len(piece) < HEADER_SIZE:
            raise ProtocolError(
                f"the first piece of an agent message has {len(piece)} bytes, "
                f"its header needs {HEADER_SIZE}"
            )
        head = header(piece[:HEADER_SIZE])
        self._left = HEADER_SIZE + head.size
        self._follow(piece)
        return head

    def skip(self, piece: bytes) -> None:
        """Take a piece that is to be discarded, whatever is in it."""
        try:
            self.receive(piece)
        except (ProtocolError, WireError):
            self._left = 0

    def restart(self) -> None:
        """Take note that the client talks to another agent from now on.

        Some clients still send the rest of a message that the last agent has not got, others have
        forgotten it: which it is, the next piece shows.
        """
        self._may_begin_anew = True

    def _follow(self, piece: bytes) -> None:
        if len(piece) > self._left:
            raise ProtocolError(
                f"a piece of an agent message has {len(piece)} bytes, {self._left} are left of it"
            )
        self._left -= len(piece)


def _begins_message(piece: bytes) -> bool:
    """Whether a piece looks like the first of a message, and not like one in the middle."""
    if len(piece) < HEADER_SIZE:
        return False
    head = VDAgentMessage.unpack(piece[:HEADER_SIZE])
    whole = min(HEADER_SIZE + head.size, MOST_AGENT_PIECE_BYTES)
    known = head.protocol == PROTOCOL and head.type in _TYPES and not head.opaque
    return known and len(piece) == whole
