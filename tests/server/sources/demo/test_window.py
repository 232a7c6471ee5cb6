from datetime import datetime

import numpy as np
import pytest

from piment.geometry import Point, Rect, Region, Size
from piment.server.sources.demo import chrome
from piment.server.sources.demo.cursors import Cursor
from piment.server.sources.demo.keyboard import Edit
from piment.server.sources.demo.window import Window


@pytest.fixture
def window() -> Window:
    window = Window("Title", Size(120, 80))
    window.move_to(Point(200, 100))
    window.damage.clear()
    return window


def test_all_parts_follow_the_position(window: Window) -> None:
    def parts() -> list[Rect]:
        return [
            window.outline,
            window.opaque,
            window.frame,
            window.title_bar,
            window.close_button,
            window.content,
        ]

    before = parts()
    assert window.frame[:2] == window.position == Point(200, 100)
    window.move_to(Point(190, 130))
    assert parts() == [part.moved(-10, 30) for part in before]


def test_a_move_damages_the_old_place_and_the_new_one(window: Window) -> None:
    before = window.outline
    window.move_to(Point(500, 100))
    assert window.damage.covers(before)
    assert window.damage.covers(window.outline)
    assert window.damage.area == 2 * before.area


def test_a_move_to_where_it_is_damages_nothing(window: Window) -> None:
    window.move_to(window.position)
    assert not window.damage


def test_hiding_and_showing_damage_the_whole_window(window: Window) -> None:
    for shown in (False, True):
        window.show(shown=shown)
        assert window.is_shown == shown
        assert list(window.damage.take()) == [window.outline]


def test_a_hidden_window_damages_nothing(window: Window) -> None:
    window.show(shown=False)
    window.damage.clear()
    window.touch(Rect(0, 0, 10, 10))
    window.move_to(Point(0, 0))
    window.activate(active=True)
    assert not window.damage


def test_touch_damages_that_part_of_the_content(window: Window) -> None:
    content = window.content
    window.touch(Rect(5, 6, 500, 10))
    expected = Rect(content.left + 5, content.top + 6, content.right, content.top + 10)
    assert list(window.damage) == [expected]


def test_the_canvas_is_the_content_of_the_pixels(window: Window) -> None:
    window.canvas[:] = 77
    inside = chrome.content_rect(Size(120, 80))
    assert (window.pixels[inside.rows, inside.columns] == 77).all()
    assert window.canvas.shape == (80, 120, 4)


def test_activation_changes_the_frame_and_keeps_the_content(window: Window) -> None:
    window.canvas[:] = 77
    before = window.pixels.copy()
    window.activate(active=True)
    assert window.is_active
    assert (window.canvas == 77).all()
    changed = np.argwhere((before != window.pixels).any(axis=2))
    top, left = window.outline.top, window.outline.left
    damage = Region(window.damage)
    for y, x in changed:
        assert damage.covers(Rect(left + x, top + y, left + x + 1, top + y + 1))
    assert len(changed)
    assert not any(rect.overlaps(window.content) for rect in damage)
    window.damage.clear()
    window.activate(active=True)
    assert not window.damage


def test_a_plain_window_lets_input_pass(window: Window) -> None:
    before = window.pixels.copy()
    window.press(Point(3, 3))
    window.drag(Point(4, 4))
    window.turn_wheel(1)
    window.type("x")
    window.type(Edit.LEFT)
    window.tick(datetime(2025, 1, 1))
    assert window.seconds_to_tick(datetime(2025, 1, 1)) is None
    assert window.cursor_at(Point(3, 3)) is Cursor.ARROW
    assert (window.pixels == before).all()
    assert not window.damage
