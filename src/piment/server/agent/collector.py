"""A message for the server itself, put together from its pieces."""

from __future__ import annotations

from collections.abc import Callable

from piment.errors import ProtocolError
from piment.protocol.agent import HEADER_SIZE, VDAgentMessage


class Collector:
    """A route that ends in the server: `complete` gets the body when all of it is there."""

    def __init__(self, head: VDAgentMessage, most: int, complete: Callable[[bytes], None]) -> None:
        """Wait for the message with this header, whose body may have `most` bytes.

        Raises:
            ProtocolError: it has more.

        """
        if head.size > most:
            raise ProtocolError(
                f"agent message {head.type} has {head.size} bytes, allowed are {most}"
            )
        self._size = HEADER_SIZE + head.size
        self._complete = complete
        self._message = b""

    def __call__(self, piece: bytes) -> bool:
        """Take the next piece.

        Raises:
            ProtocolError, WireError: the message is complete, and wrong.

        """
        self._message += piece
        if len(self._message) == self._size:
            self._complete(self._message[HEADER_SIZE:])
        return True
