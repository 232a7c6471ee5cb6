"""A pass: what a viewer waits for goes first, and nothing waits for ever."""

from __future__ import annotations

from piment.geometry import Point, Rect

SMALL_PIXELS = 4096
"""Pieces below are answers to keys and clicks more often than not, and cost next to nothing."""


def order(pieces: list[Rect], after: Point) -> list[Rect]:
    """Put small pieces first, and sweep over the others from `after` on, downwards and around.

    Without the sweep, a moving picture near the top would keep the rest of a slow viewer's screen
    from ever being sent.
    """

    def rank(piece: Rect) -> tuple[bool, bool, int, int]:
        is_behind = (piece.top, piece.left) <= (after.y, after.x)
        return piece.area > SMALL_PIXELS, is_behind, piece.top, piece.left

    return sorted(pieces, key=rank)
