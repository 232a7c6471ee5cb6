"""Which parts of the desktop changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import xcffib
from numpy.typing import NDArray
from xcffib import damage

from piment.geometry import Rect
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.rest import Rest

# Where in the reply to FetchRegion the rectangles begin, each four 16 bit numbers.
_RECTS_START = 32

# Asking for one more area costs about 10 microseconds, as much as reading 80,000 more pixels: more
# than this are rounded to tiles, and neighbours joined.
_MOST_RECTS = 16
_TILE = 64

# Marking tiles takes about a microsecond a rectangle. Dust of more pieces than this is spread over
# the screen anyway.
_MOST_MARKED = 2000


_NOWHERE = Rect(0, 0, 0, 0)


class DamageWatch:
    """Follows what is drawn, through XDamage.

    The server itself collects the damage until it is fetched, so nothing grows here while the
    reader of updates is busy, and a busy desktop causes few events a fetch, not one a line drawn.
    """

    def __init__(self, connection: Connection, *, tells_bounds: bool = False) -> None:
        """Begin to follow; `bounds` is kept at the cost of some events more, if wanted."""
        self.bounds = _NOWHERE
        """Around the damage that is known of and was not asked about: it may be more by now."""
        self._connection = connection
        self._stale = False
        self._begun = False
        self._asked: Any = None
        self._rest = Rest(connection)
        self._xfixes = connection.extension("XFIXES")
        self._damage = connection.extension("DAMAGE")
        self._id = connection.new_id()
        self._parts = connection.new_id()
        self._xfixes.CreateRegion(self._parts, 0, [])
        connection.on(damage.NotifyEvent, self._notice)
        self._tells_bounds = tells_bounds
        levels = damage.ReportLevel
        level = levels.BoundingBox if tells_bounds else levels.NonEmpty
        self._damage.Create(self._id, connection.root, level)

    def _notice(self, event: Any) -> None:
        if self._tells_bounds:
            box = event.area
            self.bounds = Rect(box.x, box.y, box.x + box.width, box.y + box.height)
        self._stale = True
        self._connection.wake()

    def begin(self) -> bool:
        """Return whether to ask now: there is damage, and was a rest."""
        self._begun = self._begun or (self._stale and self._rest.begin())
        return self._begun

    def ask(self) -> None:
        """Ask for the damage so far, and let it start anew."""
        self._stale = self._begun = False
        self.bounds = _NOWHERE
        self._damage.Subtract(self._id, xcffib.NONE, self._parts)
        self._asked = self._xfixes.FetchRegion(self._parts)

    def answer(self) -> list[Rect]:
        """Return what was damaged, once the server has answered: few areas, without overlaps."""
        asked, self._asked = self._asked, None
        return [] if asked is None else rects_of(self._connection.bytes_of(asked))

    def hurry(self) -> None:
        """Do not let the next damage wait: a viewer did something, and looks what it does."""
        self._rest.skip()

    def close(self) -> None:
        """Stop following."""
        self._rest.close()


def rects_of(reply: bytes) -> list[Rect]:
    """Read the reply to FetchRegion, and round it to few areas."""
    boxes = np.frombuffer(reply, np.int16, offset=_RECTS_START).reshape(-1, 4).astype(np.int32)
    # From x, y, width, height.
    boxes[:, 2:] += boxes[:, :2]
    return coalesced(boxes)


def coalesced(boxes: NDArray[np.int32]) -> list[Rect]:
    """Return few areas that cover all `boxes`: rows of left, top, right, bottom, non-negative."""
    if len(boxes) <= _MOST_RECTS:
        return [Rect(*box) for box in boxes.tolist()]
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    bounds = Rect(left, top, right, bottom)
    if len(boxes) > _MOST_MARKED:
        return [bounds]
    marked = np.zeros((-(-bottom // _TILE), -(-right // _TILE)), np.bool_)
    for box in boxes.tolist():
        first_column, first_row = box[0] // _TILE, box[1] // _TILE
        marked[first_row : -(-box[3] // _TILE), first_column : -(-box[2] // _TILE)] = True
    tiles = _rects_of_tiles(marked)
    if len(tiles) > _MOST_RECTS:
        return [bounds]
    return [tile.intersection(bounds) for tile in tiles]


def _rects_of_tiles(marked: NDArray[np.bool_]) -> list[Rect]:
    """Join marked tiles to runs, and equal runs of successive rows."""
    done: list[Rect] = []
    growing: dict[tuple[int, int], Rect] = {}
    for row, tiles in enumerate(marked):
        edges = np.flatnonzero(np.diff(tiles.astype(np.int8), prepend=0, append=0)).tolist()
        still: dict[tuple[int, int], Rect] = {}
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            top = row * _TILE
            run = growing.pop((start, end), Rect(start * _TILE, top, end * _TILE, top))
            still[start, end] = run._replace(bottom=top + _TILE)
        done.extend(growing.values())
        growing = still
    return done + list(growing.values())
