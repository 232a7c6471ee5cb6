"""What all channels of the client have in common."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from typing import ClassVar, Protocol

from piment.client.events import Notified
from piment.client.shared import Shared
from piment.core.describe import describe
from piment.core.dialogue import Shapes
from piment.core.events import Dropped, MessageEvent, Received, Run
from piment.errors import ProtocolError
from piment.protocol import channel as channels
from piment.protocol import common
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message

TURN_SECONDS = 0.005
"""How long one channel works on what has come before the others have their turn."""

log = logging.getLogger("piment.client.channel")

_COMMON = frozenset(
    {
        common.Disconnecting,
        common.Migrate,
        common.MigrateData,
        common.Notify,
        common.WaitForChannels,
    }
)


class Outlet(Protocol):
    """The way to the server's end of a channel."""

    def send(self, message: Message) -> int:
        """Send `message`; return its bytes on the wire."""
        ...

    async def drain(self) -> None:
        """Wait until little is unsent."""
        ...

    def events(self) -> AsyncIterator[MessageEvent]:
        """Yield what the server says, until it leaves."""
        ...


class Mover(Protocol):
    """Who knows where a migrating session goes to."""

    def moved(self, channel: Channel) -> tuple[Outlet, Capabilities]:
        """Return the channel's connection to the destination, and what the server can do there.

        Raises:
            ProtocolError: no migration is under way.

        """
        ...


class Channel:
    """One channel of a session; it lives on when its connection is replaced by another."""

    kind: ClassVar[channels.Channel]
    """Its type."""
    CAPABILITIES: ClassVar[Capabilities] = Capabilities()
    """What we announce on it."""

    def __init__(self, shared: Shared, channel_id: int, mover: Mover) -> None:
        self.shared = shared
        self.id = channel_id
        self.identity = (self.kind.number, channel_id)
        self.name = f"{self.kind.name}:{channel_id}"
        self.capabilities = Capabilities()
        """What the server announced."""
        self._mover = mover
        self._outlet: Outlet | None = None
        self._is_moving = False
        self._held: list[Message] = []
        """What is to be said once the channel has moved."""

    @property
    def shapes(self) -> Shapes:
        """How messages look that are to come as runs: those that come by the thousand."""
        return {}

    @property
    def is_linked(self) -> bool:
        """Whether there is somebody to talk to."""
        return self._outlet is not None

    def attach(self, outlet: Outlet, capabilities: Capabilities) -> None:
        """Take a new connection, which knows nothing of those before, and begin to talk."""
        self.reset()
        self._outlet, self.capabilities = outlet, capabilities
        self.begin()

    def detach(self) -> None:
        """Give up the connection: whatever is sent from now on is lost."""
        self._outlet = None

    def reset(self) -> None:
        """Forget all that the server has said: it will be said anew."""
        self._is_moving = False
        self._held.clear()

    def begin(self) -> None:
        """Say what the server waits for on a new connection."""

    async def run(self) -> None:
        """Take what the server says until it leaves, or the channel is detached.

        Raises:
            ProtocolError: the server breaks the protocol.
            ConnectionError: the connection broke.

        """
        while (outlet := self._outlet) is not None:
            await self._follow(outlet)
            if self._outlet is outlet:
                return

    def send(self, message: Message) -> None:
        """Send `message`; lost without a connection, held back while the channel moves."""
        if self._is_moving:
            self._held.append(message)
        elif self._outlet is not None:
            if log.isEnabledFor(logging.DEBUG):
                log.debug("channel=%s sent %s", self.name, describe(message))
            self._outlet.send(message)

    def handle(self, message: Message) -> Awaitable[None] | None:
        """Do what the server says; what takes long is returned, to be awaited.

        Raises:
            ProtocolError: the message has no place here.

        """
        log.info("channel=%s ignores %s", self.name, type(message).__name__)
        return None

    def handle_run(self, run: Run) -> Awaitable[None] | None:
        """Do what many messages of one of the `shapes` say; as `handle`."""
        return None

    async def _follow(self, outlet: Outlet) -> None:
        """Take what comes from one connection, until it ends or is no longer the channel's."""
        loop = asyncio.get_running_loop()
        turn_ends = loop.time() + TURN_SECONDS
        events = outlet.events()
        async for event in events:
            work = self._take(event)
            if work is not None:
                await work
            if not isinstance(event, Dropped):
                self.shared.progress.done(self.identity, event.serial)
            if self._outlet is not outlet:
                return
            if loop.time() > turn_ends:
                await asyncio.sleep(0)
                turn_ends = loop.time() + TURN_SECONDS

    def _take(self, event: MessageEvent) -> Awaitable[None] | None:
        """Do what the server says, by itself or with `handle`."""
        match event:
            case Received(message, _):
                if log.isEnabledFor(logging.DEBUG):
                    log.debug("channel=%s received %s", self.name, describe(message))
                return self._common(message) if type(message) in _COMMON else self.handle(message)
            case Run(kind, rows, _):
                log.debug("channel=%s received %d %s", self.name, len(rows), kind.__name__)
                return self.handle_run(event)
            case Dropped():
                self._dropped(event)
        return None

    def _dropped(self, event: Dropped) -> None:
        log.warning(
            "channel=%s dropped message %d of %d bytes: %s",
            self.name,
            event.number,
            event.size,
            event.why,
        )

    def _common(self, message: Message) -> Awaitable[None] | None:
        """Do what every channel does by itself (`_COMMON`)."""
        match message:
            case common.WaitForChannels(waits):
                return self.wait_for(waits)
            case common.Notify(_, severity, _, _, text):
                shown = text.decode(errors="replace")
                self.shared.tell(Notified(severity.name.lower(), shown))
            case common.Disconnecting(_, reason):
                log.info("channel=%s is about to end: %s", self.name, reason.name)
            case common.Migrate(flags):
                self._leave(flags)
            case common.MigrateData(data):
                self._arrive(data)
        return None

    async def wait_for(self, waits: list[common.WaitForChannel]) -> None:
        """Wait for other channels (wire.md 3.5)."""
        wanted = [((wait.channel_type, wait.channel_id), wait.message_serial) for wait in waits]
        await self.shared.progress.reached(each for each in wanted if each[0] != self.identity)

    def move_on(self) -> None:
        """Go on at the destination of a seamless migration, without waiting for the source.

        Raises:
            ProtocolError: no migration is under way.

        """
        self._leave(common.MigrateFlags(0))

    def _leave(self, flags: common.MigrateFlags) -> None:
        """Begin to move to the destination of a seamless migration (wire.md 15.2)."""
        if self._outlet is None:
            return
        if flags & common.MigrateFlags.NEED_FLUSH:
            self.send(common.MigrateFlushMark())
        self._is_moving = True
        if not flags & common.MigrateFlags.NEED_DATA_TRANSFER:
            self._arrive(None)

    def _arrive(self, data: bytes | None) -> None:
        """Go on at the destination, with the state that the source handed over, if any."""
        if not self._is_moving:
            raise ProtocolError(f"{self.name}: MIGRATE_DATA without MIGRATE")
        self._outlet, self.capabilities = self._mover.moved(self)
        if data is not None:
            self._outlet.send(common.MigrateData(data=data))
        self._is_moving = False
        held, self._held = self._held, []
        for message in held:
            self.send(message)
