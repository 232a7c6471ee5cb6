"""The cursor channel: the pointer's shape and place (wire.md 9)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable

from piment.client.channels.base import Channel, Mover
from piment.client.cursor.cache import ShapeCache
from piment.client.cursor.shape import Shape
from piment.client.events import CursorChanged
from piment.client.shared import Shared
from piment.errors import ProtocolError
from piment.geometry import Point
from piment.protocol import channel as channels
from piment.protocol import cursor
from piment.protocol.channel import Message
from piment.protocol.common import Point16
from piment.protocol.cursor import Cursor
from piment.protocol.main import MouseModeFlags

log = logging.getLogger("piment.client.cursor")


class CursorChannel(Channel):
    """Follows the pointer.

    Attributes:
        shape: what it looks like; None until the server says so.
        position: where it points to on the display. While the client places the pointer
            (`MouseModeFlags.CLIENT`), servers tell its place rarely.
        is_visible: whether it is to be seen.

    """

    kind = channels.cursor

    def __init__(self, shared: Shared, channel_id: int, mover: Mover) -> None:
        super().__init__(shared, channel_id, mover)
        self.shape: Shape | None = None
        self.position = Point(0, 0)
        self.is_visible = False
        self._cache = ShapeCache()
        self._is_initialised = False

    def reset(self) -> None:
        """Forget all that the server has said."""
        super().reset()
        self._forget()

    def handle(self, message: Message) -> Awaitable[None] | None:
        """Do what the server says; before INIT, nothing else counts (wire.md 9.3)."""
        match message:
            case cursor.Init(position, _, _, visible, shape):
                self._forget()
                self._is_initialised = True
                self.position = position.geometry
                self._wear(shape, visible)
            case cursor.Reset():
                self._forget()
            case _ if not self._is_initialised:
                log.info("channel=%s %s came before INIT", self.name, type(message).__name__)
                return None
            case cursor.Set(position, visible, shape):
                self._set(position, visible, shape)
            case cursor.Move(position):
                self.position, self.is_visible = position.geometry, True
            case cursor.Hide():
                self.is_visible = False
            case cursor.InvalOne(key):
                self._cache.drop(key)
                return None
            case cursor.InvalAll():
                self._cache.clear()
                return None
            case cursor.Trail():
                return None  # the pointer that a client shows leaves none
            case _:
                return super().handle(message)
        self.shared.tell(CursorChanged(self.id))
        return None

    def _set(self, position: Point16, visible: int, shape: Cursor) -> None:
        if self.shared.mouse_mode is MouseModeFlags.SERVER:
            self.position = position.geometry
        self._wear(shape, visible)

    def _wear(self, cursor: Cursor, visible: int) -> None:
        self.is_visible = bool(visible)
        try:
            self.shape = self._cache.shape_of(cursor)
        except ProtocolError as error:
            log.warning("channel=%s dropped a shape: %s", self.name, error)

    def _forget(self) -> None:
        self._is_initialised = False
        self._cache.clear()
        self.shape = None
        self.position = Point(0, 0)
        self.is_visible = False
