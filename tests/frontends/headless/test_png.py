from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image as Pillow

from piment.frontends.headless import png


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 7), (7, 1), (33, 20), (300, 200)])
def test_other_programs_read_the_same_pixels(width: int, height: int) -> None:
    random = np.random.default_rng(width)
    pixels = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
    with Pillow.open(io.BytesIO(png.encode(pixels))) as picture:
        picture.load()
        assert (picture.format, picture.mode) == ("PNG", "RGB")
        np.testing.assert_array_equal(np.asarray(picture), pixels)


def test_pixels_need_not_be_contiguous() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    part = pixels[3:15:2, 5:20]
    with Pillow.open(io.BytesIO(png.encode(part))) as picture:
        np.testing.assert_array_equal(np.asarray(picture), part)


def test_a_plain_screen_is_small() -> None:
    assert len(png.encode(np.full((800, 1280, 3), 200, np.uint8))) < 20_000
