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
    colours, wanted = packed(screen), packed(picture)
    (x, y), *others = telling(picture)
    rows, columns = np.nonzero(colours[y : y + down, x : x + right] == wanted[y, x])
    for x, y in others:
        fits = colours[rows + y, columns + x] == wanted[y, x]
        rows, columns = rows[fits], columns[fits]
    for x, y in zip(columns.tolist(), rows.tolist(), strict=True):
        if np.array_equal(colours[y : y + height, x : x + width], wanted):
            return x, y
    return None


def packed(pixels: Pixels) -> NDArray[np.uint32]:
    """Return each pixel as one number."""
    blue, green, red = np.moveaxis(pixels.astype(np.uint32), 2, 0)
    numbers: NDArray[np.uint32] = blue | green << 8 | red << 16
    return numbers


def telling(picture: Pixels) -> list[tuple[int, int]]:
    """Return places (x, y) spread over a picture, first those where its colour changes."""
    colours = packed(picture)
    changes = np.argwhere(colours[1:, 1:] != colours[:-1, :-1])
    step = max(1, len(changes) // SAMPLES)
    height, width = picture.shape[:2]
    corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)]
    return [(x, y) for y, x in changes[::step].tolist()] + corners


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
