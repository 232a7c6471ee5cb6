"""What viewers and the guest may do with each other through the agent (agent.md 4.3)."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from piment.limits import MOST_AGENT_MESSAGE_BYTES
from piment.protocol.agent import AgentCap, MessageType, VDAgentMessage
from piment.protocol.capabilities import Capabilities

log = logging.getLogger("piment.server.agent")

_CLIPBOARD = frozenset(
    {
        MessageType.CLIPBOARD,
        MessageType.CLIPBOARD_GRAB,
        MessageType.CLIPBOARD_REQUEST,
        MessageType.CLIPBOARD_RELEASE,
    }
)
_CLIPBOARD_CAPS = Capabilities(
    [AgentCap.CLIPBOARD, AgentCap.CLIPBOARD_BY_DEMAND, AgentCap.CLIPBOARD_SELECTION]
)
_FILES = frozenset(
    {
        MessageType.FILE_XFER_START,
        MessageType.FILE_XFER_STATUS,
        MessageType.FILE_XFER_DATA,
    }
)
_NO_FILES = Capabilities([AgentCap.FILE_XFER_DISABLED])


@dataclass(frozen=True, slots=True)
class Filters:
    """What is let through, in both directions."""

    clipboard: bool = True
    """Texts and pictures that are copied on one side and pasted on the other."""
    file_transfer: bool = True
    """Files that a viewer puts into the guest."""

    def pass_on(self, head: VDAgentMessage) -> bool:
        """Whether a message of this header may pass."""
        if head.size > MOST_AGENT_MESSAGE_BYTES:
            log.warning(
                "agent message %d has %d bytes, more than %d: nobody gets it",
                head.type,
                head.size,
                MOST_AGENT_MESSAGE_BYTES,
            )
            return False
        if head.type in _CLIPBOARD:
            return self.clipboard
        return self.file_transfer or head.type not in _FILES

    def announced(self, capabilities: Capabilities) -> Capabilities:
        """Return what viewers are told that the agent can do."""
        if not self.clipboard:
            capabilities -= _CLIPBOARD_CAPS
        return capabilities if self.file_transfer else capabilities | _NO_FILES
