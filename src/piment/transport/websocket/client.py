"""The client's end."""

from __future__ import annotations

from urllib.parse import quote

from websockets.client import ClientProtocol
from websockets.protocol import State
from websockets.uri import WebSocketURI

from piment.transport.address import Address
from piment.transport.base import RefusalError, Transport
from piment.transport.websocket.frames import MUTE, SUBPROTOCOL, WebSocketTransport

MOST_RESPONSE_BYTES = 64 * 1024
"""What a server may say before it speaks WebSocket: a page that tells of an error, say."""

MOST_FRAME_BYTES = 64 << 20
"""A server may put a whole drawing command into one frame: a screen of 4K takes 33 MB."""


_SAFE = "/?&=%:;,@!$'()*+[]~"  # what may stand in a path or a query as it is


class UpgradeError(RefusalError):
    """A server does not speak WebSocket here; the message has what it says instead."""


class ClientWebSocket(WebSocketTransport):
    """Asks a server for a WebSocket."""

    _protocol: ClientProtocol

    def __init__(
        self, carrier: Transport, address: Address, path: str, login: str | None = None
    ) -> None:
        """Ask the server at `address` for what is at `path`, which may have a query.

        `login` is `USER:PASSWORD`, for servers that ask by Basic (RFC 7617).
        """
        resource = quote(path, safe=_SAFE)
        who = (None, None) if login is None else login.split(":", 1)
        uri = WebSocketURI(carrier.is_secure, *address.ascii, resource, "", *who)
        super().__init__(
            carrier,
            ClientProtocol(
                uri, subprotocols=[SUBPROTOCOL], max_size=(None, MOST_FRAME_BYTES), logger=MUTE
            ),
        )

    async def connect(self) -> None:
        """Send the upgrade request, and take the answer.

        Raises:
            UpgradeError: the server refuses it, or does not speak HTTP.

        """
        self._protocol.send_request(self._protocol.connect())
        self._flush()
        size = 0
        while self._protocol.state is State.CONNECTING and self._protocol.handshake_exc is None:
            data = await self._carrier.read()
            size += len(data)
            if data and size <= MOST_RESPONSE_BYTES:
                self._protocol.receive_data(data)
            else:
                self._protocol.receive_eof()
        if self._protocol.handshake_exc is not None:
            raise UpgradeError(str(self._protocol.handshake_exc))
        _, *frames = self._protocol.events_received()  # the response comes first
        self._take(frames)
