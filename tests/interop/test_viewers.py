"""remote-viewer and spicy-screenshot, the programs that people use, before both desktops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from piment.geometry import Point, Rect, Size
from piment.keycodes import FIRST_XKB_KEYCODE, evdev_of
from piment.server.sources.demo import DemoSource
from piment.server.sources.x11 import X11Source
from tests.interop.peers.display import Xvfb
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import becomes, written
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.remote_viewer import RemoteViewer
from tests.interop.peers.witness import Happened, Witness
from tests.interop.serving import Serve

Screenshot = Callable[..., Awaitable[Pixels]]
OpenRemoteViewer = Callable[[str | Path], Awaitable[RemoteViewer]]


SCANCODES = (*range(0x80), *range(0xE000, 0xE080), 0xE11D45)
F11 = 95  # as X numbers it: remote-viewer's own, for the full screen


@pytest.fixture
def demo() -> DemoSource:
    """A demo desktop whose clock stands still."""
    return DemoSource(Size(1024, 768), clock=lambda: datetime(2026, 3, 4, 5, 6, 7))


def framebuffer(source: DemoSource) -> Pixels:
    return source.framebuffer[:, :, :3]


def middle(rect: Rect) -> Point:
    return Point((rect.left + rect.right) // 2, (rect.top + rect.bottom) // 2)


async def with_terminal(desk: Xvfb) -> Xvfb:
    assert await becomes(lambda: bool(desk.pixels()[100, 100].all()))  # its background is white
    return desk


async def test_spicy_screenshot_sees_the_demo(
    demo: DemoSource, serve: Serve[DemoSource], screenshot: Screenshot
) -> None:
    serving = await serve(demo)
    assert difference(await screenshot(serving.uri), framebuffer(demo)) == ""


async def test_spicy_screenshot_sees_x11(
    desk: Xvfb, serve: Serve[X11Source], screenshot: Screenshot
) -> None:
    await with_terminal(desk)
    serving = await serve(X11Source(desk.name))
    assert difference(await screenshot(serving.uri), desk.pixels()) == ""


async def test_remote_viewer_shows_and_drives_the_demo(
    demo: DemoSource, serve: Serve[DemoSource], remote_viewer: OpenRemoteViewer
) -> None:
    viewer = await remote_viewer((await serve(demo)).uri)
    left, top = await viewer.until_shown(lambda: framebuffer(demo))
    notepad, photo = demo.desktop.notepad, demo.desktop.photo

    x, y = middle(notepad.content)
    await asyncio.to_thread(viewer.click, left + x, top + y)
    await asyncio.to_thread(viewer.type, "Hello, World!")
    assert await becomes(lambda: demo.text == "Hello, World!")

    x, y = middle(photo.title_bar)
    before = photo.position
    await asyncio.to_thread(viewer.drag, (left + x, top + y), (left + x - 150, top + y + 77))
    assert await becomes(lambda: photo.position == (before.x - 150, before.y + 77))
    assert await viewer.until_shown(lambda: framebuffer(demo)) == (left, top)

    demo.resize(Size(900, 600))
    await viewer.until_shown(lambda: framebuffer(demo))


async def test_remote_viewer_shows_and_drives_x11(
    desk: Xvfb, serve: Serve[X11Source], remote_viewer: OpenRemoteViewer, tmp_path: Path
) -> None:
    await with_terminal(desk)
    viewer = await remote_viewer((await serve(X11Source(desk.name))).uri)
    left, top = await viewer.until_shown(desk.pixels)
    await asyncio.to_thread(viewer.click, left + 100, top + 100)
    await asyncio.to_thread(viewer.type, f"echo 'Hello, World!' >{tmp_path}/out\n")
    assert await written(tmp_path / "out") == "Hello, World!\n"
    assert await viewer.until_shown(desk.pixels) == (left, top)


async def test_every_key_of_a_viewer_is_that_key_of_the_desktop(
    desk: Xvfb, serve: Serve[X11Source], remote_viewer: OpenRemoteViewer
) -> None:
    witness = Witness(desk.name, (0, 0, 1024, 768), 0x3355AA)
    try:
        witness.take_keyboard()
        viewer = await remote_viewer((await serve(X11Source(desk.name))).uri)
        left, top = await viewer.until_shown(desk.pixels)
        await asyncio.to_thread(viewer.click, left + 100, top + 100)
        numbers = {number for code in SCANCODES if (number := evdev_of(code)) is not None}
        for keycode in sorted({FIRST_XKB_KEYCODE + number for number in numbers} - {F11}):
            await taps(viewer, witness, keycode)
    finally:
        witness.close()


async def taps(viewer: RemoteViewer, witness: Witness, keycode: int) -> None:
    """Assert that a key of the viewer's keyboard is the same key for the witness."""
    witness.events.clear()
    await asyncio.to_thread(viewer.display.tap, keycode)
    tapped = [Happened(what, keycode, 0, 0) for what in ("key-press", "key-release")]
    await witness.until(lambda: witness.events[-1:] == tapped[-1:])
    assert [each for each in witness.events if each.what.startswith("key")] == tapped


async def test_two_viewers_share_a_desktop(
    demo: DemoSource,
    serve: Serve[DemoSource],
    remote_viewer: OpenRemoteViewer,
    glib_client: Callable[[], Awaitable[GLibClient]],
) -> None:
    serving = await serve(demo)
    one, other = await remote_viewer(serving.uri), await glib_client()
    await other.connect(serving.uri)
    left, top = await one.until_shown(lambda: framebuffer(demo))
    assert serving.viewers == 2

    x, y = middle(demo.desktop.notepad.content)
    await asyncio.to_thread(one.click, left + x, top + y)
    await asyncio.to_thread(one.type, "from one ")
    assert await becomes(lambda: demo.text == "from one ")
    await other.type("from other ")
    assert await becomes(lambda: demo.text == "from one from other ")
    await one.until_shown(lambda: framebuffer(demo))
    assert difference(await other.settle(), framebuffer(demo)) == ""

    await asyncio.to_thread(one.display.xdotool, "keydown", "shift", "key", "a")
    assert await becomes(lambda: demo.text.endswith("A"))
    await one.close()
    await serving.log.told("channel=main ended")
    await other.type("b")
    await other.until(
        lambda pixels: demo.text.endswith("Ab") and np.array_equal(pixels, framebuffer(demo))
    )
    assert serving.viewers == 1
