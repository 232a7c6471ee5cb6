"""Pieces that a network takes in its stride."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from piment.geometry import Rect
from piment.server.pipeline.split import split
from tests.server.pipeline.rects import count, rects


def test_what_is_small_enough_stays() -> None:
    pieces = [Rect(0, 0, 100, 10), Rect(5, 20, 15, 120)]
    assert split(pieces, 1000) == pieces


def test_bands_of_full_width() -> None:
    assert split([Rect(10, 0, 110, 30)], 1000) == [
        Rect(10, 0, 110, 10),
        Rect(10, 10, 110, 20),
        Rect(10, 20, 110, 30),
    ]


def test_the_parts_are_about_equal() -> None:
    assert split([Rect(0, 0, 100, 21)], 1000) == [
        Rect(0, 0, 100, 7),
        Rect(0, 7, 100, 14),
        Rect(0, 14, 100, 21),
    ]


def test_rows_that_are_too_long_are_cut() -> None:
    assert split([Rect(0, 5, 25, 7)], 10) == [
        Rect(0, 5, 9, 6),
        Rect(9, 5, 18, 6),
        Rect(18, 5, 25, 6),
        Rect(0, 6, 9, 7),
        Rect(9, 6, 18, 7),
        Rect(18, 6, 25, 7),
    ]


@given(rects, st.integers(1, 100_000).map(lambda most: most))
def test_the_parts_make_up_the_whole(piece, most) -> None:
    most = max(most, piece.area // 200)  # keep the number of parts small
    parts = split([piece], most)
    assert all(0 < part.area <= most for part in parts)
    assert np.array_equal(count(parts), count([piece])), "each pixel once"
    assert len(parts) <= 1 + 3 * piece.area // most + piece.height
