"""The connections of a session's channels: opened, served, moved, and ended together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from typing import Any

from piment.client.channels.base import Channel, Outlet
from piment.client.channels.display import DisplayChannel
from piment.client.channels.main import MainChannel, Migration
from piment.client.dialing.dialer import Dialer
from piment.client.events import ChannelClosed, ChannelOpened, Migrated, MigrationReady
from piment.client.link import Link, link
from piment.client.migration import MIGRATE_SECONDS, Destination, destination_of
from piment.client.options import Options
from piment.client.registry import CHANNEL_CLASSES, KNOWN
from piment.client.shared import Shared
from piment.client.target import Target, TargetError
from piment.errors import (
    CodecError,
    ConnectError,
    PimentError,
    ProtocolError,
    Stage,
    WireError,
)
from piment.limits import MOST_LINKED_CHANNELS
from piment.protocol import channel as channels
from piment.protocol import main
from piment.protocol.capabilities import Capabilities
from piment.record import Record

log = logging.getLogger("piment.client.session")

VITAL = frozenset({channels.main, channels.display, channels.inputs})
"""The channels without which a session is of no use: the end of one is the end of all."""

STATELESS = frozenset({channels.cursor, channels.playback, channels.record})
"""The channels that take nothing along when a session moves (migration.md 2)."""

Key = tuple[int, int]
"""A channel's type and id."""


class Loss(Record):
    """Why the connections are no more, and where the server says that the session goes on."""

    reason: str
    target: Target | None = None


