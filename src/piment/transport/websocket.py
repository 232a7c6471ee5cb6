"""SPICE inside binary WebSocket messages, on the same port (wire.md 2.12).

Framing is the `websockets` library's; boundaries between messages have no meaning.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from websockets import Request, Subprotocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import Event, State
from websockets.server import ServerProtocol

from piment.transport.base import Transport

HTTP_GREETING = b"GET "
"""What a WebSocket client's first bytes are, where SPICE has its magic."""

SUBPROTOCOL = Subprotocol("binary")

MOST_REQUEST_BYTES = 16 * 1024
"""Upgrade request: browsers send one or two kilobytes, and cookies of as much."""

MOST_FRAME_BYTES = 1024 * 1024
"""A client's frames are small: its largest message is agent data of a few kilobytes."""

_LOOPBACK_NAMES = frozenset({"127.0.0.1", "::1", "localhost"})
_DATA = frozenset({Opcode.BINARY, Opcode.TEXT, Opcode.CONT})

# Tracebacks for what a peer does wrong are no use to anybody: our own log has a line for it.
_MUTE = logging.Logger("websockets", logging.CRITICAL + 1)


class WebSocketTransport:
    """The server's end of a WebSocket, over another transport."""

    def __init__(self, carrier: Transport) -> None:
        self._carrier = carrier
        self._protocol = ServerProtocol(
            select_subprotocol=_select, max_size=(None, MOST_FRAME_BYTES), logger=_MUTE
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
        size = len(first)
        self._protocol.receive_data(first)
        while not (events := self._protocol.events_received()):
            if self._protocol.close_expected():
                self._flush()
                return str(self._protocol.handshake_exc)
            if size > MOST_REQUEST_BYTES:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the request is too long")
                return f"the request has over {MOST_REQUEST_BYTES} bytes"
            data = await self._carrier.read()
            if not data:
                return "the peer left within the request"
            size += len(data)
            self._protocol.receive_data(data)
        request, *frames = events
        assert isinstance(request, Request)  # noqa: S101 - nothing else comes first
        self._take(frames)
        if self._protocol.close_expected():
            return "the peer did not wait for the answer to its request"
        return self._decide(request)

    async def read(self) -> bytes:
        """Return what the next frames carried, or nothing at the end.

        A peer that takes no answers to its pings is not read any further.
        """
        while not self._inbox and self._protocol.state is State.OPEN:
            data = await self._carrier.read()
            if data:
                self._protocol.receive_data(data)
            else:
                self._protocol.receive_eof()
            self._take(self._protocol.events_received())
            if self._flush():
                with contextlib.suppress(ConnectionError):  # what was received is still to be read
                    await self._carrier.drain()
        taken = bytes(self._inbox)
        self._inbox.clear()
        return taken

    def write(self, data: bytes) -> None:
        """Send `data` as one binary message."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_binary(data)
            self._flush()

    async def drain(self) -> None:
        """Wait until little is unsent.

        Raises:
            ConnectionError: the connection has ended.

        """
        await self._carrier.drain()

    async def close(self) -> None:
        """Say goodbye and end the connection."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close()
            self._flush()
        await self._carrier.close()

    def _decide(self, request: Request) -> str | None:
        """Answer the request; return why it was refused, if so."""
        foreign = foreign_origin(request, loopback=_is_loopback(self.peer))
        if foreign is not None:
            self._refuse(HTTPStatus.FORBIDDEN, foreign)
            return foreign
        response = self._protocol.accept(request)
        self._send(response)
        if response.status_code == HTTPStatus.SWITCHING_PROTOCOLS:
            return None
        return f"{response.status_code} {response.reason_phrase}"

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._send(self._protocol.reject(status, f"{why}\n"))

    def _send(self, response: Response) -> None:
        self._protocol.send_response(response)
        self._flush()

    def _take(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, Frame) and event.opcode in _DATA:
                self._inbox += event.data

    def _flush(self) -> bool:
        """Hand on what the protocol has to say; return whether it had anything."""
        output = b"".join(self._protocol.data_to_send())
        if output:
            self._carrier.write(output)
        return bool(output)


def foreign_origin(request: Request, *, loopback: bool) -> str | None:
    """Return why a browser's page may not use this server, or None if it may.

    A browser lets any page open a WebSocket to any address, so that a page from afar could reach
    a server on this machine. A page may talk to the host it came from; and where the peer is this
    machine, that host must go by a loopback name, lest a name of the page's own point here.
    """
    origins = request.headers.get_all("Origin")
    if not origins:
        return None  # no browser
    page = _host_in(origins[0]) if len(origins) == 1 else None
    hosts = request.headers.get_all("Host")
    host = _host_in(f"//{hosts[0]}") if len(hosts) == 1 else None
    if loopback and page in _LOOPBACK_NAMES and host in _LOOPBACK_NAMES:
        return None
    if not loopback and page is not None and page == host:
        return None
    return f"a page of {', '.join(map(ascii, origins))} may not use this server"


def _host_in(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _select(_: ServerProtocol, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    return SUBPROTOCOL if SUBPROTOCOL in offered else None


def _is_loopback(peer: str) -> bool:
    return peer.rpartition(":")[0].strip("[]") in _LOOPBACK_NAMES
