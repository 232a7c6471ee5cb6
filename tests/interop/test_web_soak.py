"""Our page left open on a moving picture for as long as `make soak` says: the tab stays small."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Awaitable, Callable

import numpy as np
import pytest

from piment.geometry import Size
from piment.server.sources.demo import DemoSource
from tests.interop.peers.browser import Chromium
from tests.interop.peers.patience import becomes, until_true
from tests.interop.peers.usage import usage
from tests.interop.peers.web_page import WebPage
from tests.interop.serving import Serve

SAMPLES = 60
"""In the first quarter of them memory grows: the browser compiles, pools fill."""

MOST_GROWTH = 0.10


class Tab:
    """The process of a browser's only page."""

    def __init__(self, pid: int, collect: Callable[[], Awaitable[object]]) -> None:
        self._pid = pid
        self._collect = collect

    @classmethod
    async def of(cls, chromium: Chromium) -> Tab:
        pid, _ = await chromium.renderer()
        own = await chromium.context.new_cdp_session(chromium.page)
        return cls(pid, lambda: own.send("HeapProfiler.collectGarbage"))

    async def bytes(self) -> int:
        """Return its memory, without what is garbage."""
        await self._collect()
        return usage(self._pid).memory_bytes


@pytest.mark.soak
async def test_the_tab_stays_small(
    serve: Serve[DemoSource],
    web_page: Callable[..., Awaitable[WebPage]],
    soak_seconds: float,
) -> None:
    source = DemoSource(Size(1024, 768))
    page = await web_page(await (await serve(source)).open_page())
    await page.until_open()
    tab = await Tab.of(page.chromium)
    movie = source.desktop.movie
    await page.close_toolbar()
    left, top, right, bottom = movie.button
    await page.click((left + right) // 2, (top + bottom) // 2)
    assert await becomes(lambda: movie.is_playing)
    sizes = []
    for _ in range(SAMPLES):
        await asyncio.sleep(soak_seconds / SAMPLES)
        sizes.append(await tab.bytes())
    quarter = SAMPLES // 4
    parts = sizes[quarter : 2 * quarter], sizes[-quarter:]
    warm, last = (statistics.median(part) for part in parts)
    assert last < (1 + MOST_GROWTH) * warm, sizes
    await page.click((left + right) // 2, (top + bottom) // 2)
    assert await becomes(lambda: not movie.is_playing)

    async def is_shown() -> bool:  # the desktop's clock ticks
        return np.array_equal(await page.pixels(), source.framebuffer[:, :, :3])

    assert await until_true(is_shown)
