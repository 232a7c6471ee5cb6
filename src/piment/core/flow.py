"""How far a sender may run ahead of its receiver: ACK windows and agent tokens.

wire.md 3.3 (windows) and 13.2 (tokens).
"""

from __future__ import annotations

from collections import deque

from piment.errors import ProtocolError


class SendWindow:
    """The server's side of a channel's ACK window.

    Knows which of the sent messages the peer has not confirmed, and how many bytes they have.
    `window` is how many messages one ACK confirms: at least one.
    """

    def __init__(self, window: int) -> None:
        self.window = window
        self.generation = 1
        self.bytes_unconfirmed = 0
        self._sizes: deque[int] = deque()
        self._synced = False

    @property
    def messages_unconfirmed(self) -> int:
        """Messages sent since SET_ACK that no ACK has confirmed yet."""
        return len(self._sizes)

    @property
    def is_open(self) -> bool:
        """Whether one more message may be sent."""
        return len(self._sizes) <= 2 * self.window

    def sent(self, size: int) -> None:
        """Count a message of `size` bytes."""
        self._sizes.append(size)
        self.bytes_unconfirmed += size

    def synced(self, generation: int) -> None:
        """Take the peer's ACK_SYNC; ACKs before it belong to an older window."""
        self._synced = generation == self.generation

    def acked(self) -> list[int]:
        """Take one ACK; return the sizes of the messages that it confirms, oldest first.

        Peers differ in whether they count SET_ACK itself, so that an ACK may come one message
        early; what is not under way cannot be confirmed.
        """
        if not self._synced:
            return []
        count = min(self.window, len(self._sizes))
        confirmed = [self._sizes.popleft() for _ in range(count)]
        self.bytes_unconfirmed -= sum(confirmed)
        return confirmed


class ReceiveWindow:
    """The client's side of a channel's ACK window: tells when an ACK is due."""

    def __init__(self) -> None:
        self._window = 0
        self._received = 0

    def set(self, window: int) -> None:
        """Take the server's SET_ACK; 0 disables."""
        self._window = window
        self._received = 0

    def received(self, count: int = 1) -> int:
        """Count messages; return how many ACKs are due now."""
        if not self._window:
            return 0
        due, self._received = divmod(self._received + count, self._window)
        return due


class Tokens:
    """Credit for agent data: each piece that is sent costs one token."""

    def __init__(self, credit: int = 0) -> None:
        self.credit = credit

    def add(self, tokens: int) -> None:
        """Take more credit from the peer."""
        self.credit += tokens

    def spend(self) -> None:
        """Pay for one piece.

        Raises:
            ProtocolError: there is no credit left.

        """
        if self.credit <= 0:
            raise ProtocolError("agent data without a token")
        self.credit -= 1


class TokenReturns:
    """Credit that goes back to the sender of agent data, in batches."""

    def __init__(self, batch: int) -> None:
        self.batch = batch
        self._consumed = 0

    def consumed(self) -> int:
        """Count one piece as consumed; return the tokens to send back now, or 0."""
        self._consumed += 1
        if self._consumed < self.batch:
            return 0
        tokens, self._consumed = self._consumed, 0
        return tokens
