import numpy as np
import pytest

from piment.canvas import Image, PixelFormat
from piment.canvas.scale import place, place_raw, steps
from piment.errors import ProtocolError
from piment.geometry import Rect
from piment.protocol.image import ImageScaleMode

NEAREST, INTERPOLATE = ImageScaleMode.NEAREST, ImageScaleMode.INTERPOLATE
ROW = Image(PixelFormat.XRGB, np.array([[0x10, 0x20, 0x30]], np.uint32))


def scaled(area: Rect, box: Rect, mode: ImageScaleMode) -> list[int]:
    words = place(ROW, area, box, box, mode).words[0].tolist()
    assert isinstance(words, list)
    return words


def test_one_size_is_no_scaling() -> None:
    placed = place(ROW, Rect(1, 0, 3, 1), Rect(5, 7, 7, 8), Rect(5, 7, 6, 8), INTERPOLATE)
    assert placed.words is ROW.words
    assert placed[1:] == (4, 7)


def test_nearest_takes_the_pixel_below_the_centre() -> None:
    result = scaled(Rect(0, 0, 3, 1), Rect(0, 0, 6, 1), NEAREST)
    assert [p & 0xFF for p in result] == [0x10, 0x10, 0x20, 0x20, 0x30, 0x30]
    assert {p >> 24 for p in result} == {0xFF}


def test_outside_the_image_is_nothing() -> None:
    assert scaled(Rect(2, 0, 6, 1), Rect(0, 0, 2, 1), NEAREST) == [0xFF000030, 0]
    assert scaled(Rect(2, 0, 6, 1), Rect(0, 0, 8, 1), NEAREST)[:3] == [0xFF000030, 0xFF000030, 0]


def test_interpolation_fades_to_black_at_edges() -> None:
    # Rows: the centre of the only row lies at 0.5, so it is not mixed with what is below.
    result = scaled(Rect(0, 0, 3, 1), Rect(0, 0, 6, 1), INTERPOLATE)
    # Centres at 0.25, 0.75, 1.25...: weights 1/4 and 3/4; outside is 0.
    blue = [0x10 * 3 // 4, 0x14, 0x1C, 0x24, 0x2C, 0x30 * 3 // 4]
    assert [p & 0xFF for p in result] == blue
    assert [p >> 24 for p in result] == [191, 255, 255, 255, 255, 191]


def test_the_whole_image_is_sampled_not_only_its_area() -> None:
    result = scaled(Rect(1, 0, 2, 1), Rect(0, 0, 2, 1), INTERPOLATE)
    assert [p & 0xFF for p in result] == [0x1C, 0x24]


def test_shallow_images_are_truncated_again() -> None:
    row = Image(PixelFormat.RGB555, np.array([[0, 31]], np.uint16))
    box = Rect(0, 0, 3, 1)
    words = place(row, Rect(0, 0, 2, 1), box, box, INTERPOLATE).words
    # Centres at 21845, 65535 and 109225 of 65536; the parts of pixel 1 are 0, 63 and 107 of 128.
    assert words.dtype == np.uint16
    assert words.tolist() == [[0, 255 * 63 // 128 >> 3, 255 * 107 // 128 >> 3]]


def test_far_away_and_huge_is_no_problem() -> None:
    most = 2**31 - 1
    box, part = Rect(-most, -most, most, most), Rect(0, 0, 4, 2)
    for area in (Rect(0, 0, 3, 1), Rect(-most, -most, most, most - 1)):
        assert place(ROW, area, box, part, INTERPOLATE).words.shape == (2, 4)
        assert place_raw(ROW.words, area, box, part).words.shape == (2, 4)


def test_nothing_cannot_be_scaled() -> None:
    with pytest.raises(ProtocolError, match="cannot be scaled"):
        steps(Rect(3, 0, 1, 1), Rect(0, 0, 2, 2))
