"""What a source tells: the desktop changed like this.

A desktop has one or several screens, which are numbered from 0; positions and areas are those of
their screen. A screen is there from its first `Resized` on.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from piment.geometry import Point, Rect, Size
from piment.server.scene.actions import Power


@dataclass(frozen=True, slots=True)
class Resized:
    """A screen has a new size; its content is black until painted. Always its first update."""

    size: Size
    screen: int = 0


@dataclass(frozen=True, slots=True)
class Blanked:
    """A screen shows nothing any more, not even black, until the next `Resized`."""

    screen: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """These pixels are on a screen now.

    `pixels` is uint8 of shape (area.height, area.width, 4) in memory order B, G, R, X. Its rows
    may be strided. It belongs to the source, which may change it after the update was taken:
    whoever takes an update uses the pixels before it awaits the next one.
    """

    area: Rect
    pixels: NDArray[np.uint8]
    screen: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class CursorShape:
    """The pointer looks like this now.

    `pixels` is uint8 of shape (height, width, 4), B, G, R, A with premultiplied alpha; it does not
    change after the update.
    """

    pixels: NDArray[np.uint8]
    hot_spot: Point
    screen: int = 0


@dataclass(frozen=True, slots=True)
class CursorHidden:
    """A screen shows no pointer now."""

    screen: int = 0


@dataclass(frozen=True, slots=True)
class CursorMoved:
    """The pointer's hot spot stands here now."""

    position: Point
    screen: int = 0


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


@dataclass(frozen=True, slots=True)
class PointerModes:
    """Which actions the desktop's mouse takes now; until told, it takes both.

    `relative` stands for `PointerMoved`, `absolute` for `PointerPlaced`.
    """

    relative: bool
    absolute: bool


@dataclass(frozen=True, slots=True)
class PortsChanged:
    """The source has other ports than before."""


@dataclass(frozen=True, slots=True)
class Resizable:
    """Whether the desktop takes `ScreensWanted`; until told, it does not.

    Where that turns out with a wish, the wish was not fulfilled. `why` is what to tell who wants
    to have the screens otherwise.
    """

    possible: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class PowerDone:
    """The machine was shut down or reset, whoever wanted that."""

    power: Power


class Severity(enum.Enum):
    """How bad it is what a notice tells."""

    INFO = enum.auto()
    WARNING = enum.auto()
    ERROR = enum.auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """What those who look at the desktop should be told, in words."""

    severity: Severity
    text: str


ScreenUpdate = Resized | Blanked | Painted | CursorShape | CursorHidden | CursorMoved
"""What concerns one screen."""

Update = ScreenUpdate | LedsChanged | PointerModes | PortsChanged | Resizable | PowerDone | Notice
