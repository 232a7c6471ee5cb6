from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest

from piment.canvas import PixelFormat
from piment.client.display import images as module
from piment.client.display.damage import Damage
from piment.client.display.dictionary import DictionaryError
from piment.client.display.images import Images
from piment.client.display.memory import DisplayMemory
from piment.client.display.palettes import Palettes
from piment.client.display.surfaces import Surfaces
from piment.codecs import glz, jpeg, lz, lz4, quic, zlib
from piment.codecs.image import ImageType
from piment.errors import CodecError, PimentError, ProtocolError
from piment.geometry import Size
from piment.protocol import image as payloads
from piment.protocol.display import SurfaceFmt
from piment.protocol.draw import Pattern, QMask
from piment.protocol.image import Bitmap, BitmapFlags, BitmapFmt, Palette
from piment.protocol.image import Image as WireImage
from tests.client.channels.wire import WORKERS
from tests.client.display.pieces import (
    NO_MASK,
    Pixels,
    bitmap,
    cached,
    coded,
    copy,
    dot,
    fill,
    indexed,
    mask_of,
    noise,
    of_surface,
    picture,
    wire_image,
)

XRGB, ARGB, RGB555 = PixelFormat.XRGB, PixelFormat.ARGB, PixelFormat.RGB555
CACHE_ME, HIGH_BITS, REPLACE_ME = 1, 2, 4
PIXELS = noise(12, 9)


class Finder:
    """Images of a channel, alone or beside another one."""

    def __init__(self, *, shares: bool = False) -> None:
        self.surfaces = Surfaces(Damage(lambda _: None))
        self.palettes = Palettes()
        self.memory = DisplayMemory(0)
        self.memory.join(0)
        if shares:
            self.memory.join(1)
        self.images = Images(self.surfaces, self.palettes, self.memory, WORKERS)

    async def of(self, image: WireImage, form: PixelFormat = XRGB) -> Any:
        """Return an image as a copy to a surface of that format gets it."""
        work = self.images.find(copy(image), form)
        if work is not None:
            await work
        return self.images.image(image, form)


@pytest.fixture
def finder() -> Finder:
    return Finder()


def words(pixels: Pixels) -> Any:
    return np.ascontiguousarray(pixels).view(np.uint32)[..., 0]


def every_coding() -> dict[str, WireImage]:
    """Return the same picture in every lossless coding."""
    stream = glz.Encoder(1 << 16).encode(PIXELS, ImageType.RGB32)
    flipped = glz.Encoder(1 << 16).encode(PIXELS, ImageType.RGB32, top_down=False)
    codings: dict[str, payloads.Payload] = {
        "quic": payloads.Quic(quic.encode(PIXELS, ImageType.RGB32)),
        "lz": payloads.LzRgb(lz.encode(PIXELS, ImageType.RGB32)),
        "lz bottom-up": payloads.LzRgb(lz.encode(PIXELS, ImageType.RGB32, top_down=False)),
        "lz4": payloads.Lz4(lz4.encode(PIXELS, ImageType.RGB32)),
        "glz": payloads.GlzRgb(stream),
        "glz bottom-up": payloads.GlzRgb(flipped),
        "zlib": payloads.ZlibGlzRgb(len(stream), zlib.deflate(stream)),
    }
    made = {name: wire_image(payload, 12, 9) for name, payload in codings.items()}
    return made | {"bitmap": bitmap(PIXELS)}


CODINGS = every_coding()


@pytest.mark.parametrize("name", list(CODINGS))
async def test_every_coding_gives_the_picture(finder: Finder, name: str) -> None:
    image = CODINGS[name]
    found = await finder.of(image)
    assert found.format is XRGB
    assert np.array_equal(found.words, words(PIXELS))
    assert finder.images.seen == {type(image.payload): 1}


@pytest.mark.parametrize("name", list(CODINGS))
async def test_high_bits_are_set_where_there_is_no_alpha(finder: Finder, name: str) -> None:
    found = await finder.of(wire_image(CODINGS[name].payload, 12, 9, flags=HIGH_BITS))
    assert np.array_equal(found.words, words(PIXELS) | np.uint32(0xFF000000))


async def test_alpha_is_kept(finder: Finder) -> None:
    pixels = noise(5, 5) | np.uint8(0x80)
    stream = glz.Encoder(1 << 16).encode(pixels, ImageType.RGBA)
    found = await finder.of(wire_image(payloads.GlzRgb(stream), 5, 5, flags=HIGH_BITS))
    assert found.format is ARGB
    assert np.array_equal(found.words, words(pixels))


