from __future__ import annotations

import asyncio
from typing import Any

import pytest

from piment.errors import ConnectError
from piment.frontends.headless.screen import Monitor, Scope, Screen
from piment.frontends.headless.sight import Sight, bounds
from piment.geometry import Rect, Size
from piment.protocol import display
from tests.frontends.headless.stub import Stub, head, turn

HEADS = [head(0, 0, 0, Size(30, 20)), head(1, 30, 0, Size(30, 20))]
RIGHT = Rect(30, 0, 60, 20)


def look(stub: Stub, scope: Scope) -> Sight:
    session: Any = stub
    return Sight(Screen(session), Monitor(0, RIGHT), scope)


def paint(stub: Stub, area: Rect, value: int = 9) -> None:
    channel = stub.displays[0]
    assert channel.primary is not None
    channel.primary.view(area)[:] = value
    channel._damage.add([area])


@pytest.fixture
async def stub() -> Stub:
    stub = Stub()
    stub.add(0, Size(60, 20), HEADS)
    await turn()
    return stub


async def test_only_what_lies_in_the_scope_counts(stub: Stub) -> None:
    with look(stub, Scope.of(1, (0, 0, 10, 10), [(0, 0, 3, 3)])) as sight:
        assert sum(rect.area for rect in sight.look()) == 91
        paint(stub, Rect(28, 0, 33, 3))
        paint(stub, Rect(50, 15, 60, 20))
        await turn()
        assert sight.look() == []
        paint(stub, Rect(32, 0, 34, 2))
        await turn()
        assert sight.look() == [Rect(33, 0, 34, 2)]


async def test_changes_are_waited_for(stub: Stub) -> None:
    with look(stub, Scope(1)) as sight:
        assert await sight.changes() == [RIGHT]
        waiting = asyncio.create_task(sight.changes())
        paint(stub, Rect(1, 1, 5, 5))
        await turn()
        assert not waiting.done()
        paint(stub, Rect(31, 1, 35, 5))
        assert await waiting == [Rect(31, 1, 35, 5)]
        assert sight.pixels is not None
        assert sight.pixels[1, 31, 0] == 9


async def test_a_monitor_that_goes_and_comes_is_a_change(stub: Stub) -> None:
    with look(stub, Scope(1)) as sight:
        sight.look()
        channel = stub.displays[0]
        channel.handle(display.SurfaceDestroy(0))
        assert sight.monitor is None
        assert sight.look() == []
        stub.add(0, Size(60, 20), HEADS)
        assert await sight.changes() == [RIGHT]


async def test_the_end_of_the_session_ends_waiting(stub: Stub) -> None:
    with look(stub, Scope(1)) as sight:
        sight.look()
        waiting = asyncio.create_task(sight.changes())
        await turn()
        stub.end("gone")
        with pytest.raises(ConnectError, match="gone"):
            await waiting


def test_bounds_lie_around_all() -> None:
    assert bounds([Rect(5, 5, 6, 6)]) == Rect(5, 5, 6, 6)
    assert bounds([Rect(5, 5, 6, 6), Rect(1, 9, 2, 10)]) == Rect(1, 5, 6, 10)
