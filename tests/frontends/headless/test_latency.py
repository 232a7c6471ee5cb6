from __future__ import annotations

import asyncio

import pytest

from piment.errors import InputError
from piment.frontends.headless.desktop import Desktop
from piment.frontends.headless.waiting import WaitTimeout
from piment.geometry import Rect
from tests.client.showing import Showing

SPOT = Rect(100, 50, 110, 60)
DELAY = 0.05


async def answer(showing: Showing, area: Rect, value: int) -> None:
    """Paint something, a while after a key went down."""
    await showing.source.did(lambda actions: actions)
    await asyncio.sleep(DELAY)
    showing.source.paint(area, value)


async def test_it_is_the_time_from_the_key_to_the_pixel(showing: Showing, desktop: Desktop) -> None:
    await desktop.wait_until_stable(20)
    answering = asyncio.create_task(answer(showing, SPOT, 9))
    assert 1000 * DELAY <= await desktop.measure_latency("a") < 2000
    await answering


async def test_only_the_region_counts(showing: Showing, desktop: Desktop) -> None:
    await desktop.wait_until_stable(20)
    answering = asyncio.create_task(answer(showing, SPOT, 9))
    with pytest.raises(WaitTimeout, match="a changed nothing"):
        await desktop.measure_latency("a", region=SPOT.moved(50, 0), timeout=3 * DELAY)
    await answering


async def test_a_key_that_is_none_is_an_error(desktop: Desktop) -> None:
    with pytest.raises(InputError, match="nokey"):
        await desktop.measure_latency("nokey")
