"""What all channels of the server have in common."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Coroutine
from typing import Any, Protocol

from piment.core.describe import describe
from piment.core.events import MessageEvent, Received
from piment.errors import ProtocolError
from piment.protocol import common
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message
from piment.server.agent.pointer import Pointer
from piment.server.agent.relay import Relay
from piment.server.ports.offer import Offer
from piment.server.scene.scene import Scene
from piment.server.seat import Seat
from piment.server.viewer import Viewer

TURN_SECONDS = 0.005
"""How long a viewer who says much is listened to before the others have their turn: a network
packet brings thousands of messages."""


class Outlet(Protocol):
    """The way to the viewer's end of a channel."""

    def send(self, message: Message) -> int:
        """Send `message`; return its bytes on the wire."""
        ...

    async def drain(self) -> None:
        """Wait until little is unsent."""
        ...

    def events(self) -> AsyncIterator[MessageEvent]:
        """Yield what the viewer says, until it leaves."""
        ...


class Desk(Protocol):
    """What a server shows and lets viewers drive."""

    scene: Scene
    seat: Seat
    agent: Relay
    pointer: Pointer
    ports: Offer

    @property
    def name(self) -> str:
        """What viewers put into their title bar."""
        ...


class Channel:
    """One linked channel of one viewer; `run` lives as long as the connection."""

    log = logging.getLogger("piment.server.channel")

    def __init__(
        self, outlet: Outlet, desk: Desk, viewer: Viewer, capabilities: Capabilities
    ) -> None:
        self.outlet = outlet
        self.desk = desk
        self.scene = desk.scene
        self.viewer = viewer
        self.capabilities = capabilities

    async def run(self) -> None:
        """Serve the channel until the viewer leaves.

        Raises:
            ProtocolError, WireError, CodecError: the viewer breaks the protocol.
            ConnectionError: the connection broke.

        """
        loop = asyncio.get_running_loop()
        turn_ends = loop.time() + TURN_SECONDS
        async for event in self.outlet.events():
            work = self.take(event)
            if work is not None:
                await work
            if loop.time() > turn_ends:
                await asyncio.sleep(0)
                turn_ends = loop.time() + TURN_SECONDS

    async def run_beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Serve the channel as `Channel.run` does, and do `work` until the viewer leaves.

        Raises:
            ExceptionGroup: what either of the two raised.

        """
        async with asyncio.TaskGroup() as tasks:
            working = tasks.create_task(work)
            try:
                await Channel.run(self)
            finally:
                working.cancel()

    def send(self, message: Message) -> int:
        """Send `message`; return its bytes on the wire."""
        if self.log.isEnabledFor(logging.DEBUG):
            self.log.debug("%s sent %s", self.viewer.name, describe(message))
        return self.outlet.send(message)

    def take(self, event: MessageEvent) -> Awaitable[None] | None:
        """Take what the viewer says; what takes long is returned, to be awaited."""
        assert isinstance(event, Received)  # noqa: S101 - the server's dialogue drops nothing
        message = event.message
        if self.log.isEnabledFor(logging.DEBUG):
            self.log.debug("%s said %s", self.viewer.name, describe(message))
        match message:
            case common.Disconnecting() | common.Pong():
                self.heard(message)
            case _:
                return self.handle(message)
        return None

    def heard(self, message: common.Disconnecting | common.Pong) -> None:
        """Take a message that needs no answer."""

    def handle(self, message: Message) -> Awaitable[None] | None:
        """Do what the viewer asks; what takes long is returned, to be awaited.

        Raises:
            ProtocolError: the message has no place here.

        """
        raise ProtocolError(f"{type(message).__name__} has no place here")
