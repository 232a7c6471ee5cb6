from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from piment.geometry import Size
from piment.server.sources.x11 import X11Source
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.framebuffer import Framebuffer
from piment.server.sources.x11.resize import Resizer
from piment.server.sources.x11.xvfb import Display, running_xvfb
from tests.server.sources.x11.desk import Watcher, children, tool, xcb

SIZE = Size(640, 480)


@pytest.fixture
def started() -> Callable[[], dict[str, int]]:
    """The programs that were started since and run, by name; zombies too."""
    before = set(children())
    return lambda: {name: pid for pid, name in children().items() if pid not in before}


@pytest.fixture
async def display(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Display]:
    """A display of 640x480, which this process may use like any user's."""
    tool("Xvfb")
    async with running_xvfb(SIZE) as fresh:
        monkeypatch.setenv("XAUTHORITY", str(fresh.authority))
        connection = await Connection.open(fresh.name)
        await Resizer(connection).resize(SIZE)
        yield fresh
        connection.close()


@pytest.fixture
async def connection(display: Display) -> AsyncIterator[Connection]:
    opened = await Connection.open(display.name)
    yield opened
    opened.close()


@pytest.fixture
def eyes(display: Display) -> Iterator[Any]:
    """A connection that looks at the screen without the source."""
    with xcb(display.name) as connection:
        yield connection


@pytest.fixture(params=["asked", "mapped"])
def framebuffer(request: pytest.FixtureRequest, display: Display) -> Framebuffer | None:
    """The screen's memory, or None: both ways to read it show the same."""
    return Framebuffer(display.framebuffer) if request.param == "mapped" else None


@pytest.fixture
async def source(
    display: Display, framebuffer: Framebuffer | None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[X11Source]:
    attached = X11Source(display.name)
    connect = attached._connect

    async def connect_mapped(stack: AsyncExitStack) -> tuple[Connection, Framebuffer | None]:
        connection, _ = await connect(stack)
        return connection, framebuffer

    monkeypatch.setattr(attached, "_connect", connect_mapped)
    await attached.open()
    yield attached
    await attached.close()


@pytest.fixture
async def watcher(source: X11Source) -> AsyncIterator[Watcher]:
    reader = Watcher(source)
    await reader.until(lambda: reader.leds is not None and reader.size == SIZE)
    yield reader
    await source.close()
    await reader.task