class Connections:
    """The channels of one session and the connection of each.

    The channels are there for good; their connections come with `open` and go with `close`, or by
    themselves, which `lost` tells. While a session moves, each has a second one in reserve.
    """

    def __init__(self, shared: Shared, target: Target, options: Options) -> None:
        self.shared = shared
        self.target = target
        """Where the session is, or is to be opened; it changes when the session moves."""
        self.main = MainChannel(shared, self, options.mouse_mode)
        self.channels: dict[Key, Channel] = {self.main.identity: self.main}
        self.links: dict[Key, Link] = {}
        self.offer: dict[Key, None] = {}
        """All channels that the server has offered, known or not, in its order."""
        self._options = options
        self._dialer_held: Dialer | None = None
        self._session_id = 0
        self._serving: dict[Key, asyncio.Task[None]] = {}
        self._demanding = asyncio.Lock()
        self._work: set[asyncio.Task[None]] = set()
        """Channels being opened, migrations being prepared: what ends with the session."""
        self._farewells: set[asyncio.Task[None]] = set()
        """Old connections being closed: that is not to be given up."""
        self._tried: asyncio.Future[None] | None = None
        """Done when every channel of the first offer was tried."""
        self._lost: asyncio.Future[Loss] | None = None
        self._destination: Destination | None = None
        """Where the session is about to move to, once all is ready there."""
        self._preparing: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open a new session and every channel that it offers, as far as we know them.

        Raises:
            ConnectError: the main channel could not be had, or ended at once.

        """
        loop = asyncio.get_running_loop()
        self._tried, self._lost = loop.create_future(), loop.create_future()
        self._session_id = 0
        self.offer.clear()
        try:
            async with asyncio.timeout(self._options.open_seconds):
                self._start(self.main, await link(self._dialer(), self.main, 0))
                await asyncio.wait((self._tried, self._lost), return_when=asyncio.FIRST_COMPLETED)
        except TimeoutError:
            what = f"nothing to see within {self._options.open_seconds:.0f} s"
            raise ConnectError(Stage.SESSION, what, "see whether the server is busy") from None
        if self._lost.done():
            what = self._lost.result().reason
            raise ConnectError(Stage.SESSION, what, "the server's log may tell why")

    async def lost(self) -> Loss:
        """Wait until the connections are no more; return why."""
        if self._lost is None:
            raise RuntimeError("the session was never opened")
        return await asyncio.shield(self._lost)

    async def close(self) -> None:
        """End all connections; the channels stay."""
        await _end((*self._serving.values(), *self._work))
        self._serving.clear()
        await self._drop_destination()
        for channel in self.channels.values():
            channel.detach()
            self.shared.progress.end(channel.identity)
        links, self.links = list(self.links.values()), {}
        await asyncio.gather(*(each.close() for each in links), *self._farewells)

    # --- what the main channel tells (channels.main.Owner) ---------------------------------------

    def initialised(self, init: main.Init) -> None:
        """Ask for the channels; after a move those that are ready begin instead."""
        self._session_id = init.session_id
        if self._destination is None:
            self.main.send(main.AttachChannels())
            return
        for channel in self.channels.values():
            made = self._destination.take(channel)
            if made is not None:
                self._start(channel, made)
        self._moved_to(self._destination, seamless=False)

    def offered(self, offer: list[main.ChannelId]) -> None:
        """Open what is offered and known."""
        self.offer.update(dict.fromkeys((each.type, each.id) for each in offer))
        wanted = [key for key in ((each.type, each.id) for each in offer) if self._wants(key)]
        room = MOST_LINKED_CHANNELS - len(self.links)
        opening = [self._spawn(self._open(key)) for key in wanted[:room]]
        if self._tried is not None and not self._tried.done():
            self._spawn(_when_done(opening, self._tried))

    def migrate(self, message: Migration) -> None:
        """Prepare a move, carry it out, or give it up."""
        match message:
            case main.MigrateBegin(info):
                self._prepare(info, None)
            case main.MigrateBeginSeamless(info, version):
                self._prepare(info, version)
            case main.MigrateCancel():
                _keep(asyncio.create_task(self._drop_destination()), self._farewells)
            case main.MigrateEnd():
                self._switch_over()
            case main.MigrateSwitchHost():
                self._lose(self._switch(message))

    def moved(self, channel: Channel) -> tuple[Outlet, Capabilities]:
        """Give a channel its connection to the destination of a seamless migration.

        Raises:
            ProtocolError: there is none.

        """
        destination = self._destination
        made = destination.take(channel) if destination else None
        if destination is None or made is None:
            raise ProtocolError(f"{channel.name} migrates, and no migration is under way")
        self._replace_link(channel, made)
        if destination.is_empty:
            self._moved_to(destination, seamless=True)
        return made.conversation, made.capabilities

    # --- single channels -------------------------------------------------------------------------

    async def demand(self, key: Key) -> Channel:
        """Open a channel that is opened only when somebody wants it, if it is not open.

        Raises:
            ConnectError: the server does not give it.

        """
        async with self._demanding:
            channel = self._channel(key)
            if key not in self.links:
                await self._link(channel)
        return channel

    async def dismiss(self, key: Key) -> None:
        """Close a channel that nobody wants any more."""
        await _end([self._serving.pop(key)] if key in self._serving else [])
        made = self.links.pop(key, None)
        if made is not None:
            self.channels[key].detach()
            self.shared.progress.end(key)
            await made.close()

    def _wants(self, key: Key) -> bool:
        """Whether a channel that is offered is to be opened."""
        number, _ = key
        if number not in KNOWN or key in self.links:
            return False
        is_kept_out = self._options.view_only and number == channels.inputs.number
        return not (is_kept_out or self.target.disables(number))

    async def _open(self, key: Key) -> None:
        channel = self._channel(key)
        try:
            await self._link(channel)
        except PimentError as error:
            log.warning("channel=%s not opened: %s", channel.name, error)
            self.shared.tell(ChannelClosed(channel.name, str(error)))

    async def _link(self, channel: Channel) -> None:
        self.shared.progress.begin(channel.identity)
        try:
            made = await link(self._dialer(), channel, self._session_id)
        except BaseException:
            self.shared.progress.end(channel.identity)
            raise
        if not self.main.is_linked:
            await made.close()
            raise ConnectError(Stage.SESSION, "it has ended meanwhile", "connect again")
        self._start(channel, made)

    def _dialer(self) -> Dialer:
        """Return one dialer for all channels: it reads the target's authorities once."""
        if self._dialer_held is None or self._dialer_held.target is not self.target:
            self._dialer_held = Dialer(self.target)
        return self._dialer_held

    def _channel(self, key: Key) -> Channel:
        """Return a channel, a new one if there was none yet."""
        if key not in self.channels:
            number, channel_id = key
            channel = CHANNEL_CLASSES[number](self.shared, channel_id, self)
            if isinstance(channel, DisplayChannel):
                channel.prefer_codecs(self._options.codecs)
                if self._options.compression is not None:
                    channel.prefer(self._options.compression)
            self.channels[key] = channel
        return self.channels[key]

    def _start(self, channel: Channel, made: Link) -> None:
        self.links[channel.identity] = made
        self.shared.progress.begin(channel.identity)
        channel.attach(made.conversation, made.capabilities)
        task = asyncio.create_task(self._serve(channel), name=f"channel {channel.name}")
        self._serving[channel.identity] = task
        log.info("channel=%s linked", channel.name)
        self.shared.tell(ChannelOpened(channel.name))

    async def _serve(self, channel: Channel) -> None:
        """Let a channel take what the server says until it ends, and see what that means."""
        try:
            await self._run(channel)
            reason = "the server closed it"
        except (ProtocolError, WireError, CodecError) as error:
            reason = f"the server broke the protocol: {error}"
        except OSError as error:
            reason = f"the connection broke: {error}"
        except Exception:
            log.exception("channel=%s met a defect of the client", channel.name)
            reason = "a defect of the client, see the log"
        channel.detach()
        self.shared.progress.end(channel.identity)
        await self.links.pop(channel.identity).close()
        log.info("channel=%s ended reason=%r", channel.name, reason)
        self.shared.tell(ChannelClosed(channel.name, reason))
        if channel.kind in VITAL:
            self._lose(Loss(f"{channel.name}: {reason}"))
        elif self._destination is not None:
            self._leave_behind(channel, self._destination)

    async def _run(self, channel: Channel) -> None:
        """Let a channel take what the server says until it ends and goes on nowhere.

        Raises:
            ProtocolError, WireError, CodecError: the server breaks the protocol.
            OSError: the connection broke.

        """
        while True:
            try:
                await channel.run()
            except OSError:
                if not self._goes_on_elsewhere(channel):
                    raise
            if not self._goes_on_elsewhere(channel):
                return
            channel.move_on()

    def _lose(self, loss: Loss) -> None:
        if self._lost is not None and not self._lost.done():
            self._lost.set_result(loss)

    # --- migration (wire.md 15) ------------------------------------------------------------------

    def _prepare(self, info: main.DstInfo, version: int | None) -> None:
        if self._preparing is not None:
            self._preparing.cancel()
        self._preparing = self._spawn(self._reach(info, version))

    async def _reach(self, info: main.DstInfo, version: int | None) -> None:
        """Open all channels at the destination, and tell the source how that went."""
        await self._drop_destination()
        try:
            destination = Destination(destination_of(self.target, info))
            async with asyncio.timeout(MIGRATE_SECONDS), destination:
                linked = [self.channels[key] for key in sorted(self.links)]
                await destination.prepare(linked, self._session_id, version)
        except (PimentError, OSError) as error:
            log.warning("the destination of a migration cannot be reached: %s", error)
            self.main.send(main.MigrateConnectError())
        else:
            self._destination = destination
            answer = (
                main.MigrateConnectedSeamless if destination.is_seamless else main.MigrateConnected
            )
            self.main.send(answer())
            self.shared.tell(MigrationReady(str(destination.target)))

    def _switch(self, message: main.MigrateSwitchHost) -> Loss:
        try:
            target = destination_of(self.target, message)
        except TargetError as error:
            return Loss(f"the server sends us to nowhere: {error}")
        return Loss(f"the session goes on at {target}", target)

    def _switch_over(self) -> None:
        """Leave the source: main begins anew at the destination, the others when it has (15.1)."""
        made = self._destination.take(self.main) if self._destination else None
        if made is None:
            raise ProtocolError("MIGRATE_END, and no migration is under way")
        others = [key for key in self.links if key != self.main.identity]
        self._spawn(_end([self._serving.pop(key) for key in others]))
        for key in others:
            self.channels[key].detach()
            self._retire(self.links.pop(key))
        self._retire(self.links[self.main.identity])
        self.links[self.main.identity] = made
        self.main.attach(made.conversation, made.capabilities)
        self.main.send(main.MigrateEnd())

    def _goes_on_elsewhere(self, channel: Channel) -> bool:
        """Whether a channel that the source closed is awaited at the destination.

        spice-server 0.15.1 may close its end before it has sent the MIGRATE that waits there.
        """
        destination = self._destination
        can = channel.kind in STATELESS and destination is not None and destination.is_seamless
        return can and destination is not None and destination.has(channel)

    def _leave_behind(self, channel: Channel, destination: Destination) -> None:
        """Give up a channel that ended where it was: the others need not wait for it to move."""
        made = destination.take(channel)
        if made is not None:
            self._retire(made)
            if destination.is_empty:
                self._moved_to(destination, seamless=destination.is_seamless)

    def _replace_link(self, channel: Channel, made: Link) -> None:
        before = self.links[channel.identity]
        made.conversation.continue_from(before.conversation)
        self.links[channel.identity] = made
        self._retire(before)

    def _moved_to(self, destination: Destination, *, seamless: bool) -> None:
        self._destination = None
        self._retire(destination)
        self.target = destination.target
        self.shared.tell(Migrated(str(self.target), seamless))

    async def _drop_destination(self) -> None:
        destination, self._destination = self._destination, None
        if destination is not None:
            await destination.close()

    def _retire(self, connection: Link | Destination) -> None:
        """Close what is not used any more, without waiting for it."""
        _keep(asyncio.create_task(connection.close()), self._farewells)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return _keep(asyncio.create_task(work), self._work)


def _keep(task: asyncio.Task[None], among: set[asyncio.Task[None]]) -> asyncio.Task[None]:
    """Hold a task until it is done."""
    among.add(task)
    task.add_done_callback(among.discard)
    return task


async def _when_done(tasks: Iterable[asyncio.Task[None]], future: asyncio.Future[None]) -> None:
    await asyncio.gather(*tasks)
    if not future.done():
        future.set_result(None)


async def _end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait until they have ended."""
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)
