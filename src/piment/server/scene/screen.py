"""What one screen of a desktop shows at this moment."""

from __future__ import annotations

from collections.abc import Sequence

from piment.canvas.surface import Surface
from piment.geometry import Rect, Size
from piment.server.scene.cursor import Cursor
from piment.server.scene.updates import (
    Blanked,
    CursorHidden,
    CursorMoved,
    CursorShape,
    Painted,
    Resized,
    ScreenUpdate,
)

NOTHING = Size(0, 0)
"""The size of a screen that shows nothing, not even black."""


class Screen:
    """The primary surface, and the pointer on it.

    `generation` counts the surfaces: a viewer that has shown another one starts anew.
    """

    def __init__(self) -> None:
        self.primary = Surface(NOTHING)
        self.generation = 0
        self.cursor = Cursor()

    @property
    def is_blank(self) -> bool:
        """Whether there is no surface to show."""
        return self.primary.size == NOTHING

    def apply(self, update: ScreenUpdate) -> Sequence[Rect]:
        """Take what the source tells; return the parts of the surface that changed."""
        match update:
            case Resized(size):
                return self._begin(size)
            case Blanked():
                return self._begin(NOTHING)
            case Painted(area, pixels):
                return self.primary.paint(area, pixels)
            case CursorShape():
                self.cursor.shape = update
            case CursorHidden():
                self.cursor.shape = None
            case CursorMoved(position):
                self.cursor.position = position
        return ()

    def _begin(self, size: Size) -> Sequence[Rect]:
        self.primary = Surface(size)
        self.generation += 1
        return [self.primary.area]
