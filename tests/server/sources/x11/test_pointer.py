from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import xcffib

from piment.geometry import Point, Rect
from piment.server.scene.actions import PointerMoved, PointerPlaced
from piment.server.scene.updates import CursorMoved
from piment.server.sources.x11 import pointer as module
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.input import Input
from piment.server.sources.x11.pointer import PointerWatch
from tests.server.sources.x11.desk import PATIENCE_S, Window


@pytest.fixture
async def watch(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[PointerWatch]:
    # Nobody looks by himself.
    monkeypatch.setattr(module, "_LOOK_FOR_JUMPS_S", 1000.0)
    made = PointerWatch(connection)
    yield made
    made.close()


async def moved(watch: PointerWatch) -> Point:
    """Wait until the pointer stands elsewhere; return where."""
    connection = watch.connection
    while True:
        while not watch.ask():
            assert await asyncio.wait_for(connection.news(), PATIENCE_S)
        await connection.answered()
        for update in watch.answer():
            assert isinstance(update, CursorMoved)
            return update.position


async def test_it_is_followed_wherever_it_goes(connection: Connection, watch: PointerWatch) -> None:
    await moved(watch)
    hand = Input(connection)
    hand.act(PointerPlaced(Point(100, 200)))
    assert await moved(watch) == Point(100, 200)
    hand.act(PointerMoved(-30, 7))
    assert await moved(watch) == Point(70, 207)
    Window(connection, Rect(0, 0, 640, 480))
    hand.act(PointerPlaced(Point(5, 6)))
    assert await moved(watch) == Point(5, 6)


async def test_a_jump_over_a_window_that_does_not_care_is_seen_at_once(
    connection: Connection, watch: PointerWatch
) -> None:
    await moved(watch)
    jump(connection, Point(11, 12))
    assert await moved(watch) == Point(11, 12)


def jump(connection: Connection, place: Point) -> None:
    connection.core.WarpPointer(xcffib.NONE, connection.root, 0, 0, 0, 0, *place)
    connection.flush()


async def test_a_jump_within_a_window_that_cares_is_seen_soon(connection: Connection) -> None:
    Window(connection, Rect(0, 0, 640, 480))
    await connection.answered()
    watch = PointerWatch(connection)
    await moved(watch)
    jump(connection, Point(21, 22))
    assert await moved(watch) == Point(21, 22)
    watch.close()


async def test_without_xinput_it_is_looked_for(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "has", lambda name: name != "XInputExtension")
    monkeypatch.setattr(module, "_LOOK_FOR_JUMPS_S", 1000.0)
    watch = PointerWatch(connection)
    await moved(watch)
    Input(connection).act(PointerPlaced(Point(31, 32)))
    assert await moved(watch) == Point(31, 32)
    watch.close()


async def test_closed_it_looks_no_more(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOK_FOR_JUMPS_S", 0.001)
    watch = PointerWatch(connection)
    await moved(watch)
    watch.close()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(connection.news(), 0.05)
