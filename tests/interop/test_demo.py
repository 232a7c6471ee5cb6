"""The demo desktop, seen and driven through spice-gtk: pixel by pixel what the source shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta

import numpy as np
import pytest

from piment.geometry import Point, Rect, Size
from piment.server.sources.demo import DemoSource
from piment.server.sources.demo.cursors import Cursor, cursor_shape
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.serving import Serve

START = datetime(2026, 3, 4, 5, 6, 7)
FRAME = timedelta(milliseconds=40)  # of the moving picture
SERVER_MODE, CLIENT_MODE = 1, 2
UP, DOWN = 4, 5  # the buttons of the wheel
LEFT_SHIFT = 0x2A


class Seen:
    """The desktop with one viewer; its clock goes on only where a test says so."""

    def __init__(self, client: GLibClient) -> None:
        self.now = START
        self.source = DemoSource(Size(1024, 768), clock=lambda: self.now)
        self.client = client

    @property
    def framebuffer(self) -> Pixels:
        """What the desktop shows."""
        return self.source.framebuffer[:, :, :3]

    def pass_time(self, span: timedelta) -> None:
        """Set the clock forward."""
        self.now += span
        self.source.tick()

    async def agrees(self, check: Callable[[], bool] = lambda: True) -> None:
        """Wait until the viewer has every pixel of a desktop for which `check` is true."""

        def is_same(pixels: Pixels) -> bool:
            return check() and np.array_equal(pixels, self.framebuffer)

        try:
            await self.client.until(is_same)
        except TimeoutError:
            pytest.fail(difference(await self.client.pixels(), self.framebuffer) or "not so")


@pytest.fixture
async def seen(
    serve: Serve[DemoSource], glib_client: Callable[[], Awaitable[GLibClient]]
) -> AsyncIterator[Seen]:
    client = await glib_client()
    seen = Seen(client)
    serving = await serve(seen.source)
    await client.connect(serving.uri)
    await client.wait_for("mouse-mode", mode=CLIENT_MODE)
    await client.wait_for("mark")
    yield seen
    assert client.losses() == []


def middle(rect: Rect) -> Point:
    return Point((rect.left + rect.right) // 2, (rect.top + rect.bottom) // 2)


async def test_a_viewer_holds_every_pixel_of_the_desktop(seen: Seen) -> None:
    assert difference(await seen.client.settle(), seen.framebuffer) == ""
    assert seen.client.channels() == {"display:0", "cursor:0", "inputs:0"}
    assert [event.name for event in seen.client.events].count("mark") == 1


async def test_what_is_typed_is_written(seen: Seen) -> None:
    notepad = seen.source.desktop.notepad
    await seen.client.click(*middle(notepad.content))
    text = 'Hello, World!\n"It works": {a|b} <~> 100%\n'
    await seen.client.type(text, pause_ms=2)
    await seen.agrees(lambda: seen.source.text == text)


async def test_a_window_moves_as_far_as_it_is_dragged(seen: Seen) -> None:
    photo, client = seen.source.desktop.photo, seen.client
    start, (left, top) = middle(photo.title_bar), photo.position
    await client.position(*start)
    await client.button(1, True)
    for step in range(1, 8):
        await client.position(start.x - 37 * step, start.y + 29 * step)
    await client.button(1, False)
    await client.position(3, 700)  # is not dragged any more
    await seen.agrees(lambda: seen.source.pointer == (3, 700))
    assert photo.position == (left - 7 * 37, top + 7 * 29)


async def test_the_wheel_scrolls(seen: Seen) -> None:
    notepad, client = seen.source.desktop.notepad, seen.client
    await client.click(*middle(notepad.content))
    text = "".join(f"{line}\n" for line in range(40))
    await client.type(text, pause_ms=1)
    await seen.agrees(lambda: seen.source.text == text)
    rows = notepad.content
    bottom = (await client.pixels())[rows.rows, rows.columns]
    for button, is_bottom in ((UP, False), (DOWN, True)):
        await client.button(button, True)
        await client.button(button, False)

        def has_turned(is_bottom: bool = is_bottom) -> bool:
            shown = seen.framebuffer[rows.rows, rows.columns]
            return np.array_equal(shown, bottom) == is_bottom

        await seen.agrees(has_turned)


async def test_the_pointers_shape_follows(seen: Seen) -> None:
    desktop, client = seen.source.desktop, seen.client
    places = {
        Cursor.TEXT: middle(desktop.notepad.content),
        Cursor.MOVE: middle(desktop.notepad.title_bar),
        Cursor.HAND: middle(desktop.panel.tab_places[0]),
        Cursor.ARROW: Point(2, 760),
    }
    for cursor, place in [*places.items(), *places.items()]:  # the second time from the cache
        since = len(client.events)
        await client.position(*place)
        await client.wait_for("cursor-set", since=since)
        shown, shape = await client.cursor(), cursor_shape(cursor)
        assert shown.is_visible
        assert shown.hot_spot == shape.hot_spot
        assert shown.pixels is not None
        assert np.array_equal(shown.pixels[:, :, [2, 1, 0, 3]], shape.pixels)


async def test_a_viewer_may_place_or_move_the_pointer(seen: Seen) -> None:
    client = seen.client
    await client.position(400, 300)
    await seen.agrees(lambda: seen.source.pointer == (400, 300))
    since = len(client.events)
    await client.request_mouse_mode(SERVER_MODE)
    await client.wait_for("mouse-mode", mode=SERVER_MODE, since=since)
    await client.wait_for("cursor-move", x=400, y=300, since=since)
    for dx, dy, x, y in ((30, -20, 430, 280), (-1, 3, 429, 283), (-1000, 0, 0, 283)):
        await client.motion(dx, dy)
        await client.wait_for("cursor-move", x=x, y=y)
        assert seen.source.pointer == (x, y)
    since = len(client.events)
    await client.request_mouse_mode(CLIENT_MODE)
    await client.wait_for("mouse-mode", mode=CLIENT_MODE, since=since)
    await client.position(500, 333)
    await seen.agrees(lambda: seen.source.pointer == (500, 333))


async def test_an_open_viewer_follows_another_size(seen: Seen) -> None:
    for width, height in ((800, 600), (1003, 777), (1024, 768)):
        since = len(seen.client.events)
        seen.source.resize(Size(width, height))
        await seen.client.wait_for("primary", since=since, width=width, height=height)
        await seen.client.wait_for("mark", since=since)
        await seen.agrees()
    assert difference(await seen.client.settle(), seen.framebuffer) == ""


async def test_a_moving_picture_is_followed_and_stops(seen: Seen) -> None:
    movie, client = seen.source.desktop.movie, seen.client
    await client.click(*middle(movie.button))
    await seen.agrees(lambda: movie.is_playing)
    before = seen.framebuffer.copy()
    for _ in range(5):
        seen.pass_time(5 * FRAME)
        await seen.agrees()
    assert not np.array_equal(seen.framebuffer, before)
    await client.click(*middle(movie.button))
    await seen.agrees(lambda: not movie.is_playing)
    assert difference(await client.settle(), seen.framebuffer) == ""


async def test_a_viewers_keys_are_released_when_it_leaves(
    serve: Serve[DemoSource], glib_client: Callable[[], Awaitable[GLibClient]]
) -> None:
    serving = await serve(DemoSource())
    one, other = await glib_client(), await glib_client()
    for client in (one, other):
        await client.connect(serving.uri)
    notepad = serving.source.desktop.notepad
    await one.click(*middle(notepad.content))
    await one.key(LEFT_SHIFT, True)
    await one.type("ab")
    await other.until(lambda _: serving.source.text == "AB")
    await other.type("cd")
    await other.until(lambda _: serving.source.text == "ABCD")  # one keyboard for both
    await one.close()
    await serving.log.told("channel=main ended")
    await other.type("ef")
    await other.until(lambda _: serving.source.text == "ABCDef")
    assert serving.viewers == 1
