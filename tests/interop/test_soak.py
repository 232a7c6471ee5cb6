"""The server under load for as long as `make soak` says: it stays small, and its picture exact."""

from __future__ import annotations

import asyncio
import gc
import random
import tracemalloc
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from piment.geometry import Point
from piment.server.sources.demo import DemoSource
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import until_true
from tests.interop.peers.relay import ThrottledRelay
from tests.interop.serving import Serve, Serving

WARM_UP_ROUNDS = 5
"""Until then memory grows: pools and caches fill."""

MOST_GROWTH_BYTES = 2 << 20
"""The demo notepad holds what was typed, and where its lines break."""

ACTIONS = 20
MOST_LOOKS = 50
"""The desktop's clock ticks: a viewer may be asked just when it does."""


class Footprint(NamedTuple):
    """What this process holds, in which the server runs."""

    bytes: int
    descriptors: int

    @classmethod
    def now(cls) -> Footprint:
        """Measure the memory that Piment's own code took, and all descriptors."""
        gc.collect()
        ours = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, "*/piment/*")])
        size = sum(each.size for each in ours.traces)
        return cls(size, len(list(Path("/proc/self/fd").iterdir())))


async def act(viewer: GLibClient, chance: random.Random) -> None:
    """Do something that a person might do."""
    x, y = chance.randrange(1280), chance.randrange(800)
    match chance.randrange(4):
        case 0:
            await viewer.type("soaked, " * chance.randrange(1, 5), pause_ms=1)
        case 1:
            await viewer.click(x, y, chance.choice([1, 3, 4, 5]))
        case 2:
            await viewer.position(x, y)
            await viewer.button(1, True)
            await viewer.position(chance.randrange(1280), chance.randrange(800))
            await viewer.button(1, False)
        case _:
            await viewer.position(x, y)


async def rest(source: DemoSource, *viewers: GLibClient) -> None:
    """Wait until all that was done has arrived, and stop the moving picture if that started it."""
    for number, viewer in enumerate(viewers):
        place = Point(1, number)

        async def look(viewer: GLibClient = viewer, place: Point = place) -> bool:
            if source.pointer == place:
                return True
            await viewer.position(*place)  # again: the other's actions may come in between
            return False

        assert await until_true(look)
    if source.desktop.movie.is_playing:
        source.desktop.movie.type(" ")


async def is_exact(viewer: GLibClient, source: DemoSource) -> bool:
    """Whether a viewer comes to show what the source shows."""
    for _ in range(MOST_LOOKS):
        pixels = await viewer.settle(100)
        if np.array_equal(pixels, source.framebuffer[:, :, :3]):
            return True
    return False


async def all_closed(serving: Serving[DemoSource], line: ThrottledRelay) -> None:
    """Wait until nobody but the steady viewer is there, directly or through the relay."""

    async def look() -> bool:
        return serving.viewers == 1 and line.connections == 0

    assert await until_true(look)


@pytest.mark.soak
async def test_the_server_stays_small_and_exact(
    serve: Serve[DemoSource],
    glib_client: Callable[[], Awaitable[GLibClient]],
    relay: Callable[..., Awaitable[ThrottledRelay]],
    soak_seconds: float,
    request: pytest.FixtureRequest,
) -> None:
    tracemalloc.start()
    request.addfinalizer(tracemalloc.stop)
    chance = random.Random(1)
    source = DemoSource()
    serving = await serve(source)
    line = await relay(serving.port, bits_per_second=4_000_000, delay_ms=20)
    steady = await glib_client()
    await steady.connect(serving.uri)
    footprints: list[Footprint] = []
    end = asyncio.get_running_loop().time() + soak_seconds
    while asyncio.get_running_loop().time() < end or len(footprints) <= WARM_UP_ROUNDS:
        visitor = await glib_client()
        port = chance.choice([serving.port, line.port])
        await visitor.connect(f"spice://127.0.0.1:{port}")
        for _ in range(ACTIONS):
            await asyncio.gather(act(steady, chance), act(visitor, chance))
        await rest(source, steady, visitor)
        assert await is_exact(steady, source)
        assert await is_exact(visitor, source)
        if chance.random() < 0.5:
            await visitor.disconnect()
        await visitor.close()
        await all_closed(serving, line)
        footprints.append(Footprint.now())
    warm, last = footprints[WARM_UP_ROUNDS], footprints[-1]
    assert last.bytes - warm.bytes < MOST_GROWTH_BYTES, footprints
    assert last.descriptors <= warm.descriptors, footprints
