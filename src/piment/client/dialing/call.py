"""One attempt to reach a server: what carries it, layer by layer, and the time that is left."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from piment.client.dialing.failure import CONNECT_SECONDS, explain
from piment.errors import Stage
from piment.transport import tcp, unix
from piment.transport.address import Address
from piment.transport.base import Transport

if TYPE_CHECKING:
    from piment.client.dialing.trust import Trust
    from piment.transport.proxy import Proxy


class Call:
    """Each method is a stage: it puts one more layer over `carrier`, or fails for all.

    What a stage needs is imported in it: most calls have the first one only.

    Raises:
        ConnectError: the stage failed, or the time is over.

    """

    def __init__(self, place: Address | Path) -> None:
        """Begin to call a host and port, or a UNIX socket."""
        self.place = place
        self._deadline = asyncio.get_running_loop().time() + CONNECT_SECONDS
        self._carrier: Transport | None = None

    @property
    def carrier(self) -> Transport:
        """What the connection has become so far."""
        assert self._carrier is not None  # noqa: S101 - connecting comes first
        return self._carrier

    async def connect(self) -> None:
        """Connect straight to the place."""
        async with self._during(Stage.CONNECT, self.place):
            self._carrier = await _connect(self.place)

    async def connect_through(self, proxy: Proxy) -> None:
        """Connect to a proxy, and through it to the place."""
        from piment.transport import proxy as proxies
        from piment.transport import tls

        async with self._during(Stage.PROXY, proxy.address):
            self._carrier = await tcp.connect(proxy.address)
            if proxy.tls:  # vouched for by the system's authorities, not by the server's
                context = tls.client_context(None)
                self._carrier = await tls.connect(self._carrier, context, proxy.address.host)
            assert isinstance(self.place, Address)  # noqa: S101 - UNIX sockets have no proxy
            await proxies.tunnel(self._carrier, self.place, proxy.login)

    async def start_tls(self, trust: Trust, host: str) -> None:
        """Go on under TLS, with who is trusted to be `host`."""
        from piment.transport import tls

        async with self._during(Stage.TLS, self.place):
            name = trust.server_name(host)
            transport = await tls.connect(self.carrier, trust.context, name)
        self._carrier = transport
        trust.check(transport)

    async def open_websocket(self, address: Address, path: str, login: str | None = None) -> None:
        """Go on within a WebSocket, which a web server may want a login for."""
        from piment.transport.websocket import ClientWebSocket

        async with self._during(Stage.WEBSOCKET, self.place):
            websocket = ClientWebSocket(self.carrier, address, path, login)
            await websocket.connect()
        self._carrier = websocket

    async def hang_up(self) -> None:
        """End what there is."""
        if self._carrier is not None:
            await self._carrier.close()

    @contextlib.asynccontextmanager
    async def _during(self, stage: Stage, place: Address | Path) -> AsyncIterator[None]:
        """Turn errors of the system, and the end of our patience, into those of a stage."""
        try:
            async with asyncio.timeout_at(self._deadline):
                yield
        except (OSError, UnicodeError) as error:
            raise explain(stage, place, error) from error


async def _connect(place: Address | Path) -> Transport:
    match place:
        case Address():
            return await tcp.connect(place)
        case Path():
            return await unix.connect(place)
