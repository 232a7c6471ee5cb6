import numpy as np
import pytest

from piment.canvas import PixelFormat, Surface
from piment.geometry import Rect, Size


@pytest.mark.parametrize("form", PixelFormat)
def test_views_are_no_copies(form: PixelFormat) -> None:
    surface = Surface(Size(5, 3), form)
    assert surface.area == Rect(0, 0, 5, 3)
    assert not surface.words.any()
    surface.view(Rect(1, 1, 3, 2))[:] = 1
    assert surface.words.astype(bool).tolist() == [
        [False] * 5,
        [False, True, True, False, False],
        [False] * 5,
    ]


def test_bytes_are_in_memory_order() -> None:
    surface = Surface(Size(1, 1))
    surface.words[0, 0] = 0x11223344
    assert surface.pixels.tolist() == [[[0x44, 0x33, 0x22, 0x11]]]


def test_paint_tells_what_changed() -> None:
    surface = Surface(Size(100, 50))
    pixels = np.zeros((20, 10, 4), np.uint8)
    pixels[3, 4] = (1, 2, 3, 0)
    assert surface.paint(Rect(95, -2, 105, 18), pixels) == [Rect(99, 1, 100, 2)]
    assert surface.paint(Rect(200, 0, 210, 20), pixels) == []
    assert surface.pixels[1, 99].tolist() == [1, 2, 3, 0]


def test_paint_wants_the_size_of_the_area_and_32_bits() -> None:
    with pytest.raises(ValueError, match=r"needs shape \(2, 2, 4\), has \(2, 3, 4\)"):
        Surface(Size(9, 9)).paint(Rect(0, 0, 2, 2), np.zeros((2, 3, 4), np.uint8))
    small = Surface(Size(9, 9), PixelFormat.RGB555)
    with pytest.raises(ValueError, match="2 bytes a pixel"):
        small.paint(Rect(0, 0, 2, 2), np.zeros((2, 2, 4), np.uint8))


def test_a_surface_may_be_empty() -> None:
    assert Surface(Size(0, 0)).pixels.shape == (0, 0, 4)
