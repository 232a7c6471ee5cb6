import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.codecs.damage import paint
from piment.geometry import Rect


def painted(surface, area, pixels):
    expected = surface.copy()
    expected[area.rows, area.columns, :3] = pixels[..., :3]
    before = surface.copy()
    rects = paint(surface, area, pixels)
    np.testing.assert_array_equal(surface[..., :3], expected[..., :3])
    return rects, (before[..., :3] != surface[..., :3]).any(axis=2)


@given(seed=st.integers(0, 2**32), dots=st.integers(0, 40), strided=st.booleans())
@settings(max_examples=200, deadline=None)
def test_rects_hold_what_changed_and_little_more(seed, dots, strided) -> None:
    random = np.random.default_rng(seed)
    surface = random.integers(0, 256, (130, 300, 4), np.uint8)
    left, top = random.integers(0, 300), random.integers(0, 130)
    area = Rect(left, top, random.integers(left, 301), random.integers(top, 131))
    pixels = surface[area.rows, area.columns]
    pixels = pixels if strided and dots == 0 else pixels.copy()
    if area.area:
        for _ in range(dots):
            pixels[random.integers(0, area.height), random.integers(0, area.width)] ^= 85
    if strided and dots == 0:
        pixels = pixels.repeat(2, axis=0)[::2]
    rects, changed = painted(surface, area, pixels)
    covered = np.zeros_like(changed, np.uint8)
    for rect in rects:
        inside = changed[rect.rows, rect.columns]
        assert area.covers(rect)
        assert inside[0].any()
        assert inside[-1].any()
        assert inside[:, 0].any()
        assert inside[:, -1].any()
        covered[rect.rows, rect.columns] += 1
    assert covered.max(initial=0) <= 1
    assert not (changed & (covered == 0)).any()


def test_a_moved_window_is_one_rect() -> None:
    surface = np.zeros((480, 640, 4), np.uint8)
    pixels = surface.copy()
    pixels[100:300, 77:400] = 200
    assert paint(surface, Rect(0, 0, 640, 480), pixels) == [Rect(77, 100, 400, 300)]
    assert paint(surface, Rect(0, 0, 640, 480), pixels) == []


def test_the_fourth_byte_does_not_count() -> None:
    surface = np.zeros((20, 70, 4), np.uint8)
    pixels = surface.copy()
    pixels[..., 3] = 255
    assert paint(surface, Rect(0, 0, 70, 20), pixels) == []


def test_what_does_not_fit_is_refused() -> None:
    surface = np.zeros((20, 70, 4), np.uint8)
    with pytest.raises(ValueError, match="do not fill 3x2"):
        paint(surface, Rect(0, 0, 3, 2), surface[:3, :3])
    with pytest.raises(ValueError, match=r"10x20\+61\+0 .* does not fit into a surface of 70x20"):
        paint(surface, Rect(61, 0, 71, 20), np.zeros((20, 10, 4), np.uint8))
    with pytest.raises(ValueError, match="contiguous"):
        paint(surface, Rect(0, 0, 35, 20), np.zeros((20, 70, 4), np.uint8)[:, ::2])
    assert not surface.any()
