"""A pass: damage that lies close together goes into one message."""

from __future__ import annotations

from piment.geometry import Rect

MESSAGE_PIXELS = 1024
"""What one message more costs, counted in unchanged pixels that might be sent instead.

A draw copy with its image has about 110 bytes of headers and costs both sides some 20 microseconds;
a thousand unchanged pixels compress to less.
"""


def merge(pieces: list[Rect]) -> list[Rect]:
    """Join pieces while the pixels between them are cheaper than a message.

    What is joined may reach into other pieces, which are then cut: joining those too could make
    the frame of a window into all of it.
    """
    merged: list[Rect] = []
    for piece in sorted(pieces, key=lambda piece: (piece.top, piece.left)):
        joined = piece
        while (other := _neighbour(merged, joined)) is not None:
            merged.remove(other)
            joined = joined.bounds(other)
        merged = [part for other in merged for part in other.minus(joined)]
        merged.append(joined)
    return merged


def _neighbour(merged: list[Rect], piece: Rect) -> Rect | None:
    """Return a piece that is better sent together with this one."""
    for other in merged:
        between = other.bounds(piece).area - other.area - piece.area
        if between <= MESSAGE_PIXELS:
            return other
    return None
