from __future__ import annotations

import asyncio
import time

import numpy as np
import pytest

from piment.errors import ConnectError
from piment.frontends.headless.desktop import Desktop
from piment.geometry import Rect
from tests.client.showing import Showing
from tests.frontends.headless.conftest import SIZE

SPOT = Rect(100, 50, 110, 60)


async def test_a_frame_comes_at_once_and_with_every_change(
    showing: Showing, desktop: Desktop
) -> None:
    frames = desktop.frames()
    first = await anext(frames)
    assert first.changed == [Rect.of_size(SIZE)]
    showing.source.noise(SPOT)
    second = await anext(frames)
    assert second.changed == [SPOT]
    assert first.when <= second.when <= time.monotonic()
    np.testing.assert_array_equal(second.pixels, showing.source.frame[..., 2::-1])
    await frames.aclose()  # type: ignore[attr-defined] # a generator


async def test_a_region_has_its_own_places(showing: Showing, desktop: Desktop) -> None:
    frames = desktop.frames(region=(95, 45, 105, 65))
    assert (await anext(frames)).pixels.shape == (20, 10, 3)
    showing.source.noise(Rect(0, 0, 20, 20))
    showing.source.noise(SPOT)
    frame = await anext(frames)
    assert frame.changed == [Rect(5, 5, 10, 15)]
    np.testing.assert_array_equal(frame.pixels, showing.source.frame[45:65, 95:105, 2::-1])
    await frames.aclose()  # type: ignore[attr-defined]


async def test_who_is_slow_misses_states_and_never_falls_behind(
    showing: Showing, desktop: Desktop
) -> None:
    frames = desktop.frames()
    await anext(frames)
    for value in range(50):
        showing.source.paint(SPOT, value)
        await asyncio.sleep(0.001)
    await desktop.wait_until_stable(50)
    frame = await anext(frames)
    assert frame.pixels[55, 105, 0] == 49
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await anext(frames)


async def test_its_pixels_are_views_until_somebody_keeps_them(
    showing: Showing, desktop: Desktop
) -> None:
    frames = desktop.frames()
    frame = await anext(frames)
    kept = frame.image()
    showing.source.paint(SPOT, 50)
    later = await anext(frames)
    assert frame.pixels[55, 105, 0] == 50
    assert kept.pixels[55, 105, 0] == 0
    assert later.image() != kept
    await frames.aclose()  # type: ignore[attr-defined]


async def test_they_end_with_the_session(desktop: Desktop) -> None:
    frames = desktop.frames()
    await anext(frames)
    await desktop.close()
    with pytest.raises(ConnectError, match="closed"):
        await anext(frames)
