"""The link stage, for both sides (wire.md 2): one table of states.

Each state waits for a number of bytes; its step takes them and names the next state. The table
says which ones it may name; `diagram` draws it. The SASL dialogue, which a client has in the midst
of it, has a table of its own in `sasl.py`.
"""

from __future__ import annotations

import enum
from typing import Protocol

from piment import limits
from piment.core.credentials import Credentials
from piment.core.events import Linked, LinkEvent, LinkRefused, LinkRequest
from piment.core.machine import Machine, Step, draw
from piment.core.mechanisms.base import SecurityLayer
from piment.core.sasl import SaslClient, SaslState
from piment.core.ticket import TICKET_BYTES, TicketKey, seal
from piment.errors import AuthError, ProtocolError, WireError
from piment.protocol import link
from piment.protocol.capabilities import Capabilities, CommonCap
from piment.protocol.link import LinkErr
from piment.record import Record


class State(enum.Enum):
    """Where a connection stands. The first five are the server's, the next four the client's."""

    REQUEST_MAGIC = "request magic"
    REQUEST_HEADER = "request header"
    REQUEST = "request"
    MECHANISM = "mechanism"
    TICKET = "ticket"
    REPLY_HEADER = "reply header"
    REPLY = "reply"
    SASL = "SASL dialogue"
    RESULT = "result"
    LINKED = "linked"
    REFUSED = "refused"


def _step(method: str, *leads_to: State) -> Step[State]:
    return Step(method, frozenset((*leads_to, State.REFUSED)))


TABLE: dict[State, Step[State]] = {
    State.REQUEST_MAGIC: _step("_take_magic", State.REQUEST_HEADER),
    State.REQUEST_HEADER: _step("_take_header", State.REQUEST),
    State.REQUEST: _step("_take_request", State.MECHANISM, State.TICKET),
    State.MECHANISM: _step("_take_mechanism", State.TICKET),
    State.TICKET: _step("_take_ticket", State.LINKED),
    State.REPLY_HEADER: _step("_take_header", State.REPLY),
    State.REPLY: _step("_take_reply", State.SASL, State.RESULT),
    State.SASL: _step("_take_sasl", State.SASL, State.RESULT),
    State.RESULT: _step("_take_result", State.LINKED),
}


def diagram() -> str:
    """Return the table as a Mermaid state diagram."""
    return draw(TABLE)


class _Handshake(Machine[State]):
    """Collects the bytes that a state waits for and lets its step take them."""

    def __init__(self, state: State, needed: int) -> None:
        super().__init__(TABLE, state, needed)
        self.event: LinkEvent | None = None
        """How the link stage ended, once it has."""
        self._buffer = bytearray()
        self._output = bytearray()

    def receive(self, data: bytes) -> LinkEvent | None:
        """Take bytes from the peer; return how the link stage ended, once it has."""
        self._buffer += data
        while self.event is None and len(self._buffer) >= self.needed:
            taken = bytes(self._buffer[: self.needed])
            del self._buffer[: self.needed]
            self._advance(taken)
        return self.event

    def peer_left(self) -> LinkEvent | None:
        """Return what it means that the peer leaves now, if that means something."""
        return None

    def take_output(self) -> bytes:
        """Return what must be sent now."""
        output = bytes(self._output)
        self._output.clear()
        return output

    def take_rest(self) -> bytes:
        """Return the bytes that came in behind the link stage."""
        rest = bytes(self._buffer)
        self._buffer.clear()
        return rest

    def _end(self, event: LinkEvent) -> tuple[State, int]:
        self.event = event
        return (State.LINKED if isinstance(event, Linked) else State.REFUSED), 0

    def _send(self, body: bytes) -> None:
        header = link.LinkHeader(
            magic=link.MAGIC,
            major_version=link.VERSION_MAJOR,
            minor_version=link.VERSION_MINOR,
            size=len(body),
        )
        self._output += header.pack() + body


class Offer(Record):
    """What the server announces on a channel."""

    common: Capabilities
    capabilities: Capabilities


class LinkPolicy(Protocol):
    """What the owner of a server decides about a link."""

    def offer(self, request: LinkRequest) -> Offer | LinkErr:
        """Return the capabilities to announce, or why the channel cannot be had this way."""
        ...

    def admit(self, request: LinkRequest, password: bytes | None) -> LinkErr:
        """Return OK or why not; the password is None if the ticket could not be opened."""
        ...


