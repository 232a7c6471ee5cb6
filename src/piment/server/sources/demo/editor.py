"""A text with a caret, laid out in rows of a given width."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import NamedTuple

from piment.server.sources.demo.keyboard import Edit, Stroke

# Far more than a visitor types; keeps a hostile one from filling the memory.
MOST_CHARACTERS = 10_000


class Line(NamedTuple):
    """A row of the layout: `text[start:end]`, without the line break that may follow."""

    start: int
    end: int


class Editor:
    """A text, its caret and its layout.

    `measure` returns the width of a text, in the unit of `width`.
    """

    def __init__(self, measure: Callable[[str], float], width: float) -> None:
        self.text = ""
        self.caret = 0
        self._measure = functools.lru_cache(maxsize=1024)(measure)
        # Of all paragraphs a key changes one, so the others' breaks are worth keeping.
        self._breaks = functools.lru_cache(maxsize=256)(self._break)
        self._width = width
        self._lines = [Line(0, 0)]

    @property
    def lines(self) -> list[Line]:
        """The rows, top to bottom; there is at least one."""
        return self._lines

    @property
    def caret_row(self) -> int:
        """The index of the row that the caret stands in."""
        return bisect_right(self._lines, self.caret, key=lambda line: line.start) - 1

    @property
    def caret_offset(self) -> float:
        """How far the caret stands from the left end of its row."""
        return self._measure(self.text[self._lines[self.caret_row].start : self.caret])

    def type(self, stroke: Stroke, page: int = 1) -> None:
        """Write a character or do an edit; `page` is how many rows a page key moves."""
        match stroke:
            case str():
                self._replace(self.caret, self.caret, stroke)
            case Edit.BACKSPACE:
                self._replace(max(self.caret - 1, 0), self.caret, "")
            case Edit.DELETE:
                self._replace(self.caret, self.caret + 1, "")
            case Edit.LEFT:
                self.caret = max(self.caret - 1, 0)
            case Edit.RIGHT:
                self.caret = min(self.caret + 1, len(self.text))
            case Edit.HOME:
                self.caret = self._lines[self.caret_row].start
            case Edit.END:
                self.caret = self._last_place(self.caret_row)
            case Edit.UP:
                self._climb(-1)
            case Edit.DOWN:
                self._climb(1)
            case Edit.PAGE_UP:
                self._climb(-page)
            case Edit.PAGE_DOWN:
                self._climb(page)

    def put_caret(self, row: int, offset: float) -> None:
        """Put the caret next to what stands `offset` from the left of `row`, or of the nearest."""
        row = min(max(row, 0), len(self._lines) - 1)
        start, last = self._lines[row].start, self._last_place(row)
        widths = map(self._measure, self.text[start:last])
        places = zip(accumulate(widths, initial=0.0), range(start, last + 1), strict=True)
        self.caret = min(places, key=lambda place: abs(place[0] - offset))[1]

    def _climb(self, rows: int) -> None:
        self.put_caret(self.caret_row + rows, self.caret_offset)

    def _last_place(self, row: int) -> int:
        """Return the rightmost place for the caret that still belongs to `row`."""
        end = self._lines[row].end
        wraps = row + 1 < len(self._lines) and self._lines[row + 1].start == end
        return end - 1 if wraps else end

    def _replace(self, start: int, end: int, new: str) -> None:
        if len(self.text) - (end - start) + len(new) > MOST_CHARACTERS:
            return
        self.text = self.text[:start] + new + self.text[end:]
        self.caret = start + len(new)
        self._lines = self._layout()

    def _layout(self) -> list[Line]:
        lines, start = [], 0
        for paragraph in self.text.split("\n"):
            edges = (0, *self._breaks(paragraph), len(paragraph))
            lines += [Line(start + left, start + right) for left, right in pairwise(edges)]
            start += len(paragraph) + 1
        return lines

    def _break(self, paragraph: str) -> tuple[int, ...]:
        """Return where rows of the paragraph begin, after the first one.

        Rows break after a space, or within a word that is wider than a row. Spaces at the end of
        a row may hang over its edge.
        """
        ends = list(accumulate(self._measure(character) for character in paragraph))
        breaks: list[int] = []
        begin, offset, after_space = 0, 0.0, 0
        for place, character in enumerate(paragraph):
            if character == " ":
                after_space = place + 1
            elif ends[place] - offset > self._width and place > begin:
                begin = after_space if after_space > begin else place
                offset = ends[begin - 1]
                breaks.append(begin)
        return tuple(breaks)
