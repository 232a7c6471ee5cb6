"""Lines and curves (wire.md 19.13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from piment import _core
from piment._core import CanvasSpans
from piment.canvas import rop
from piment.canvas.brush import tile
from piment.canvas.image import Images
from piment.canvas.region import region
from piment.canvas.surface import Surface
from piment.errors import ProtocolError
from piment.limits import MOST_PATH_POINTS
from piment.protocol.common import PointFix
from piment.protocol.draw import DrawStroke, LineAttr, LineFlags, Path, PathFlags, PathSeg

Points = NDArray[np.int32]
"""Points of shape (count, 2): column and row."""

Dashes = tuple[bytes, int]
"""Lengths of dashes and gaps in turn, and how far into them a line begins, in pixels."""

_CURVE = 3  # points of a Bezier curve besides its start

_MOST_POINTS = 4 * MOST_PATH_POINTS
"""Points that the curves of one path may become, however many segments it has: 32 MiB."""


def draw_stroke(surface: Surface, command: DrawStroke, images: Images) -> CanvasSpans:
    """Draw along a path.

    Raises:
        ProtocolError: the path asks for more work than any picture is worth.

    """
    spans = region(surface, command)
    brush = tile(surface, command.brush, images)
    code = (rop.code(command.fore_mode, rop.BRUSH_ON_SURFACE), surface.format.ones)
    dashes = dash_lengths(command.attr)
    try:
        lines = list(polylines(command.path))
        _core.canvas_stroke(surface.words, spans, lines, dashes, brush, code)
    except OverflowError as error:
        raise ProtocolError(str(error)) from error
    return spans


def polylines(path: Path) -> Iterator[Points]:
    """Yield the lines of a path, in pixels, its curves cut into lines.

    Raises:
        OverflowError: there are too many.

    """
    pending: list[Points] = []
    points = 0
    for segment in path.segments:
        if segment.flags & PathFlags.BEGIN:
            yield from _finished(pending)
            pending = []
        points += _continue(pending, segment)
        if points > _MOST_POINTS:
            raise OverflowError("the path is too long to be drawn")
        if segment.flags & PathFlags.END:
            if segment.flags & PathFlags.CLOSE and pending:
                pending.append(pending[0][:1])
            yield from _finished(pending)
            pending = []
    yield from _finished(pending)


def _finished(pending: list[Points]) -> Iterator[Points]:
    if pending:
        yield np.concatenate(pending)


def _continue(pending: list[Points], segment: PathSeg) -> int:
    """Add a segment to the pieces of a line; if there are none, it begins at its first point.

    Returns how many points it became.
    """
    points = _fixed_points(segment.points)
    if not pending and len(points):
        pending.append(rounded(points[:1]))
        points = points[1:]
    piece = rounded(points)
    if segment.flags & PathFlags.BEZIER and pending:
        whole = len(points) // _CURVE * _CURVE
        x, y = pending[-1][-1].tolist()
        piece = _core.canvas_flatten((x, y), points[:whole]).reshape(-1, 2)
    if len(piece):
        pending.append(piece)
    return len(piece)


def _fixed_points(points: Sequence[PointFix]) -> Points:
    return np.array([(point.x, point.y) for point in points], np.int32).reshape(-1, 2)


def rounded(points: Points) -> Points:
    """Return sixteenths of a pixel as pixels; a half rounds down."""
    return (points >> 4) + ((points & 15) > 8)


def dash_lengths(attr: LineAttr) -> Dashes:
    """Return how a line is dashed; without lengths it is not."""
    style = attr.line_style.style if attr.line_style else None
    if not style:
        return b"", 0
    lengths = bytes((rounded(np.array(style, np.int32)) & 0xFF).tolist())
    if not attr.flags & LineFlags.START_WITH_GAP:
        return lengths, 0
    turned = lengths[1:] + lengths[:1]
    return turned, turned[0]
