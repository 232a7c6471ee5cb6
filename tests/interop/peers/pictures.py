"""Comparing pictures: uint8 arrays (height, width, 3) in B, G, R."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]

# How many pixels are looked at to rule places out before whole pictures are compared.
SAMPLES = 200


def find(picture: Pixels, screen: Pixels) -> tuple[int, int] | None:
    """Return where (x, y) `picture` stands in `screen` pixel by pixel, None if nowhere.

    A picture of one colour stands wherever that colour is: look for one with something in it.
    """
    height, width = picture.shape[:2]
    down, right = screen.shape[0] - height + 1, screen.shape[1] - width + 1
    if down < 1 or right < 1:
        return None
    possible = np.ones((down, right), np.bool_)
    for x, y in telling(picture):
        possible &= (screen[y : y + down, x : x + right] == picture[y, x]).all(axis=2)
    for y, x in np.argwhere(possible):
        if np.array_equal(screen[y : y + height, x : x + width], picture):
            return int(x), int(y)
    return None


def telling(picture: Pixels) -> list[tuple[int, int]]:
    """Return places (x, y) spread over a picture, first those where its colour changes."""
    changes = np.argwhere((picture[1:, 1:] != picture[:-1, :-1]).any(axis=2))
    step = max(1, len(changes) // SAMPLES)
    height, width = picture.shape[:2]
    corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)]
    return corners + [(int(x), int(y)) for y, x in changes[::step]]


def difference(one: Pixels, other: Pixels) -> str:
    """Return in words how two pictures differ; empty if they are equal."""
    if one.shape != other.shape:
        return f"sizes {one.shape[1]}x{one.shape[0]} and {other.shape[1]}x{other.shape[0]}"
    places = np.argwhere((one != other).any(axis=2))
    if not len(places):
        return ""
    (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0)
    first = tuple(places[0])
    return (
        f"{len(places)} pixels differ, within x {left}..{right}, y {top}..{bottom};"
        f" at {first[1]},{first[0]}: {one[first].tolist()} and {other[first].tolist()}"
    )


def from_image(image: Image.Image) -> Pixels:
    """Return the pixels of a Pillow image."""
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])
