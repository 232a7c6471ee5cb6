from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from piment.server.sources.demo import DemoSource
from piment.server.sources.demo.desktop import Desktop
from tests.server.sources.demo.watching import NOON, SIZE, Clock, Watcher


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desktop() -> Desktop:
    fresh = Desktop(SIZE, NOON)
    fresh.render()
    return fresh


@pytest.fixture
async def source(clock: Clock) -> AsyncIterator[DemoSource]:
    fresh = DemoSource(SIZE, clock)
    await fresh.open()
    yield fresh
    await fresh.close()


@pytest.fixture
async def watcher(source: DemoSource) -> AsyncIterator[Watcher]:
    reader = Watcher(source)
    await reader.catch_up()
    yield reader
    await source.close()
    await reader.task