class ServerHandshake(_Handshake):
    """The server's side."""

    def __init__(self, policy: LinkPolicy, key: TicketKey) -> None:
        super().__init__(State.REQUEST_MAGIC, len(link.MAGIC))
        self._policy = policy
        self._key = key
        self._request: LinkRequest | None = None
        self._mini_header = False

    def _take_magic(self, magic: bytes) -> tuple[State, int]:
        if magic != link.MAGIC:
            return self._refuse(
                LinkErr.INVALID_MAGIC, f"the magic is {magic!r}, not {link.MAGIC!r}"
            )
        return State.REQUEST_HEADER, link.LINK_HEADER_SIZE - len(magic)

    def _take_header(self, data: bytes) -> tuple[State, int]:
        header = link.LinkHeader.unpack(link.MAGIC + data)
        if header.major_version == 0:
            return self._end(LinkRefused(None, "the major version is 0"))
        if header.major_version != link.VERSION_MAJOR:
            why = f"the major version is {header.major_version}, not {link.VERSION_MAJOR}"
            return self._refuse(LinkErr.VERSION_MISMATCH, why)
        if not link.LINK_MESS_SIZE <= header.size <= limits.MOST_LINK_BYTES:
            why = (
                f"the link message has {header.size} bytes, "
                f"allowed are {link.LINK_MESS_SIZE} to {limits.MOST_LINK_BYTES}"
            )
            return self._refuse(LinkErr.INVALID_DATA, why)
        return State.REQUEST, header.size

    def _take_request(self, data: bytes) -> tuple[State, int]:
        try:
            mess = link.LinkMess.unpack(data)
        except WireError as error:
            return self._refuse(LinkErr.INVALID_DATA, str(error))
        self._request = request = LinkRequest(
            connection_id=mess.connection_id,
            channel_type=mess.channel_type,
            channel_id=mess.channel_id,
            common=Capabilities.from_words(mess.common_caps),
            capabilities=Capabilities.from_words(mess.channel_caps),
        )
        offer = self._policy.offer(request)
        if isinstance(offer, LinkErr):
            return self._refuse(offer, f"the channel is refused: {offer.name}")
        self._send(
            link.LinkReply(
                error=LinkErr.OK,
                pub_key=self._key.public_bytes,
                common_caps=offer.common.words,
                channel_caps=offer.capabilities.words,
            ).pack()
        )
        both = offer.common & request.common
        self._mini_header = CommonCap.MINI_HEADER in both
        if CommonCap.PROTOCOL_AUTH_SELECTION in both:
            return State.MECHANISM, link.MECHANISM_SIZE
        return State.TICKET, TICKET_BYTES

    def _take_mechanism(self, data: bytes) -> tuple[State, int]:
        number = int.from_bytes(data, "little")
        if number != link.AuthMechanism.SPICE:
            return self._refuse(LinkErr.INVALID_DATA, f"there is no mechanism {number}")
        return State.TICKET, TICKET_BYTES

    def _take_ticket(self, ticket: bytes) -> tuple[State, int]:
        assert self._request is not None  # noqa: S101 - the table leads here through REQUEST
        try:
            password: bytes | None = self._key.open(ticket)
        except AuthError:
            password = None
        code = self._policy.admit(self._request, password)
        self._output += int(code).to_bytes(link.RESULT_SIZE, "little")
        if code is not LinkErr.OK:
            return self._end(LinkRefused(code, "not admitted"))
        return self._end(Linked(self._request, self._mini_header, self._request.capabilities))

    def _refuse(self, code: LinkErr, why: str) -> tuple[State, int]:
        self._send(link.LinkReply.refusal(code).pack())
        return self._end(LinkRefused(code, why))


