from __future__ import annotations

import asyncio

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from xcffib.damage import NotifyEvent

from piment.geometry import Rect, Size
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.damage import DamageWatch, coalesced, rects_of
from tests.server.sources.x11.desk import PATIENCE_S, Window

SCREEN = Size(640, 480)
HEADER = bytes(32)


def overlaps(rects: list[Rect]) -> bool:
    return any(one.overlaps(other) for i, one in enumerate(rects) for other in rects[i + 1 :])


def mask(rects: list[Rect]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    covered = np.zeros((SCREEN.height, SCREEN.width), np.bool_)
    for rect in rects:
        covered[rect.rows, rect.columns] = True
    return covered


def box(seed: tuple[int, int, int, int]) -> Rect:
    x, y, width, height = seed
    return Rect(x, y, x + width, y + height).intersection(Rect.of_size(SCREEN))


def scattered(count: int, step: int) -> list[Rect]:
    """Small boxes all over the screen, without overlaps."""
    across = SCREEN.width // step
    places = [(i % across * step, i // across * step) for i in range(count)]
    return [Rect(x, y, x + 2, y + 3) for x, y in places]


def test_a_reply_holds_places_and_sizes() -> None:
    reply = HEADER + np.array([[3, 4, 10, 20], [100, 4, 1, 2]], np.int16).tobytes()
    assert rects_of(reply) == [Rect(3, 4, 13, 24), Rect(100, 4, 101, 6)]
    assert rects_of(HEADER) == []


def test_a_few_areas_stay_as_they_are() -> None:
    few = scattered(16, 30)
    assert coalesced(np.array(few, np.int32)) == few


def test_many_in_two_corners_stay_two_areas() -> None:
    dust = scattered(20, 6)
    far = [rect.moved(500, 400) for rect in dust]
    areas = coalesced(np.array(dust + far, np.int32))
    assert areas == [Rect(0, 0, 128, 64), Rect(448, 384, 616, 403)]


@pytest.mark.parametrize(("count", "step"), [(60, 64), (3000, 4)])
def test_dust_everywhere_becomes_one_area(count: int, step: int) -> None:
    assert len(coalesced(np.array(scattered(count, step), np.int32))) == 1


@given(
    st.lists(
        st.tuples(
            st.integers(0, 639), st.integers(0, 479), st.integers(1, 300), st.integers(1, 300)
        ).map(box),
        min_size=17,
        max_size=60,
    )
)
def test_areas_cover_everything_without_overlaps_or_leaving_the_bounds(boxes: list[Rect]) -> None:
    areas = coalesced(np.array(boxes, np.int32))
    assert len(areas) <= 16
    assert not overlaps(areas)
    assert not (mask(boxes) & ~mask(areas)).any()
    edges = np.array(boxes)
    bounds = Rect(*edges[:, :2].min(axis=0).tolist(), *edges[:, 2:].max(axis=0).tolist())
    assert all(bounds.covers(area) for area in areas)


async def fetched(connection: Connection, watch: DamageWatch) -> list[Rect]:
    """The damage, after the rest that may be due."""
    await connection.answered()
    while not watch.begin():
        await asyncio.wait_for(connection.news(), PATIENCE_S)
    watch.ask()
    await connection.answered()
    return watch.answer()


async def test_drawing_is_followed(connection: Connection) -> None:
    watch = DamageWatch(connection)
    assert await fetched(connection, watch) == [Rect.of_size(SCREEN)]
    window = Window(connection, Rect(100, 50, 300, 250))
    assert await fetched(connection, watch) == [Rect(100, 50, 300, 250)]
    window.fill(Rect(0, 0, 10, 10), 0xFF0000)
    window.fill(Rect(2, 2, 8, 8), 0x00FF00)
    window.fill(Rect(150, 150, 160, 160), 0x0000FF)
    assert sorted(await fetched(connection, watch)) == [
        Rect(100, 50, 110, 60),
        Rect(250, 200, 260, 210),
    ]
    watch.close()


async def test_nothing_is_fetched_while_nothing_is_drawn(connection: Connection) -> None:
    watch = DamageWatch(connection)
    await fetched(connection, watch)
    await connection.answered()
    assert not watch.begin()
    assert watch.answer() == []


async def test_the_bounds_grow_with_the_damage_until_it_is_asked_for(
    connection: Connection,
) -> None:
    watch = DamageWatch(connection, tells_bounds=True)
    await fetched(connection, watch)
    window = Window(connection, Rect(100, 50, 300, 250))
    await fetched(connection, watch)
    window.fill(Rect(0, 0, 10, 10), 0xFF0000)
    await connection.answered()
    assert watch.bounds == Rect(100, 50, 110, 60)
    window.fill(Rect(20, 0, 30, 5), 0xFF0000)
    await connection.answered()
    assert watch.bounds == Rect(100, 50, 130, 60)
    assert sum(area.area for area in await fetched(connection, watch)) == 10 * 10 + 10 * 5
    assert watch.bounds.is_empty
    watch.close()


async def test_what_has_begun_stays_begun_until_it_is_asked(connection: Connection) -> None:
    watch = DamageWatch(connection)
    await fetched(connection, watch)
    Window(connection, Rect(100, 50, 300, 250))
    await connection.answered()
    while not watch.begin():
        await asyncio.wait_for(connection.news(), PATIENCE_S)
    assert watch.begin()
    watch.ask()
    assert not watch.begin()


async def test_a_busy_program_causes_one_event(connection: Connection) -> None:
    await fetched(connection, DamageWatch(connection))
    notices: list[object] = []
    connection.on(NotifyEvent, notices.append)
    window = Window(connection, Rect(0, 0, 200, 200))
    for step in range(100):
        window.fill(Rect(step, step, step + 5, step + 5), step)
    await connection.answered()
    assert len(notices) == 1
