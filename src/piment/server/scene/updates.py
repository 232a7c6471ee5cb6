"""What a source tells: the desktop changed like this."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from piment.geometry import Point, Rect, Size


@dataclass(frozen=True, slots=True)
class Resized:
    """The desktop has a new size; its content is black until painted. Always the first update."""

    size: Size


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """These pixels are on the desktop now.

    `pixels` is uint8 of shape (area.height, area.width, 4) in memory order B, G, R, X. Its rows
    may be strided. It belongs to the source, which may change it after the update was taken:
    whoever takes an update uses the pixels before it awaits the next one.
    """

    area: Rect
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class CursorShape:
    """The pointer looks like this now.

    `pixels` is uint8 of shape (height, width, 4), B, G, R, A with premultiplied alpha; it does not
    change after the update.
    """

    pixels: NDArray[np.uint8]
    hot_spot: Point


@dataclass(frozen=True, slots=True)
class CursorHidden:
    """The desktop shows no pointer now."""


@dataclass(frozen=True, slots=True)
class CursorMoved:
    """The pointer's hot spot stands here now, in desktop coordinates."""

    position: Point


@dataclass(frozen=True, slots=True)
class Leds:
    """The lights of the keyboard."""

    scroll_lock: bool = False
    num_lock: bool = False
    caps_lock: bool = False


@dataclass(frozen=True, slots=True)
class LedsChanged:
    """The desktop switched lights of the keyboard."""

    leds: Leds = field(default_factory=Leds)


Update = Resized | Painted | CursorShape | CursorHidden | CursorMoved | LedsChanged
