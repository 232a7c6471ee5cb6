"""What the pointer looks like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xcffib
from numpy.typing import NDArray
from xcffib import xfixes

from piment.geometry import Point
from piment.server.scene.updates import CursorHidden, CursorShape, Update
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.watch import Watch

# Where in the reply to GetCursorImage width, height and hot spot stand, and the pixels begin.
_FACTS = slice(12, 20)
_PIXELS_START = 32

# `.` is white, `#` black, everything else transparent.
_ARROW = """
#
##
#.#
#..#
#...#
#....#
#.....#
#......#
#.......#
#........#
#.....#####
#..#..#
#.# #..#
##  #..#
#    #..#
     #..#
      ##
"""
_COLOURS = {"#": (0, 0, 0, 255), ".": (255, 255, 255, 255)}
_CLEAR = (0, 0, 0, 0)


class CursorWatch(Watch):
    """Follows the shape of the pointer through XFixes."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._xfixes = connection.extension("XFIXES")
        self._xfixes.SelectCursorInput(connection.root, xfixes.CursorNotifyMask.DisplayCursor)
        connection.on(xfixes.CursorNotifyEvent, self.notice)

    def question(self) -> Any:
        """Ask for the image."""
        return self._xfixes.GetCursorImage()

    def read(self, asked: Any) -> Sequence[Update]:
        """Return the shape, or that there is none."""
        try:
            reply = self.connection.bytes_of(asked)
        except xcffib.Error:
            # The SECURITY extension guards cursors of programs that ended, even from their user.
            return (arrow(),)
        return (shape_of(reply),)


def shape_of(reply: bytes) -> CursorShape | CursorHidden:
    """Read the reply to GetCursorImage; a shape without any visible pixel is a hidden pointer."""
    width, height, hot_x, hot_y = np.frombuffer(reply[_FACTS], np.uint16).tolist()
    values = np.frombuffer(reply, np.uint32, width * height, _PIXELS_START)
    pixels = values.astype("<u4").view(np.uint8).reshape(height, width, 4)
    if not pixels.any():
        return CursorHidden()
    return CursorShape(pixels, Point(hot_x, hot_y))


def arrow() -> CursorShape:
    """Return a plain arrow, for a pointer whose shape nobody may see."""
    lines = _ARROW.strip("\n").splitlines()
    pixels: NDArray[np.uint8] = np.array(
        [
            [_COLOURS.get(mark, _CLEAR) for mark in line.ljust(max(map(len, lines)))]
            for line in lines
        ],
        np.uint8,
    )
    return CursorShape(pixels, Point(0, 0))
