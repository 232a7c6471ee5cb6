"""A desktop that a test paints, and a program's view of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from piment.client.options import Options, Reconnect
from piment.frontends.headless.desktop import Desktop
from piment.geometry import Size
from tests.client.host import PATIENCE_SECONDS
from tests.client.showing import Showing

SIZE = Size(320, 200)

Show = Callable[..., Awaitable[tuple[Showing, Desktop]]]


@pytest.fixture
async def show() -> AsyncIterator[Show]:
    """Serve a desktop and look at it: `show(options of the session, layout)`."""
    async with asyncio.timeout(6 * PATIENCE_SECONDS), AsyncExitStack() as stack:

        async def start(
            options: Options | None = None, **settings: object
        ) -> tuple[Showing, Desktop]:
            showing = await stack.enter_async_context(Showing(SIZE, options))
            return showing, Desktop(showing.session, **{"pace_ms": 0.0, **settings})  # type: ignore[arg-type]

        yield start


@pytest.fixture
async def shown(show: Show) -> tuple[Showing, Desktop]:
    """A desktop and its viewer, who comes back when it was lost."""
    return await show(Options(reconnect=Reconnect(first_seconds=0.01, most_seconds=0.05)))


@pytest.fixture
def showing(shown: tuple[Showing, Desktop]) -> Showing:
    return shown[0]


@pytest.fixture
def desktop(shown: tuple[Showing, Desktop]) -> Desktop:
    return shown[1]
