import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from piment.geometry import Point, Rect, Size
from piment.server.sources.demo.drawing import (
    blank,
    fill,
    from_rgb,
    lay_over,
    pill,
    polygon,
    rounded,
    scaled,
    text_width,
    tint,
    write,
)

BLACK, WHITE, RED = (0, 0, 0), (255, 255, 255), (255, 0, 0)


def test_pixels_are_blue_green_red_opaque() -> None:
    assert blank(Size(2, 1), (1, 2, 3)).tolist() == [[[3, 2, 1, 255]] * 2]
    assert from_rgb(np.array([[[1, 2, 3]]], np.uint8)).tolist() == [[[3, 2, 1, 255]]]


def test_scaled_rounds_to_the_nearest_for_all_bytes() -> None:
    values = np.arange(256, dtype=np.uint8)[:, None]
    factors = np.arange(256, dtype=np.uint16)[None, :]
    exact = np.round(values.astype(float) * factors / 255)
    assert (scaled(values, factors) == exact).all()


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_lay_over_stays_opaque_and_never_wraps(below: int, colour: int, alpha: int) -> None:
    ground = blank(Size(1, 1), (below, below, below))
    colour = min(colour, alpha)
    lay_over(ground, np.array([[[colour, colour, colour, alpha]]], np.uint8))
    value = ground[0, 0].tolist()
    assert value[3] == 255
    assert abs(value[0] - (colour + below * (255 - alpha) / 255)) <= 0.5


@given(st.integers(-6, 6), st.integers(-6, 6))
def test_tint_is_cut_off_at_the_edges(x: int, y: int) -> None:
    pixels = blank(Size(4, 3), BLACK)
    tint(pixels, np.full((3, 4), 255, np.uint8), Point(x, y), WHITE)
    white = Rect(x, y, x + 4, y + 3).intersection(Rect(0, 0, 4, 3))
    assert (pixels[..., 0] == 255).sum() == white.area
    assert (pixels[..., 3] == 255).all()


def test_tint_by_half_gives_the_middle() -> None:
    pixels = blank(Size(1, 1), BLACK)
    tint(pixels, np.full((1, 1), 128, np.uint8), Point(0, 0), WHITE)
    assert pixels[0, 0].tolist() == [128, 128, 128, 255]


def test_fill_paints_only_what_lies_inside() -> None:
    pixels = blank(Size(3, 3), BLACK)
    fill(pixels, Rect(2, -5, 9, 1), RED)
    fill(pixels, Rect(5, 5, 9, 9), RED)
    assert (pixels[..., 2] == 255).sum() == 1
    assert pixels[0, 2].tolist() == [0, 0, 255, 255]


def test_a_rounded_mask_lacks_only_its_corners_and_is_symmetric() -> None:
    mask = rounded(Size(20, 12), 4)
    assert mask.shape == (12, 20)
    assert mask[0, 0] == 0
    assert (mask[4:8] == 255).all()
    assert (mask[:, 4:16] == 255).all()
    assert (mask == mask[::-1]).all()
    assert (mask == mask[:, ::-1]).all()


def test_a_pill_is_half_round_by_default() -> None:
    pixels = blank(Size(30, 10), BLACK)
    pill(pixels, Rect(5, 2, 25, 8), WHITE)
    assert pixels[5, 15, 0] == 255
    assert pixels[2, 5, 0] < 128
    assert (pixels[:2] == blank(Size(30, 2), BLACK)).all()


def test_a_polygon_covers_its_area() -> None:
    mask = polygon(Size(10, 10), (0, 0), (10, 0), (0, 10))
    assert abs(mask.sum() / 255 - 50) < 5
    assert mask[1, 1] == 255
    assert mask[8, 8] == 0


def test_written_text_stands_on_its_line_and_advances_by_its_width() -> None:
    pixels = blank(Size(200, 40), WHITE)
    write(pixels, Point(10, 30), "Hxy", BLACK, 16)
    rows, columns = np.nonzero(pixels[..., 0] < 128)
    # "y" goes below the line, "H" well above it.
    assert 30 < rows.max() + 1 <= 36
    assert rows.min() < 22
    assert columns.min() >= 10
    assert columns.max() <= 10 + text_width("Hxy", 16)


def test_written_text_may_be_empty_or_hang_over() -> None:
    pixels = blank(Size(20, 10), WHITE)
    write(pixels, Point(2, 8), "", BLACK, 14)
    write(pixels, Point(2, 8), " ", BLACK, 14)
    assert (pixels == 255).all()
    write(pixels, Point(-5, 4), "long text", BLACK, 14)
    assert (pixels[..., 0] < 128).any()
    assert text_width("", 14) == 0
