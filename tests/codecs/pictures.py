"""Pictures for the codec tests: what hypothesis draws, and what they become after a codec."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from piment.codecs.image import ImageType, unpacked_rows


@st.composite
def pictures(
    draw: st.DrawFn, types: list[ImageType], side: int = 70
) -> tuple[ImageType, NDArray[Any], int]:
    """Draw a type, pixels (maybe row-strided) and the width: runs, repeats and noise."""
    kind = draw(st.sampled_from(types))
    width, height = draw(st.integers(0, side)), draw(st.integers(0, side))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    colours = random.integers(0, 256, (draw(st.integers(1, 20)), kind.unit_size), np.uint8)
    row_units = kind.stride(width) // kind.unit_size
    units = colours[random.integers(0, len(colours), (height, row_units))]
    noisy = random.random((height, row_units)) < draw(st.sampled_from([0, 0.02, 0.3, 1]))
    units[noisy] = random.integers(0, 256, (int(noisy.sum()), kind.unit_size), np.uint8)
    if draw(st.booleans()):
        held = random.random((height, row_units)) < 0.9
        for column in range(1, row_units):
            units[:, column] = np.where(
                held[:, column, None], units[:, column - 1], units[:, column]
            )
    if draw(st.booleans()):
        units[1:][random.random(max(height - 1, 0)) < 0.7] = units[:1]
    pixels = unpacked_rows(units.reshape(-1), kind, width, height)
    if draw(st.booleans()):
        gap = draw(st.integers(1, 9))
        wide = np.full((height, pixels.shape[1] + gap, *pixels.shape[2:]), 0xEE, pixels.dtype)
        wide[:, : pixels.shape[1]] = pixels
        pixels = wide[:, : pixels.shape[1]]
    return kind, pixels, width
