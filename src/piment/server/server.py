"""Accepts viewers, asks for their ticket, and hands them over to a session."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from piment.core.events import Linked, LinkRefused
from piment.core.handshake import ServerHandshake
from piment.server.agent.filters import Filters
from piment.server.agent.pointer import Pointer
from piment.server.agent.relay import Relay
from piment.server.entrance import EntranceError, enter
from piment.server.gate import Gate
from piment.server.keys import KeyPool, Keys, SharedKey
from piment.server.lobby import LINK_SECONDS, Lobby
from piment.server.ports.offer import Offer
from piment.server.scene.scene import Change, Scene
from piment.server.seat import Seat
from piment.server.session import Session
from piment.server.sessions import Sessions
from piment.server.show import Watcher, show
from piment.server.sources.base import Source
from piment.server.tickets import NoTickets, Tickets
from piment.server.viewer import Viewer
from piment.transport import pump, tcp, unix
from piment.transport.address import Address
from piment.transport.base import Transport
from piment.transport.tls import TlsTransport

log = logging.getLogger("piment.server")

WORKERS = 2
"""Threads for pixel work and keys: Rust lets go of the GIL, and the loop needs a core too."""


class Listener(Protocol):
    """Lets viewers in until it is closed."""

    def close(self) -> None:
        """Let nobody in any more."""
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server does beyond showing its source."""

    tickets: Tickets = field(default_factory=NoTickets)
    secure_channels: frozenset[int] = frozenset()
    """Types of the channels that are served over TLS only."""
    name: str | None = None
    """What viewers put into their title bar; None: the source's name."""
    filters: Filters = field(default_factory=Filters)
    """What viewers may do through the guest's agent."""


class Server:
    """Serves one desktop to any number of viewers.

    `open` first, then any of the `listen_` methods, then `run`; `close` at the end.
    """

    def __init__(self, source: Source, settings: Settings | None = None) -> None:
        self._source = source
        self._settings = settings or Settings()
        self.scene = Scene()
        self.agent = Relay(source, self.scene, self._settings.filters, self._tell)
        self.pointer = Pointer(self.agent, self.scene, source.act)
        self.ports = Offer(source, self.scene)
        self.seat = Seat(self.pointer.act)
        self.sessions = Sessions()
        self._executor = ThreadPoolExecutor(WORKERS, thread_name_prefix="piment")
        asks = not isinstance(self._settings.tickets, NoTickets)
        self._keys: Keys = KeyPool(self._executor) if asks else SharedKey()
        self._listeners: list[Listener] = []
        self._connections: set[asyncio.Task[None]] = set()
        self._lobby = Lobby()

    @property
    def name(self) -> str:
        """What viewers put into their title bar."""
        return self._settings.name or self._source.name

    async def open(self) -> None:
        """Attach to the desktop.

        Raises:
            SourceError: it is not there or cannot be used.

        """
        await self._source.open()
        self._keys.start()
        for shared in (self.agent, self.ports):
            shared.changed(Change())

    async def listen_tcp(self, address: Address, context: ssl.SSLContext | None = None) -> Address:
        """Accept viewers at `address`, under TLS with a context; return the real address.

        Raises:
            OSError: the address cannot be had.

        """
        listener = await tcp.listen(address, lambda peer: self.accept(peer, context))
        self._listeners.append(listener)
        return Address(address.host, listener.sockets[0].getsockname()[1])

    async def listen_unix(self, path: Path) -> None:
        """Accept viewers at a UNIX socket.

        Raises:
            OSError: the path cannot be had.

        """
        self._listeners.append(await unix.listen(path, self.accept))

    def adopt(self, listener: Listener) -> None:
        """Close, with the server, a listener of somebody else's that hands over to `accept`."""
        self._listeners.append(listener)

    async def run(self) -> None:
        """Show the desktop until it is gone.

        Raises:
            SourceError: it broke.

        """
        await show(self._source, self.scene, self._watchers)

    async def close(self) -> None:
        """Send the viewers away and let go of the desktop."""
        for listener in self._listeners:
            listener.close()
        await asyncio.sleep(0)  # who has just come begins, so as to end in order
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._keys.stop()
        await self.agent.close()
        try:
            await self._source.close()
        finally:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def accept(self, transport: Transport, context: ssl.SSLContext | None = None) -> None:
        """Serve one connection, under TLS with a context, in a task of its own."""
        carrier = transport if context is None else TlsTransport(transport, context)
        task = asyncio.create_task(self._guard(carrier), name=f"peer {carrier.peer}")
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    def _watchers(self) -> Iterator[Watcher]:
        yield self.agent
        yield self.ports
        yield from (session.viewer for session in self.sessions)

    def _tell(self) -> None:
        """Let the viewers look at what has changed besides the scene."""
        for session in self.sessions:
            session.viewer.changed(Change())

    async def _guard(self, transport: Transport) -> None:
        """Serve one connection; nothing that a peer does gets further than here."""
        try:
            await self._serve(transport)
        except ConnectionError as error:
            log.info("peer=%s left: %s", transport.peer, error)
        except TimeoutError:
            log.warning("peer=%s not linked within %.0f s", transport.peer, LINK_SECONDS)
        except Exception:
            log.exception("peer=%s met a defect of the server", transport.peer)
        finally:
            await transport.close()

    async def _serve(self, transport: Transport) -> None:
        gate = Gate(
            transport,
            self._settings.tickets,
            self._settings.secure_channels,
            self.sessions,
            self._begin,
        )
        try:
            async with self._lobby.wait(transport.peer):
                linked = await self._link(transport, gate)
            if linked is not None and gate.session is not None:
                await gate.session.serve(*linked)
        finally:
            gate.leave()

    def _begin(self, peer: str) -> Session:
        viewer = Viewer(self.sessions.new_id(), peer)
        session = Session(self, viewer, self._executor)
        self.sessions.add(session)
        return session

    async def _link(
        self, transport: Transport, gate: Gate
    ) -> tuple[Transport, Linked, bytes] | None:
        """Run the link stage; return what carries the channel, how it is linked, first bytes."""
        try:
            carrier, first = await enter(transport)
        except EntranceError as error:
            log.warning("peer=%s refused: %s", transport.peer, error)
            return None
        key = await self._keys.take()
        handshake = ServerHandshake(gate, key)
        try:
            event = await pump.link(carrier, handshake, first)
        finally:
            if not gate.has_ticket:
                self._keys.give_back(key)
        match event:
            case LinkRefused(code, why):
                name = code.name if code is not None else "closed"
                reason = gate.reason or why
                log.warning(
                    "peer=%s channel=%s refused: %s (%s)",
                    transport.peer,
                    gate.channel,
                    reason,
                    name,
                )
                return None
            case Linked():
                return carrier, event, handshake.take_rest()
