import itertools

import pytest

from piment.geometry import Point
from piment.server.sources.demo.cursors import Cursor
from piment.server.sources.demo.keyboard import Edit
from piment.server.sources.demo.peppers import CONTENT, PEPPERS, ROW_COUNT, ROW_HEIGHT, Peppers

BAR = CONTENT.width - 8


@pytest.fixture
def peppers() -> Peppers:
    peppers = Peppers()
    peppers.damage.clear()
    return peppers


def test_the_list_is_longer_than_the_window_and_sorted() -> None:
    assert len(PEPPERS) > 2 * ROW_COUNT
    assert all(one.heat <= other.heat for one, other in itertools.pairwise(PEPPERS))


def test_the_wheel_scrolls_as_far_as_the_list_goes(peppers: Peppers) -> None:
    top = peppers.canvas.copy()
    peppers.turn_wheel(-1)
    assert peppers.first == 0
    assert not peppers.damage
    peppers.turn_wheel(1)
    assert peppers.first == 2
    assert (peppers.canvas != top).any()
    for _ in range(len(PEPPERS)):
        peppers.turn_wheel(1)
    assert peppers.first == len(PEPPERS) - ROW_COUNT
    peppers.turn_wheel(-len(PEPPERS))
    assert (peppers.canvas == top).all()


def test_scrolled_rows_are_the_same_rows_elsewhere(peppers: Peppers) -> None:
    before = peppers.canvas[4 * ROW_HEIGHT :, : BAR - 10].copy()
    peppers.turn_wheel(2)
    assert (peppers.canvas[: -4 * ROW_HEIGHT, : BAR - 10] == before).all()


def test_damage_covers_what_changes(peppers: Peppers) -> None:
    before = peppers.pixels.copy()
    peppers.turn_wheel(3)
    changed = (before != peppers.pixels).any(axis=2)
    assert changed.any()
    for rect in peppers.damage:
        inside = rect.moved(-peppers.outline.left, -peppers.outline.top)
        changed[inside.rows, inside.columns] = False
    assert not changed.any()


def test_a_press_picks_a_row(peppers: Peppers) -> None:
    peppers.turn_wheel(1)
    peppers.press(Point(30, 3 * ROW_HEIGHT + 1))
    assert peppers.picked == PEPPERS[5]
    peppers.drag(Point(30, 500))
    assert peppers.picked == PEPPERS[5]
    assert peppers.first == 2


def test_the_bar_scrolls_from_end_to_end(peppers: Peppers) -> None:
    peppers.press(Point(BAR, CONTENT.height // 2))
    middle = (len(PEPPERS) - ROW_COUNT) / 2
    assert abs(peppers.first - middle) <= 1
    peppers.drag(Point(BAR, CONTENT.height + 99))
    assert peppers.first == len(PEPPERS) - ROW_COUNT
    peppers.drag(Point(-70, -70))
    assert peppers.first == 0


def test_arrow_keys_pick_and_scroll(peppers: Peppers) -> None:
    for _ in range(ROW_COUNT):
        peppers.type(Edit.DOWN)
    assert peppers.picked == PEPPERS[ROW_COUNT + 1]
    assert peppers.first == 2
    for _ in range(99):
        peppers.type(Edit.UP)
    assert (peppers.picked, peppers.first) == (PEPPERS[0], 0)
    peppers.type("x")
    peppers.type(Edit.HOME)
    assert (peppers.picked, peppers.first) == (PEPPERS[0], 0)


def test_the_pointer_is_a_hand_over_the_rows(peppers: Peppers) -> None:
    assert peppers.cursor_at(Point(10, 10)) is Cursor.HAND
    assert peppers.cursor_at(Point(BAR, 10)) is Cursor.ARROW
