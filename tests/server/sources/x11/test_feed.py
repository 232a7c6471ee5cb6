from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from piment.geometry import Rect, Size
from piment.server.scene.updates import (
    CursorMoved,
    CursorShape,
    LedsChanged,
    Painted,
    Resized,
    Update,
)
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.feed import Feed
from piment.server.sources.x11.framebuffer import Framebuffer
from piment.server.sources.x11.resize import Resizer
from tests.server.sources.x11.desk import PATIENCE_S, Window

SCREEN = Rect(0, 0, 640, 480)


@pytest.fixture
async def feed(connection: Connection, framebuffer: Framebuffer | None) -> AsyncIterator[Feed]:
    made = Feed(connection, framebuffer)
    yield made
    made.close()


async def changes(feed: Feed) -> list[Update]:
    """The next batch with something in it."""
    while True:
        assert await asyncio.wait_for(feed._connection.news(), PATIENCE_S)
        if batch := await feed.changes():
            return batch


async def settle(feed: Feed) -> None:
    """Read what there is at the beginning: everything, once more as damage, and the lights."""
    kinds: set[type[Update]] = set()
    while not {Painted, LedsChanged, CursorShape, CursorMoved} <= kinds:
        kinds |= {type(update) for update in await changes(feed)}
    await feed._connection.answered()
    await feed.changes()


async def test_the_size_comes_first_and_then_everything(feed: Feed) -> None:
    batch = await changes(feed)
    assert batch[0] == Resized(Size(640, 480))
    assert [type(update) for update in batch[1:]] == [CursorShape, CursorMoved, Painted]
    painted = batch[-1]
    assert isinstance(painted, Painted)
    assert (painted.area, painted.pixels.shape) == (SCREEN, (480, 640, 4))


async def test_however_much_is_drawn_it_is_one_batch(feed: Feed, connection: Connection) -> None:
    await settle(feed)
    window = Window(connection, Rect(100, 100, 300, 300))
    for step in range(500):
        window.fill(Rect(step % 200, 0, step % 200 + 1, 200), step)
    await connection.answered()
    areas: list[Rect] = []
    while sum(area.area for area in areas) < 200 * 200:
        areas += [update.area for update in await changes(feed) if isinstance(update, Painted)]
    assert areas == [Rect(100, 100, 300, 300)]


async def test_after_a_new_size_all_is_painted_in_it(feed: Feed, connection: Connection) -> None:
    await settle(feed)
    await Resizer(connection).resize(Size(800, 600))
    await connection.answered()
    batch = await changes(feed)
    assert batch[0] == Resized(Size(800, 600))
    assert [update.area for update in batch if isinstance(update, Painted)] == [
        Rect(0, 0, 800, 600)
    ]


async def test_without_changes_there_is_nothing(feed: Feed) -> None:
    await settle(feed)
    assert await feed.changes() == []


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8])
async def test_closing_at_any_time_ends_it_quietly(
    feed: Feed, connection: Connection, turns: int
) -> None:
    reading = asyncio.create_task(feed.changes())
    for _ in range(turns):
        await asyncio.sleep(0)
    connection.close()
    for update in await reading:
        assert isinstance(update, Resized | CursorShape | CursorMoved | LedsChanged | Painted)


@pytest.mark.parametrize("framebuffer", ["mapped"], indirect=True)
async def test_what_is_small_is_seen_at_once_and_not_told_again(
    feed: Feed, connection: Connection
) -> None:
    await settle(feed)
    window = Window(connection, Rect(100, 100, 110, 120), 0x112233)
    glance = await glanced(feed)
    assert [(update.area, update.pixels[0, 0, :3].tolist()) for update in glance] == [
        (Rect(100, 100, 110, 120), [0x33, 0x22, 0x11])
    ]
    assert await feed.changes() == []
    window.fill(Rect(0, 0, 5, 5), 0xFF0000)
    assert [update.area for update in await glanced(feed)] == [Rect(100, 100, 105, 105)]
    window.fill(Rect(2, 2, 5, 5), 0x00FF00)  # within what was glanced at
    batch = [update for update in await feed.changes() if isinstance(update, Painted)]
    assert [(update.area, update.pixels[2, 2, :3].tolist()) for update in batch] == [
        (Rect(100, 100, 105, 105), [0, 0xFF, 0])
    ]


@pytest.mark.parametrize("framebuffer", ["mapped"], indirect=True)
async def test_what_is_large_is_asked_for(feed: Feed, connection: Connection) -> None:
    await settle(feed)
    Window(connection, Rect(0, 0, 600, 400), 0x112233)
    assert await glanced(feed) == []
    batch = await feed.changes()
    assert [update.area for update in batch if isinstance(update, Painted)] == [
        Rect(0, 0, 600, 400)
    ]


async def glanced(feed: Feed) -> list[Painted]:
    """What a glance shows of the next damage."""
    await feed._connection.answered()
    while not feed._damage.begin():
        assert await asyncio.wait_for(feed._connection.news(), PATIENCE_S)
    return [update for update in feed.glance() if isinstance(update, Painted)]
