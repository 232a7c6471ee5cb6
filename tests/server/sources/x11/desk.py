"""X servers of all kinds, programs on them, and a reader that replays what a source tells."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xcffib
from numpy.typing import NDArray
from xcffib import xproto

from piment.geometry import Point, Rect, Size
from piment.server.scene.updates import (
    CursorHidden,
    CursorMoved,
    CursorShape,
    Leds,
    LedsChanged,
    Painted,
    Resized,
    Update,
)
from piment.server.sources.x11 import X11Source
from piment.server.sources.x11.connection import Connection

# A busy machine with two cores starts an xterm in this time.
PATIENCE_S = 30.0

PACKAGES = {
    "Xvfb": "xvfb",
    "setxkbmap": "x11-xkb-utils",
    "x11perf": "x11-apps",
    "xdotool": "xdotool",
    "xrandr": "x11-xserver-utils",
    "xset": "x11-xserver-utils",
    "xsetroot": "x11-xserver-utils",
    "xterm": "xterm",
}


def tool(name: str) -> str:
    """Return where a program is; fails the test if it is not installed."""
    path = shutil.which(name)
    if path is None:
        pytest.fail(f"{name} is missing: apt install {PACKAGES[name]}")
    return path


async def run(environment: dict[str, str], name: str, *arguments: str) -> None:
    """Run a program to its end; fails the test if it fails."""
    process = await asyncio.create_subprocess_exec(
        tool(name),
        *arguments,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), PATIENCE_S)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, output.decode()


@asynccontextmanager
async def program(environment: dict[str, str], name: str, *arguments: str) -> AsyncIterator[int]:
    """Have a program running, with its group; gives its process number."""
    process = await asyncio.create_subprocess_exec(
        tool(name),
        *arguments,
        env=environment,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


@asynccontextmanager
async def open_xvfb(*options: str) -> AsyncIterator[tuple[str, int]]:
    """Have an Xvfb that everybody may use; gives display and process number."""
    reading, writing = os.pipe()
    stream = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    process = await asyncio.create_subprocess_exec(
        tool("Xvfb"),
        *("-displayfd", str(writing), "-nolisten", "tcp", "-noreset", *options),
        pass_fds=[writing],
        stderr=asyncio.subprocess.DEVNULL,
    )
    os.close(writing)
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(reading, "rb", 0)
    )
    try:
        number = await asyncio.wait_for(stream.readline(), PATIENCE_S)
        yield f":{int(number)}", process.pid
    finally:
        transport.close()
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
            process.terminate()
        await process.wait()


@contextmanager
def xcb(display: str) -> Iterator[Any]:
    """Have a connection of its own, which waits for its answers."""
    connection: Any = xcffib.connect(display)  # type: ignore[no-untyped-call]
    try:
        yield connection
    finally:
        connection.disconnect()


def root_pixels(connection: Any) -> NDArray[np.uint8]:
    """Return what the screen shows: (height, width, 3), B, G, R."""
    root = connection.get_setup().roots[0].root
    place = connection.core.GetGeometry(root).reply()
    asked = connection.core.GetImage(
        xproto.ImageFormat.ZPixmap, root, 0, 0, place.width, place.height, 0xFFFFFFFF
    )
    data = bytes(connection.wait_for_reply(asked.sequence).buf)[32:]
    return np.frombuffer(data, np.uint8).reshape(place.height, place.width, 4)[..., :3]


class Window:
    """A window of a test's own: it can be painted, and hears what is done to it."""

    def __init__(self, connection: Connection, area: Rect, colour: int = 0xFFFFFF) -> None:
        self.connection = connection
        self.core = connection.core
        self.id = connection.new_id()
        self.pen = connection.new_id()
        self.heard: list[Any] = []
        events = (
            xproto.EventMask.KeyPress
            | xproto.EventMask.KeyRelease
            | xproto.EventMask.ButtonPress
            | xproto.EventMask.ButtonRelease
            | xproto.EventMask.PointerMotion
        )
        self.core.CreateWindow(
            xcffib.CopyFromParent,
            self.id,
            connection.root,
            *(area.left, area.top, area.width, area.height, 0),
            xproto.WindowClass.InputOutput,
            xcffib.CopyFromParent,
            xproto.CW.BackPixel | xproto.CW.OverrideRedirect | xproto.CW.EventMask,
            [colour, 1, events],
        )
        self.core.CreateGC(self.pen, self.id, 0, [])
        self.core.MapWindow(self.id)
        for kind in (
            xproto.KeyPressEvent,
            xproto.KeyReleaseEvent,
            xproto.ButtonPressEvent,
            xproto.ButtonReleaseEvent,
            xproto.MotionNotifyEvent,
        ):
            connection.on(kind, self.heard.append)

    def fill(self, area: Rect, colour: int) -> None:
        """Paint `area`, in coordinates of the window."""
        self.core.ChangeGC(self.pen, xproto.GC.Foreground, [colour])
        box = xproto.RECTANGLE.synthetic(area.left, area.top, area.width, area.height)  # type: ignore[no-untyped-call]
        self.core.PolyFillRectangle(self.id, self.pen, 1, [box])

    def scroll(self, area: Rect, dx: int, dy: int) -> None:
        """Copy `area` elsewhere within the window."""
        self.core.CopyArea(
            self.id,
            self.id,
            self.pen,
            *(area.left, area.top, area.left + dx, area.top + dy),
            *area.size,
        )

    def move(self, place: Point) -> None:
        """Move the window."""
        self.core.ConfigureWindow(
            self.id, xproto.ConfigWindow.X | xproto.ConfigWindow.Y, [place.x, place.y]
        )

    def input(self) -> list[tuple[str, int]]:
        """Return the keys and buttons that were heard: `("KeyPress", 38)`."""
        return [
            (type(event).__name__.removesuffix("Event"), event.detail)
            for event in self.heard
            if not isinstance(event, xproto.MotionNotifyEvent)
        ]


