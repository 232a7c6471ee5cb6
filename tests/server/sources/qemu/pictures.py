"""Pictures as QEMU tells them, and what is told on replayed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from piment.geometry import Point
from piment.server.scene.updates import (
    Blanked,
    CursorHidden,
    CursorMoved,
    CursorShape,
    Painted,
    Resized,
    Update,
)
from piment.server.sources.qemu.formats import Picture

X8R8G8B8 = 0x20020888


def picture(pixels: NDArray[np.uint8]) -> Picture:
    """Return `pixels`, (height, width, 4), as QEMU has them in memory."""
    height, width, _ = pixels.shape
    data = memoryview(pixels.tobytes())
    return Picture.within(data, (width, height), width * 4, X8R8G8B8)


def noise(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    """Return pixels that are like no others."""
    random = np.random.default_rng(seed)
    return random.integers(0, 256, (height, width, 4), np.uint8)


@dataclass
class Replay:
    """What somebody sees who does all that updates say; by the numbers of screens."""

    pixels: dict[int, NDArray[np.uint8]] = field(default_factory=dict)
    shapes: dict[int, CursorShape] = field(default_factory=dict)
    positions: dict[int, Point] = field(default_factory=dict)
    others: list[Update] = field(default_factory=list)
    sizes: int = 0
    painted: int = 0

    def take(self, updates: Iterable[Update]) -> None:
        for update in updates:
            self.apply(update)

    def apply(self, update: Update) -> None:
        match update:
            case Resized(size, screen):
                self.sizes += 1
                self.pixels[screen] = np.zeros((size.height, size.width, 4), np.uint8)
            case Blanked(screen):
                del self.pixels[screen]
            case Painted(area, pixels, screen):
                self.painted += area.area
                self.pixels[screen][area.rows, area.columns] = pixels
            case CursorShape(screen=screen):
                self.shapes[screen] = update
            case CursorHidden(screen):
                del self.shapes[screen]
            case CursorMoved(position, screen):
                self.positions[screen] = position
            case _:
                self.others.append(update)
