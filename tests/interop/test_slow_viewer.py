"""A viewer behind a slow line beside a fast one: nobody is slowed, nothing piles up."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from collections.abc import Awaitable, Callable
from datetime import datetime

import numpy as np
import pytest

from piment.server.sources.demo import DemoSource
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.relay import ThrottledRelay
from tests.interop.serving import Serve

SLOW_BITS_PER_SECOND = 1_000_000
SLOW_DELAY_MS = 20
WATCH_SECONDS = 4.0
"""How long the moving picture plays for each measurement."""

MOST_GROWTH_BYTES = 16 << 20
CONVERGE_SECONDS = 60.0
"""A second of the line carries 125 kB, the whole demo desktop takes about 650 kB."""

LEAST_SHARE = 0.7
"""Of the changes that the fast viewer gets alone, what it must get beside the slow one."""


async def changes_per_second(viewer: GLibClient) -> float:
    """Return how often the viewer's picture changes."""
    await viewer.invalidations()
    await asyncio.sleep(WATCH_SECONDS)
    return len(await viewer.invalidations()) / WATCH_SECONDS


@pytest.mark.timeout(180)
async def test_a_slow_viewer_slows_nobody_and_converges(
    serve: Serve[DemoSource],
    glib_client: Callable[[], Awaitable[GLibClient]],
    relay: Callable[..., Awaitable[ThrottledRelay]],
) -> None:
    source = DemoSource(clock=datetime.now)
    serving = await serve(source)
    fast, slow = await glib_client(), await glib_client()
    await fast.connect(serving.uri)
    await fast.settle(200)
    play = source.desktop.movie.button.moved(*source.desktop.movie.position)
    where = (play.left + play.width // 2, play.top + play.height // 2)
    await fast.click(*where)
    alone = await changes_per_second(fast)

    line = await relay(serving.port, bits_per_second=SLOW_BITS_PER_SECOND, delay_ms=SLOW_DELAY_MS)
    await slow.connect(f"spice://127.0.0.1:{line.port}")
    await slow.wait_for("primary")
    beside = await changes_per_second(fast)
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        await asyncio.sleep(WATCH_SECONDS)
        gc.collect()
        growth = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert alone > 0
    assert beside > LEAST_SHARE * alone
    assert growth < MOST_GROWTH_BYTES

    await fast.click(*where)
    assert not source.desktop.movie.is_playing

    def is_exact(pixels: np.ndarray) -> bool:
        return np.array_equal(pixels, source.framebuffer[:, :, :3])

    async with asyncio.timeout(CONVERGE_SECONDS):
        while not (is_exact(await slow.settle(300)) and is_exact(await fast.settle(50))):
            pass
