"""Agent messages cut into pieces and put together again (agent.md 1.4, wire.md 13.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from piment.errors import ProtocolError
from piment.limits import MOST_AGENT_MESSAGE_BYTES, MOST_AGENT_PIECE_BYTES
from piment.protocol.agent import HEADER_SIZE, PROTOCOL, VDAgentMessage


class Framed(NamedTuple):
    """A whole message: its type, which may be unknown, and what stands behind the header."""

    type: int
    body: bytes


def header(data: bytes) -> VDAgentMessage:
    """Return the header that `data` is.

    Raises:
        ProtocolError: it is of another protocol.
        WireError: these are not the bytes of a header.

    """
    head = VDAgentMessage.unpack(data)
    if head.protocol != PROTOCOL:
        raise ProtocolError(f"agent protocol {head.protocol}, not {PROTOCOL}")
    return head


def pieces(framed: bytes) -> Iterator[bytes]:
    """Yield a message, with its header, in pieces that one AGENT_DATA each can carry."""
    for start in range(0, len(framed), MOST_AGENT_PIECE_BYTES):
        yield framed[start : start + MOST_AGENT_PIECE_BYTES]


class Assembler:
    """Puts the messages of one direction together, however they are cut.

    That is how clients take what agents write; a server that checks what clients write must be
    stricter.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()

    def clear(self) -> None:
        """Forget a message that is not complete."""
        self._buffer.clear()

    def receive(self, piece: bytes) -> Iterator[Framed]:
        """Take a piece and yield the messages that it completes.

        Raises:
            ProtocolError: the header is of another protocol, or announces too much.

        """
        self._buffer += piece
        while len(self._buffer) >= HEADER_SIZE:
            head = header(bytes(self._buffer[:HEADER_SIZE]))
            if head.size > MOST_AGENT_MESSAGE_BYTES:
                raise ProtocolError(
                    f"agent message {head.type} has {head.size} bytes, "
                    f"allowed are {MOST_AGENT_MESSAGE_BYTES}"
                )
            end = HEADER_SIZE + head.size
            if len(self._buffer) < end:
                return
            body = bytes(self._buffer[HEADER_SIZE:end])
            del self._buffer[:end]
            yield Framed(head.type, body)
