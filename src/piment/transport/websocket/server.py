"""The server's end, on the port where SPICE is spoken without WebSocket too."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from websockets import Request, Subprotocol
from websockets.http11 import Response
from websockets.server import ServerProtocol

from piment.transport.base import Transport
from piment.transport.websocket.frames import MUTE, SUBPROTOCOL, WebSocketTransport
from piment.transport.websocket.origin import foreign_origin, is_loopback

HTTP_GREETING = b"GET "
"""What a WebSocket client's first bytes are, where SPICE has its magic."""

MOST_REQUEST_BYTES = 16 * 1024
"""Upgrade request: browsers send one or two kilobytes, and cookies of as much."""

MOST_FRAME_BYTES = 1024 * 1024
"""A client's frames are small: its largest message is agent data of a few kilobytes."""


class ServerWebSocket(WebSocketTransport):
    """Answers the upgrade request of a client."""

    _protocol: ServerProtocol

    def __init__(self, carrier: Transport) -> None:
        super().__init__(
            carrier,
            ServerProtocol(
                select_subprotocol=_select, max_size=(None, MOST_FRAME_BYTES), logger=MUTE
            ),
        )

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

    def _decide(self, request: Request) -> str | None:
        """Answer the request; return why it was refused, if so."""
        foreign = foreign_origin(request, loopback=is_loopback(self.peer))
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


def _select(_: ServerProtocol, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    return SUBPROTOCOL if SUBPROTOCOL in offered else None
