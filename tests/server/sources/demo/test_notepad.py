import pytest

from piment.geometry import Point, Rect
from piment.server.sources.demo.cursors import Cursor
from piment.server.sources.demo.keyboard import Edit
from piment.server.sources.demo.notepad import CONTENT, INSET, ROW_COUNT, ROW_HEIGHT, Notepad


@pytest.fixture
def notepad() -> Notepad:
    notepad = Notepad()
    notepad.damage.clear()
    return notepad


def type_text(notepad: Notepad, text: str) -> None:
    for character in text:
        notepad.type(character)


def test_typed_text_is_kept_and_drawn(notepad: Notepad) -> None:
    before = notepad.canvas.copy()
    type_text(notepad, "Hello\nworld")
    assert notepad.text == "Hello\nworld"
    changed = (before != notepad.canvas).any(axis=(1, 2)).nonzero()[0]
    assert changed.min() >= INSET.y
    assert INSET.y + ROW_HEIGHT < changed.max() < INSET.y + 2 * ROW_HEIGHT


def test_damage_covers_just_what_a_key_changes(notepad: Notepad) -> None:
    type_text(notepad, "abc")
    notepad.damage.clear()
    before = notepad.pixels.copy()
    notepad.type("d")
    assert 0 < notepad.damage.area < ROW_HEIGHT * 30
    outside = (before != notepad.pixels).any(axis=2)
    for rect in notepad.damage:
        inside = rect.moved(-notepad.outline.left, -notepad.outline.top)
        outside[inside.rows, inside.columns] = False
    assert not outside.any()


def test_an_empty_field_invites(notepad: Notepad) -> None:
    invited = notepad.canvas.copy()
    notepad.type("x")
    assert (invited != notepad.canvas).any()
    notepad.type(Edit.BACKSPACE)
    assert (invited == notepad.canvas).all()


def test_a_full_field_scrolls_with_the_caret_and_back(notepad: Notepad) -> None:
    type_text(notepad, "top\n")
    top = notepad.canvas[INSET.y : INSET.y + ROW_HEIGHT].copy()
    type_text(notepad, "\n" * (ROW_COUNT - 2))
    assert (top == notepad.canvas[INSET.y : INSET.y + ROW_HEIGHT]).all()
    notepad.type("\n")
    assert (top != notepad.canvas[INSET.y : INSET.y + ROW_HEIGHT]).any()
    notepad.turn_wheel(-1)
    assert (top == notepad.canvas[INSET.y : INSET.y + ROW_HEIGHT]).all()
    notepad.type("x")
    assert (top != notepad.canvas[INSET.y : INSET.y + ROW_HEIGHT]).any()
    notepad.type(Edit.PAGE_UP)
    notepad.type(Edit.HOME)
    notepad.turn_wheel(-5)
    # The caret stands in that row now.
    caret = Rect(0, 0, INSET.x + 2, ROW_HEIGHT)
    drawn = notepad.canvas[INSET.y : INSET.y + ROW_HEIGHT]
    assert (top[:, caret.right :] == drawn[:, caret.right :]).all()


def test_a_press_puts_the_caret_there(notepad: Notepad) -> None:
    type_text(notepad, "ace\nz")
    notepad.press(Point(-50, 1))
    notepad.type("<")
    notepad.press(Point(CONTENT.width, INSET.y + 5))
    notepad.type(">")
    notepad.drag(Point(CONTENT.width, CONTENT.height + 500))
    notepad.type("!")
    assert notepad.text == "<ace>\nz!"


def test_tabs_show_as_room(notepad: Notepad) -> None:
    type_text(notepad, "a\tb")
    with_tab = notepad.canvas.copy()
    for _ in range(2):
        notepad.type(Edit.BACKSPACE)
    type_text(notepad, "    b")
    assert notepad.text == "a    b"
    assert (with_tab == notepad.canvas).all()


def test_the_pointer_is_a_text_cursor(notepad: Notepad) -> None:
    assert notepad.cursor_at(Point(1, 1)) is Cursor.TEXT
