import numpy as np
import pytest

from piment.canvas.format import PixelFormat, convert
from piment.protocol.display import SurfaceFmt

ARGB, XRGB = PixelFormat.ARGB, PixelFormat.XRGB


def test_numbers_are_those_of_the_wire() -> None:
    assert set(PixelFormat) == set(SurfaceFmt) - {SurfaceFmt.INVALID}


@pytest.mark.parametrize(
    ("form", "dtype", "ones"),
    [
        (PixelFormat.A1, "u1", 1),
        (PixelFormat.A8, "u1", 0xFF),
        (PixelFormat.RGB555, "u2", 0xFFFF),
        (PixelFormat.RGB565, "u2", 0xFFFF),
        (XRGB, "u4", 0xFFFFFFFF),
        (ARGB, "u4", 0xFFFFFFFF),
    ],
)
def test_words_hold_a_pixel(form: PixelFormat, dtype: str, ones: int) -> None:
    assert (form.dtype, form.ones) == (np.dtype(dtype), ones)
    assert form.is_deep == (dtype == "u4")


@pytest.mark.parametrize(
    ("before", "pixel", "after", "result"),
    [
        (XRGB, 0x00_FF_87_08, PixelFormat.RGB555, 0b11111_10000_00001),
        (XRGB, 0x00_FF_87_08, PixelFormat.RGB565, 0b11111_100001_00001),
        (PixelFormat.RGB555, 0b1_10000_00001_11111, XRGB, 0xFF_84_08_FF),
        (PixelFormat.RGB565, 0b10000_100001_00001, XRGB, 0xFF_84_86_08),
        (PixelFormat.RGB555, 0b11111_10000_00001, PixelFormat.RGB565, 0b11111_100001_00001),
        (PixelFormat.A8, 0x42, XRGB, 0x42_00_00_00),
        (PixelFormat.A1, 1, ARGB, 0xFF_00_00_00),
        (ARGB, 0x80_10_20_30, PixelFormat.A8, 0x80),
        (ARGB, 0x7F_10_20_30, PixelFormat.A1, 0),
        (XRGB, 0x00_10_20_30, ARGB, 0xFF_10_20_30),
        (XRGB, 0x00_10_20_30, PixelFormat.A8, 0xFF),
    ],
)
def test_colours_are_truncated_and_filled_up(
    before: PixelFormat, pixel: int, after: PixelFormat, result: int
) -> None:
    words = np.full((1, 2), pixel, before.dtype)
    converted = convert(words, before, after)
    assert converted.dtype == after.dtype
    assert converted.tolist() == [[result, result]]
