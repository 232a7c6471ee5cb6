import math
from datetime import timedelta

import pytest

from piment.geometry import Point, Rect, Size
from piment.server.scene.actions import (
    Button,
    ButtonChanged,
    Key,
    PointerMoved,
    PointerPlaced,
)
from piment.server.scene.updates import Leds
from piment.server.sources.demo.cursors import Cursor
from piment.server.sources.demo.desktop import Desktop
from piment.server.sources.demo.theme import PANEL_HEIGHT
from piment.server.sources.demo.window import Window
from tests.server.sources.demo.watching import NOON, SIZE, click


def middle(rect: Rect) -> Point:
    return Point((rect.left + rect.right) // 2, (rect.top + rect.bottom) // 2)


def grip(window: Window) -> Point:
    """Return a place of the title bar that no button takes."""
    return Point(window.title_bar.left + 12, window.title_bar.top + 12)


def hold(desktop: Desktop, at: Point) -> None:
    desktop.act(PointerPlaced(at))
    desktop.act(ButtonChanged(Button.LEFT, pressed=True))


def release(desktop: Desktop) -> None:
    desktop.act(ButtonChanged(Button.LEFT, pressed=False))


def test_all_windows_start_in_sight(desktop: Desktop) -> None:
    free = Rect(0, PANEL_HEIGHT, SIZE.width, SIZE.height)
    assert len(desktop.windows) == 4
    assert all(free.covers(window.frame) for window in desktop.windows)
    assert desktop.notepad.is_active


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (1, 0), (57, 33), (-31, 200)])
def test_a_drag_moves_a_window_by_exactly_the_drag(desktop: Desktop, dx: int, dy: int) -> None:
    before = desktop.notepad.frame
    hold(desktop, grip(desktop.notepad))
    for step in range(1, 6):
        desktop.act(PointerMoved(dx * step // 5 - dx * (step - 1) // 5, 0))
    desktop.act(PointerMoved(0, dy))
    release(desktop)
    assert desktop.notepad.frame == before.moved(dx, dy)
    desktop.act(PointerMoved(50, 50))
    assert desktop.notepad.frame == before.moved(dx, dy)


def test_a_dragged_window_takes_its_pixels_along(desktop: Desktop) -> None:
    frame = desktop.notepad.opaque
    before = desktop.framebuffer[frame.rows, frame.columns].copy()
    hold(desktop, grip(desktop.notepad))
    desktop.act(PointerMoved(41, 23))
    desktop.render()
    frame = frame.moved(41, 23)
    assert (desktop.framebuffer[frame.rows, frame.columns] == before).all()


def test_a_window_stays_in_reach_of_the_pointer(desktop: Desktop) -> None:
    hold(desktop, grip(desktop.notepad))
    desktop.act(PointerPlaced(Point(-5000, -5000)))
    assert desktop.notepad.position == Point(-12, PANEL_HEIGHT)
    desktop.act(PointerPlaced(Point(5000, 5000)))
    assert desktop.notepad.position == Point(SIZE.width - 13, SIZE.height - 13)


def test_a_click_raises_a_window_and_gives_it_the_keyboard(desktop: Desktop) -> None:
    hold(desktop, grip(desktop.notepad))
    desktop.act(PointerMoved(80, 220))
    release(desktop)
    desktop.render()
    covered = desktop.peppers.frame.intersection(desktop.notepad.frame)
    assert not covered.is_empty
    before = desktop.framebuffer.copy()
    click(desktop, Point(desktop.peppers.frame.left + 3, desktop.peppers.frame.bottom - 30))
    desktop.render()
    assert desktop.peppers.is_active
    assert not desktop.notepad.is_active
    differs = (before != desktop.framebuffer).any(axis=2)
    assert differs[covered.rows, covered.columns].mean() > 0.02
    desktop.act(Key(0x1E, pressed=True))
    assert desktop.notepad.text == ""


def test_the_close_button_takes_a_window_away_and_its_tab_brings_it_back(desktop: Desktop) -> None:
    before = desktop.framebuffer.copy()
    click(desktop, middle(desktop.notepad.close_button))
    desktop.render()
    assert not desktop.notepad.is_shown
    assert (before != desktop.framebuffer).any()
    tab = middle(desktop.panel.tab_places[0])
    click(desktop, tab)
    desktop.render()
    assert desktop.notepad.is_active
    assert (before == desktop.framebuffer).all()
    click(desktop, tab)
    assert not desktop.notepad.is_shown


def test_a_tab_raises_a_window_that_is_covered(desktop: Desktop) -> None:
    click(desktop, middle(desktop.panel.tab_places[2]))
    assert desktop.movie.is_active
    assert desktop.movie.is_shown


def test_keys_go_nowhere_when_no_window_is_left(desktop: Desktop) -> None:
    for window in desktop.windows:
        click(desktop, middle(window.close_button))
    assert not any(window.is_shown for window in desktop.windows)
    desktop.act(Key(0x1E, pressed=True))
    desktop.act(ButtonChanged(Button.DOWN, pressed=True))
    assert desktop.notepad.text == ""
    assert desktop.cursor is Cursor.ARROW


def test_a_click_on_the_wallpaper_keeps_the_keyboard_where_it_is(desktop: Desktop) -> None:
    click(desktop, Point(3, SIZE.height - 3))
    desktop.act(Key(0x1E, pressed=True))
    assert desktop.notepad.text == "a"


def test_the_wheel_turns_what_is_under_the_pointer(desktop: Desktop) -> None:
    desktop.act(PointerPlaced(middle(desktop.peppers.content)))
    for pressed in (True, False):
        desktop.act(ButtonChanged(Button.DOWN, pressed))
    assert desktop.peppers.first == 2
    for pressed in (True, False):
        desktop.act(ButtonChanged(Button.UP, pressed))
    assert desktop.peppers.first == 0
    assert desktop.notepad.is_active


def test_the_other_buttons_do_nothing(desktop: Desktop) -> None:
    desktop.act(PointerPlaced(middle(desktop.movie.button)))
    for button in (Button.MIDDLE, Button.RIGHT, Button.SIDE, Button.EXTRA):
        desktop.act(ButtonChanged(button, pressed=True))
        desktop.act(ButtonChanged(button, pressed=False))
    assert desktop.notepad.is_active
    assert not desktop.movie.is_playing


def test_the_pointer_is_kept_on_the_desktop(desktop: Desktop) -> None:
    assert desktop.pointer == Point(SIZE.width // 2, SIZE.height // 2)
    desktop.act(PointerMoved(-10, 7))
    assert desktop.pointer == Point(SIZE.width // 2 - 10, SIZE.height // 2 + 7)
    desktop.act(PointerMoved(-(10**12), 10**12))
    assert desktop.pointer == Point(0, SIZE.height - 1)
    desktop.act(PointerPlaced(Point(10**9, -1)))
    assert desktop.pointer == Point(SIZE.width - 1, 0)


def test_the_cursor_says_what_a_place_is_for(desktop: Desktop) -> None:
    places = {
        Point(3, SIZE.height - 3): Cursor.ARROW,
        Point(3, 3): Cursor.ARROW,
        middle(desktop.panel.tab_places[1]): Cursor.HAND,
        middle(desktop.notepad.content): Cursor.TEXT,
        grip(desktop.notepad): Cursor.MOVE,
        middle(desktop.notepad.close_button): Cursor.HAND,
        Point(desktop.notepad.frame.left + 2, middle(desktop.notepad.frame).y): Cursor.ARROW,
        middle(desktop.movie.button): Cursor.HAND,
        middle(desktop.photo.content): Cursor.ARROW,
    }
    for place, cursor in places.items():
        desktop.act(PointerPlaced(place))
        assert desktop.cursor is cursor, place


def test_the_cursor_keeps_its_shape_during_a_drag(desktop: Desktop) -> None:
    hold(desktop, grip(desktop.notepad))
    desktop.act(PointerPlaced(Point(300, 2)))
    assert desktop.cursor is Cursor.MOVE
    release(desktop)
    assert desktop.cursor is not Cursor.MOVE
    hold(desktop, middle(desktop.notepad.content))
    desktop.act(PointerPlaced(Point(3, SIZE.height - 3)))
    assert desktop.cursor is Cursor.TEXT


def test_locks_switch_lights(desktop: Desktop) -> None:
    desktop.act(Key(0x45, pressed=True))
    assert desktop.leds == Leds(num_lock=True)
    rects = desktop.render()
    assert rects
    assert all(desktop.panel.outline.covers(rect) for rect in rects)


def test_a_tick_moves_the_clock_and_says_when_it_does_again(desktop: Desktop) -> None:
    desktop.tick(NOON + timedelta(milliseconds=400))
    assert desktop.render() == []
    assert math.isclose(desktop.seconds_to_tick(NOON + timedelta(milliseconds=400)), 0.6)
    desktop.tick(NOON + timedelta(seconds=1))
    (rect,) = desktop.render()
    assert desktop.panel.outline.covers(rect)


def test_the_moving_picture_is_switched_on_by_its_button(desktop: Desktop) -> None:
    click(desktop, middle(desktop.movie.button))
    assert desktop.movie.is_playing
    desktop.tick(NOON)
    desktop.render()
    desktop.tick(NOON + timedelta(milliseconds=80))
    assert desktop.render() == [desktop.movie.picture]
    assert desktop.seconds_to_tick(NOON) < 0.2


@pytest.mark.parametrize("size", [Size(400, 300), Size(1, 1), Size(1600, 1000)])
def test_a_resize_keeps_windows_and_pointer_in_reach(desktop: Desktop, size: Size) -> None:
    desktop.act(PointerPlaced(Point(SIZE.width - 1, SIZE.height - 1)))
    desktop.resize(size)
    assert desktop.size == size
    assert desktop.render() == [Rect.of_size(size)]
    assert Rect.of_size(size).contains(desktop.pointer)
    for window in desktop.windows:
        assert window.frame.top >= PANEL_HEIGHT
        if size.width >= 400:
            assert Rect(0, 0, *size).intersection(window.title_bar).width >= 60


def test_frames_follow_from_the_actions_alone(desktop: Desktop) -> None:
    twin = Desktop(SIZE, NOON)
    for each in (desktop, twin):
        hold(each, grip(each.notepad))
        each.act(PointerMoved(9, 9))
        release(each)
        each.act(Key(0x1E, pressed=True))
        click(each, middle(each.movie.button))
        each.tick(NOON)
        each.tick(NOON + timedelta(seconds=3))
        each.render()
    assert (desktop.framebuffer == twin.framebuffer).all()
