"""A column of equally high rows that are repainted only where what they show has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np

from piment.geometry import Rect
from piment.server.sources.demo.drawing import Pixels

Content = TypeVar("Content", bound=Hashable)


class Rows(Generic[Content]):
    """Rows of `height` pixels from the top of `pixels`, which they paint into.

    `paint` draws all pixels of a row that shows the given content.
    """

    def __init__(
        self, pixels: Pixels, height: int, paint: Callable[[Pixels, Content], None]
    ) -> None:
        self._pixels = pixels
        self._height = height
        self._paint = paint
        self._shown: list[Content | None] = [None] * (pixels.shape[0] // height)

    def __len__(self) -> int:
        return len(self._shown)

    def show(self, contents: Sequence[Content]) -> list[Rect]:
        """Show one content per row and return where pixels changed."""
        changed = []
        for index, content in enumerate(contents[: len(self._shown)]):
            if content != self._shown[index]:
                self._shown[index] = content
                changed.append(self._repaint(index, content))
        return [rect for rect in changed if not rect.is_empty]

    def _repaint(self, index: int, content: Content) -> Rect:
        top = index * self._height
        row = self._pixels[top : top + self._height]
        before = row.copy()
        self._paint(row, content)
        return changed_bounds(before, row).moved(0, top)


def changed_bounds(before: Pixels, after: Pixels) -> Rect:
    """Return the smallest rectangle around all pixels that differ; empty when none does."""
    differs = (before != after).any(axis=2)
    columns = np.flatnonzero(differs.any(axis=0))
    lines = np.flatnonzero(differs.any(axis=1))
    if not columns.size:
        return Rect(0, 0, 0, 0)
    return Rect(int(columns[0]), int(lines[0]), int(columns[-1]) + 1, int(lines[-1]) + 1)
