import numpy as np

from piment.geometry import Rect, Size
from piment.server.sources.demo.drawing import Pixels, blank
from piment.server.sources.demo.rows import Rows, changed_bounds


def draw_dot(pixels: Pixels, column: int) -> None:
    pixels[:] = 0
    pixels[1, column] = 255


def test_rows_are_as_many_as_fit() -> None:
    assert len(Rows(blank(Size(8, 14), (0, 0, 0)), 4, draw_dot)) == 3


def test_only_rows_with_another_content_are_painted() -> None:
    painted: list[int] = []

    def paint(pixels: Pixels, column: int) -> None:
        painted.append(column)
        draw_dot(pixels, column)

    rows = Rows(np.zeros((12, 8, 4), np.uint8), 4, paint)
    assert rows.show([1, 2, 3]) == [Rect(1, 1, 2, 2), Rect(2, 5, 3, 6), Rect(3, 9, 4, 10)]
    assert rows.show([1, 5, 3]) == [Rect(2, 5, 6, 6)]
    assert rows.show([1, 5, 3]) == []
    assert painted == [1, 2, 3, 5]


def test_contents_without_a_row_are_left_out() -> None:
    rows = Rows(np.zeros((4, 8, 4), np.uint8), 4, draw_dot)
    assert len(rows.show([1, 2])) == 1


def test_changed_bounds_are_tight() -> None:
    before = np.zeros((6, 9, 4), np.uint8)
    after = before.copy()
    assert changed_bounds(before, after).is_empty
    after[2, 3, 0] = after[4, 7, 2] = 1
    assert changed_bounds(before, after) == Rect(3, 2, 8, 5)
