from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from piment.client.events import Damaged
from piment.client.options import Options, Reconnect
from piment.client.watch import Watch
from piment.errors import ConnectError
from piment.geometry import Rect, Size
from tests.client.host import PATIENCE_SECONDS
from tests.client.showing import Showing
from tests.server.scripted import SIZE

WHOLE = Rect.of_size(SIZE)
SPOT = Rect(10, 20, 14, 22)


@pytest.fixture
async def showing() -> AsyncIterator[Showing]:
    options = Options(reconnect=Reconnect(first_seconds=0.01, most_seconds=0.05))
    async with asyncio.timeout(3 * PATIENCE_SECONDS), Showing(options=options) as showing:
        yield showing


@pytest.fixture
async def watch(showing: Showing) -> AsyncIterator[Watch]:
    """A watch that has seen the black screen."""
    with Watch(showing.session) as watch:
        assert await watch.changes() == [WHOLE]
        yield watch


async def painted(showing: Showing) -> None:
    """Wait until the session is told of damage."""
    happened = asyncio.Event()
    stop = showing.session.listen(lambda event: isinstance(event, Damaged) and happened.set())
    await happened.wait()
    stop()


async def test_a_new_screen_is_a_change_of_all(watch: Watch) -> None:
    assert watch.pixels is not None
    assert watch.pixels.shape == (SIZE.height, SIZE.width, 4)
    assert not watch.look()


async def test_what_is_painted_has_changed_there(showing: Showing, watch: Watch) -> None:
    showing.source.paint(SPOT, 200)
    assert await watch.changes() == [SPOT]
    np.testing.assert_array_equal(watch.pixels[..., :3], showing.source.frame[..., :3])  # type: ignore[index]


async def test_the_same_pixels_again_are_no_change(showing: Showing, watch: Watch) -> None:
    showing.source.paint(SPOT, 200)
    await watch.changes()
    # The server compares too: only a detour tells the client of pixels that it has.
    showing.source.paint(SPOT, 100)
    await painted(showing)
    showing.source.paint(SPOT, 200)
    await painted(showing)
    assert not watch.look()


async def test_changes_elsewhere_are_seen_when_looked_at(showing: Showing, watch: Watch) -> None:
    showing.source.paint(SPOT, 200)
    await painted(showing)
    assert not watch.look(SPOT.moved(0, -2).minus(SPOT))
    left = Rect(0, 0, 12, 48)
    assert watch.look([left]) == [SPOT.intersection(left)]
    assert watch.look() == [Rect(12, 20, 14, 22)]


async def test_a_screen_of_another_size_is_a_change_of_all(showing: Showing, watch: Watch) -> None:
    showing.source.resize(Size(32, 16))
    assert await watch.changes([Rect(0, 0, 100, 100)]) == [Rect(0, 0, 32, 16)]


async def test_it_outlives_a_session_that_is_lost_and_found(showing: Showing, watch: Watch) -> None:
    await showing.leave()
    showing.source.resize(SIZE)
    showing.source.paint(SPOT, 9)
    await showing.serve()
    assert await watch.changes() == [WHOLE]
    assert watch.look() == []


async def test_nothing_is_seen_while_the_session_is_lost(showing: Showing, watch: Watch) -> None:
    await showing.leave()
    while showing.session.is_open:
        await watch.wait()
        watch.look()
    assert watch.screen is None
    showing.source.resize(SIZE)
    await showing.serve()


async def test_the_end_of_the_session_ends_waiting_with_its_reason(
    showing: Showing, watch: Watch
) -> None:
    waiting = asyncio.create_task(watch.changes())
    await asyncio.sleep(0)
    await showing.session.close()
    with pytest.raises(ConnectError, match="session: it is over: closed"):
        await waiting
    with pytest.raises(ConnectError, match="closed"):
        await watch.wait()


async def test_a_watch_that_is_closed_hears_nothing(showing: Showing) -> None:
    with Watch(showing.session) as watch:
        await watch.changes()
    showing.source.paint(SPOT, 200)
    await painted(showing)
    assert not watch.look()
