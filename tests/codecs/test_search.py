"""Finding pictures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from piment.codecs.search import find
from piment.geometry import Point


def slow_find(
    picture: NDArray[np.uint8], template: NDArray[np.uint8], tolerance: int
) -> Point | None:
    """Look at every place."""
    height, width = template.shape[:2]
    for row in range(picture.shape[0] - height + 1):
        for column in range(picture.shape[1] - width + 1):
            part = picture[row : row + height, column : column + width, :3].astype(int)
            if np.abs(part - template[..., :3]).max() <= tolerance:
                return Point(column, row)
    return None


@given(
    st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 7), st.integers(1, 4), st.booleans()
)
def test_it_finds_what_looking_at_every_place_finds(
    seed: int, width: int, most: int, colours: int, is_cut: bool
) -> None:
    random = np.random.default_rng(seed)
    picture = random.integers(0, colours + 1, (9, width, 4), dtype=np.uint8)
    height, across = random.integers(1, 10), random.integers(1, width + 1)
    template = random.integers(0, colours + 1, (height, across, 4), dtype=np.uint8)
    if is_cut:
        row, column = random.integers(0, 10 - height), random.integers(0, width - across + 1)
        template[..., :3] = picture[row : row + height, column : column + across, :3]
    for tolerance in (0, 1, most):
        assert find(picture, template, tolerance) == slow_find(picture, template, tolerance)


def test_rows_may_be_strided() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (20, 30, 4), dtype=np.uint8)
    assert find(picture[2:, 3:], picture[7:9, 10:14]) == Point(7, 5)


def test_a_template_larger_than_the_picture_is_nowhere() -> None:
    picture = np.zeros((5, 5, 4), np.uint8)
    assert find(picture, np.zeros((6, 1, 4), np.uint8)) is None
    assert find(picture, np.zeros((1, 6, 4), np.uint8)) is None


@pytest.mark.parametrize("shape", [(0, 4, 4), (4, 0, 4), (4, 4, 3)])
def test_what_is_no_picture(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="pixels"):
        find(np.zeros((9, 9, 4), np.uint8), np.zeros(shape, np.uint8))


@pytest.mark.parametrize("tolerance", [-1, 256])
def test_tolerances_that_cannot_be(tolerance: int) -> None:
    picture = np.zeros((9, 9, 4), np.uint8)
    with pytest.raises(OverflowError):
        find(picture, picture, tolerance)
