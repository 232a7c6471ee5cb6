"""A server that shows what a test paints, and a session that looks at it."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from piment.client.options import Options
from piment.client.session import Session
from piment.client.target import Target
from piment.geometry import Size
from piment.server.server import Server, Settings
from piment.transport.address import Address
from tests.client.host import PATIENCE_SECONDS
from tests.server.scripted import SIZE, Scripted


class Showing:
    """Serves `source` on loopback; `session` is open while the block runs."""

    def __init__(self, size: Size = SIZE, options: Options | None = None) -> None:
        self.source = Scripted(size)
        self._options = options
        self._port = 0

    async def __aenter__(self) -> Self:
        await self.serve()
        self.session = Session(Target(host="127.0.0.1", port=self._port), self._options)
        await self.session.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.session.close()
        await self.leave()

    @property
    def uri(self) -> str:
        return f"spice://127.0.0.1:{self._port}"

    async def serve(self) -> None:
        """Serve the source, at the same port as before if it was served."""
        self.server = Server(self.source, Settings(name="My desktop"))
        await self.server.open()
        address = await self.server.listen_tcp(Address("127.0.0.1", self._port))
        self._port = address.port
        self._running = asyncio.create_task(self.server.run())

    async def leave(self) -> None:
        """Send all viewers away, and refuse them."""
        await self.server.close()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._running
