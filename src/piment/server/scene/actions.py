"""What viewers do: the other direction of `updates`."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from piment.geometry import Point


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
    """The pointer was put to this place, in desktop coordinates."""

    position: Point


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


Action = Key | PointerPlaced | PointerMoved | ButtonChanged
