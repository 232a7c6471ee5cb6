from typing import NamedTuple

import numpy as np
import pytest

from piment.geometry import Point, Rect, Size
from piment.server.sources.demo.compositor import Compositor
from piment.server.sources.demo.drawing import Pixels, blank, lay_over
from piment.server.sources.demo.wallpaper import wallpaper

SIZE = Size(120, 80)
ALL = Rect.of_size(SIZE)


class Sheet(NamedTuple):
    outline: Rect
    opaque: Rect
    pixels: Pixels


def sheet(at: Point, size: Size, border: int, value: int) -> Sheet:
    """Return a layer of one gray that is half transparent near its edges."""
    outline = Rect.of_size(size).moved(*at)
    opaque = Rect(
        outline.left + border, outline.top + border, outline.right - border, outline.bottom - border
    )
    pixels = blank(size, (value, value, value))
    inner = opaque.moved(-at.x, -at.y)
    middle = pixels[inner.rows, inner.columns].copy()
    pixels //= 2
    pixels[inner.rows, inner.columns] = middle
    return Sheet(outline, opaque, pixels)


def painted_plainly(layers: list[Sheet]) -> Pixels:
    """Paint the whole desktop with every layer blended, without a thought about speed."""
    margin = 100
    large = np.pad(wallpaper(SIZE), ((margin, margin), (margin, margin), (0, 0)))
    for layer in layers:
        place = layer.outline.moved(margin, margin)
        lay_over(large[place.rows, place.columns], layer.pixels)
    return large[margin:-margin, margin:-margin]


@pytest.fixture
def layers() -> list[Sheet]:
    return [
        sheet(Point(10, 5), Size(60, 40), 6, 200),
        sheet(Point(40, 20), Size(50, 50), 8, 90),
        sheet(Point(-20, 60), Size(70, 60), 4, 30),
    ]


def test_everything_is_stale_at_first(layers: list[Sheet]) -> None:
    compositor = Compositor(SIZE)
    assert compositor.size == SIZE
    assert compositor.render(layers) == [ALL]
    assert (compositor.framebuffer == painted_plainly(layers)).all()
    assert compositor.render(layers) == []


@pytest.mark.parametrize(
    "rect", [Rect(0, 0, 3, 3), Rect(50, 30, 60, 34), Rect(30, 10, 80, 70), Rect(5, 30, 70, 31)]
)
def test_stale_parts_are_composed_and_no_others(layers: list[Sheet], rect: Rect) -> None:
    compositor = Compositor(SIZE)
    compositor.render(layers)
    before = compositor.framebuffer.copy()
    moved = [layers[2], layers[0], layers[1]]
    compositor.spoil([rect])
    assert compositor.render(moved) == [rect]
    expected = before
    expected[rect.rows, rect.columns] = painted_plainly(moved)[rect.rows, rect.columns]
    assert (compositor.framebuffer == expected).all()


def test_what_lies_outside_is_cut_off(layers: list[Sheet]) -> None:
    compositor = Compositor(SIZE)
    compositor.render(layers)
    compositor.spoil([Rect(-50, -50, 5, 5), Rect(500, 500, 600, 600)])
    assert compositor.render(layers) == [Rect(0, 0, 5, 5)]


def test_a_resize_starts_anew(layers: list[Sheet]) -> None:
    compositor = Compositor(SIZE)
    compositor.render(layers)
    compositor.resize(Size(70, 90))
    assert compositor.framebuffer.shape == (90, 70, 4)
    assert compositor.render([]) == [Rect(0, 0, 70, 90)]
    assert (compositor.framebuffer == wallpaper(Size(70, 90))).all()
