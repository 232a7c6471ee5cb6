"""Rectangles on a screen, for hypothesis, and what sets of them cover."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from piment.geometry import Rect, Region

WIDTH, HEIGHT = 700, 500

rects = st.builds(
    lambda left, top, width, height: Rect(
        left, top, min(left + width, WIDTH), min(top + height, HEIGHT)
    ),
    st.integers(0, WIDTH - 1),
    st.integers(0, HEIGHT - 1),
    st.integers(1, WIDTH),
    st.integers(1, HEIGHT),
)

regions = st.lists(rects, max_size=30).map(lambda pieces: list(Region(pieces)))
"""What can be damaged: rectangles that do not overlap."""


def count(pieces: Iterable[Rect]) -> NDArray[np.uint8]:
    """Return how often each pixel is covered, (HEIGHT, WIDTH)."""
    covered = np.zeros((HEIGHT, WIDTH), np.uint8)
    for piece in pieces:
        covered[piece.rows, piece.columns] += 1
    return covered
