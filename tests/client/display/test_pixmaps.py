from __future__ import annotations

import asyncio

import pytest

from piment.canvas import Image
from piment.client.display.pixmaps import LEAST_PIXELS, Pixmaps
from piment.errors import ProtocolError
from tests.client.display.pieces import picture

ONE, OTHER = picture(1), picture(2)
PATIENCE = 5.0


@pytest.fixture
def pixmaps() -> Pixmaps:
    return Pixmaps(1000)


def wait(pixmaps: Pixmaps, key: int, *, lossless: bool = False) -> asyncio.Task[Image]:
    waiting = pixmaps.wait(key, lossless=lossless, patience=PATIENCE)
    return asyncio.ensure_future(waiting)


def test_an_image_is_there_until_it_is_dropped_as_often_as_it_was_added(pixmaps: Pixmaps) -> None:
    assert pixmaps.find(5) is None
    pixmaps.add(5, ONE, is_lossy=False)
    pixmaps.add(5, OTHER, is_lossy=False)
    assert pixmaps.find(5) is OTHER
    pixmaps.drop(5)
    assert pixmaps.find(5) is OTHER
    pixmaps.drop(5)
    assert pixmaps.find(5) is None
    pixmaps.drop(5)
    assert (len(pixmaps), pixmaps.pixels) == (0, 0)


def test_a_replacement_does_not_count(pixmaps: Pixmaps) -> None:
    pixmaps.add(5, ONE, is_lossy=True)
    assert pixmaps.find(5) is ONE
    assert pixmaps.find(5, lossless=True) is None
    pixmaps.replace(5, OTHER)
    assert pixmaps.find(5, lossless=True) is OTHER
    pixmaps.drop(5)
    assert pixmaps.find(5) is None


def test_what_is_replaced_before_it_came_is_there_once(pixmaps: Pixmaps) -> None:
    pixmaps.replace(5, ONE)
    assert pixmaps.find(5, lossless=True) is ONE
    pixmaps.drop(5)
    assert len(pixmaps) == 0


def test_a_lossy_copy_takes_no_lossless_ones_place(pixmaps: Pixmaps) -> None:
    pixmaps.add(5, ONE, is_lossy=False)
    pixmaps.add(5, OTHER, is_lossy=True)
    assert pixmaps.find(5, lossless=True) is ONE


def test_all_are_forgotten_at_once(pixmaps: Pixmaps) -> None:
    pixmaps.add(5, ONE, is_lossy=False)
    pixmaps.clear()
    assert pixmaps.find(5) is None
    assert pixmaps.pixels == 0


async def test_an_image_is_waited_for(pixmaps: Pixmaps) -> None:
    waiting = [wait(pixmaps, 5), wait(pixmaps, 6), wait(pixmaps, 5)]
    await asyncio.sleep(0)
    pixmaps.add(5, ONE, is_lossy=True)
    assert await waiting[0] is ONE
    assert await waiting[2] is ONE
    assert not waiting[1].done()
    pixmaps.replace(6, OTHER)
    assert await waiting[1] is OTHER


async def test_a_lossless_one_is_waited_for(pixmaps: Pixmaps) -> None:
    pixmaps.add(5, ONE, is_lossy=True)
    waiting = wait(pixmaps, 5, lossless=True)
    await asyncio.sleep(0)
    pixmaps.add(5, ONE, is_lossy=True)
    await asyncio.sleep(0)
    assert not waiting.done()
    pixmaps.replace(5, OTHER)
    assert await waiting is OTHER


async def test_nobody_waits_for_ever(pixmaps: Pixmaps) -> None:
    with pytest.raises(ProtocolError, match=r"0x5 does not come within 0\.01 s"):
        await pixmaps.wait(5, lossless=False, patience=0.01)


async def test_the_end_ends_all_waiting(pixmaps: Pixmaps) -> None:
    pixmaps.add(6, ONE, is_lossy=False)
    waiting = wait(pixmaps, 5)
    await asyncio.sleep(0)
    pixmaps.close()
    with pytest.raises(ProtocolError, match="no images come"):
        await waiting
    with pytest.raises(ProtocolError, match="no images come"):
        await wait(pixmaps, 6)


def test_pixels_are_limited_to_twice_the_budget(pixmaps: Pixmaps) -> None:
    large = Image(ONE.format, ONE.words.repeat(1000, axis=1))
    pixmaps.add(1, large, is_lossy=False)
    pixmaps.add(1, large, is_lossy=False)
    pixmaps.add(2, large, is_lossy=False)
    assert pixmaps.pixels == 2000
    with pytest.raises(ProtocolError, match=r"2128 pixels of images .* allowed are 2000"):
        pixmaps.add(3, ONE, is_lossy=False)


def test_every_image_weighs_something(pixmaps: Pixmaps) -> None:
    most = 2000 // LEAST_PIXELS
    for key in range(most):
        pixmaps.add(key, ONE, is_lossy=False)
    with pytest.raises(ProtocolError, match="allowed are"):
        pixmaps.add(most, ONE, is_lossy=False)