class ClientHandshake(_Handshake):
    """The client's side: the request is ready to be sent at once."""

    def __init__(
        self, request: LinkRequest, credentials: Credentials, *, is_secure: bool = False
    ) -> None:
        """Ask for a channel, over TLS or without: that decides how SASL may go on."""
        super().__init__(State.REPLY_HEADER, link.LINK_HEADER_SIZE)
        self._request = request
        self._credentials = credentials
        self._sasl = SaslClient(credentials, is_secure=is_secure)
        self._mini_header = False
        self._peer = Capabilities()
        self._send(
            link.LinkMess(
                connection_id=request.connection_id,
                channel_type=request.channel_type,
                channel_id=request.channel_id,
                common_caps=request.common.words,
                channel_caps=request.capabilities.words,
            ).pack()
        )

    @property
    def layer(self) -> SecurityLayer | None:
        """What wraps the connection's bytes from the link result on, if SASL agreed on it."""
        return self._sasl.layer if self._sasl.state is SaslState.DONE else None

    def receive(self, data: bytes) -> LinkEvent | None:
        """Take bytes from the server; return how the link stage ended, once it has."""
        try:
            return super().receive(data if self.layer is None else self.layer.unwrap(data))
        except ProtocolError as error:
            self.state, self.needed = self._end(LinkRefused(None, str(error)))
            return self.event

    def peer_left(self) -> LinkEvent | None:
        """Return a refusal where servers refuse by leaving without a word."""
        if self.state is State.REPLY_HEADER and not self._buffer:
            why = "the server left without a word, as where it wants TLS, or has no such channel"
            refused = LinkRefused(None, why)
        elif self.state is State.SASL and self._sasl.has_answered:
            why = "the server left instead of an answer, as on a wrong user name or password"
            refused = LinkRefused(None, why, is_denial=True)
        else:
            return None
        self.state, self.needed = self._end(refused)
        return self.event

    def _take_header(self, data: bytes) -> tuple[State, int]:
        header = link.LinkHeader.unpack(data)
        if header.magic != link.MAGIC:
            return self._end(LinkRefused(None, f"the peer speaks no SPICE: {header.magic!r}"))
        if header.major_version != link.VERSION_MAJOR:
            why = f"the server speaks version {header.major_version}, not {link.VERSION_MAJOR}"
            return self._end(LinkRefused(LinkErr.VERSION_MISMATCH, why))
        if not link.LINK_REPLY_SIZE <= header.size <= limits.MOST_LINK_BYTES:
            return self._end(LinkRefused(None, f"the link reply has {header.size} bytes"))
        return State.REPLY, header.size

    def _take_reply(self, data: bytes) -> tuple[State, int]:
        try:
            reply = link.LinkReply.unpack(data)
        except WireError as error:
            return self._end(LinkRefused(None, str(error)))
        if reply.error is not LinkErr.OK:
            why = f"the server refuses the channel: {reply.error.name}"
            return self._end(LinkRefused(reply.error, why))
        common = Capabilities.from_words(reply.common_caps)
        self._peer = Capabilities.from_words(reply.channel_caps)
        both = common & self._request.common
        self._mini_header = CommonCap.MINI_HEADER in both
        selects = CommonCap.PROTOCOL_AUTH_SELECTION in both
        if selects and CommonCap.AUTH_SASL in both and self._prefers_sasl(common):
            self._select(link.AuthMechanism.SASL)
            return State.SASL, self._sasl.needed
        return self._send_ticket(reply.pub_key, selects=selects)

    def _prefers_sasl(self, common: Capabilities) -> bool:
        return self._credentials.username is not None or CommonCap.AUTH_SPICE not in common

    def _send_ticket(self, public_key: bytes, *, selects: bool) -> tuple[State, int]:
        try:
            ticket = seal(public_key, self._credentials.password)
        except AuthError as error:
            return self._end(LinkRefused(None, str(error)))
        if selects:
            self._select(link.AuthMechanism.SPICE)
        self._output += ticket
        return State.RESULT, link.RESULT_SIZE

    def _select(self, mechanism: link.AuthMechanism) -> None:
        self._output += int(mechanism).to_bytes(link.MECHANISM_SIZE, "little")

    def _take_sasl(self, data: bytes) -> tuple[State, int]:
        try:
            self._output += self._sasl.take(data)
        except AuthError as error:
            return self._end(LinkRefused(None, str(error), is_denial=True))
        if self._sasl.state is not SaslState.DONE:
            return State.SASL, self._sasl.needed
        if self.layer is not None:
            self._buffer = bytearray(self.layer.unwrap(bytes(self._buffer)))
        return State.RESULT, link.RESULT_SIZE

    def _take_result(self, data: bytes) -> tuple[State, int]:
        number = int.from_bytes(data, "little")
        if number == LinkErr.OK:
            return self._end(Linked(self._request, self._mini_header, self._peer))
        known = number in LinkErr._value2member_map_
        code = LinkErr(number) if known else LinkErr.ERROR
        is_denial = code is LinkErr.PERMISSION_DENIED
        return self._end(LinkRefused(code, f"the server does not admit us: {code.name}", is_denial))
