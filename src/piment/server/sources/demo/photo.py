"""A picture with the gradients, edges and grain of a photograph, for codecs to work on."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from piment.geometry import Size
from piment.server.sources.demo.drawing import Pixels, from_rgb
from piment.server.sources.demo.window import Window

CONTENT = Size(456, 300)

_SEED = 1492
_HORIZON = 0.64
_GRAIN = 3.0
_SKY = ((38, 48, 96), (118, 84, 132), (226, 128, 112), (255, 204, 138))
# Distant to near: height of the ridge line over the horizon, roughness, colour.
_RIDGES = (
    (0.24, 0.34, (150, 98, 130)),
    (0.13, 0.24, (96, 68, 110)),
    (0.035, 0.14, (46, 40, 74)),
)

Light = NDArray[np.float64]


class Photo(Window):
    """A window that shows the picture."""

    def __init__(self) -> None:
        super().__init__("Photo", CONTENT)
        self.canvas[:] = from_rgb(landscape(CONTENT))


@functools.lru_cache(maxsize=2)
def landscape(size: Size) -> Pixels:
    """Return the picture, uint8 (height, width, 3) R, G, B: dusk over a lake."""
    random = np.random.default_rng(_SEED)
    shore = round(size.height * _HORIZON)
    land = Size(size.width, shore)
    light = _sky(land)
    light += _clouds(random, land)[..., None] * np.array((70.0, 34.0, 26.0))
    light += _glow(land)
    for height, roughness, colour in _RIDGES:
        _raise_ridge(light, _ridge(random, land, height, roughness), colour)
    picture = np.concatenate((light, _water(light, size.height - shore)))
    picture += random.normal(0.0, _GRAIN, picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _sky(size: Size) -> Light:
    stops = np.linspace(0, 1, len(_SKY))
    at = np.linspace(0, 1, size.height)
    column = np.stack([np.interp(at, stops, channel) for channel in np.transpose(_SKY)], axis=1)
    return np.repeat(column[:, None], size.width, axis=1)


def _glow(size: Size) -> Light:
    y, x = np.mgrid[0 : size.height, 0 : size.width] / size.height
    distance = np.hypot(x - 0.98, y - 0.66)
    sun = np.clip((0.075 - distance) * size.height, 0, 1)
    halo = np.exp(-((distance / 0.28) ** 2))
    warm = halo[..., None] * np.array((80.0, 62.0, 30.0))
    return np.asarray(warm + sun[..., None] * np.array((60.0, 80.0, 110.0)))


def _clouds(random: np.random.Generator, size: Size) -> Light:
    clouds = np.zeros((size.height, size.width))
    for octave in range(4):
        cells = Size(3 << octave, 5 << octave)
        values = random.random((cells.height, cells.width)).astype(np.float32)
        smooth = Image.fromarray(values).resize(size, Image.Resampling.BICUBIC)
        clouds += np.asarray(smooth) / (1 << octave)
    fading = np.linspace(1, 0.25, size.height)[:, None]
    return np.asarray(np.clip(clouds - 0.95, 0, 1) * fading)


def _ridge(random: np.random.Generator, size: Size, height: float, roughness: float) -> Light:
    """Return the row of the ridge line for every column."""
    line = np.full(size.width, 1.0 - height)
    for octave in range(6):
        peaks = random.random(4 << octave) - 0.6
        at = np.linspace(0, len(peaks) - 1, size.width)
        line -= np.interp(at, np.arange(len(peaks)), peaks) * roughness / (1 << octave)
    return line * size.height


def _raise_ridge(light: Light, line: Light, colour: tuple[int, int, int]) -> None:
    rows = np.arange(light.shape[0])[:, None]
    covers = np.clip(rows - line[None, :] + 0.5, 0, 1)[..., None]
    mist = np.clip((rows - line[None, :]) / light.shape[0] * 1.2, 0, 0.35)[..., None]
    slope = np.array(colour) * (1 - mist) + np.array((236.0, 150.0, 120.0)) * mist
    light += (slope - light) * covers


def _water(light: Light, depth: int) -> Light:
    """Return the reflection of what stands over the shore, rippled and darker with depth."""
    rows = np.arange(depth)
    seen = light.shape[0] - 1 - np.minimum(rows * light.shape[0] // (depth + 1), light.shape[0] - 1)
    ripple = np.sin(rows**1.35 * 0.55) * (1 + rows / 14)
    columns = np.arange(light.shape[1])[None, :] + ripple[:, None]
    source = np.clip(columns, 0, light.shape[1] - 1).astype(np.intp)
    mirrored = light[seen[:, None], source]
    return np.asarray(mirrored * np.linspace(0.86, 0.5, depth)[:, None, None])
