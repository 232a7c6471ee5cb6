from __future__ import annotations

import asyncio

import numpy as np
import pytest

from piment.client.events import StreamEnded
from piment.errors import ConnectError, PimentError
from piment.frontends.headless.desktop import Desktop
from piment.frontends.headless.image import Image
from piment.frontends.headless.screen import Screen
from piment.frontends.headless.waiting import WaitTimeout
from piment.geometry import Rect, Size
from tests.client.showing import Showing
from tests.frontends.headless.conftest import SIZE

STILL_MS = 400
"""Longer than a busy machine keeps a painter from painting."""

CLOCK = Rect(300, 0, 320, 10)
SPOT = Rect(100, 50, 110, 60)


class Painter:
    """Paints something else every few milliseconds."""

    def __init__(self, showing: Showing, area: Rect, times: int = 10_000) -> None:
        self._task = asyncio.create_task(self._paint(showing, area, times))

    async def __aenter__(self) -> None:
        pass

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _paint(self, showing: Showing, area: Rect, times: int) -> None:
        for value in range(times):
            showing.source.paint(area, value % 200)
            await asyncio.sleep(0.01)


def template(showing: Showing, area: Rect) -> Image:
    return Image.of_bgrx(showing.source.frame[area.rows, area.columns])


async def test_stable_is_what_has_not_changed_for_a_while(
    showing: Showing, desktop: Desktop
) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with Painter(showing, SPOT, times=20):
        image = await desktop.wait_until_stable(STILL_MS)
    assert loop.time() - began >= 0.55
    np.testing.assert_array_equal(image.pixels, showing.source.frame[..., 2::-1])
    assert image.pixels[55, 105, 0] == 19


async def test_what_never_rests_is_given_up_with_its_picture(
    showing: Showing, desktop: Desktop
) -> None:
    async with Painter(showing, CLOCK):
        with pytest.raises(WaitTimeout, match=r"not still for 400 ms within 0\.8 s") as caught:
            await desktop.wait_until_stable(STILL_MS, timeout=0.8)
    assert caught.value.image is not None
    assert caught.value.image.size == SIZE
    assert isinstance(caught.value, TimeoutError)
    assert isinstance(caught.value, PimentError)


async def test_a_cursor_may_blink_and_nothing_else_may(showing: Showing, desktop: Desktop) -> None:
    cursor = Rect(50, 60, 59, 76)

    async def blink(states: int) -> None:
        for step in range(1000):
            showing.source.paint(cursor, 9 * (step % states))
            await asyncio.sleep(0.03)

    for states, is_stable in ((2, True), (4, False)):
        blinking = asyncio.create_task(blink(states))
        waiting = desktop.wait_until_stable(STILL_MS, timeout=5 if is_stable else 1)
        if is_stable:
            await waiting
        else:
            with pytest.raises(WaitTimeout):
                await waiting
        blinking.cancel()


async def test_what_is_ignored_may_change(showing: Showing, desktop: Desktop) -> None:
    async with Painter(showing, CLOCK):
        await desktop.wait_until_stable(100, ignore=[CLOCK], timeout=5)
        await desktop.wait_until_stable(100, region=(0, 10, 320, 200), timeout=5)
        with pytest.raises(WaitTimeout):
            await desktop.wait_until_stable(STILL_MS, ignore=[CLOCK.moved(1, 0)], timeout=0.8)


