"""Points, sizes, rectangles and regions, in whole pixels.

Rectangles are half-open: `right` and `bottom` are exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Point(NamedTuple):
    """A position in pixels, right and down from the origin."""

    x: int
    y: int


class Size(NamedTuple):
    """A width and a height in pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


class Rect(NamedTuple):
    """A half-open rectangle in pixels; empty when it has no area."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of_size(cls, size: Size) -> Rect:
        """Return the rectangle of `size` whose top left corner is the origin."""
        return cls(0, 0, size.width, size.height)

    @property
    def width(self) -> int:
        """Width in pixels; negative for a rectangle turned inside out."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in pixels; negative for a rectangle turned inside out."""
        return self.bottom - self.top

    @property
    def size(self) -> Size:
        """Width and height."""
        return Size(self.width, self.height)

    @property
    def area(self) -> int:
        """The number of pixels inside."""
        return 0 if self.is_empty else self.width * self.height

    @property
    def is_empty(self) -> bool:
        """Whether no pixel lies inside."""
        return self.left >= self.right or self.top >= self.bottom

    def contains(self, point: Point) -> bool:
        """Whether `point` lies inside."""
        return self.left <= point.x < self.right and self.top <= point.y < self.bottom

    def covers(self, other: Rect) -> bool:
        """Whether every pixel of `other` lies inside."""
        return other.is_empty or (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share a pixel."""
        return not self.intersection(other).is_empty

    def intersection(self, other: Rect) -> Rect:
        """Return what both cover; may be empty."""
        return Rect(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def bounds(self, other: Rect) -> Rect:
        """Return the smallest rectangle around both."""
        if self.is_empty:
            return other
        if other.is_empty:
            return self
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def moved(self, dx: int, dy: int) -> Rect:
        """Return the same rectangle, `dx` to the right and `dy` down."""
        return Rect(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def minus(self, hole: Rect) -> list[Rect]:
        """Return what remains without `hole`: up to four rectangles that do not overlap."""
        cut = self.intersection(hole)
        if cut.is_empty:
            return [] if self.is_empty else [self]
        parts = [
            Rect(self.left, self.top, self.right, cut.top),
            Rect(self.left, cut.top, cut.left, cut.bottom),
            Rect(cut.right, cut.top, self.right, cut.bottom),
            Rect(self.left, cut.bottom, self.right, self.bottom),
        ]
        return [part for part in parts if not part.is_empty]

    @property
    def rows(self) -> slice:
        """The rows, to index an array of shape (height, width, ...)."""
        return slice(self.top, self.bottom)

    @property
    def columns(self) -> slice:
        """The columns, to index an array of shape (height, width, ...)."""
        return slice(self.left, self.right)

    def __str__(self) -> str:
        return f"{self.width}x{self.height}+{self.left}+{self.top}"


class Region:
    """A set of pixels, kept as rectangles that do not overlap.

    Adding never leaves more than `MOST_RECTS` rectangles: beyond that the region grows to its
    bounds, which is allowed because a region here says what *may* have changed. Taking out is
    exact, in however many pieces.
    """

    # Set operations are linear in this number; a screen repainted in more pieces than that is
    # cheaper to look at as a whole.
    MOST_RECTS = 64

    __slots__ = ("_rects",)

    def __init__(self, rects: Iterable[Rect] = ()) -> None:
        self._rects: list[Rect] = []
        for rect in rects:
            self.add(rect)

    def __iter__(self) -> Iterator[Rect]:
        return iter(self._rects)

    def __len__(self) -> int:
        return len(self._rects)

    def __bool__(self) -> bool:
        return bool(self._rects)

    def __repr__(self) -> str:
        return f"Region([{', '.join(map(str, self._rects))}])"

    @property
    def area(self) -> int:
        """The number of pixels in the region."""
        return sum(rect.area for rect in self._rects)

    @property
    def bounds(self) -> Rect:
        """The smallest rectangle around the region; empty for an empty one."""
        around = Rect(0, 0, 0, 0)
        for rect in self._rects:
            around = around.bounds(rect)
        return around

    def copy(self) -> Region:
        """Return a region of its own with the same pixels."""
        twin = Region()
        twin._rects = self._rects.copy()
        return twin

    def covers(self, rect: Rect) -> bool:
        """Whether every pixel of `rect` lies in the region."""
        left = [rect] if not rect.is_empty else []
        for own in self._rects:
            left = [part for piece in left for part in piece.minus(own)]
        return not left

    def add(self, rect: Rect) -> None:
        """Put all pixels of `rect` into the region."""
        if rect.is_empty or any(own.covers(rect) for own in self._rects):
            return
        kept = [part for own in self._rects for part in own.minus(rect)]
        kept.append(rect)
        self._rects = kept
        if len(kept) > self.MOST_RECTS:
            self._rects = [self.bounds]

    def update(self, rects: Iterable[Rect]) -> None:
        """Put all pixels of all `rects` into the region."""
        for rect in rects:
            self.add(rect)

    def discard(self, rect: Rect) -> None:
        """Take all pixels of `rect` out of the region."""
        self._rects = [part for own in self._rects for part in own.minus(rect)]

    def clip(self, rect: Rect) -> None:
        """Keep only the pixels inside `rect`."""
        inside = (own.intersection(rect) for own in self._rects)
        self._rects = [part for part in inside if not part.is_empty]

    def clear(self) -> None:
        """Empty the region."""
        self._rects.clear()

    def take(self) -> list[Rect]:
        """Empty the region and return what it held."""
        rects, self._rects = self._rects, []
        return rects
