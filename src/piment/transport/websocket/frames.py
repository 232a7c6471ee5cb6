"""A WebSocket that is open: bytes in frames, the same for both ends."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable

from websockets import Subprotocol
from websockets.frames import Frame, Opcode
from websockets.protocol import Event, Protocol, State

from piment.transport.base import Transport

SUBPROTOCOL = Subprotocol("binary")

MUTE = logging.Logger("websockets", logging.CRITICAL + 1)
"""Tracebacks for what a peer does wrong are no use to anybody: our own log has a line for it."""

_DATA = frozenset({Opcode.BINARY, Opcode.TEXT, Opcode.CONT})


class WebSocketTransport:
    """One end of a WebSocket, over another transport."""

    def __init__(self, carrier: Transport, protocol: Protocol) -> None:
        self._carrier = carrier
        self._protocol = protocol
        self._inbox = bytearray()
        self.peer = carrier.peer
        self.is_secure = carrier.is_secure
        self.is_local = carrier.is_local

    @property
    def unsent(self) -> int:
        """Bytes that the carrier still holds."""
        return self._carrier.unsent

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