class Watcher:
    """Reads a source's updates and replays them."""

    def __init__(self, source: X11Source) -> None:
        self.screen: NDArray[np.uint8] = np.zeros((0, 0, 3), np.uint8)
        self.updates: list[Update] = []
        self.cursor: CursorShape | CursorHidden | None = None
        self.position: Point | None = None
        self.leds: Leds | None = None
        self.task = asyncio.create_task(self._read(source))
        self._news = asyncio.Event()

    async def _read(self, source: X11Source) -> None:
        async for update in source.updates():
            self._replay(update)
            self.updates.append(update)
            self._news.set()

    def _replay(self, update: Update) -> None:
        match update:
            case Resized(size):
                self.screen = np.zeros((size.height, size.width, 3), np.uint8)
            case Painted(area, pixels):
                self.screen[area.rows, area.columns] = pixels[..., :3]
            case CursorShape() | CursorHidden():
                self.cursor = update
            case CursorMoved(position):
                self.position = position
            case LedsChanged(leds):
                self.leds = leds

    @property
    def size(self) -> Size:
        """The size of the desktop as replayed."""
        return Size(self.screen.shape[1], self.screen.shape[0])

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for updates until something holds; fails the test if it does not in time."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not holds():
                    self._news.clear()
                    await self._or_end(self._news.wait())
        except TimeoutError:
            pytest.fail(f"not so after {PATIENCE_S} s; {len(self.updates)} updates came")

    async def _or_end(self, news: Awaitable[object]) -> None:
        waiting = asyncio.ensure_future(news)
        await asyncio.wait([waiting, self.task], return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            self.task.result()
            pytest.fail("the desktop is gone")

    async def until_equal(self, connection: Any) -> None:
        """Wait until the replayed picture is exactly what the screen shows."""
        await self.until(lambda: np.array_equal(self.screen, root_pixels(connection)))

    def shows(self, colour: int) -> bool:
        """Whether a pixel anywhere has the colour 0xRRGGBB."""
        wanted = np.frombuffer(colour.to_bytes(3, "little"), np.uint8)
        return bool((self.screen == wanted).all(axis=2).any())


def children() -> dict[int, str]:
    """Return the processes that we started and have not waited for, zombies too, with names."""
    pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return {int(pid): Path(f"/proc/{pid}/comm").read_text().strip() for pid in pids}
