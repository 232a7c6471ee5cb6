"""From pieces of picture to draw commands."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import numpy as np
import pytest

from piment.geometry import Rect
from piment.protocol.draw import MaskFlags, Ropd
from piment.protocol.image import Bitmap, ImageCompression, ImageFlags, LzRgb
from piment.server.pipeline.encode import INLINE_PIXELS, Encoder
from tests.server.viewer import pixels_of

AREA = Rect(10, 20, 74, 52)
LARGE = Rect(0, 0, 256, 200)
assert LARGE.area > INLINE_PIXELS >= AREA.area


@pytest.fixture
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def plain(area: Rect) -> np.ndarray:
    pixels = np.zeros((area.height, area.width, 4), np.uint8)
    pixels[3:, 2:] = (10, 200, 30, 0)
    return pixels


def noise(area: Rect) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (area.height, area.width, 4), np.uint8)


async def test_the_command(executor: Executor) -> None:
    draw = await Encoder(executor).draw(AREA, plain(AREA))
    assert (draw.box.left, draw.box.top, draw.box.right, draw.box.bottom) == AREA
    source, image = draw.src_area, draw.src_bitmap
    assert (source.left, source.top, source.right, source.bottom) == (0, 0, 64, 32)
    assert (image.width, image.height) == (64, 32)
    assert (draw.surface_id, draw.clip, draw.ropd) == (0, None, Ropd.OP_PUT)
    assert (draw.mask.flags, draw.mask.bitmap) == (MaskFlags(0), None)
    assert image.flags == ImageFlags(0), "not to be cached"
    assert type(draw).unpack(draw.pack()) == draw


@pytest.mark.parametrize("area", [AREA, LARGE, Rect(0, 0, 1, 1)])
@pytest.mark.parametrize("picture", [plain, noise])
@pytest.mark.parametrize("compression", list(ImageCompression))
async def test_the_pixels_are_exact(executor: Executor, area, picture, compression) -> None:
    encoder = Encoder(executor)
    encoder.compression = compression
    pixels = picture(area)
    draw = await encoder.draw(area, pixels)
    assert np.array_equal(pixels_of(draw.src_bitmap.payload)[..., :3], pixels[..., :3])


async def test_rows_may_be_strided(executor: Executor) -> None:
    screen = noise(Rect(0, 0, 300, 300))
    encoder = Encoder(executor)
    for compression in (ImageCompression.LZ, ImageCompression.OFF):
        encoder.compression = compression
        draw = await encoder.draw(AREA, screen[AREA.rows, AREA.columns])
        shown = pixels_of(draw.src_bitmap.payload)
        assert np.array_equal(shown[..., :3], screen[AREA.rows, AREA.columns, :3])


async def test_what_lz_makes_larger_is_sent_as_it_is(executor: Executor) -> None:
    encoder = Encoder(executor)
    assert isinstance((await encoder.draw(AREA, plain(AREA))).src_bitmap.payload, LzRgb)
    coloured = np.random.default_rng(1).integers(0, 256, (32, 64, 4), np.uint8)
    payload = (await encoder.draw(AREA, coloured)).src_bitmap.payload
    assert len(payload.data) <= coloured.size


async def test_off_means_raw(executor: Executor) -> None:
    encoder = Encoder(executor)
    encoder.compression = ImageCompression.OFF
    payload = (await encoder.draw(AREA, plain(AREA))).src_bitmap.payload
    assert isinstance(payload, Bitmap)
    assert (payload.stride, payload.x, payload.y) == (256, 64, 32)


async def test_each_image_has_an_id_of_its_own(executor: Executor) -> None:
    encoder = Encoder(executor)
    ids = [(await encoder.draw(AREA, plain(AREA))).src_bitmap.id for _ in range(3)]
    assert len(set(ids)) == 3
    assert {number & 0xFFFFFFFF for number in ids} == {2}


class Waiting(Executor):
    """Does nothing until told."""

    def __init__(self) -> None:
        self.work = []

    def submit(self, call, /, *args, **kwargs):
        future = Future()
        self.work.append((future, call, args))
        return future

    def do(self) -> None:
        for future, call, args in self.work:
            future.set_result(call(*args))


@pytest.mark.parametrize("area", [AREA, LARGE])
async def test_the_pixels_are_those_of_the_call(area) -> None:
    """What is painted while a thread encodes does not show in the piece."""
    executor = Waiting()
    pixels = noise(area)
    before = pixels.copy()
    drawing = asyncio.ensure_future(Encoder(executor).draw(area, pixels))
    await asyncio.sleep(0)
    pixels[:] = 0
    executor.do()
    draw = await drawing
    assert np.array_equal(pixels_of(draw.src_bitmap.payload)[..., :3], before[..., :3])
    assert len(executor.work) == (area is LARGE), "small pieces need no thread"


async def test_large_pieces_are_encoded_beside_the_loop(executor: Executor) -> None:
    threads = []
    executor.submit(lambda: threads.append(threading.current_thread())).result()
    await Encoder(executor).draw(LARGE, noise(LARGE))
    assert threads[0] is not threading.current_thread()
