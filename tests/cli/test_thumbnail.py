"""Pictures in characters."""

from __future__ import annotations

import numpy as np
import pytest
from rich.segment import Segment

from piment.cli.thumbnail import UPPER_HALF, shrink, thumbnail
from piment.frontends.headless import Image


def lines(image: Image, columns: int, rows: int) -> list[list[Segment]]:
    segments = thumbnail(image, columns, rows).segments
    found: list[list[Segment]] = [[]]
    for segment in segments:
        if segment.text == "\n":
            found.append([])
        else:
            found[-1].append(segment)
    return found[:-1]


def test_a_character_is_two_pixels() -> None:
    image = Image(np.array([[[255, 0, 0]], [[0, 255, 0]]], np.uint8))
    ((segment,),) = lines(image, 10, 10)
    assert segment.text == UPPER_HALF
    assert segment.style is not None
    assert segment.style.color is not None
    assert segment.style.bgcolor is not None
    assert segment.style.color.get_truecolor() == (255, 0, 0)
    assert segment.style.bgcolor.get_truecolor() == (0, 255, 0)


@pytest.mark.parametrize(
    ("width", "height", "columns", "rows"),
    [(1280, 800, 80, 20), (1280, 800, 80, 100), (720, 400, 40, 40), (3, 3, 80, 20), (1, 500, 5, 5)],
)
def test_it_fits_and_keeps_its_shape(width: int, height: int, columns: int, rows: int) -> None:
    found = lines(Image(np.zeros((height, width, 3), np.uint8)), columns, rows)
    assert len(found) <= rows
    assert {len(line) for line in found} <= set(range(1, columns + 1))
    if min(width, height) > 100:
        assert abs(len(found[0]) / (2 * len(found)) - width / height) < 0.1


def test_its_pixels_are_means() -> None:
    pixels = np.zeros((4, 4, 3), np.uint8)
    pixels[:2, :2] = 100
    pixels[0, 3] = 200
    assert shrink(pixels, 2, 2)[..., 0].tolist() == [[100, 50], [0, 0]]
    white = np.full((7, 11, 3), 255, np.uint8)
    assert (shrink(white, 3, 2) == 255).all()
