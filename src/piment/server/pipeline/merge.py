"""A pass: damage that lies close together goes into one message."""

from __future__ import annotations

from piment.geometry import Rect

MESSAGE_PIXELS = 1024
"""What one message more costs, counted in unchanged pixels that might be sent instead.

A draw copy with its image has about 110 bytes of headers and costs both sides some 20 microseconds;
a thousand unchanged pixels compress to less.
"""


def merge(pieces: list[Rect]) -> list[Rect]:
    """Join pieces while the pixels between them are cheaper than a message."""
    merged: list[Rect] = []
    for piece in sorted(pieces, key=lambda piece: (piece.top, piece.left)):
        joined = piece
        while (other := _neighbour(merged, joined)) is not None:
            merged.remove(other)
            joined = joined.bounds(other)
        merged.append(joined)
    return merged


def _neighbour(merged: list[Rect], piece: Rect) -> Rect | None:
    """Return a piece that is better sent together with this one, or that overlaps it."""
    for other in merged:
        spared = other.area + piece.area - other.bounds(piece).area
        if spared + MESSAGE_PIXELS >= 0 or other.overlaps(piece):
            return other
    return None
