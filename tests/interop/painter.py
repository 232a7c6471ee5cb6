"""Random pictures of all pixel types, of the kinds that codecs treat differently."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment.codecs.image import ImageType, Picture

Planes = NDArray[np.uint8]
"""Bytes of shape (height, width, bytes of a pixel)."""

WALL = 512  # pixels of the side of the wallpaper that some pictures are cut from
MOST_SIDE = 250


def noise(random: np.random.Generator, height: int, width: int, size: int) -> Planes:
    """Return pixels that have nothing to do with each other."""
    return random.integers(0, 256, (height, width, size), np.uint8)


def text(random: np.random.Generator, height: int, width: int, size: int) -> Planes:
    """Return few colours, mostly the first, in strokes and gaps."""
    colours = random.integers(0, 256, (int(random.integers(2, 7)), size), np.uint8)
    weights = np.array([20.0] + [1.0] * (len(colours) - 1))
    chosen = random.choice(len(colours), (height, width), p=weights / weights.sum())
    return colours[np.repeat(chosen, 2, axis=1)[:, :width]]


def gradient(random: np.random.Generator, height: int, width: int, size: int) -> Planes:
    """Return slopes in any direction, which wrap around."""
    down, right = random.integers(-6, 7, (2, size))
    start = random.integers(0, 256, size)
    rows, columns = np.ogrid[:height, :width]
    planes: Planes = (start + rows[..., None] * down + columns[..., None] * right).astype(np.uint8)
    return planes


def runs(random: np.random.Generator, height: int, width: int, size: int) -> Planes:
    """Return long runs, which go on in the next row."""
    lengths = random.geometric(float(random.choice([0.3, 0.05, 0.002])), height * width)
    colours = noise(random, 1, len(lengths), size)[0]
    return np.repeat(colours, lengths, axis=0)[: height * width].reshape(height, width, size)


def photo(random: np.random.Generator, height: int, width: int, size: int) -> Planes:
    """Return soft waves with a little noise."""
    rows, columns = np.ogrid[:height, :width]
    planes = []
    for across, down, phase in random.uniform(0.01, 0.2, (size, 3)):
        waves = 100 * np.sin(columns * across + phase * 30) * np.cos(rows * down)
        planes.append(128 + waves + random.normal(0, 2, (height, width)))
    return np.stack(planes, axis=2).clip(0, 255).astype(np.uint8)


def rows(random: np.random.Generator, height: int, width: int, size: int) -> Planes:
    """Return few different rows, and a pixel here and there that is another."""
    kinds = noise(random, int(random.integers(1, 4)), width, size)
    picture = kinds[random.integers(0, len(kinds), height)]
    spots = random.random((height, width)) < 0.01
    picture[spots] = noise(random, 1, int(spots.sum()), size)[0]
    return picture


CONTENTS = (noise, text, gradient, runs, photo, rows)


class Painter:
    """Paints pictures of all types; parts of some have been seen before."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self._walls = {size: self._wall(size) for size in (1, 2, 3, 4)}

    def chance(self, probability: float = 0.5) -> bool:
        """Return True that often."""
        return bool(self.random.random() < probability)

    def size(self) -> tuple[int, int]:
        """Return height and width; one in thirty is as large as QUIC's slowest learning needs."""
        least, most = (100, MOST_SIDE) if self.chance(1 / 30) else (1, 65)
        height, width = self.random.integers(least, most, 2)
        return int(height), int(width)

    def picture(self, kind: ImageType) -> Picture:
        """Return a picture, with a palette of random colours if its type has indices."""
        height, width = self.size()
        planes = self._planes(height, width, kind.unit_size)
        if not kind.is_palette:
            dtype = np.dtype("<u2") if kind is ImageType.RGB16 else np.dtype(np.uint8)
            pixels: NDArray[Any] = np.ascontiguousarray(planes).view(dtype)
            return Picture(kind, pixels[..., 0] if pixels.shape[2] == 1 else pixels, width)
        indices = planes[..., 0] >> np.uint8(8 - kind.bits)
        most = 1 << kind.bits
        needed = int(indices.max()) + 1 if kind.bits == 8 else most
        entries = self.random.integers(
            0, 1 << 32, self.random.integers(needed, most + 1), np.uint32
        )
        return Picture(kind, packed(indices, kind), width, entries)

    def _planes(self, height: int, width: int, size: int) -> Planes:
        if self.chance(0.25):
            top, left = self.random.integers(0, WALL - MOST_SIDE, 2)
            return self._walls[size][top : top + height, left : left + width]
        return self._content(height, width, size)

    def _content(self, height: int, width: int, size: int) -> Planes:
        return CONTENTS[self.random.integers(len(CONTENTS))](self.random, height, width, size)

    def _wall(self, size: int) -> Planes:
        half = WALL // 2
        quarters = [self._content(half, half, size) for _ in range(4)]
        return np.vstack([np.hstack(quarters[:2]), np.hstack(quarters[2:])])


def packed(indices: NDArray[np.uint8], kind: ImageType) -> NDArray[np.uint8]:
    """Return rows of palette indices as they lie in memory."""
    match kind:
        case ImageType.PLT1_LE:
            return np.packbits(indices, axis=1, bitorder="little")
        case ImageType.PLT1_BE:
            return np.packbits(indices, axis=1)
        case ImageType.PLT8:
            return indices
    even = np.pad(indices, ((0, 0), (0, indices.shape[1] % 2)))
    first, second = even[:, ::2], even[:, 1::2]
    low, high = (first, second) if kind is ImageType.PLT4_LE else (second, first)
    return low | high << np.uint8(4)
