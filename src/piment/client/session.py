"""A session with a SPICE server: from opening it to its end, whatever happens between."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from piment.client.agent import Agent
from piment.client.channels.base import Channel
from piment.client.channels.cursor import CursorChannel
from piment.client.channels.display import DisplayChannel
from piment.client.channels.inputs import InputsChannel
from piment.client.channels.main import MainChannel
from piment.client.channels.port import PortChannel
from piment.client.connections import Connections, Loss
from piment.client.events import Connected, Disconnected, Event, ScreenCreated
from piment.client.options import Options
from piment.client.ports import open_port
from piment.client.shared import Listener, Shared
from piment.client.target import Target
from piment.errors import ConnectError, DeniedError
from piment.protocol.channel import CHANNELS

log = logging.getLogger("piment.client.session")

WORKERS = 8
"""Threads for pixel work at most; they come to be when they are needed, and a display channel that
waits for another one's image holds one."""

SETTLE_SECONDS = 1.0
"""How long a session lasts at least where no display has shown anything: spice-server 0.15, and the
machine with it, dies of a viewer that leaves while it still makes the viewer's channels."""

C = TypeVar("C", bound=Channel)


class Session:
    """`open` it, `close` it at the end; any number of them may be open at once.

    Its channels are there for good: when a session that was lost is open again, or has moved to
    another server, they are the same objects.
    """

    def __init__(self, target: Target, options: Options | None = None) -> None:
        self.options = options or Options()
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="piment-client")
        self.shared = Shared(self._workers)
        self._connections = Connections(self.shared, target, self.options)
        self._keeper: asyncio.Task[None] | None = None
        self._over: asyncio.Future[str] | None = None
        self._settled = asyncio.Event()
        """Set when a display has a screen."""
        self._settles_at = 0.0
        self.listen(self._note)

    @property
    def target(self) -> Target:
        """Where the session is, or is tried to be had; it changes when the session moves."""
        return self._connections.target

    @property
    def main(self) -> MainChannel:
        """The machine's name, the mouse mode, the agent."""
        return self._connections.main

    @property
    def agent(self) -> Agent:
        """The guest's agent."""
        return self.main.agent

    @property
    def displays(self) -> Mapping[int, DisplayChannel]:
        """The displays by the id of their channel."""
        return self._of(DisplayChannel)

    @property
    def cursors(self) -> Mapping[int, CursorChannel]:
        """The pointers by the id of their channel, which is that of the display."""
        return self._of(CursorChannel)

    @property
    def inputs(self) -> InputsChannel | None:
        """Keyboard and mouse; None if the server has none for us."""
        return self._of(InputsChannel).get(0)

    @property
    def traffic(self) -> Mapping[str, tuple[int, int]]:
        """Bytes read and written of each linked channel, by names such as `display:0`."""
        found = self._connections
        return {found.channels[key].name: link.traffic for key, link in found.links.items()}

    @property
    def offered(self) -> list[str]:
        """The channels that the server has besides main, also those that are left alone."""
        return [
            f"{CHANNELS[number].name if number in CHANNELS else number}:{channel_id}"
            for number, channel_id in self._connections.offer
        ]

    @property
    def is_open(self) -> bool:
        """Whether there is somebody to talk to now."""
        return self.main.is_linked

    @property
    def end_reason(self) -> str | None:
        """Why the session is over for good; None as long as it is not."""
        return self._over.result() if self._over is not None and self._over.done() else None

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every event from now on; return how to stop that."""
        return self.shared.listen(listener)

    async def open(self) -> None:
        """Open the session: return when every channel that is offered was tried.

        Raises:
            ConnectError: the session cannot be had; DeniedError if the password is the reason.

        """
        if self.target.delete_file is not None:  # remote-viewer does so first, too
            from piment.client.connection_file import discard

            discard(self.target)
        try:
            await self._connections.open()
        except BaseException:
            await self._connections.close()
            raise
        loop = asyncio.get_running_loop()
        self._over = loop.create_future()
        self._settles_at = loop.time() + SETTLE_SECONDS
        self._keeper = asyncio.create_task(self._keep(), name=f"session {self.target}")
        self.shared.tell(Connected())

    async def port(self, name: str) -> PortChannel:
        """Open the port that the server offers under this name, if it is not open.

        Who has a port keeps it from others, until `leave` or the end of the session; one that is
        lost is not opened again by itself.

        Raises:
            ConnectError: there is none.

        """
        return await open_port(self._connections, name)

    async def leave(self, port: PortChannel) -> None:
        """Close a port, for others to have it."""
        await self._connections.dismiss(port.identity)

    async def over(self) -> str:
        """Wait until the session is over for good; return why."""
        if self._over is None:
            raise RuntimeError("the session was never opened")
        return await asyncio.shield(self._over)

    async def close(self) -> None:
        """End the session; a second time, or one that was never opened, it changes nothing."""
        if self._keeper is not None:
            await self._settle()
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        await self._connections.close()
        self._workers.shutdown(wait=False, cancel_futures=True)
        self._end("closed")

    async def _settle(self) -> None:
        """Stay until the server has made our channels."""
        if self.is_open and self.displays:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(self._settles_at):
                    await self._settled.wait()

    def _note(self, event: Event) -> None:
        if isinstance(event, ScreenCreated):
            self._settled.set()

    def _of(self, kind: type[C]) -> dict[int, C]:
        channels = self._connections.channels.values()
        return {channel.id: channel for channel in channels if isinstance(channel, kind)}

    async def _keep(self) -> None:
        """Open the session again whenever it is lost, as far as that is wanted."""
        while True:
            loss = await self._connections.lost()
            await self._connections.close()
            log.info("session=%s lost reason=%r", self.target, loss.reason)
            self._connections.target = loss.target or self.target
            reason = await self._reopen(loss)
            if reason is not None:
                self._end(reason)
                return
            self.shared.tell(Connected())

    async def _reopen(self, loss: Loss) -> str | None:
        """Try to open the session again; return why not, if it stays closed."""
        reason = loss.reason
        for delay in self._delays(loss):
            self.shared.tell(Disconnected(reason, delay))
            await asyncio.sleep(delay)
            try:
                await self._connections.open()
            except ConnectError as error:
                reason = str(error)
                await self._connections.close()
                if isinstance(error, DeniedError):
                    break
            else:
                return None
        return reason

    def _delays(self, loss: Loss) -> Iterator[float]:
        """Yield the waits before attempts; where the server names a place, at once for a first."""
        if loss.target is not None:
            yield 0.0
        if self.options.reconnect is not None:
            yield from self.options.reconnect.delays()

    def _end(self, reason: str) -> None:
        if self._over is not None and not self._over.done():
            self._over.set_result(reason)
            self.shared.tell(Disconnected(reason))
