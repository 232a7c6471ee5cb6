"""The desktop's pixels, put together from layers where they have become stale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from piment.geometry import Rect, Region, Size
from piment.server.sources.demo.drawing import Pixels, blank, lay_over
from piment.server.sources.demo.theme import PANEL
from piment.server.sources.demo.wallpaper import wallpaper


class Layer(Protocol):
    """Something that stands on the desktop, in desktop coordinates."""

    @property
    def outline(self) -> Rect:
        """What `pixels` covers."""
        ...

    @property
    def opaque(self) -> Rect:
        """A part of the outline that nothing shines through."""
        ...

    @property
    def pixels(self) -> Pixels:
        """Premultiplied pixels of the outline."""
        ...


class Compositor:
    """The framebuffer, and which part of it no longer shows the layers as they are."""

    def __init__(self, size: Size) -> None:
        self.resize(size)

    def resize(self, size: Size) -> None:
        """Start anew with an empty framebuffer of this size."""
        self._wallpaper = wallpaper(size)
        self.framebuffer = blank(size, PANEL)
        self._stale = Region([Rect.of_size(size)])

    @property
    def size(self) -> Size:
        """The size of the framebuffer."""
        height, width = self.framebuffer.shape[:2]
        return Size(width, height)

    def spoil(self, rects: Iterable[Rect]) -> None:
        """Note that the layers look different there; what lies outside does not matter."""
        bounds = Rect.of_size(self.size)
        self._stale.update(rect.intersection(bounds) for rect in rects)

    def render(self, layers: Sequence[Layer]) -> list[Rect]:
        """Compose what is stale from `layers`, bottom to top, and return where that was."""
        rects = self._stale.take()
        for rect in rects:
            self._compose(rect, layers)
        return rects

    def _compose(self, rect: Rect, layers: Sequence[Layer]) -> None:
        hidden = [index for index, layer in enumerate(layers) if layer.opaque.covers(rect)]
        if not hidden:
            paper = self._wallpaper[rect.rows, rect.columns]
            self.framebuffer[rect.rows, rect.columns] = paper
        for layer in layers[hidden[-1] if hidden else 0 :]:
            self._lay(layer, rect.intersection(layer.outline))

    def _lay(self, layer: Layer, rect: Rect) -> None:
        solid = rect.intersection(layer.opaque)
        if not solid.is_empty:
            self.framebuffer[solid.rows, solid.columns] = _part(layer, solid)
        for part in rect.minus(solid):
            lay_over(self.framebuffer[part.rows, part.columns], _part(layer, part))


def _part(layer: Layer, rect: Rect) -> Pixels:
    inside = rect.moved(-layer.outline.left, -layer.outline.top)
    return layer.pixels[inside.rows, inside.columns]
