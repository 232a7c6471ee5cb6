"""Fills of one box with one colour, of which servers send thousands: letters, lines, polygons."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from piment.canvas import Box
from piment.core.events import Run
from piment.protocol.shapes import box_fill


def boxes(run: Run) -> Iterator[tuple[int, list[Box]]]:
    """Yield the boxes of a run of fills, in order, together with the surface that they are on."""
    shape = box_fill()
    box = shape.pick("box.left", "box.top", "box.right", "box.bottom", "brush.color")
    surface = itemgetter(shape.names.index("surface_id"))
    for surface_id, rows in groupby(run.rows, surface):
        yield surface_id, list(map(box, rows))
