import pytest

from piment.geometry import Point, Size
from piment.server.sources.demo.stack import Stack
from piment.server.sources.demo.window import Window


@pytest.fixture
def windows() -> list[Window]:
    """Three windows of one size, each a little to the right of the one before."""
    windows = [Window(title, Size(120, 80)) for title in "abc"]
    for index, window in enumerate(windows):
        window.move_to(Point(100 + 20 * index, 100))
        window.damage.clear()
    return windows


def test_the_topmost_window_is_active(windows: list[Window]) -> None:
    stack = Stack(windows)
    assert stack.active is windows[2]
    assert [window.is_active for window in windows] == [False, False, True]


def test_a_point_belongs_to_the_topmost_frame(windows: list[Window]) -> None:
    stack = Stack(windows)
    assert stack.at(Point(141, 120)) is windows[2]
    assert stack.at(Point(139, 120)) is windows[1]
    assert stack.at(Point(101, 120)) is windows[0]
    # The shadow belongs to nobody.
    assert stack.at(Point(95, 120)) is None


def test_bring_up_changes_the_order_and_damages_what_was_covered(windows: list[Window]) -> None:
    stack = Stack(windows)
    first = windows[0]
    first.damage.clear()
    stack.bring_up(first)
    assert stack.shown == [windows[1], windows[2], first]
    assert stack.active is first
    assert first.is_active
    assert not windows[2].is_active
    assert first.damage.covers(first.outline.intersection(windows[1].outline))
    left_edge = first.outline._replace(right=first.outline.left + 5)
    assert not any(rect.overlaps(left_edge) for rect in first.damage)


def test_bringing_up_the_top_damages_nothing(windows: list[Window]) -> None:
    stack = Stack(windows)
    windows[2].damage.clear()
    stack.bring_up(windows[2])
    assert not any(window.damage for window in windows[2:])


def test_hiding_hands_the_keyboard_down_until_nobody_is_left(windows: list[Window]) -> None:
    stack = Stack(windows)
    for expected in (windows[1], windows[0], None):
        active = stack.active
        assert active is not None
        stack.hide(active)
        assert stack.active is expected
    assert stack.shown == []
    assert stack.at(Point(141, 120)) is None
    stack.bring_up(windows[1])
    assert stack.shown == [windows[1]]
    assert windows[1].is_active
