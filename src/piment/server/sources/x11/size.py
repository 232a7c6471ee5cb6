"""How large the desktop is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xcffib import xproto

from piment.geometry import Size
from piment.server.scene.updates import Resized, Update
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.watch import Watch


class SizeWatch(Watch):
    """Follows the size of the root window."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.size = Size(0, 0)
        connection.on(xproto.ConfigureNotifyEvent, self.notice)
        connection.core.ChangeWindowAttributes(
            connection.root, xproto.CW.EventMask, [xproto.EventMask.StructureNotify]
        )

    def question(self) -> Any:
        """Ask for the root window's geometry."""
        return self.connection.core.GetGeometry(self.connection.root)

    def read(self, asked: Any) -> Sequence[Update]:
        """Return a `Resized` if the size is another one now."""
        reply = asked.reply()
        size = Size(reply.width, reply.height)
        if size == self.size:
            return ()
        self.size = size
        return (Resized(size),)
