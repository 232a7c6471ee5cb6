"""A small picture of a screen, in the characters of a terminal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style

from piment.frontends.headless import Image

UPPER_HALF = "▀"
"""Its colour is that of the upper one of two pixels, that of its background of the lower one."""


def thumbnail(image: Image, columns: int, rows: int) -> Segments:
    """Return a picture that fits into so many characters; each is two pixels, one over another."""
    width, height = image.size
    scale = min(columns / width, 2 * rows / height, 1.0)
    wide, high = max(1, int(width * scale)), max(1, int(height * scale))
    small = shrink(image.pixels, wide, high)
    if high % 2:
        small = np.concatenate((small, small[-1:]))
    segments: list[Segment] = []
    for upper, lower in zip(small[::2], small[1::2], strict=True):
        segments += (
            Segment(UPPER_HALF, Style(color=_colour(over), bgcolor=_colour(under)))
            for over, under in zip(upper.tolist(), lower.tolist(), strict=True)
        )
        segments.append(Segment.line())
    return Segments(segments)


def shrink(pixels: NDArray[np.uint8], columns: int, rows: int) -> NDArray[np.uint8]:
    """Return a picture of uint8 (height, width, 3) in fewer pixels, each the mean of its area."""
    height, width, _ = pixels.shape
    tops = np.arange(rows) * height // rows
    lefts = np.arange(columns) * width // columns
    sums = np.add.reduceat(pixels, tops, axis=0, dtype=np.uint32)
    sums = np.add.reduceat(sums, lefts, axis=1)
    heights, widths = np.diff(tops, append=height), np.diff(lefts, append=width)
    means: NDArray[np.uint8] = (sums // (heights[:, None] * widths)[..., None]).astype(np.uint8)
    return means


def _colour(pixel: list[int]) -> Color:
    return Color.from_rgb(*pixel)
