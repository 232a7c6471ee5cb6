"""The pointer that the machine draws."""

from __future__ import annotations

import numpy as np
import pytest

from piment.geometry import Point
from piment.server.scene.updates import CursorHidden, CursorMoved, CursorShape
from piment.server.sources.qemu.cursor import Cursor
from tests.server.sources.qemu.pictures import noise

HOT_SPOT = Point(3, 2)


@pytest.fixture
def cursor() -> Cursor:
    """A pointer of virtio-vga that shows."""
    cursor = Cursor(1)
    cursor.begin("virtio-vga.1")
    cursor.define(noise(8, 8), HOT_SPOT)
    cursor.set(Point(10, 20), visible=True)
    return cursor


def told(cursor: Cursor) -> list[object]:
    return list(cursor.take())


def position(cursor: Cursor) -> Point | None:
    """Return the place that is told, if one is."""
    moved = [update for update in told(cursor) if isinstance(update, CursorMoved)]
    return moved[-1].position if moved else None


def test_shape_and_place_are_told_once(cursor: Cursor) -> None:
    shape, moved = told(cursor)
    assert isinstance(shape, CursorShape)
    assert np.array_equal(shape.pixels, noise(8, 8))
    assert (shape.hot_spot, shape.screen) == (HOT_SPOT, 1)
    assert moved == CursorMoved(Point(13, 22), 1)
    assert told(cursor) == []


def test_the_same_shape_again_is_nothing_new(cursor: Cursor) -> None:
    told(cursor)
    cursor.define(noise(8, 8), HOT_SPOT)
    assert told(cursor) == []
    cursor.define(noise(8, 8), Point(0, 0))
    assert [type(update) for update in told(cursor)] == [CursorShape, CursorMoved]


def test_hidden_and_shown_again(cursor: Cursor) -> None:
    told(cursor)
    cursor.set(Point(0, 0), visible=False)
    assert told(cursor) == [CursorHidden(1)]
    cursor.set(Point(10, 20), visible=True)
    assert [type(update) for update in told(cursor)] == [CursorShape]


def test_a_shape_without_a_visible_pixel_hides_it(cursor: Cursor) -> None:
    told(cursor)
    cursor.define(np.zeros((64, 64, 4), np.uint8), Point(0, 0))
    assert told(cursor) == [CursorHidden(1)]


def test_the_shape_does_not_change_with_the_memory_it_came_in() -> None:
    cursor, pixels = Cursor(0), noise(8, 8)
    cursor.define(pixels, HOT_SPOT)
    cursor.set(Point(0, 0), visible=True)
    pixels[:] = 0
    shape = told(cursor)[0]
    assert isinstance(shape, CursorShape)
    assert np.array_equal(shape.pixels, noise(8, 8))


@pytest.mark.parametrize(
    ("label", "where"), [("virtio-vga", (13, 22)), ("qxl-vga", (10, 20)), ("video0", (13, 22))]
)
def test_adapters_differ_in_what_they_tell(label: str, where: tuple[int, int]) -> None:
    cursor = Cursor(0)
    cursor.begin(label)
    cursor.define(noise(8, 8), HOT_SPOT)
    cursor.set(Point(10, 20), visible=True)
    assert position(cursor) == where


@pytest.mark.parametrize("label", ["virtio-vga", "qxl-vga", "video0"])
@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize("from_corner", [True, False])
def test_where_the_pointer_goes_shows_what_the_adapter_tells(
    label: str, from_corner: bool, off: int
) -> None:
    cursor = Cursor(0)
    cursor.begin(label)
    cursor.define(noise(8, 8), HOT_SPOT)
    for place in (Point(100, 100), Point(150, 100), Point(200, 120)):
        cursor.placed(place)
    seen = Point(147 + off, 98) if from_corner else Point(150 + off, 100)
    cursor.set(seen, visible=True)
    assert position(cursor) == (150 + off, 100)
    cursor.set(Point(40, 40), visible=True)
    assert position(cursor) == (43, 42) if from_corner else (40, 40)


def test_a_place_that_fits_both_ways_teaches_nothing(cursor: Cursor) -> None:
    cursor.placed(Point(50, 50))
    cursor.placed(Point(53, 52))
    cursor.set(Point(50, 50), visible=True)
    assert position(cursor) == (53, 52)


def test_it_begins_anew_with_another_machine(cursor: Cursor) -> None:
    told(cursor)
    cursor.begin("qxl-vga")
    assert told(cursor) == [CursorHidden(1)]
    cursor.set(Point(5, 5), visible=True)
    assert told(cursor) == []
