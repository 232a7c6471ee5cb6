from random import Random

import numpy as np
import pytest

from piment.canvas import Image, PixelFormat, put_frame
from piment.errors import ProtocolError
from piment.geometry import Rect
from piment.protocol.draw import ClipRects
from tests.canvas.boards import area, blank
from tests.reference.canvas import Picture, in_clip, pack, sampled

XRGB, ARGB = PixelFormat.XRGB, PixelFormat.ARGB


def frame(rows: list[list[int]]) -> Image:
    width = len(rows[0]) if rows else 0
    return Image(XRGB, np.array(rows, np.uint32).reshape(len(rows), width))


def test_a_frame_of_its_size_is_put_as_it_is() -> None:
    surface = blank(4, 2, ARGB)
    assert put_frame(surface, frame([[1, 2]]), Rect(1, 1, 3, 2), None) == [Rect(1, 1, 3, 2)]
    assert surface.words.tolist() == [[0] * 4, [0, 0xFF000001, 0xFF000002, 0]]


@pytest.mark.parametrize("form", PixelFormat)
def test_frames_are_scaled_clipped_and_converted(form: PixelFormat) -> None:
    random = Random(int(form))
    for _ in range(50):
        rows = [[random.getrandbits(24) for _ in range(5)] for _ in range(4)]
        surface, clip = blank(9, 7, form), ClipRects([area(0, 1, 7, 5), area(5, 0, 9, 7)])
        corner = random.choices(range(-3, 3), k=2)
        dest = Rect(*corner, *random.choices(range(4, 14), k=2))
        put_frame(surface, frame(rows), dest, clip)
        picture = Picture(XRGB, rows)
        fx, fy = 5 * 65536 // dest.width, 4 * 65536 // dest.height
        for y, x in np.ndindex(7, 9):
            i, j = x - dest.left, y - dest.top
            inside = 0 <= i < dest.width and 0 <= j < dest.height and in_clip(clip, x, y)
            place = (fx * (2 * i + 1) + 1) >> 1, (fy * (2 * j + 1) + 1) >> 1
            expected = pack(form, sampled(picture, *place, 1)) if inside else 0
            assert surface.words[y, x] == expected


def test_nothing_to_see_is_no_damage() -> None:
    assert put_frame(blank(2, 2), frame([[1]]), Rect(0, 0, 2, 2), ClipRects([])) == []
    assert put_frame(blank(2, 2), frame([[1]]), Rect(5, 5, 9, 9), None) == []


def test_a_frame_without_pixels_is_refused() -> None:
    with pytest.raises(ProtocolError, match="cannot be scaled"):
        put_frame(blank(2, 2), frame([]), Rect(0, 0, 2, 2), None)
