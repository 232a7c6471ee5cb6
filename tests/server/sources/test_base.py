"""What the server asks of a source, asked of each kind."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from typing import get_type_hints

import numpy as np
import pytest

from piment.geometry import Point, Size
from piment.server.scene.actions import (
    Action,
    Button,
    ButtonChanged,
    Key,
    PointerMoved,
    PointerPlaced,
)
from piment.server.scene.updates import Painted, Resized, Update
from piment.server.sources.base import Source, SourceError
from piment.server.sources.demo import DemoSource
from piment.server.sources.qemu import QemuSource
from piment.server.sources.x11 import X11Source
from tests.server.sources.x11.desk import PATIENCE_S, tool

SIZE = Size(640, 480)
KINDS: dict[str, Callable[[], Source]] = {
    "demo": lambda: DemoSource(SIZE),
    "x11": lambda: X11Source.running((), SIZE),
}
MEMBERS = [name for name in vars(Source) if not name.startswith("_")]
FARTHEST = 2**31 - 1
"""Viewers send positions and motion in 32 bits (wire.md 8.3)."""


@pytest.fixture(params=KINDS)
def source(request: pytest.FixtureRequest) -> Source:
    """Return a source of each kind, not open yet."""
    if request.param == "x11":
        tool("Xvfb")
    return KINDS[request.param]()


@pytest.fixture
async def opened(source: Source) -> AsyncIterator[Source]:
    await source.open()
    yield source
    await source.close()


def test_what_is_asked() -> None:
    assert sorted(MEMBERS) == ["act", "allows_power", "close", "name", "open", "ports", "updates"]


@pytest.mark.parametrize("kind", [DemoSource, QemuSource, X11Source])
@pytest.mark.parametrize("member", MEMBERS)
def test_each_kind_has_all_that_is_asked(kind: type, member: str) -> None:
    asked, given = inspect.getattr_static(Source, member), inspect.getattr_static(kind, member)
    assert isinstance(given, property) is isinstance(asked, property)
    if isinstance(asked, property):
        asked, given = asked.fget, given.fget
    assert list(inspect.signature(given).parameters) == list(inspect.signature(asked).parameters)
    assert get_type_hints(given) == get_type_hints(asked)
    assert inspect.iscoroutinefunction(given) is inspect.iscoroutinefunction(asked)


async def test_before_it_is_open_nothing_happens(source: Source) -> None:
    assert source.name
    assert not source.ports
    assert not source.allows_power
    source.act(Key(0x1E, pressed=True))
    assert [update async for update in source.updates()] == []


async def first(updates: AsyncIterator[Update], kind: type) -> Update:
    """Return the next update of one kind."""
    async with asyncio.timeout(PATIENCE_S):
        while not isinstance(update := await anext(updates), kind):
            pass
    return update


async def test_its_size_comes_first_and_then_its_pixels(opened: Source) -> None:
    updates = opened.updates()
    async with asyncio.timeout(PATIENCE_S):
        assert isinstance(resized := await anext(updates), Resized)
    assert resized.size == SIZE
    painted = await first(updates, Painted)
    assert painted.pixels.shape == (painted.area.height, painted.area.width, 4)
    assert painted.pixels.dtype == np.uint8
    await opened.close()
    await updates.aclose()


async def test_closing_ends_the_updates_of_who_waits_for_them(source: Source) -> None:
    await source.open()
    begun = asyncio.Event()

    async def read() -> None:
        async for _ in source.updates():
            begun.set()

    reading = asyncio.create_task(read())
    async with asyncio.timeout(PATIENCE_S):
        await begun.wait()
        await source.close()
        await reading
    source.act(Key(0x1E, pressed=True))


WILD: list[Action] = [
    PointerPlaced(Point(FARTHEST, FARTHEST)),
    PointerPlaced(Point(-FARTHEST, -FARTHEST)),
    PointerMoved(FARTHEST, -FARTHEST),
    PointerMoved(-FARTHEST - 1, FARTHEST),
    *(ButtonChanged(button, pressed) for button in Button for pressed in (True, False)),
    *(
        Key(code, pressed)
        for code in (0, 0x1E, 0x7F, 0xE000, 0xE07F, 0xE11D45, 0xE17F7F)
        for pressed in (True, True, False, False)
    ),
]


async def test_it_bears_whatever_viewers_do(opened: Source) -> None:
    updates = opened.updates()
    await first(updates, Painted)
    for action in WILD:
        opened.act(action)
    opened.act(PointerPlaced(Point(320, 240)))
    await opened.close()
    async with asyncio.timeout(PATIENCE_S):
        rest = [update async for update in updates]
    assert Resized not in {type(update) for update in rest}


async def test_a_desktop_that_is_not_there_says_so_and_can_be_closed() -> None:
    source = X11Source(":31999")
    with pytest.raises(SourceError, match=":31999"):
        await source.open()
    source.act(Key(0x1E, pressed=True))
    await source.close()
    assert [update async for update in source.updates()] == []
