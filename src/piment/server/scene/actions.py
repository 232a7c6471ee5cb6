"""What viewers do: the other direction of `updates`."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from piment.geometry import Point, Size


class Button(enum.IntEnum):
    """A button of the mouse; a wheel step is a press and a release of `UP` or `DOWN`."""

    LEFT = 1
    MIDDLE = 2
    RIGHT = 3
    UP = 4
    DOWN = 5
    SIDE = 6
    EXTRA = 7


@dataclass(frozen=True, slots=True)
class Key:
    """A key went down or up.

    `code` is the PC set 1 make code; extended keys carry their prefix in the high byte
    (0x1e is A, 0xe04d is Right), Pause is 0xe11d45.
    """

    code: int
    pressed: bool


@dataclass(frozen=True, slots=True)
class PointerPlaced:
    """The pointer was put to this place of a screen."""

    position: Point
    screen: int = 0


@dataclass(frozen=True, slots=True)
class PointerMoved:
    """The mouse moved by this much."""

    dx: int
    dy: int


@dataclass(frozen=True, slots=True)
class ButtonChanged:
    """A button of the mouse went down or up."""

    button: Button
    pressed: bool


@dataclass(frozen=True, slots=True)
class ScreenWish:
    """How a viewer wants a screen to be; an empty size turns it off.

    `position` is where it stands among the others, in pixels; `millimetres` is how large it is for
    the viewer's eyes, None if the viewer did not say.
    """

    size: Size
    position: Point = field(default=Point(0, 0))
    millimetres: Size | None = None


@dataclass(frozen=True, slots=True)
class ScreensWanted:
    """A viewer wants the screens like this: a wish for each, from screen 0 on."""

    screens: tuple[ScreenWish, ...]


class Power(enum.Enum):
    """What can be done to a machine from outside."""

    SHUTDOWN = enum.auto()
    """Press the power button: a guest that listens shuts down in order."""
    RESET = enum.auto()
    """Press the reset button: the machine starts anew, whatever it was doing."""


@dataclass(frozen=True, slots=True)
class PowerAction:
    """A viewer pressed one of the machine's buttons; ignored where that is not allowed."""

    power: Power


Action = Key | PointerPlaced | PointerMoved | ButtonChanged | ScreensWanted | PowerAction
