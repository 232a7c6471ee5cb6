"""Everything a guest shows at this moment."""

from __future__ import annotations

from piment.canvas.surface import Surface
from piment.geometry import Rect, Size
from piment.server.scene.cursor import Cursor
from piment.server.scene.updates import (
    CursorHidden,
    CursorMoved,
    CursorShape,
    Leds,
    LedsChanged,
    Painted,
    Resized,
    Update,
)


class Scene:
    """The primary surface, the pointer and the keyboard's lights.

    `generation` counts the surfaces: a viewer that has shown another one starts anew.
    """

    def __init__(self) -> None:
        self.primary = Surface(Size(0, 0))
        self.generation = 0
        self.cursor = Cursor()
        self.leds = Leds()

    def apply(self, update: Update) -> list[Rect]:
        """Take what the source tells; return the parts of the surface that changed."""
        match update:
            case Resized(size):
                self.primary = Surface(size)
                self.generation += 1
                return [self.primary.area]
            case Painted(area, pixels):
                return self.primary.paint(area, pixels)
            case CursorShape():
                self.cursor.shape = update
            case CursorHidden():
                self.cursor.shape = None
            case CursorMoved(position):
                self.cursor.position = position
            case LedsChanged(leds):
                self.leds = leds
        return []
