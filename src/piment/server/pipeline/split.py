"""A pass: no message is larger than the viewer's network takes in its stride."""

from __future__ import annotations

from piment.geometry import Rect


def split(pieces: list[Rect], most_pixels: int) -> list[Rect]:
    """Cut what has more than `most_pixels` into bands of full width, or tiles if it must be.

    The parts of a piece are about equal: a small rest would pass for a small change.
    """
    return [part for piece in pieces for part in _bands(piece, most_pixels)]


def _bands(piece: Rect, most_pixels: int) -> list[Rect]:
    if piece.area <= most_pixels:
        return [piece]
    width = _even(piece.width, most_pixels)
    height = _even(piece.height, max(1, most_pixels // width))
    return [
        Rect(left, top, min(left + width, piece.right), min(top + height, piece.bottom))
        for top in range(piece.top, piece.bottom, height)
        for left in range(piece.left, piece.right, width)
    ]


def _even(length: int, most: int) -> int:
    """Return how long equal parts of `length` are, for as few of them as `most` allows."""
    parts = -(-length // most)
    return -(-length // parts)
