"""What viewers talk to: the agent in the guest, or what stands in for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Protocol

from piment.protocol.agent import VDAgentMessage

if TYPE_CHECKING:
    from piment.server.agent.partner import Partner

Route = Callable[[bytes], bool]
"""Takes the pieces of one message; returns whether it is done with the piece already.

If not, it calls `Partner.taken` later.
"""


class Agent(Protocol):
    """Talks with one viewer at a time; another one takes its place when it is started anew."""

    name: ClassVar[str]
    """What it is, for logs."""

    def begin(self, partner: Partner) -> None:
        """Talk with this viewer from now on."""
        ...

    def route(self, head: VDAgentMessage) -> Route:
        """Return where the message goes that the viewer begins with this header.

        Raises:
            ProtocolError: such a message cannot be.

        """
        ...

    def end(self, partner: Partner) -> None:
        """Talk with this viewer no more, if that is the one."""
        ...


def discard(piece: bytes) -> bool:
    """Let nobody have a piece."""
    return True