async def test_jpeg_and_jpeg_with_alpha(finder: Finder) -> None:
    pixels = np.full((16, 16, 4), (10, 20, 30, 0x80), np.uint8)
    plain = payloads.Jpeg(jpeg.encode(pixels, ImageType.RGB32, quality=100))
    data, size = jpeg.encode_alpha(pixels, quality=100, top_down=False)
    alpha = payloads.JpegAlpha(payloads.JpegAlphaFlags(0), size, data)
    for payload, form, top in ((plain, XRGB, 0), (alpha, ARGB, 0x80)):
        found = await finder.of(wire_image(payload, 16, 16))
        values = found.words.view(np.uint8).reshape(16, 16, 4).astype(int)
        assert found.format is form
        assert np.abs(values - (10, 20, 30, top)).max() <= 2


@pytest.mark.parametrize("name", [*CODINGS])
async def test_the_descriptor_says_the_size(finder: Finder, name: str) -> None:
    with pytest.raises(PimentError):
        await finder.of(wire_image(CODINGS[name].payload, 11, 9))


async def test_an_image_larger_than_its_descriptor_is_not_decoded(finder: Finder) -> None:
    large = payloads.Quic(quic.encode(np.zeros((64, 64, 4), np.uint8), ImageType.RGB32))
    with pytest.raises(CodecError, match="4096"):
        await finder.of(wire_image(large, 8, 8))


async def test_a_broken_image_is_an_error_when_it_is_asked_for(finder: Finder) -> None:
    broken = wire_image(payloads.LzRgb(b"\x01\x02"), 4, 4)
    assert finder.images.find(copy(broken), XRGB) is None
    with pytest.raises(CodecError):
        finder.images.image(broken, XRGB)


async def test_other_images_of_the_command_are_found_nevertheless(finder: Finder) -> None:
    broken = wire_image(payloads.LzRgb(b""), 4, 4)
    command = fill(0)
    command.brush = Pattern(broken, NO_MASK.pos)  # type: ignore[misc]
    command.mask = QMask(NO_MASK.flags, NO_MASK.pos, cached(5))  # type: ignore[misc]
    finder.memory.pixmaps.add(5, picture(1), is_lossy=False)
    assert finder.images.find(command, XRGB) is None
    assert finder.images.mask(command.mask.bitmap) is finder.memory.pixmaps.find(5)


async def test_a_broken_dictionary_is_the_end(finder: Finder) -> None:
    encoder = glz.Encoder(1 << 16)
    _, second = (encoder.encode(PIXELS, ImageType.RGB32) for _ in range(2))
    with pytest.raises(DictionaryError):
        await finder.of(wire_image(payloads.GlzRgb(second), 12, 9))


# --- palettes ------------------------------------------------------------------------------------


async def test_palettes_are_remembered(finder: Finder) -> None:
    first = await finder.of(indexed([1, 0], Palette(7, [10, 20]), None))
    later = await finder.of(indexed([0, 1], None, 7))
    assert (first.words.tolist(), later.words.tolist()) == ([[20, 10]], [[10, 20]])


async def test_lz_has_palettes_too(finder: Finder) -> None:
    stream = lz.encode(np.array([[0, 1, 1]], np.uint8), ImageType.PLT8)
    flags = BitmapFlags.PAL_CACHE_ME
    bringing = payloads.LzPlt(flags, None, Palette(7, [10, 0xFF000014]), stream)
    naming = payloads.LzPlt(BitmapFlags.PAL_FROM_CACHE, 7, None, stream)
    for payload in (bringing, naming):
        found = await finder.of(wire_image(payload, 3, 1))
        assert found.words.tolist() == [[10, 20, 20]]


async def test_a_palette_that_is_not_here(finder: Finder) -> None:
    with pytest.raises(ProtocolError, match="no palette 0x7"):
        await finder.of(indexed([0], None, 7))


# --- masks and surfaces --------------------------------------------------------------------------


async def test_masks_are_bits(finder: Finder) -> None:
    command = fill(0)
    image = mask_of(b"\xa0", 3, 1)
    command.mask = QMask(NO_MASK.flags, NO_MASK.pos, image)  # type: ignore[misc]
    assert finder.images.find(command, XRGB) is None
    found = finder.images.mask(image)
    assert (found.format, found.words.tolist()) == (PixelFormat.A1, [[1, 0, 1]])


async def test_another_surface_is_seen_as_it_is(finder: Finder) -> None:
    finder.surfaces.create(3, Size(2, 1), SurfaceFmt.FMT_16_565)
    found = await finder.of(of_surface(3, 2, 1))
    assert found.is_surface
    assert found.words is finder.surfaces[3].words
    with pytest.raises(ProtocolError, match="no surface 4"):
        await finder.of(of_surface(4, 2, 1))


