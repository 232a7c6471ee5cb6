"""SPICE inside binary WebSocket messages, on the same port (wire.md 2.12).

Framing is the `websockets` library's; boundaries between messages have no meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from websockets import Origin, Request, Subprotocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.server import ServerProtocol

from piment.transport.base import Transport

HTTP_GREETING = b"GET "
"""What a WebSocket client's first bytes are, where SPICE has its magic."""

SUBPROTOCOL = Subprotocol("binary")

MOST_FRAME_BYTES = 1024 * 1024
"""A client's frames are small: its largest message is agent data of a few kilobytes."""

_LOOPBACK_NAMES = frozenset({"127.0.0.1", "::1", "localhost"})
_FORBIDDEN = 403


class WebSocketTransport:
    """The server's end of a WebSocket, over another transport."""

    def __init__(self, carrier: Transport) -> None:
        self._carrier = carrier
        self._protocol = ServerProtocol(
            select_subprotocol=_select, max_size=MOST_FRAME_BYTES, extensions=None
        )
        self._inbox = bytearray()
        self.peer = carrier.peer
        self.is_secure = carrier.is_secure
        self.is_local = carrier.is_local

    @property
    def unsent(self) -> int:
        """Bytes that the carrier still holds."""
        return self._carrier.unsent

    async def accept(self, first: bytes) -> str | None:
        """Answer the upgrade request that begins with `first`; return why it was refused, if so."""
        data = first
        while not (requests := self._receive_request(data)):
            if self._broken is not None:
                return str(self._broken)
            data = await self._carrier.read()
            if not data:
                return "the peer left within the upgrade request"
        request = requests[0]
        foreign = foreign_origin(request, loopback=_is_loopback(self.peer))
        response = (
            self._protocol.reject(_FORBIDDEN, f"{foreign}\n")
            if foreign
            else self._protocol.accept(request)
        )
        self._protocol.send_response(response)
        self._flush()
        return foreign or _refusal(response)

    @property
    def _broken(self) -> Exception | None:
        """What is wrong with the request, or with what came behind it before it was answered."""
        return self._protocol.handshake_exc or self._protocol.parser_exc

    def _receive_request(self, data: bytes) -> list[Request]:
        """Take bytes of the upgrade request; a request that cannot be read is answered."""
        self._protocol.receive_data(data)
        self._flush()
        if self._broken is not None:
            return []
        events = self._protocol.events_received()
        return [event for event in events if isinstance(event, Request)]

    async def read(self) -> bytes:
        """Return what the next frames carried, or nothing at the end."""
        while not self._inbox:
            data = await self._carrier.read()
            if data:
                self._protocol.receive_data(data)
            else:
                self._protocol.receive_eof()
            for event in self._protocol.events_received():
                if isinstance(event, Frame) and event.opcode in _DATA:
                    self._inbox += event.data
            self._flush()
            if not self._inbox and (not data or self._protocol.state is not State.OPEN):
                return b""
        taken = bytes(self._inbox)
        self._inbox.clear()
        return taken

    def write(self, data: bytes) -> None:
        """Send `data` as one binary message."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_binary(data)
            self._flush()

    async def drain(self) -> None:
        """Wait until little is unsent."""
        await self._carrier.drain()

    async def close(self) -> None:
        """Say goodbye and end the connection."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close()
            self._flush()
        await self._carrier.close()

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._carrier.write(data)


_DATA = frozenset({Opcode.BINARY, Opcode.TEXT, Opcode.CONT})


def foreign_origin(request: Request, *, loopback: bool) -> str | None:
    """Return why a browser's page may not use this server, or None if it may.

    A browser lets any page open a WebSocket to any address, so that a page from afar could reach
    a server on this machine. A page may talk to the host it came from; and where the peer is this
    machine, that host must go by a loopback name, lest a name of the page's own point here.
    """
    origin: Origin | None = request.headers.get("Origin")  # type: ignore[assignment]
    if origin is None:
        return None  # no browser
    page = urlsplit(origin).hostname
    host = urlsplit(f"//{request.headers.get('Host', '')}").hostname
    if loopback and page in _LOOPBACK_NAMES and host in _LOOPBACK_NAMES:
        return None
    if not loopback and page is not None and page == host:
        return None
    return f"a page of {origin} may not use this server"


def _select(_: ServerProtocol, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    return SUBPROTOCOL if SUBPROTOCOL in offered else None


def _refusal(response: Response) -> str | None:
    if response.status_code == 101:
        return None
    return f"{response.status_code} {response.reason_phrase}"


def _is_loopback(peer: str) -> bool:
    return peer.rpartition(":")[0].strip("[]") in _LOOPBACK_NAMES
