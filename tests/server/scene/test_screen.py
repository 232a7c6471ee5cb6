"""What a screen shows, after each update."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from piment.geometry import Point, Rect, Region, Size
from piment.server.scene.screen import Screen
from piment.server.scene.updates import (
    Blanked,
    CursorHidden,
    CursorMoved,
    CursorShape,
    Painted,
    Resized,
)

SIZE = Size(40, 30)


def painted(area: Rect, colour: int) -> Painted:
    """Return an update that paints `area` in one colour."""
    return Painted(area, np.full((area.height, area.width, 4), colour, np.uint8))


def test_it_begins_without_a_surface() -> None:
    screen = Screen()
    assert (screen.generation, screen.primary.size) == (0, Size(0, 0))
    assert screen.cursor.shape is None
    assert screen.apply(painted(Rect(0, 0, 4, 4), 1)) == []


def test_each_size_is_a_new_generation_all_of_it_damaged() -> None:
    screen = Screen()
    assert screen.apply(Resized(SIZE)) == [Rect.of_size(SIZE)]
    assert screen.apply(Resized(SIZE)) == [Rect.of_size(SIZE)]
    assert screen.generation == 2
    assert not screen.primary.pixels.any()


def test_pixels_that_are_there_already_are_no_damage() -> None:
    screen = Screen()
    screen.apply(Resized(SIZE))
    update = painted(Rect(5, 5, 15, 15), 9)
    assert Region(screen.apply(update)).covers(update.area)
    assert screen.apply(update) == []


def test_the_byte_beside_the_colours_is_no_damage() -> None:
    screen = Screen()
    screen.apply(Resized(SIZE))
    pixels = np.zeros((10, 10, 4), np.uint8)
    pixels[:, :, 3] = 255
    assert screen.apply(Painted(Rect(0, 0, 10, 10), pixels)) == []


def test_the_cursor_follows() -> None:
    screen = Screen()
    shape = CursorShape(np.zeros((2, 2, 4), np.uint8), Point(1, 1))
    for update in (shape, CursorMoved(Point(7, 8))):
        assert not screen.apply(update)
    assert screen.cursor.shape is shape
    assert screen.cursor.position == Point(7, 8)
    screen.apply(CursorHidden())
    assert screen.cursor.shape is None
    assert screen.cursor.position == Point(7, 8)


def test_a_blank_screen_is_a_generation_without_pixels() -> None:
    screen = Screen()
    assert screen.is_blank
    screen.apply(Resized(SIZE))
    assert not screen.is_blank
    screen.apply(Blanked())
    assert (screen.is_blank, screen.generation) == (True, 2)
    assert not screen.apply(painted(Rect(0, 0, 4, 4), 1))


EDGES = st.integers(-10, 50)
AREAS = st.builds(
    lambda x, y, width, height: Rect(x, y, x + width, y + height),
    EDGES,
    EDGES,
    st.integers(1, 30),
    st.integers(1, 30),
)


@given(st.lists(st.tuples(AREAS, st.integers(0, 255)), max_size=12))
def test_damage_covers_every_pixel_that_changed(strokes: list[tuple[Rect, int]]) -> None:
    screen = Screen()
    screen.apply(Resized(SIZE))
    for area, colour in strokes:
        before = screen.primary.pixels[:, :, :3].copy()
        damage = screen.apply(painted(area, colour))
        changed = (screen.primary.pixels[:, :, :3] != before).any(axis=2)
        seen = np.zeros_like(changed)
        for rect in damage:
            assert screen.primary.area.covers(rect)
            assert area.covers(rect)
            seen[rect.rows, rect.columns] = True
        assert not (changed & ~seen).any()
        inside = area.intersection(screen.primary.area)
        assert inside.is_empty or (screen.primary.view(inside)[:, :, :3] == colour).all()
