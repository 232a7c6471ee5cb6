"""Rectangles and regions against arrays of pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from piment.geometry import Point, Rect, Region, Size

EDGE = 14
edges = st.integers(-2, EDGE + 2)
rects = st.builds(Rect, edges, edges, edges, edges)
places = st.builds(Point, edges, edges)
Pixels = NDArray[np.bool_]


def pixels(*of: Rect) -> Pixels:
    """Return which pixels around the origin lie in any of these."""
    grid = np.zeros((EDGE + 4, EDGE + 4), np.bool_)
    for rect in of:
        if not rect.is_empty:
            moved = rect.moved(2, 2)
            grid[moved.rows, moved.columns] = True
    return grid


def count(*of: Rect) -> NDArray[np.int_]:
    """Return how often each pixel lies in one of these."""
    return np.sum([pixels(rect) for rect in of], axis=0, dtype=np.int_, initial=0)


# --- rectangles ----------------------------------------------------------------------------------


def test_a_rect_in_words() -> None:
    rect = Rect(10, 20, 110, 70)
    assert (rect.width, rect.height, rect.area) == (100, 50, 5000)
    assert rect.size == Size(100, 50)
    assert str(rect) == "100x50+10+20"
    assert str(rect.size) == "100x50"
    assert Rect.of_size(Size(3, 2)) == Rect(0, 0, 3, 2)
    assert np.zeros((100, 200))[rect.rows, rect.columns].shape == (50, 100)


@pytest.mark.parametrize("rect", [Rect(0, 0, 0, 5), Rect(0, 0, 5, 0), Rect(5, 5, 4, 4)])
def test_empty_rects(rect: Rect) -> None:
    assert rect.is_empty
    assert rect.area == 0
    assert Rect(0, 0, 1, 1).covers(rect)
    assert not rect.contains(Point(0, 0))


@given(rects, rects)
def test_two_rects(one: Rect, other: Rect) -> None:
    mine, theirs = pixels(one), pixels(other)
    assert one.area == mine.sum()
    assert one.is_empty == (not mine.any())
    assert (pixels(one.intersection(other)) == mine & theirs).all()
    assert one.overlaps(other) == (mine & theirs).any() == other.overlaps(one)
    assert one.covers(other) == (not (theirs & ~mine).any())
    around = one.bounds(other)
    assert around == other.bounds(one) or around.is_empty
    assert around.covers(one)
    assert around.covers(other)


@given(rects, rects)
def test_bounds_are_tight(one: Rect, other: Rect) -> None:
    rows, columns = np.nonzero(pixels(one, other))
    if rows.size:
        expected = Rect(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1).moved(-2, -2)
        assert one.bounds(other) == expected


@given(rects, rects)
def test_what_remains_without_a_hole(rect: Rect, hole: Rect) -> None:
    parts = rect.minus(hole)
    assert len(parts) <= 4
    assert not any(part.is_empty for part in parts)
    expected = pixels(rect) & ~pixels(hole)
    assert (count(*parts) == expected).all()  # each pixel once


@given(rects, places)
def test_points(rect: Rect, place: Point) -> None:
    assert rect.contains(place) == rect.covers(Rect(*place, place.x + 1, place.y + 1))


@given(rects, edges, edges)
def test_moving(rect: Rect, dx: int, dy: int) -> None:
    moved = rect.moved(dx, dy)
    assert moved.size == rect.size
    assert moved.moved(-dx, -dy) == rect


# --- regions -------------------------------------------------------------------------------------

steps = st.lists(st.tuples(st.sampled_from(["add", "discard", "clip"]), rects), max_size=25)


@given(steps)
def test_regions_are_sets_of_pixels(changes: list[tuple[str, Rect]]) -> None:
    region, model = Region(), pixels()
    for verb, rect in changes:
        getattr(region, verb)(rect)
        match verb:
            case "add":
                model |= pixels(rect)
            case "discard":
                model &= ~pixels(rect)
            case "clip":
                model &= pixels(rect)
        if len(region) >= Region.MOST_RECTS - 3:
            return  # may grow to its bounds from here on
        assert (count(*region) == model).all()  # no pixel twice
        assert region.area == model.sum()
        assert bool(region) == model.any()
    for rect in (rect for _, rect in changes):
        assert region.covers(rect) == (not (pixels(rect) & ~model).any())
    if model.any():
        rows, columns = np.nonzero(model)
        around = Rect(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1).moved(-2, -2)
        assert region.bounds == around
    else:
        assert region.bounds.is_empty


def test_a_region_of_many_pieces_grows_to_its_bounds() -> None:
    dots = [Rect(x, y, x + 1, y + 1) for x in range(0, 100, 2) for y in range(0, 100, 2)]
    region = Region()
    for dot in dots:
        region.add(dot)
        assert len(region) <= Region.MOST_RECTS
    assert all(region.covers(dot) for dot in dots)
    assert region.bounds == Rect(0, 0, 99, 99)


def test_what_is_discarded_is_gone_in_however_many_pieces() -> None:
    region = Region([Rect(0, 0, 100, 100)])
    dots = [Rect(x, y, x + 1, y + 1) for x in range(0, 100, 10) for y in range(0, 100, 10)]
    for dot in dots:
        region.discard(dot)
    assert region.area == 100 * 100 - len(dots)
    assert len(region) > Region.MOST_RECTS
    region.add(Rect(0, 0, 1, 1))  # folds it
    assert list(region) == [Rect(0, 0, 100, 100)]


def test_regions_of_their_own() -> None:
    region = Region([Rect(0, 0, 2, 2)])
    twin = region.copy()
    twin.add(Rect(5, 5, 6, 6))
    region.discard(Rect(0, 0, 1, 1))
    assert twin.area == 5
    assert region.area == 3
    twin.update(region)
    assert twin.area == 5


def test_taking_empties() -> None:
    region = Region([Rect(0, 0, 2, 2), Rect(4, 4, 5, 5)])
    assert sum(rect.area for rect in region.take()) == 5
    assert not region
    assert region.take() == []
    region.add(Rect(0, 0, 1, 1))
    region.clear()
    assert not region
    assert len(region) == 0


def test_a_region_may_change_while_it_is_walked_over() -> None:
    region = Region([Rect(x, 0, x + 1, 1) for x in range(0, 20, 2)])
    for rect in region:
        region.discard(rect)
    assert not region


def test_regions_in_words() -> None:
    assert repr(Region([Rect(1, 2, 4, 6)])) == "Region([3x4+1+2])"
    assert repr(Region()) == "Region([])"


@given(st.lists(rects, max_size=8))
def test_empty_rects_leave_no_trace(of: list[Rect]) -> None:
    region = Region(of)
    assert all(not rect.is_empty for rect in region)
    assert Region([Rect(3, 3, 3, 9)]).bounds == Rect(0, 0, 0, 0)
