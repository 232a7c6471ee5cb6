"""A connection whose bytes are wrapped in what SASL has agreed on (wire.md 2.9)."""

from __future__ import annotations

from piment.core.mechanisms.base import SecurityLayer
from piment.transport.base import Transport


class SaslTransport:
    """The layer above another transport, from the end of the link stage on."""

    def __init__(self, carrier: Transport, layer: SecurityLayer) -> None:
        self._carrier = carrier
        self._layer = layer
        self.peer = carrier.peer
        self.is_secure = carrier.is_secure
        self.is_local = carrier.is_local

    @property
    def unsent(self) -> int:
        """Bytes that the carrier still holds."""
        return self._carrier.unsent

    async def read(self) -> bytes:
        """Return what the next whole buffers hold, or nothing at the end.

        Raises:
            ProtocolError: a buffer was changed on its way, or is longer than was agreed on.

        """
        while data := await self._carrier.read():
            if text := self._layer.unwrap(data):
                return text
        return b""

    def write(self, data: bytes) -> None:
        """Send `data` as one buffer, or several if the peer takes no larger ones."""
        self._carrier.write(self._layer.wrap(data))

    async def drain(self) -> None:
        """Wait until little is unsent.

        Raises:
            ConnectionError: the connection has ended.

        """
        await self._carrier.drain()

    async def close(self) -> None:
        """Send what is unsent and end the connection."""
        await self._carrier.close()
