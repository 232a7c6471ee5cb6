"""A pass: what a viewer waits for goes first, and nothing waits for ever."""

from __future__ import annotations

from piment.geometry import Rect
from piment.server.pipeline.merge import MESSAGE_PIXELS

SMALL_PIXELS = 4096
"""Pieces up to this are answers to keys and clicks more often than not, and cost next to nothing.
"""

SMALL_RUN_PIXELS = 16 * 1024
"""After so many pixels of small pieces in a row it is the large ones' turn: half a message."""


class Sweep:
    """How far a viewer has been sent the pieces of its screen, from the top to the bottom.

    Without it, a moving picture near the top would keep the rest of a slow viewer's screen from
    ever being sent. Small pieces sweep ahead of the large ones, until those have waited for too
    many.
    """

    def __init__(self) -> None:
        self._small_pixels = 0
        self._after = {True: (-1, -1), False: (-1, -1)}
        """Top and left of the last piece that was sent, of the small ones and of the others."""

    def sent(self, piece: Rect) -> None:
        """Note that a piece was sent."""
        is_small = piece.area <= SMALL_PIXELS
        self._after[is_small] = piece.top, piece.left
        cost = max(piece.area, MESSAGE_PIXELS)
        self._small_pixels = self._small_pixels + cost if is_small else 0

    def rank(self, piece: Rect) -> tuple[bool, bool, int, int]:
        """Return where the piece stands among others: low ranks first."""
        is_small = piece.area <= SMALL_PIXELS
        small_first = self._small_pixels < SMALL_RUN_PIXELS
        place = piece.top, piece.left
        return is_small is not small_first, place <= self._after[is_small], *place


def order(pieces: list[Rect], sweep: Sweep) -> list[Rect]:
    """Put small pieces first, and go on with both where the sweep stands."""
    return sorted(pieces, key=sweep.rank)
