from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from piment.client.display.memory import DisplayMemory
from piment.client.shared import Shared
from piment.codecs import glz
from piment.codecs.image import ImageType
from piment.errors import ProtocolError
from piment.protocol.display import Init
from piment.protocol.image import GlzRgb
from tests.client.channels.wire import Wire, shared
from tests.client.display.pieces import (
    SERVER,
    Screen,
    cached,
    copy,
    create,
    dot,
    noise,
    picture,
    wire_image,
)

MIB = 1 << 20
CACHE_ME = 1


@pytest.mark.parametrize(
    ("ram", "window"),
    [(0, 12 * MIB), (16 * MIB, 12 * MIB), (64 * MIB, 32 * MIB), (1 << 32, 64 * MIB)],
)
def test_it_announces_what_the_reference_client_does(ram: int, window: int) -> None:
    """wire.md 7.4."""
    assert DisplayMemory(ram).join(0) == Init(
        pixmap_cache_id=1,
        pixmap_cache_size=20971520,
        glz_dictionary_id=1,
        glz_dictionary_window_size=window // 4,
    )


def test_it_lasts_until_the_last_channel_leaves() -> None:
    memory = DisplayMemory(0)
    memory.join(0)
    assert not memory.is_shared
    memory.join(1)
    assert memory.is_shared
    memory.pixmaps.add(5, picture(1), is_lossy=False)
    memory.leave(0)
    assert (memory.is_shared, memory.is_closed) == (False, False)
    assert memory.pixmaps.find(5) is not None
    memory.leave(1)
    assert memory.is_closed
    assert memory.pixmaps.find(5) is None


def test_a_new_connection_of_a_member_ends_it() -> None:
    memory = DisplayMemory(0)
    memory.join(0)
    memory.outlive(1)
    assert not memory.is_closed
    memory.outlive(0)
    assert memory.is_closed


async def test_nobody_waits_for_what_a_closed_one_will_not_get() -> None:
    memory = DisplayMemory(0)
    memory.close()
    with pytest.raises(ProtocolError, match="no images come"):
        await memory.pixmaps.wait(5, lossless=False, patience=60)


# --- several displays ----------------------------------------------------------------------------


async def test_displays_share_their_images() -> None:
    things = shared()
    one, other = Screen(things, 0), Screen(things, 1)
    await one.do(create())
    await other.do(create())
    work = other.channel.handle(copy(cached(5)))
    assert work is not None
    waiting = asyncio.ensure_future(work)
    await asyncio.sleep(0)
    await one.do(copy(dot(7, 5, CACHE_ME)))
    await waiting
    assert other.words()[0] == [7, 0, 0, 0]


async def test_displays_share_a_dictionary() -> None:
    things = shared()
    one, other = Screen(things, 0), Screen(things, 1)
    encoder, pixels = glz.Encoder(1 << 16), noise(8, 8)
    first, second = (
        wire_image(GlzRgb(encoder.encode(pixels, ImageType.RGB32)), 8, 8) for _ in range(2)
    )
    await other.do(create(8, 8))
    work = other.channel.handle(copy(second))
    assert work is not None
    waiting = asyncio.ensure_future(work)
    await asyncio.sleep(0)
    await one.do(copy(first))
    await waiting
    assert np.array_equal(other.channel.snapshot(), pixels)


async def test_the_end_of_a_display_does_not_take_the_others_images() -> None:
    things = shared()
    one, other = Screen(things, 0), Screen(things, 1)
    await one.do(copy(dot(7, 5, CACHE_ME)))
    one.channel.detach()
    await other.do(create(), copy(cached(5)))
    assert other.words()[0] == [7, 0, 0, 0]


async def test_a_session_that_is_switched_shares_new_ones() -> None:
    things = shared()
    screens = [Screen(things, 0), Screen(things, 1)]
    await screens[0].do(copy(dot(7, 5, CACHE_ME)))
    for screen in screens:
        screen.channel.attach(Wire(), SERVER)
    await screens[0].do(create(), copy(dot(8, 6, CACHE_ME)))
    await screens[1].do(create(), copy(cached(6)))
    assert screens[1].words()[0] == [8, 0, 0, 0]
    assert things[0].display_memory.pixmaps.find(5) is None


async def test_nobody_waits_for_a_session_that_has_ended() -> None:
    workers = ThreadPoolExecutor(2)
    made = Shared(workers)
    one, other = Screen((made, []), 0), Screen((made, []), 1)
    encoder = glz.Encoder(1 << 16)
    _, second = (encoder.encode(noise(8, 8), ImageType.RGB32) for _ in range(2))
    waiting = [
        asyncio.ensure_future(work)
        for work in (
            one.channel.handle(copy(wire_image(GlzRgb(second), 8, 8))),
            other.channel.handle(copy(cached(5))),
        )
        if work is not None
    ]
    await asyncio.sleep(0)
    one.channel.detach()
    other.channel.detach()
    async with asyncio.timeout(5):
        results = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(results[0], ProtocolError)
    assert results[1] is None
    assert other.channel.dropped == 1
    workers.shutdown()
