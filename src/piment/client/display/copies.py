"""Copies of images that are kept, of which servers send thousands: letters, icons, buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from piment.core.events import Row, Run
from piment.protocol.common import Rect
from piment.protocol.display import DrawCopy
from piment.protocol.draw import Ropd
from piment.protocol.image import FromCache, Image, ImageFlags, ImageScaleMode
from piment.protocol.shapes import NO_MASK, cached_copy


class Copy(NamedTuple):
    """A copy of a kept image: where to, from where in the image, and the image."""

    surface_id: int
    left: int
    top: int
    right: int
    bottom: int
    from_left: int
    from_top: int
    from_right: int
    from_bottom: int
    scale_mode: int
    key: int
    width: int
    height: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Where to."""
        return self[1:5]

    @property
    def is_scaled(self) -> bool:
        """Whether the image does not fit the box as it is."""
        is_as_wide = self.right - self.left == self.from_right - self.from_left
        return not is_as_wide or self.bottom - self.top != self.from_bottom - self.from_top

    @property
    def corner(self) -> tuple[int, int]:
        """Where on the surface the image's corner lies, if it is not scaled."""
        return self.left - self.from_left, self.top - self.from_top

    @property
    def command(self) -> DrawCopy:
        """The copy as a command."""
        return DrawCopy(
            self.surface_id,
            Rect(self.top, self.left, self.bottom, self.right),
            None,
            Image(self.key, ImageFlags(0), self.width, self.height, FromCache()),
            Rect(self.from_top, self.from_left, self.from_bottom, self.from_right),
            Ropd.OP_PUT,
            ImageScaleMode(self.scale_mode),
            NO_MASK,
        )


_NAMES = (
    "surface_id",
    *(f"box.{edge}" for edge in ("left", "top", "right", "bottom")),
    *(f"src_area.{edge}" for edge in ("left", "top", "right", "bottom")),
    "scale_mode",
    *(f"src_bitmap.{name}" for name in ("id", "width", "height")),
)


@cache
def _pick() -> Callable[[Row], tuple[int, ...]]:
    return cached_copy().pick(*_NAMES)


def copies(run: Run) -> Iterator[tuple[int, list[Copy]]]:
    """Yield the copies of a run, in order, together with the surface that they are on."""
    made = map(Copy._make, map(_pick(), run.rows))
    for surface_id, group in groupby(made, itemgetter(0)):
        yield surface_id, list(group)
