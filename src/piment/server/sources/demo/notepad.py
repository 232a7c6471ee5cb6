"""The text field: shows what is typed."""

from __future__ import annotations

from typing import NamedTuple

from piment.geometry import Point, Rect, Size
from piment.server.sources.demo import theme
from piment.server.sources.demo.cursors import Cursor
from piment.server.sources.demo.drawing import Pixels, blank, fill, text_width, write
from piment.server.sources.demo.editor import Editor
from piment.server.sources.demo.keyboard import Stroke
from piment.server.sources.demo.rows import Rows
from piment.server.sources.demo.window import Window

ROW_HEIGHT = 22
ROW_COUNT = 12
CONTENT = Size(448, ROW_COUNT * ROW_HEIGHT + 8)
INSET = Point(6, 4)

_BASE_LINE = 16
_CARET_WIDTH = 2
_TAB = "    "
_WHEEL_ROWS = 3
_INVITATION = "Type something here..."


class _Row(NamedTuple):
    text: str
    caret: int | None
    is_invitation: bool


class Notepad(Window):
    """A window with a text field over all of its content."""

    def __init__(self) -> None:
        super().__init__("Notepad", CONTENT)
        self.canvas[:] = blank(CONTENT, theme.PAPER)
        width = CONTENT.width - 2 * INSET.x
        self._editor = Editor(_measure, width)
        self._first = 0
        field = self.canvas[INSET.y : INSET.y + ROW_COUNT * ROW_HEIGHT]
        self._rows = Rows(field, ROW_HEIGHT, _paint_row)
        self._refresh()

    @property
    def text(self) -> str:
        """All text of the field; rows end with a line feed where Enter was typed."""
        return self._editor.text

    def cursor_at(self, point: Point) -> Cursor:
        """Return the text cursor, everywhere."""
        del point
        return Cursor.TEXT

    def press(self, point: Point) -> None:
        """Put the caret next to the point."""
        row = self._first + (point.y - INSET.y) // ROW_HEIGHT
        self._editor.put_caret(row, point.x - INSET.x)
        self._refresh()

    def drag(self, point: Point) -> None:
        """Take the caret along."""
        self.press(point)

    def turn_wheel(self, steps: int) -> None:
        """Scroll, as far as there is text."""
        self._first += steps * _WHEEL_ROWS
        self._refresh()

    def type(self, stroke: Stroke) -> None:
        """Write or edit, and scroll to the caret."""
        self._editor.type(stroke, page=ROW_COUNT)
        caret = self._editor.caret_row
        self._first = min(max(self._first, caret - ROW_COUNT + 1), caret)
        self._refresh()

    def _refresh(self) -> None:
        last = max(len(self._editor.lines) - ROW_COUNT, 0)
        self._first = min(max(self._first, 0), last)
        for changed in self._rows.show([self._row(index) for index in range(ROW_COUNT)]):
            self.touch(changed.moved(0, INSET.y))

    def _row(self, index: int) -> _Row:
        editor, row = self._editor, self._first + index
        if row >= len(editor.lines):
            return _Row("", None, is_invitation=False)
        caret = round(editor.caret_offset) if row == editor.caret_row else None
        if not editor.text:
            return _Row(_INVITATION, caret, is_invitation=True)
        line = editor.lines[row]
        return _Row(editor.text[line.start : line.end], caret, is_invitation=False)


def _measure(text: str) -> float:
    return text_width(text.replace("\t", _TAB), theme.TEXT_SIZE)


def _paint_row(pixels: Pixels, row: _Row) -> None:
    fill(pixels, Rect(0, 0, CONTENT.width, ROW_HEIGHT), theme.PAPER)
    # The caret stands before the invitation, without touching it.
    ink, left = (theme.INK_FAINT, INSET.x + 4) if row.is_invitation else (theme.INK, INSET.x)
    shown = row.text.replace("\t", _TAB)
    write(pixels, Point(left, _BASE_LINE), shown, ink, theme.TEXT_SIZE)
    if row.caret is not None:
        left = min(INSET.x + row.caret, CONTENT.width - _CARET_WIDTH)
        fill(pixels, Rect(left, 1, left + _CARET_WIDTH, ROW_HEIGHT - 2), theme.ACCENT)
