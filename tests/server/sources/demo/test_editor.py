import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.server.sources.demo.editor import MOST_CHARACTERS, Editor, Line
from piment.server.sources.demo.keyboard import Edit, Stroke

# With `len` to measure, the width counts characters.
WIDTH = 10


def typed(text: str, *edits: Edit) -> Editor:
    editor = Editor(len, WIDTH)
    for stroke in (*text, *edits):
        editor.type(stroke)
    return editor


def shown(editor: Editor) -> list[str]:
    return [editor.text[line.start : line.end] for line in editor.lines]


def test_an_empty_text_has_one_row() -> None:
    editor = typed("")
    assert editor.lines == [Line(0, 0)]
    assert (editor.caret_row, editor.caret_offset) == (0, 0)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("one\ntwo", ["one", "two"]),
        ("one\n", ["one", ""]),
        ("some words that wrap", ["some words ", "that wrap"]),
        ("1234567890", ["1234567890"]),
        ("12345678901", ["1234567890", "1"]),
        ("a 12345678901234567890123", ["a ", "1234567890", "1234567890", "123"]),
        ("123456789     x", ["123456789     ", "x"]),
        ("   ", ["   "]),
    ],
)
def test_rows_break_at_line_feeds_and_words(text: str, rows: list[str]) -> None:
    assert shown(typed(text)) == rows


@given(st.text("ab \n", max_size=80))
def test_rows_hold_all_text_in_order_and_fit(text: str) -> None:
    editor = typed(text)
    assert editor.text == text
    assert "".join(shown(editor)) == text.replace("\n", "")
    assert all(len(row.rstrip(" ")) <= WIDTH for row in shown(editor))
    row = editor.lines[editor.caret_row]
    assert row.start <= editor.caret <= row.end


@given(st.lists(st.sampled_from(("a", " ", "\n", *Edit)), max_size=120))
def test_edits_agree_with_a_plain_text(strokes: list[Stroke]) -> None:
    editor, text = typed(""), ""
    for stroke in strokes:
        caret = editor.caret
        editor.type(stroke)
        match stroke:
            case str():
                text = text[:caret] + stroke + text[caret:]
                assert editor.caret == caret + 1
            case Edit.BACKSPACE:
                text = text[: max(caret - 1, 0)] + text[caret:]
                assert editor.caret == max(caret - 1, 0)
            case Edit.DELETE:
                text = text[:caret] + text[caret + 1 :]
                assert editor.caret == caret
        assert editor.text == text
        assert 0 <= editor.caret <= len(text)
        assert 0 <= editor.caret_row < len(editor.lines)


def test_left_and_right_stop_at_the_ends() -> None:
    editor = typed("ab", Edit.RIGHT)
    assert editor.caret == 2
    for _ in range(3):
        editor.type(Edit.LEFT)
    assert editor.caret == 0


def test_up_and_down_keep_the_place_in_the_row() -> None:
    editor = typed("first\nsecond\nx")
    editor.put_caret(0, 3)
    editor.type(Edit.DOWN)
    assert (editor.caret_row, editor.caret_offset) == (1, 3)
    editor.type(Edit.DOWN)
    assert (editor.caret_row, editor.caret_offset) == (2, 1)
    editor.type(Edit.UP)
    assert (editor.caret_row, editor.caret_offset) == (1, 1)


def test_home_and_end_stay_in_a_wrapped_row() -> None:
    editor = typed("some words")
    editor.type("!")
    editor.put_caret(0, 2)
    editor.type(Edit.END)
    assert editor.caret_row == 0
    editor.type(Edit.HOME)
    assert editor.caret == 0


def test_a_page_moves_as_many_rows_as_it_has() -> None:
    editor = typed("\n" * 9)
    editor.type(Edit.PAGE_UP, page=4)
    assert editor.caret_row == 5
    editor.type(Edit.PAGE_DOWN, page=3)
    assert editor.caret_row == 8


@pytest.mark.parametrize(("row", "offset", "caret"), [(-3, 99, 3), (99, -9, 4), (1, 1.4, 5)])
def test_the_caret_goes_to_the_nearest_place(row: int, offset: float, caret: int) -> None:
    editor = typed("one\ntwo")
    editor.put_caret(row, offset)
    assert editor.caret == caret


def test_a_full_text_takes_no_more_but_can_be_cut() -> None:
    editor = typed("")
    editor.type("x" * MOST_CHARACTERS)
    editor.type("y")
    assert editor.text == "x" * MOST_CHARACTERS
    editor.type(Edit.BACKSPACE)
    editor.type("y")
    assert editor.text.endswith("xy")
