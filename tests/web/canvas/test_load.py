"""The web client loads images for surfaces as Python does (wire.md 19.2)."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.canvas import PixelFormat
from piment.canvas.load import load, load_mask
from piment.codecs import lz, lz4
from piment.codecs.image import ImageType
from piment.errors import PimentError
from piment.protocol.image import (
    Bitmap,
    BitmapFlags,
    BitmapFmt,
    Image,
    ImageFlags,
    Lz4,
    LzPlt,
    LzRgb,
    Palette,
    Payload,
)
from tests.web.node import Node

TYPES = {
    "lz": [ImageType.PLT8, ImageType.RGB16, ImageType.RGB24, ImageType.RGB32, ImageType.RGBA],
    "lz4": [ImageType.RGB16, ImageType.RGB24, ImageType.RGB32, ImageType.RGBA],
}
BITS = [0, 1, 1, 4, 4, 8, 16, 24, 32, 32, 8]
"""Of a pixel, by `BitmapFmt`."""


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node("canvas/load.js") as node:
        yield node


def noise(random: Random, type_: ImageType, width: int, height: int) -> np.ndarray[Any, Any]:
    shape, word = {
        ImageType.RGB16: ((height, width), np.uint16),
        ImageType.RGB24: ((height, width, 3), np.uint8),
        ImageType.RGB32: ((height, width, 4), np.uint8),
        ImageType.RGBA: ((height, width, 4), np.uint8),
        ImageType.PLT8: ((height, width), np.uint8),
    }[type_]
    pixels = np.frombuffer(random.randbytes(int(np.prod(shape)) * word().nbytes), word)
    return pixels.reshape(shape) & (0x7FFF if type_ is ImageType.RGB16 else 0xFF)


def coded(random: Random, codec: str, palette: Palette) -> Image:
    width, height = random.randint(1, 9), random.randint(1, 5)
    type_ = random.choice(TYPES[codec])
    pixels = noise(random, type_, width, height)
    payload: Payload
    if codec == "lz4":
        payload = Lz4(lz4.encode(pixels, type_))
    elif type_ is ImageType.PLT8:
        payload = LzPlt(BitmapFlags(0), None, palette, lz.encode(pixels, type_))
    else:
        payload = LzRgb(lz.encode(pixels, type_))
    return Image(1, ImageFlags(0), width, height, payload)


def plain(random: Random, palette: Palette) -> Image:
    width, height = random.randint(1, 9), random.randint(1, 5)
    form = BitmapFmt(random.randint(1, 10))
    stride = -(-width * BITS[form] // 8) + random.choice([0, 0, 2])
    if form is BitmapFmt.FMT_16BIT:
        stride += stride % 2
    flags = BitmapFlags(random.choice([0, 4]))
    data = random.randbytes(stride * height)
    if form is BitmapFmt.FMT_16BIT:
        words = np.frombuffer(data, np.uint16) & 0x7FFF  # bit 15 means nothing
        data = words.tobytes()
    payload = Bitmap(form, flags, width, height, stride, None, palette, data)
    return Image(1, ImageFlags(random.choice([0, 2])), width, height, payload)


def asked(image: Image, codec: str, surface: PixelFormat, palette: Palette) -> dict[str, Any]:
    payload: Any = image.payload
    return {
        "codec": codec,
        "surface": int(surface),
        "format": int(getattr(payload, "format", 0)),
        "flags": int(getattr(payload, "flags", 0)),
        "width": image.width,
        "height": image.height,
        "stride": getattr(payload, "stride", 0),
        "data": payload.data.hex(),
        "palette": palette.ents,
        "hasHighBits": bool(image.flags & ImageFlags.HIGH_BITS_SET),
    }


@pytest.mark.parametrize("codec", ["bitmap", "lz", "lz4"])
@given(seed=st.integers(0, 2**32), surface=st.sampled_from(PixelFormat))
def test_images_are_loaded_alike(node: Node, codec: str, seed: int, surface: PixelFormat) -> None:
    random = Random(seed)
    entries = random.choice([256, 256, 16])
    palette = Palette(0, [random.getrandbits(32) for _ in range(entries)])
    image = plain(random, palette) if codec == "bitmap" else coded(random, codec, palette)
    (answer,) = node.ask([asked(image, codec, surface, palette)])
    try:
        wanted = load(image, surface)
    except PimentError:
        assert "error" in answer
        return
    assert answer == {
        "format": int(wanted.format),
        "width": image.width,
        "height": image.height,
        "pixels": wanted.words.ravel().tolist(),
    }


@given(seed=st.integers(0, 2**32))
def test_masks_are_loaded_alike(node: Node, seed: int) -> None:
    random = Random(seed)
    palette = Palette(0, [])
    image = plain(random, palette)
    image.flags = ImageFlags(0)
    request = asked(image, "bitmap", PixelFormat.A1, palette) | {"isMask": True}
    (answer,) = node.ask([request])
    try:
        wanted = load_mask(image)
    except PimentError:
        assert "a mask has 1 bit a pixel" in answer["error"]
        return
    assert answer["pixels"] == wanted.words.ravel().tolist()
    assert answer["format"] == PixelFormat.A1