async def test_nothing_is_stable_while_a_video_plays(
    showing: Showing, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    playing = ["MJPEG"]
    monkeypatch.setattr(Screen, "streams", lambda *_: playing)
    with pytest.raises(WaitTimeout):
        await desktop.wait_until_stable(20, timeout=0.2)
    await desktop.wait_until_stable(20, streams=True, timeout=5)
    waiting = asyncio.create_task(desktop.wait_until_stable(20))
    await asyncio.sleep(0.05)
    playing.clear()
    showing.session.shared.tell(StreamEnded(0, 1))
    await waiting


async def test_a_change_is_waited_for_and_told(showing: Showing, desktop: Desktop) -> None:
    await desktop.wait_until_stable(50)
    waiting = asyncio.create_task(desktop.wait_for_change())
    await asyncio.sleep(0.05)
    assert not waiting.done()
    showing.source.paint(SPOT, 77)
    assert await waiting == SPOT


async def test_a_change_elsewhere_is_none(showing: Showing, desktop: Desktop) -> None:
    await desktop.wait_until_stable(50)
    async with Painter(showing, CLOCK):
        with pytest.raises(WaitTimeout, match=r"nothing changed within 0\.1 s; last seen: <image"):
            await desktop.wait_for_change(SPOT, timeout=0.1)
        with pytest.raises(WaitTimeout):
            await desktop.wait_for_change(ignore=[CLOCK], timeout=0.1)


async def test_a_change_since_an_earlier_picture_has_happened_already(
    showing: Showing, desktop: Desktop
) -> None:
    before = await desktop.wait_until_stable(50)
    showing.source.paint(SPOT, 77)
    await desktop.wait_for_image(template(showing, Rect(95, 45, 115, 65)))
    assert await desktop.wait_for_change(since=before) == SPOT
    assert await desktop.wait_for_change((105, 0, 320, 200), since=before) == Rect(105, 50, 110, 60)
    with pytest.raises(WaitTimeout):
        await desktop.wait_for_change(CLOCK, since=before, timeout=0.05)
    smaller = Image(np.zeros((5, 5, 3), np.uint8))
    assert await desktop.wait_for_change(since=smaller) == Rect.of_size(SIZE)


async def test_a_picture_that_is_there_is_found_at_once(showing: Showing, desktop: Desktop) -> None:
    showing.source.noise(SPOT)
    found = await desktop.wait_for_image(template(showing, SPOT))
    assert found == SPOT
    assert await desktop.wait_for_image(template(showing, SPOT), region=(90, 40, 200, 90)) == SPOT


async def test_a_picture_that_comes_piece_by_piece_is_found(
    showing: Showing, desktop: Desktop
) -> None:
    random = np.random.default_rng(5)
    pixels = random.integers(0, 256, (10, 10, 4), dtype=np.uint8)
    sought = Image.of_bgrx(pixels)
    waiting = asyncio.create_task(desktop.wait_for_image(sought, timeout=5))
    for column in range(10):
        await asyncio.sleep(0.02)
        assert not waiting.done()
        part = Rect(SPOT.left + column, SPOT.top, SPOT.left + column + 1, SPOT.bottom)
        showing.source.paint(part, pixels[:, column : column + 1])
    assert await waiting == SPOT


async def test_a_picture_outside_the_region_or_too_different_is_none(
    showing: Showing, desktop: Desktop
) -> None:
    showing.source.noise(SPOT)
    sought = template(showing, SPOT)
    await desktop.wait_for_image(sought)
    with pytest.raises(WaitTimeout, match="a picture of 10x10 was not shown"):
        await desktop.wait_for_image(sought, region=CLOCK, timeout=0.05)
    nearly = Image((sought.pixels // 2 * 2).astype(np.uint8))
    with pytest.raises(WaitTimeout):
        await desktop.wait_for_image(nearly, timeout=0.05)
    assert await desktop.wait_for_image(nearly, tolerance=1) == SPOT


async def test_waiting_goes_on_when_the_session_was_lost_and_is_back(
    showing: Showing, desktop: Desktop
) -> None:
    showing.source.noise(SPOT)
    sought = template(showing, SPOT)
    showing.source.paint(SPOT, 0)
    await desktop.wait_until_stable(50)
    waiting = asyncio.create_task(desktop.wait_for_image(sought))
    await showing.leave()
    showing.source.resize(SIZE)
    showing.source.noise(SPOT)
    await showing.serve()
    assert await waiting == SPOT


async def test_waiting_ends_when_the_session_does(desktop: Desktop) -> None:
    await desktop.wait_until_stable(20)
    waits = [
        asyncio.create_task(desktop.wait_until_stable(60_000)),
        asyncio.create_task(desktop.wait_for_change()),
        asyncio.create_task(desktop.wait_for_image(np.full((3, 3, 3), 99, np.uint8))),
    ]
    await asyncio.sleep(0.02)
    await desktop.close()
    for each in waits:
        with pytest.raises(ConnectError, match="closed"):
            await each


async def test_a_screen_of_another_size_counts_as_a_change(
    showing: Showing, desktop: Desktop
) -> None:
    await desktop.wait_until_stable(20)
    waiting = asyncio.create_task(desktop.wait_for_change())
    await asyncio.sleep(0)
    showing.source.resize(Size(100, 80))
    assert await waiting == Rect(0, 0, 100, 80)
    image = await desktop.wait_until_stable(20)
    assert image.size == Size(100, 80)


async def test_a_time_out_of_none_is_for_ever(desktop: Desktop) -> None:
    await desktop.wait_until_stable(20, timeout=None)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await desktop.wait_for_change(timeout=None)
