"""The agent in the guest, as it is heard through its port."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from piment.core.agent import pieces
from piment.core.vdi import Cutter, chunk
from piment.protocol.agent import (
    HEADER_SIZE,
    PROTOCOL,
    AgentCap,
    AnnounceCapabilities,
    ChunkPort,
    ClientDisconnected,
    MessageType,
    MouseState,
    VDAgentMessage,
)
from piment.protocol.capabilities import Capabilities
from piment.server.agent.base import Route, discard
from piment.server.agent.filters import Filters
from piment.server.agent.mouse import AgentMouse
from piment.server.agent.outbox import Outbox
from piment.server.agent.partner import Partner
from piment.server.agent.resizing import Resizing


class GuestAgent:
    """An agent, from the moment it opens its port until it closes that.

    Between it and the viewer whom it talks to, messages pass as they are, but for those that
    filters keep back, and wishes for screens that the source can fulfil.
    """

    name: ClassVar = "guest"

    def __init__(
        self, outbox: Outbox, filters: Filters, resizing: Resizing, changed: Callable[[], None]
    ) -> None:
        """Send through `outbox`; `changed` is called when it has told what it can do."""
        self.capabilities = Capabilities()
        """What it can do; nothing before it has told."""
        self.mouse = AgentMouse(self._point)
        self._outbox = outbox
        self._filters = filters
        self._resizing = resizing
        self._changed = changed
        self._cutter = Cutter()
        self._partner: Partner | None = None
        self._listener: Partner | None = None
        """Who gets the message that the agent is sending."""
        self._left = 0
        """Bytes that the partner has still to send of a message."""
        self._wish: bytes | None = None
        """What is sent behind that message."""
        self._is_over = False

    # --- what the viewer says --------------------------------------------------------------------

    def begin(self, partner: Partner) -> None:
        """Talk with this viewer from now on."""
        self._partner = partner

    def route(self, head: VDAgentMessage) -> Route:
        """Return where the message goes that the viewer begins with this header.

        Raises:
            ProtocolError: such a message cannot be.

        """
        if not self._filters.pass_on(head):
            return discard
        if head.type == MessageType.MONITORS_CONFIG:
            if self._resizing.is_possible:
                return self._resizing.route(head)
            if not self._resizes:
                self._refuse_wish()
                return discard
        self._left = HEADER_SIZE + head.size
        return self._forward

    def end(self, partner: Partner) -> None:
        """Talk with this viewer no more, if that is the one: the agent forgets it."""
        if partner is not self._partner:
            return
        self._partner = self._listener = None
        self._outbox.forget(partner)
        self._send(ChunkPort.SERVER_PORT, ClientDisconnected().framed())
        self._said_all()

    def wish(self, body: bytes) -> None:
        """Ask for the screens of a MONITORS_CONFIG that nobody else has fulfilled."""
        if not self._resizes:
            self._refuse_wish()
            return
        head = VDAgentMessage(PROTOCOL, MessageType.MONITORS_CONFIG, 0, len(body))
        self._wish = head.pack() + body
        if not self._left:
            self._said_all()

    # --- what the agent says ---------------------------------------------------------------------

    async def hear(self, data: bytes) -> None:
        """Take what the agent says to its viewer; waits until there is room for it.

        Raises:
            ProtocolError, WireError: it is no agent message.

        """
        for said, head in self._cutter.receive(data):
            if head is not None:
                self._listener = self._partner if self._filters.pass_on(head) else None
            if head is not None and head.type == MessageType.ANNOUNCE_CAPABILITIES:
                await self._pass(self._announced(said))
            else:
                await self._pass(said)
            if self._is_over:
                return

    def over(self) -> None:
        """Be no more: the guest has closed the port."""
        self._is_over = True
        self._partner = self._listener = None

    async def _pass(self, piece: bytes) -> None:
        listener = self._listener
        if listener is not None:
            await listener.room()
            if self._listener is listener:  # it may have left meanwhile
                listener.say(piece)

    def _announced(self, piece: bytes) -> bytes:
        """Take note of what the agent can do; return what its viewer is to know of it."""
        told = AnnounceCapabilities.unpack(piece[HEADER_SIZE:])
        capabilities = self._filters.announced(Capabilities.from_words(told.caps))
        if capabilities != self.capabilities:
            self.capabilities = capabilities
            self._changed()
        return AnnounceCapabilities(told.request, capabilities.words).framed()

    # --- what the server says --------------------------------------------------------------------

    @property
    def _resizes(self) -> bool:
        """Whether it knows about screens, as far as it has told."""
        return not self.capabilities or AgentCap.MONITORS_CONFIG in self.capabilities

    def _refuse_wish(self) -> None:
        if self._partner is not None:
            self._partner.warn(self._resizing.refusal)

    def _forward(self, piece: bytes) -> bool:
        self._outbox.post(chunk(ChunkPort.CLIENT_PORT, piece), self._partner)
        self._left -= len(piece)
        if not self._left:
            self._said_all()
        return False

    def _said_all(self) -> None:
        """Send what has waited for the end of a message."""
        self._left = 0
        wish, self._wish = self._wish, None
        if wish is not None:
            self._send(ChunkPort.CLIENT_PORT, wish)

    def _point(self, state: MouseState) -> None:
        self._outbox.post(chunk(ChunkPort.SERVER_PORT, state.framed()), self.mouse)

    def _send(self, port: ChunkPort, message: bytes) -> None:
        for piece in pieces(message):
            self._outbox.post(chunk(port, piece))
