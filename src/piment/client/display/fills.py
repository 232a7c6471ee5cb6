"""Fills of one box with one colour, of which servers send thousands: letters, lines, polygons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter

from piment.canvas import Box
from piment.core.events import Row, Run
from piment.protocol.shapes import box_fill

_NAMES = ("box.left", "box.top", "box.right", "box.bottom", "brush.color")


@cache
def _picks() -> tuple[Callable[[Row], int], Callable[[Row], Box]]:
    """Return what takes the surface and the box out of a row."""
    shape = box_fill()
    return itemgetter(shape.names.index("surface_id")), shape.pick(*_NAMES)


def boxes(run: Run) -> Iterator[tuple[int, list[Box]]]:
    """Yield the boxes of a run of fills, in order, together with the surface that they are on."""
    surface, box = _picks()
    for surface_id, rows in groupby(run.rows, surface):
        yield surface_id, list(map(box, rows))