async def test_formats_follow_the_surface(finder: Finder) -> None:
    pixels = np.array([[0x7C00, 0x001F]], np.uint16)
    image = wire_image(payloads.LzRgb(lz.encode(pixels, ImageType.RGB16)), 2, 1)
    deep, shallow = await finder.of(image, XRGB), await finder.of(image, RGB555)
    assert (deep.format, deep.words.tolist()) == (XRGB, [[0xFF0000, 0x0000FF]])
    assert (shallow.format, shallow.words.tolist()) == (RGB555, [[0x7C00, 0x001F]])


# --- the cache -----------------------------------------------------------------------------------


async def test_an_image_is_kept_as_it_was_decoded(finder: Finder) -> None:
    stays = await finder.of(coded(PIXELS, 5, CACHE_ME | HIGH_BITS), PixelFormat.RGB565)
    found = await finder.of(cached(5, 12, 9), XRGB)
    assert found is stays
    assert np.array_equal(found.words, words(PIXELS) | np.uint32(0xFF000000))


async def test_high_bits_mean_nothing_for_the_cache(finder: Finder) -> None:
    await finder.of(dot(7, 5, CACHE_ME))
    image = wire_image(payloads.FromCache(), 1, 1, 5, HIGH_BITS)
    assert (await finder.of(image)).words.tolist() == [[7]]


async def test_lossy_images_are_replaced(finder: Finder) -> None:
    grey = np.full((8, 8, 4), 77, np.uint8)
    lossy = payloads.Jpeg(jpeg.encode(grey, ImageType.RGB32))
    lossless = wire_image(payloads.FromCacheLossless(), 8, 8, 5)
    await finder.of(wire_image(lossy, 8, 8, 5, CACHE_ME))
    await finder.of(cached(5, 8, 8))
    with pytest.raises(ProtocolError, match="0x5 is not in the cache"):
        await finder.of(lossless)
    await finder.of(coded(grey, 5, REPLACE_ME))
    assert np.array_equal((await finder.of(lossless)).words & 0xFF, grey[..., 0])
    finder.memory.pixmaps.drop(5)
    assert len(finder.memory.pixmaps) == 0


async def test_broken_images_are_not_kept(finder: Finder) -> None:
    with pytest.raises(CodecError):
        await finder.of(wire_image(payloads.LzRgb(b""), 1, 1, 5, CACHE_ME))
    assert len(finder.memory.pixmaps) == 0


async def test_alone_nobody_waits_for_an_image(finder: Finder) -> None:
    with pytest.raises(ProtocolError, match="0x5 is not in the cache"):
        await finder.of(cached(5))


async def test_an_image_may_come_on_another_channel() -> None:
    finder = Finder(shares=True)
    waiting = asyncio.ensure_future(finder.of(cached(5)))
    await asyncio.sleep(0)
    assert not waiting.done()
    finder.memory.pixmaps.add(5, picture(7), is_lossy=False)
    assert (await waiting).words.tolist() == [[7]]


async def test_what_does_not_come_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.01)
    finder = Finder(shares=True)
    with pytest.raises(ProtocolError, match="does not come"):
        await finder.of(cached(5))


async def test_a_dictionarys_image_may_come_on_another_channel() -> None:
    finder = Finder(shares=True)
    encoder = glz.Encoder(1 << 16)
    first, second = (encoder.encode(PIXELS, ImageType.RGB32) for _ in range(2))
    waiting = asyncio.ensure_future(finder.of(wire_image(payloads.GlzRgb(second), 12, 9)))
    await asyncio.sleep(0)
    finder.memory.dictionary.decode(payloads.GlzRgb(first))
    assert np.array_equal((await waiting).words, words(PIXELS))


async def test_large_images_are_decoded_elsewhere(finder: Finder) -> None:
    pixels = noise(600, 500)
    for image in (coded(pixels, 5, CACHE_ME), bitmap(pixels)):
        work = finder.images.find(copy(image), XRGB)
        assert work is not None
        await work
        assert np.array_equal(finder.images.image(image, XRGB).words, words(pixels))
    assert finder.memory.pixmaps.find(5) is not None


async def test_surfaces_of_all_sizes_are_at_hand(finder: Finder) -> None:
    finder.surfaces.create(3, Size(600, 500), SurfaceFmt.FMT_32_xRGB)
    assert finder.images.find(copy(of_surface(3, 600, 500)), XRGB) is None


async def test_a_bitmap_is_what_its_header_says(finder: Finder) -> None:
    short = Bitmap(BitmapFmt.FMT_32BIT, BitmapFlags.TOP_DOWN, 2, 1, 4, None, None, b"1234")
    with pytest.raises(ProtocolError, match="need 8 bytes, not 4"):
        await finder.of(wire_image(short, 2, 1))
