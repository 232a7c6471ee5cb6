from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest

from piment.errors import ConnectError, InputError
from piment.frontends.headless.screen import Monitor, Scope, Screen
from piment.geometry import Point, Rect, Size
from piment.protocol import display
from piment.protocol.cursor import Hide
from tests.frontends.headless.stub import Stub, head, turn

WIDE = Size(60, 20)
HALF = Size(30, 20)
HEADS = [head(0, 0, 0, HALF), head(1, 30, 0, HALF)]


@pytest.fixture
def stub() -> Stub:
    return Stub()


@pytest.fixture
def screen(stub: Stub) -> Screen:
    session: Any = stub
    return Screen(session)


async def test_monitors_are_counted_over_all_displays(stub: Stub, screen: Screen) -> None:
    stub.add(1, HALF)
    stub.add(0, WIDE, HEADS)
    assert screen.monitors == [
        Monitor(0, Rect(0, 0, 30, 20)),
        Monitor(0, Rect(30, 0, 60, 20)),
        Monitor(1, Rect(0, 0, 30, 20)),
    ]
    assert screen.find(1) == Monitor(0, Rect(30, 0, 60, 20))
    assert screen.find(None) == Monitor(0, Rect(0, 0, 60, 20))
    assert screen.find(3) is None
    assert screen.find(-1) is None


async def test_monitors_that_show_nothing_are_none(stub: Stub, screen: Screen) -> None:
    outside, other = head(1, 60, 0, HALF), head(2, 0, 0, HALF, surface=7)
    stub.add(0, WIDE, [head(0, 40, 0, HALF), outside, other])
    assert screen.monitors == [Monitor(0, Rect(40, 0, 60, 20))]


async def test_a_screen_is_looked_at_when_it_is_whole(stub: Stub, screen: Screen) -> None:
    channel = stub.add(0, WIDE)
    assert screen.shown(None) is not None
    channel.handle(display.Reset())
    assert screen.find(None) is not None
    assert screen.shown(None) is None
    channel.handle(display.Mark())
    assert screen.shown(None) is not None
    channel.detach()
    assert screen.shown(None) is None
    channel.handle(display.SurfaceDestroy(0))
    assert screen.find(None) is None
    assert screen.last_seen(None) is None
    await turn()


async def test_a_monitor_is_waited_for(stub: Stub, screen: Screen) -> None:
    channel = stub.add(0, WIDE, HEADS[:1])
    waiting = asyncio.create_task(screen.appear(1))
    await turn()
    assert not waiting.done()
    channel.handle(display.MonitorsConfig(2, HEADS))
    assert await waiting == Monitor(0, Rect(30, 0, 60, 20))


async def test_without_displays_there_is_nothing_to_wait_for(screen: Screen) -> None:
    with pytest.raises(InputError, match="offers no display"):
        await screen.appear(None)


async def test_the_end_of_the_session_ends_waiting(stub: Stub, screen: Screen) -> None:
    stub.add(0, WIDE, HEADS)
    waiting = asyncio.create_task(screen.appear(5))
    await turn()
    stub.end("the server left")
    with pytest.raises(ConnectError, match="the server left"):
        await waiting


async def test_a_picture_is_what_the_monitor_shows(stub: Stub, screen: Screen) -> None:
    primary = stub.add(0, WIDE, HEADS).primary
    assert primary is not None
    primary.pixels[:] = np.arange(60 * 20 * 4).reshape(20, 60, 4) % 251
    right = screen.picture(screen.monitors[1])
    assert right.size == HALF
    np.testing.assert_array_equal(right.pixels, primary.pixels[:, 30:, 2::-1])
    last = screen.last_seen(None)
    assert last is not None
    assert last.size == WIDE
    primary.pixels[:] = 0
    assert right.pixels.any()


async def test_the_pointer_is_drawn_if_wanted(stub: Stub, screen: Screen) -> None:
    stub.add(0, WIDE, HEADS)
    whole, right = Monitor(0, Rect(0, 0, 60, 20)), screen.monitors[1]
    assert not screen.picture(whole, cursor=True).pixels.any()
    pointer = stub.point(0, Point(41, 6))
    assert not screen.picture(whole).pixels.any()
    assert screen.picture(whole, cursor=True).pixels[5:7, 40:42].all()
    assert screen.picture(right, cursor=True).pixels[5:7, 10:12].all()
    pointer.handle(Hide())
    pointer.is_visible = False
    assert not screen.picture(whole, cursor=True).pixels.any()


async def test_a_pointer_that_was_put_somewhere_is_there(stub: Stub, screen: Screen) -> None:
    stub.add(0, WIDE, HEADS)
    stub.point(0, Point(41, 6))
    whole = Monitor(0, Rect(0, 0, 60, 20))
    screen.placed = 0, Point(10, 10)
    shown = screen.picture(whole, cursor=True).pixels
    assert shown[9:11, 9:11].all()
    assert not shown[5:7, 40:42].any()
    screen.placed = 1, Point(10, 10)
    assert not screen.picture(whole, cursor=True).pixels.any()


async def test_streams_count_where_they_play(stub: Stub, screen: Screen) -> None:
    channel = stub.add(0, WIDE)
    monitor = Monitor(0, Rect(0, 0, 60, 20))
    channel.handle(
        display.StreamCreate(
            surface_id=0,
            id=3,
            flags=display.StreamFlags(0),
            codec_type=display.VideoCodecType.MJPEG,
            stamp=0,
            stream_width=8,
            stream_height=8,
            src_width=8,
            src_height=8,
            dest=display.Rect(top=2, left=40, bottom=10, right=48),
            clip=None,
        )
    )
    assert screen.streams(monitor, [monitor.area]) == ["MJPEG"]
    assert screen.streams(monitor, [Rect(0, 0, 40, 20)]) == []


def test_a_scope_is_a_region_less_what_is_ignored() -> None:
    monitor = Monitor(0, Rect(30, 0, 60, 20))
    assert Scope().parts(monitor) == [monitor.area]
    assert Scope.of(1, (5, 5, 99, 10)).parts(monitor) == [Rect(35, 5, 60, 10)]
    parts = Scope.of(1, None, [(0, 0, 30, 4), (0, 10, 30, 20)]).parts(monitor)
    assert parts == [Rect(30, 4, 60, 10)]
    ring = Scope.of(1, (0, 0, 9, 9), [(3, 3, 6, 6)]).parts(monitor)
    assert sum(part.area for part in ring) == 72


def test_parts_of_the_screen_are_told_as_regions_of_the_monitor() -> None:
    monitor = Monitor(0, Rect(30, 10, 60, 20))
    assert monitor.of_screen(Rect(35, 12, 36, 13)) == Rect(5, 2, 6, 3)
    assert monitor.part(Rect(5, 2, 6, 3)) == Rect(35, 12, 36, 13)
