"""From an X server's events to updates."""

from __future__ import annotations

from collections.abc import Sequence

from piment.server.scene.updates import Update
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.cursor import CursorWatch
from piment.server.sources.x11.damage import DamageWatch
from piment.server.sources.x11.framebuffer import Framebuffer
from piment.server.sources.x11.frames import Frames
from piment.server.sources.x11.leds import LedWatch
from piment.server.sources.x11.mapped import MappedFrames
from piment.server.sources.x11.pointer import PointerWatch
from piment.server.sources.x11.size import SizeWatch
from piment.server.sources.x11.watch import Watch


class Feed:
    """Finds out what changed since it was last asked: in two round trips, however much it was.

    Where we see the server's memory, it is one, and small changes are seen before it.
    """

    def __init__(self, connection: Connection, framebuffer: Framebuffer | None = None) -> None:
        """Begin to follow the desktop, whose pixels are in `framebuffer` or are asked for.

        Raises:
            SourceError: the display's pixels are of a form that cannot be shown.

        """
        self._connection = connection
        self._frames = Frames(connection) if framebuffer is None else MappedFrames(framebuffer)
        self._size = SizeWatch(connection)
        self._damage = DamageWatch(connection, tells_bounds=framebuffer is not None)
        self._pointer = PointerWatch(connection)
        # A new size comes first: positions and pixels after it belong to it.
        self._watches: list[Watch] = [self._size, CursorWatch(connection), self._pointer]
        if connection.has("XKEYBOARD"):
            self._watches.append(LedWatch(connection))
        connection.wake()

    def glance(self) -> Sequence[Update]:
        """Return what can be seen at once of what the next `changes` will ask about."""
        if self._connection.ended or not self._damage.begin():
            return ()
        return self._frames.glance(self._damage.bounds)

    async def changes(self) -> list[Update]:
        """Return what changed since the last call; pixels are valid until the next.

        Raises:
            SourceError: the X server is gone.

        """
        if self._connection.ended:
            return []
        asked = [watch.ask() for watch in self._watches]
        if self._damage.begin():
            self._damage.ask()
            self._frames.ask_ahead()
            asked.append(True)
        if any(asked) and not await self._connection.answered():
            return []
        shown = self._size.size
        updates = [update for watch in self._watches for update in watch.answer()]
        self._frames.damage(self._damage.answer())
        if self._size.size != shown:
            await self._frames.resize(self._size.size)
        return [*updates, *await self._frames.paint()]

    def hurry(self) -> None:
        """Find out at once what a viewer's action changes."""
        self._damage.hurry()

    def close(self) -> None:
        """Stop following."""
        self._pointer.close()
        self._damage.close()
