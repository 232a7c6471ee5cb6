"""From QEMU's pixels to ours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.server.sources.qemu.formats import Picture, PictureError, PixelFormat

# From the table of dbus-display.md 3.3: pixman's code, and what lies in memory; x is no colour.
BYTE_FORMATS = {
    "x8r8g8b8": (0x20020888, "bgrx"),
    "a8r8g8b8": (0x20028888, "bgrx"),
    "x8b8g8r8": (0x20030888, "rgbx"),
    "a8b8g8r8": (0x20038888, "rgbx"),
    "b8g8r8x8": (0x20080888, "xrgb"),
    "b8g8r8a8": (0x20088888, "xrgb"),
    "r8g8b8x8": (0x20090888, "xbgr"),
    "r8g8b8a8": (0x20098888, "xbgr"),
    "r8g8b8": (0x18020888, "bgr"),
    "b8g8r8": (0x18030888, "rgb"),
}
# Numbers of these formats beside the colours that they stand for: blue, green, red.
NUMBERS = {
    "x2r10g10b10": (
        0x20020AAA,
        "<u4",
        {0x3FF: (255, 0, 0), 0x3FF << 20: (0, 0, 255), 0xC0000000: (0, 0, 0), 0x200: (128, 0, 0)},
    ),
    "r5g6b5": (
        0x10020565,
        "<u2",
        {0x1F: (255, 0, 0), 0x3F << 5: (0, 255, 0), 0xF800: (0, 0, 255), 0x10: (132, 0, 0)},
    ),
    "x1r5g5b5": (
        0x10020555,
        "<u2",
        {0x1F: (255, 0, 0), 0x1F << 5: (0, 255, 0), 0x7C00: (0, 0, 255), 0x8000: (0, 0, 0)},
    ),
    "a1r5g5b5": (0x10021555, "<u2", {0x7FFF: (255, 255, 255), 0x8001: (8, 0, 0)}),
}
WIDTH, HEIGHT = 5, 3


def within(data: bytes, code: int, stride: int, width: int = WIDTH, height: int = HEIGHT):
    return Picture.within(memoryview(data), (width, height), stride, code)


@pytest.mark.parametrize("name", BYTE_FORMATS)
def test_bytes_are_put_in_order(name: str) -> None:
    code, order = BYTE_FORMATS[name]
    colours = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    memory = np.full((HEIGHT, WIDTH + 2, len(order)), 99, np.uint8)  # with room beside each row
    for place, channel in enumerate(order):
        if channel != "x":
            memory[:, :WIDTH, place] = colours[:, :, "bgr".index(channel)]
    pixels = within(memory.tobytes(), code, (WIDTH + 2) * len(order)).read()
    assert pixels.shape == (HEIGHT, WIDTH, 4)
    assert (pixels[:, :, :3] == colours).all()


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_are_taken_apart(name: str) -> None:
    code, kind, colours = NUMBERS[name]
    data = np.array([list(colours)], kind)
    pixels = within(data.tobytes(), code, data.nbytes, len(colours), 1).read()
    assert [tuple(pixel) for pixel in pixels[0, :, :3].tolist()] == list(colours.values())


def test_our_own_order_is_not_copied() -> None:
    memory = bytearray(range(64))
    picture = Picture.within(memoryview(memory), (2, 2), 20, 0x20020888, offset=4)
    pixels = picture.read()
    assert pixels[1, 1].tolist() == [28, 29, 30, 31]
    memory[28] = 200
    assert pixels[1, 1, 0] == 200


@given(st.sampled_from([*BYTE_FORMATS.values()]), st.data())
def test_a_part_is_that_part_of_the_whole(of: tuple[int, str], data: st.DataObject) -> None:
    code, order = of
    stride = WIDTH * len(order)
    memory = np.random.default_rng(2).integers(0, 256, HEIGHT * stride, np.uint8).tobytes()
    rows, columns = (
        slice(*sorted(data.draw(st.tuples(st.integers(0, most), st.integers(0, most)))))
        for most in (HEIGHT, WIDTH)
    )
    picture = within(memory, code, stride)
    assert np.array_equal(picture.read(rows, columns), picture.read()[rows, columns])


@pytest.mark.parametrize(
    "code",
    [
        0,
        0x08018000,  # a8: no colours
        0x20050888,  # an order that is none
        0x20020880,  # no blue
        0x10020888,  # more bits than there are
        0x40020888,
        0xFFFFFFFF,
    ],
)
def test_formats_that_nobody_knows(code: int) -> None:
    with pytest.raises(PictureError, match=f"{code:#010x}, which nobody knows"):
        PixelFormat.of_code(code)


@pytest.mark.parametrize(
    ("size", "stride", "offset"),
    [
        ((4, 4), 16, 1),  # one byte over the end
        ((4, 5), 16, 0),
        ((5, 1), 16, 0),  # rows that overlap
        ((0, 4), 16, 0),
        ((4, 0), 16, 0),
        ((1 << 30, 1 << 30), 0xFFFFFFFF, 0),
    ],
)
def test_pictures_that_do_not_fit(size: tuple[int, int], stride: int, offset: int) -> None:
    with pytest.raises(PictureError, match=f"{size[0]}x{size[1]} in rows of {stride} bytes"):
        Picture.within(memoryview(bytes(64)), size, stride, 0x20020888, offset)


def test_the_last_row_need_not_be_filled_up() -> None:
    assert Picture.within(memoryview(bytes(20 + 16)), (4, 2), 20, 0x20020888).read().size == 32
