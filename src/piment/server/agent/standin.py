"""What viewers take for an agent while the guest has none: it gives the screens other sizes.

So a guest follows the viewer's window from its firmware on, if its video device can.
"""

from __future__ import annotations

from typing import ClassVar

from piment.limits import MOST_AGENT_CAPABILITY_WORDS
from piment.protocol.agent import (
    AgentCap,
    AnnounceCapabilities,
    MessageType,
    VDAgentMessage,
)
from piment.protocol.capabilities import Capabilities
from piment.server.agent.base import Route, discard
from piment.server.agent.collector import Collector
from piment.server.agent.partner import Partner
from piment.server.agent.resizing import Resizing

CAPABILITIES = Capabilities(
    [
        AgentCap.MONITORS_CONFIG,
        AgentCap.SPARSE_MONITORS_CONFIG,
        AgentCap.MONITORS_CONFIG_POSITION,
    ]
)

MOST_ANNOUNCE_BYTES = 4 + 4 * MOST_AGENT_CAPABILITY_WORDS
"""Body of an ANNOUNCE_CAPABILITIES."""


class StandIn:
    """An agent that knows one thing."""

    name: ClassVar = "stand-in"

    def __init__(self, resizing: Resizing) -> None:
        self._resizing = resizing
        self._partner: Partner | None = None

    def begin(self, partner: Partner) -> None:
        """Talk with this viewer from now on."""
        self._partner = partner

    def route(self, head: VDAgentMessage) -> Route:
        """Return where the message goes that the viewer begins with this header.

        Raises:
            ProtocolError: it is larger than such a message can be.

        """
        match head.type:
            case MessageType.MONITORS_CONFIG:
                return self._resizing.route(head)
            case MessageType.ANNOUNCE_CAPABILITIES:
                return Collector(head, MOST_ANNOUNCE_BYTES, self._announced)
        return discard

    def end(self, partner: Partner) -> None:
        """Talk with this viewer no more."""
        if partner is self._partner:
            self._partner = None

    def _announced(self, body: bytes) -> None:
        if AnnounceCapabilities.unpack(body).request and self._partner is not None:
            answer = AnnounceCapabilities(request=0, caps=CAPABILITIES.words)
            self._partner.say(answer.framed())
