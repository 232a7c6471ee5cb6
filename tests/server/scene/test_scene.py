"""What the guest shows, after each update."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from piment.geometry import Point, Rect, Region, Size
from piment.server.scene.scene import Scene
from piment.server.scene.updates import (
    CursorHidden,
    CursorMoved,
    CursorShape,
    Leds,
    LedsChanged,
    Painted,
    Resized,
)

SIZE = Size(40, 30)


def painted(area: Rect, colour: int) -> Painted:
    """Return an update that paints `area` in one colour."""
    return Painted(area, np.full((area.height, area.width, 4), colour, np.uint8))


def test_it_begins_without_a_surface() -> None:
    scene = Scene()
    assert (scene.generation, scene.primary.size) == (0, Size(0, 0))
    assert scene.cursor.shape is None
    assert scene.apply(painted(Rect(0, 0, 4, 4), 1)) == []


def test_each_size_is_a_new_generation_all_of_it_damaged() -> None:
    scene = Scene()
    assert scene.apply(Resized(SIZE)) == [Rect.of_size(SIZE)]
    assert scene.apply(Resized(SIZE)) == [Rect.of_size(SIZE)]
    assert scene.generation == 2
    assert not scene.primary.pixels.any()


def test_pixels_that_are_there_already_are_no_damage() -> None:
    scene = Scene()
    scene.apply(Resized(SIZE))
    update = painted(Rect(5, 5, 15, 15), 9)
    assert Region(scene.apply(update)).covers(update.area)
    assert scene.apply(update) == []


def test_the_byte_beside_the_colours_is_no_damage() -> None:
    scene = Scene()
    scene.apply(Resized(SIZE))
    pixels = np.zeros((10, 10, 4), np.uint8)
    pixels[:, :, 3] = 255
    assert scene.apply(Painted(Rect(0, 0, 10, 10), pixels)) == []


def test_the_cursor_and_the_lights_follow() -> None:
    scene = Scene()
    shape = CursorShape(np.zeros((2, 2, 4), np.uint8), Point(1, 1))
    leds = Leds(caps_lock=True)
    for update in (shape, CursorMoved(Point(7, 8)), LedsChanged(leds)):
        assert scene.apply(update) == []
    assert scene.cursor.shape is shape
    assert scene.cursor.position == Point(7, 8)
    assert scene.leds == leds
    scene.apply(CursorHidden())
    assert scene.cursor.shape is None
    assert scene.cursor.position == Point(7, 8)


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
    scene = Scene()
    scene.apply(Resized(SIZE))
    for area, colour in strokes:
        before = scene.primary.pixels[:, :, :3].copy()
        damage = scene.apply(painted(area, colour))
        changed = (scene.primary.pixels[:, :, :3] != before).any(axis=2)
        seen = np.zeros_like(changed)
        for rect in damage:
            assert scene.primary.area.covers(rect)
            assert area.covers(rect)
            seen[rect.rows, rect.columns] = True
        assert not (changed & ~seen).any()
        inside = area.intersection(scene.primary.area)
        assert inside.is_empty or (scene.primary.view(inside)[:, :, :3] == colour).all()
