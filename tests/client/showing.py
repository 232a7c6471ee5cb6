"""A server that shows what a test paints, and a session that looks at it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

from piment.client.options import Options
from piment.client.session import Session
from piment.client.target import Target
from piment.geometry import Point, Size
from piment.server.scene.actions import Action, PointerMoved
from piment.server.scene.updates import CursorMoved
from piment.server.server import Server, Settings
from piment.transport.address import Address
from tests.client.host import PATIENCE_SECONDS
from tests.server.scripted import SIZE, Scripted, cursor


class Driven(Scripted):
    """A scripted desktop whose pointer follows the mouse, and that says when it was driven.

    Motions longer than `threshold` are multiplied by `gain`, and the pointer stays on the desktop.
    """

    gain = 1.0
    threshold = 4

    def __init__(self, size: Size) -> None:
        super().__init__(size)
        self.size = size
        self.pointer = Point(size.width // 2, size.height // 2)
        self._driven = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def show_pointer(self) -> None:
        self.tell(cursor(1), CursorMoved(self.pointer))

    def act(self, action: Action) -> None:
        super().act(action)
        if isinstance(action, PointerMoved):
            self._move(action)
        task = asyncio.create_task(self._notify())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def did(self, is_so: Callable[[list[Action]], object]) -> list[Action]:
        """Wait until what was done to the desktop is as expected; return and forget it."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._driven:
            await self._driven.wait_for(lambda: bool(is_so(self.actions)))
        done, self.actions = self.actions, []
        return done

    async def _notify(self) -> None:
        async with self._driven:
            self._driven.notify_all()

    def _move(self, motion: PointerMoved) -> None:
        place = self.pointer
        gain = self.gain if max(abs(motion.dx), abs(motion.dy)) > self.threshold else 1
        x, y = int(place.x + gain * motion.dx), int(place.y + gain * motion.dy)
        width, height = self.size
        self.pointer = Point(max(0, min(x, width - 1)), max(0, min(y, height - 1)))
        if self.pointer != place:
            self.tell(CursorMoved(self.pointer))


class Showing:
    """Serves `source` on loopback; `session` is open while the block runs."""

    def __init__(self, size: Size = SIZE, options: Options | None = None) -> None:
        self.source = Driven(size)
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
