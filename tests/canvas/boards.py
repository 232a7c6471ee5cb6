"""Small surfaces and commands for worked examples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from piment import canvas
from piment.canvas import PixelFormat, Surface
from piment.geometry import Rect as Area
from piment.geometry import Size
from piment.protocol.common import Point, Rect
from piment.protocol.draw import ClipRects, Drawing, MaskFlags, QMask, Solid
from piment.protocol.image import Image as WireImage
from tests.canvas.scenes import Store
from tests.reference.canvas import Picture

NO_MASK = QMask(MaskFlags(0), Point(0, 0), None)
WHITE = Solid(0xFFFFFF)


def board(rows: Sequence[Sequence[int]], form: PixelFormat = PixelFormat.XRGB) -> Surface:
    """Return a surface of these pixels."""
    surface = Surface(Size(len(rows[0]), len(rows)), form)
    surface.words[:] = rows
    return surface


def blank(width: int, height: int, form: PixelFormat = PixelFormat.XRGB) -> Surface:
    return Surface(Size(width, height), form)


def area(left: int, top: int, right: int, bottom: int) -> Rect:
    return Rect(top, left, bottom, right)


def at(left: int, top: int, right: int, bottom: int, clip: Iterable[Rect] | None = None) -> tuple:
    """Return what all commands begin with."""
    return (0, area(left, top, right, bottom), None if clip is None else ClipRects(list(clip)))


def drawn(surface: Surface, command: Drawing, store: Store | None = None) -> list[list[int]]:
    """Draw, and return all pixels."""
    canvas.draw(surface, command, store or Store())
    rows: list[list[int]] = surface.words.tolist()
    return rows


def image(
    store: Store, rows: list[list[int]], form: PixelFormat = PixelFormat.XRGB, **more: bool
) -> WireImage:
    return store.add(Picture(form, rows, **more))


def mask(store: Store, rows: list[list[int]], flags: int = 0, x: int = 0, y: int = 0) -> QMask:
    return QMask(MaskFlags(flags), Point(x, y), image(store, rows, PixelFormat.A1))


def covers(rects: list[Area], pixels: np.ndarray) -> bool:
    """Whether every true pixel lies in one of the rectangles."""
    left = pixels.copy()
    for rect in rects:
        left[rect.rows, rect.columns] = False
    return not left.any()
