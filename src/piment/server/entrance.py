"""From a connection to SPICE: what a peer may put around it (wire.md 2.11, 2.12)."""

from __future__ import annotations

from piment.errors import PimentError
from piment.protocol.link import MAGIC
from piment.transport.base import Transport
from piment.transport.tls import TlsTransport
from piment.transport.websocket import HTTP_GREETING, ServerWebSocket


class EntranceError(PimentError):
    """A peer did not get as far as to SPICE; the message says why."""


async def enter(transport: Transport) -> tuple[Transport, bytes]:
    """Return what carries SPICE over `transport`, and its first bytes.

    Raises:
        EntranceError: the peer does not speak TLS where it must, or its request for a WebSocket
            is refused; it has been answered.
        ConnectionError: the peer left.

    """
    if isinstance(transport, TlsTransport):
        _let_in(await transport.accept())
    first = b""
    while len(first) < len(MAGIC):
        data = await transport.read()
        if not data:
            raise ConnectionResetError("it did not say what it wants")
        first += data
    if not first.startswith(HTTP_GREETING):
        return transport, first
    websocket = ServerWebSocket(transport)
    _let_in(await websocket.accept(first))
    return websocket, b""


def _let_in(refusal: str | None) -> None:
    if refusal is not None:
        raise EntranceError(refusal)
