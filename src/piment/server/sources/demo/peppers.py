"""A list that is longer than its window, to scroll."""

from __future__ import annotations

from typing import NamedTuple

from piment.geometry import Point, Rect, Size
from piment.server.sources.demo import theme
from piment.server.sources.demo.cursors import Cursor
from piment.server.sources.demo.drawing import Pixels, blank, fill, pill, text_width, write
from piment.server.sources.demo.keyboard import Edit, Stroke
from piment.server.sources.demo.rows import Rows
from piment.server.sources.demo.window import Window

ROW_HEIGHT = 28
ROW_COUNT = 9
CONTENT = Size(372, ROW_COUNT * ROW_HEIGHT)

_WHEEL_ROWS = 2
_LIST_WIDTH = CONTENT.width - 16
_TRACK = Rect(CONTENT.width - 11, 4, CONTENT.width - 4, CONTENT.height - 4)
_METER = Rect(150, 10, 250, 18)
_BASE_LINE = 19


class Pepper(NamedTuple):
    """A kind of pepper and its heat in Scoville units, roughly."""

    name: str
    heat: int


PEPPERS = (
    Pepper("Bell pepper", 0),
    Pepper("Pimiento", 400),
    Pepper("Banana pepper", 500),
    Pepper("Shishito", 600),
    Pepper("Pepperoncini", 900),
    Pepper("Cubanelle", 1_000),
    Pepper("Padron", 1_500),
    Pepper("Anaheim", 2_000),
    Pepper("Poblano", 2_500),
    Pepper("Espelette", 4_000),
    Pepper("Jalapeno", 8_000),
    Pepper("Chipotle", 9_000),
    Pepper("Fresno", 10_000),
    Pepper("Aleppo", 12_000),
    Pepper("Hungarian wax", 15_000),
    Pepper("Serrano", 23_000),
    Pepper("Aji amarillo", 40_000),
    Pepper("Cayenne", 50_000),
    Pepper("Tabasco", 52_000),
    Pepper("Pequin", 60_000),
    Pepper("Malagueta", 80_000),
    Pepper("Bird's eye", 100_000),
    Pepper("Piri piri", 150_000),
    Pepper("Datil", 250_000),
    Pepper("Scotch bonnet", 300_000),
    Pepper("Habanero", 350_000),
    Pepper("Red Savina", 500_000),
    Pepper("Naga Morich", 1_000_000),
    Pepper("Bhut jolokia", 1_050_000),
    Pepper("Trinidad Scorpion", 1_460_000),
    Pepper("Carolina Reaper", 1_640_000),
    Pepper("Pepper X", 2_690_000),
)
_LAST_FIRST = len(PEPPERS) - ROW_COUNT
# The meter is logarithmic, as tongues are: bits of the heat, of at most 22.
_MOST_BITS = PEPPERS[-1].heat.bit_length()


class Peppers(Window):
    """A window with the list, a bar that shows where it stands, and a row that is picked."""

    def __init__(self) -> None:
        super().__init__("Peppers", CONTENT)
        self.canvas[:] = blank(CONTENT, theme.PAPER)
        self._first = 0
        self._picked = 1
        self._rows = Rows(self.canvas[:, :_LIST_WIDTH], ROW_HEIGHT, _paint_row)
        self._bar = Rows(self.canvas[:, _LIST_WIDTH:], CONTENT.height, _paint_bar)
        self._drags_bar = False
        self._refresh()

    @property
    def first(self) -> int:
        """The index of the topmost pepper in sight."""
        return self._first

    @property
    def picked(self) -> Pepper:
        """The pepper that was clicked last."""
        return PEPPERS[self._picked]

    def cursor_at(self, point: Point) -> Cursor:
        """Return the hand over the rows."""
        return Cursor.HAND if point.x < _LIST_WIDTH else Cursor.ARROW

    def press(self, point: Point) -> None:
        """Pick a pepper, or scroll to where the bar was pressed."""
        self._drags_bar = point.x >= _LIST_WIDTH
        if self._drags_bar:
            self.drag(point)
        else:
            self._picked = self._first + min(point.y // ROW_HEIGHT, ROW_COUNT - 1)
            self._refresh()

    def drag(self, point: Point) -> None:
        """Scroll with the bar."""
        if self._drags_bar:
            way = _TRACK.height - _thumb(0).height
            above = point.y - _TRACK.top - _thumb(0).height // 2
            self._scroll_to(round(above * _LAST_FIRST / way))

    def turn_wheel(self, steps: int) -> None:
        """Scroll."""
        self._scroll_to(self._first + steps * _WHEEL_ROWS)

    def type(self, stroke: Stroke) -> None:
        """Pick a neighbour with the arrow keys."""
        step = {Edit.UP: -1, Edit.DOWN: 1}.get(stroke) if isinstance(stroke, Edit) else None
        if step is not None:
            self._picked = min(max(self._picked + step, 0), len(PEPPERS) - 1)
            self._scroll_to(min(max(self._first, self._picked - ROW_COUNT + 1), self._picked))

    def _scroll_to(self, first: int) -> None:
        self._first = min(max(first, 0), _LAST_FIRST)
        self._refresh()

    def _refresh(self) -> None:
        rows = [(row, row == self._picked) for row in range(self._first, self._first + ROW_COUNT)]
        for changed in self._rows.show(rows):
            self.touch(changed)
        for changed in self._bar.show([self._first]):
            self.touch(changed.moved(_LIST_WIDTH, 0))


def _paint_row(pixels: Pixels, content: tuple[int, bool]) -> None:
    index, is_picked = content
    pepper = PEPPERS[index]
    fill(pixels, Rect(0, 0, _LIST_WIDTH, ROW_HEIGHT), theme.PAPER)
    if is_picked:
        pill(pixels, Rect(4, 1, _LIST_WIDTH - 4, ROW_HEIGHT - 1), theme.ACCENT_FAINT, 7)
    write(pixels, Point(14, _BASE_LINE), pepper.name, theme.INK, theme.TEXT_SIZE)
    pill(pixels, _METER, theme.LINE)
    reach = _METER.width * pepper.heat.bit_length() // _MOST_BITS
    # Shorter than its height, the meter would not be round.
    pill(pixels, _METER._replace(right=_METER.left + max(reach, _METER.height)), theme.ACCENT)
    heat = f"{pepper.heat:,}"
    left = _LIST_WIDTH - 14 - round(text_width(heat, theme.SMALL_TEXT_SIZE))
    write(pixels, Point(left, _BASE_LINE), heat, theme.INK_FAINT, theme.SMALL_TEXT_SIZE)


def _thumb(first: int) -> Rect:
    height = _TRACK.height * ROW_COUNT // len(PEPPERS)
    top = _TRACK.top + (_TRACK.height - height) * first // _LAST_FIRST
    return _TRACK._replace(top=top, bottom=top + height)


def _paint_bar(pixels: Pixels, first: int) -> None:
    fill(pixels, Rect(0, 0, CONTENT.width - _LIST_WIDTH, CONTENT.height), theme.PAPER)
    pill(pixels, _TRACK.moved(-_LIST_WIDTH, 0), theme.FRAME)
    pill(pixels, _thumb(first).moved(-_LIST_WIDTH, 0), theme.INK_FAINT)
