"""Who gets through to which channel (wire.md 2.4)."""

from __future__ import annotations

from collections.abc import Callable

from piment.core.events import LinkRequest
from piment.core.handshake import Offer
from piment.protocol import channel as channels
from piment.protocol.capabilities import Capabilities, CommonCap
from piment.protocol.channel import CHANNELS
from piment.protocol.link import LinkErr
from piment.server.session import OFFERED, Session
from piment.server.sessions import Sessions
from piment.server.tickets import Tickets
from piment.transport.base import Transport

COMMON = Capabilities(
    [CommonCap.PROTOCOL_AUTH_SELECTION, CommonCap.AUTH_SPICE, CommonCap.MINI_HEADER]
)

MOST_SESSIONS = 64
"""Viewers of one desktop at the same time; each costs a few megabytes and some encoding."""


class Gate:
    """Decides on one connection; afterwards `session` is what it belongs to.

    An admitted channel is reserved for the running task; whoever runs it calls `leave` at the end,
    whatever happened in between.
    """

    def __init__(
        self,
        transport: Transport,
        tickets: Tickets,
        secure_channels: frozenset[int],
        sessions: Sessions,
        begin: Callable[[str], Session],
    ) -> None:
        self.session: Session | None = None
        self.has_ticket = False
        """Whether the peer has sent its ticket, after which its key is worth something."""
        self.channel = "unknown"
        """The name of the channel that is asked for, for logs."""
        self.reason: str | None = None
        """Why the peer is not admitted, where that is more than its code says."""
        self._reserved = (0, 0)
        self._transport = transport
        self._tickets = tickets
        self._secure_channels = secure_channels
        self._sessions = sessions
        self._begin = begin

    def offer(self, request: LinkRequest) -> Offer | LinkErr:
        """Return what the server announces on the channel, or NEED_SECURED.

        Whether the channel exists is told only to those who know the password.
        """
        if request.channel_type in CHANNELS:
            self.channel = CHANNELS[request.channel_type].name
        needs_security = request.channel_type in self._secure_channels
        if needs_security and not self._transport.is_secure:
            return LinkErr.NEED_SECURED
        return Offer(COMMON, OFFERED.get(request.channel_type, Capabilities()))

    def admit(self, request: LinkRequest, password: bytes | None) -> LinkErr:
        """Check the password, find or begin the session, and reserve the channel in it."""
        self.has_ticket = True
        self.reason = self._tickets.refusal(password)
        if self.reason is not None:
            return LinkErr.PERMISSION_DENIED
        session = self._sessions.find(request.connection_id)
        if session is None:
            refusal = self._refusal(request)
            if refusal is not None:
                return refusal
            session = self._begin(self._transport.peer)
        elif not session.offers(request.channel_type, request.channel_id):
            return LinkErr.CHANNEL_NOT_AVAILABLE
        session.reserve(request.channel_type, request.channel_id)
        self.session = session
        self._reserved = request.channel_type, request.channel_id
        return LinkErr.OK

    def _refusal(self, request: LinkRequest) -> LinkErr | None:
        """Return why no session may begin with this link."""
        if request.channel_type != channels.main.number or request.connection_id != 0:
            return LinkErr.BAD_CONNECTION_ID
        if request.channel_id != 0:
            return LinkErr.CHANNEL_NOT_AVAILABLE
        if len(self._sessions) >= MOST_SESSIONS:
            self.reason = f"there are {len(self._sessions)} viewers"
            return LinkErr.ERROR
        return None

    def leave(self) -> None:
        """Give back the reserved channel; without its main channel a session is over."""
        if self.session is None:
            return
        self.session.release(*self._reserved)
        if not self.session.is_alive:
            self._sessions.discard(self.session)
