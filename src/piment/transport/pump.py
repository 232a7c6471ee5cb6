"""The one pump: moves bytes between a transport and the state machines of `core`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from piment.core.dialogue import Dialogue
from piment.core.events import LinkEvent, MessageEvent
from piment.core.handshake import ClientHandshake, ServerHandshake
from piment.protocol.channel import Message
from piment.transport.base import Transport


async def link(
    transport: Transport, handshake: ServerHandshake | ClientHandshake, first: bytes = b""
) -> LinkEvent:
    """Run the link stage, beginning with bytes already read.

    Raises:
        ConnectionError: the peer left in the middle.

    """
    event = handshake.receive(first)
    while True:
        if output := handshake.take_output():
            transport.write(output)
        if event is not None:
            return event
        data = await transport.read()
        event = handshake.receive(data) if data else handshake.peer_left()
        if not data and event is None:
            raise ConnectionResetError(f"the peer left while the {handshake.state.value} was due")


class Conversation:
    """A linked channel: a dialogue over a transport.

    What is sent within one turn of the event loop leaves together; under TLS each message leaves
    as a record of its own, because spice-gtk leaves what follows a message in its record unread
    until another record comes.
    """

    def __init__(self, transport: Transport, dialogue: Dialogue, first: bytes = b"") -> None:
        self._transport = transport
        self._dialogue = dialogue
        self._first = first
        self._flushing: asyncio.Handle | None = None
        self.bytes_read = len(first)
        self.bytes_written = 0

    @property
    def transport(self) -> Transport:
        """What carries the channel."""
        return self._transport

    @property
    def unsent(self) -> int:
        """Bytes that wait in front of the network."""
        return self._transport.unsent

    def send(self, message: Message) -> int:
        """Send `message`; return how many bytes it takes on the wire."""
        size = self._dialogue.send(message)
        if self._transport.is_secure:
            self._flush()
        else:
            self._flush_soon()
        return size

    async def drain(self) -> None:
        """Wait until little is unsent.

        Raises:
            ConnectionError: the connection has ended.

        """
        self._flush()
        await self._transport.drain()

    async def events(self) -> AsyncIterator[MessageEvent]:
        """Yield what the peer says, until it leaves.

        A peer that takes no answers is not read any further.

        Raises:
            ProtocolError, WireError: the peer breaks the protocol.
            ConnectionError: the connection ended while answers were under way.

        """
        data, self._first = self._first, b""
        while True:
            for event in self._dialogue.receive(data):
                self._flush_soon()  # answers leave although whoever takes the event may be slow
                yield event
            self._flush()
            if self._transport.unsent:  # else a peer that has left may still have words unread
                await self._transport.drain()
            data = await self._transport.read()
            if not data:
                return
            self.bytes_read += len(data)

    def continue_from(self, other: Conversation) -> None:
        """Count serials on where `other` stands: its session goes on here (wire.md 15.2)."""
        self._dialogue.continue_from(other._dialogue)

    async def close(self) -> None:
        """Send what is unsent and end the connection."""
        self._flush()
        await self._transport.close()

    def _flush_soon(self) -> None:
        if self._flushing is None:
            self._flushing = asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        if output := self._dialogue.take_output():
            self.bytes_written += len(output)
            self._transport.write(output)
