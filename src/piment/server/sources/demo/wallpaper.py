"""The picture behind all windows: soft waves under an evening sky."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from piment.geometry import Size
from piment.server.sources.demo.drawing import Pixels, from_rgb

# The sky is computed at this fraction of the size: a gradient does not show it, and time does.
_COARSE = 8
# Colours of the four corners: top left, top right, bottom left, bottom right.
_CORNERS = (((34, 40, 84), (86, 56, 112)), ((44, 84, 124), (226, 122, 104)))
# Far to near: height of the crest over the bottom, swing, waves per width, phase (in turns),
# colour, strength. Heights and swings are fractions of the desktop's height.
_WAVES = (
    (0.52, 0.060, 0.80, 0.10, (240, 150, 130), 0.20),
    (0.40, 0.070, 0.95, 0.55, (168, 84, 122), 0.32),
    (0.27, 0.055, 1.20, 0.20, (86, 58, 116), 0.48),
    (0.14, 0.045, 1.45, 0.75, (38, 40, 84), 0.66),
)


# Larger wallpapers are drawn with at most so many pixels and enlarged, not to hold up everything
# else; they are soft enough for that.
_MOST_PIXELS = 1920 * 1200


def wallpaper(size: Size) -> Pixels:
    """Return the pixels of a wallpaper, opaque."""
    if size.width * size.height <= _MOST_PIXELS:
        return from_rgb(_draw(size))
    shrink = (_MOST_PIXELS / (size.width * size.height)) ** 0.5
    small = Size(max(int(size.width * shrink), 1), max(int(size.height * shrink), 1))
    large = Image.fromarray(_draw(small)).resize(size, Image.Resampling.BICUBIC)
    return from_rgb(np.asarray(large))


def _draw(size: Size) -> NDArray[np.uint8]:
    """Return the wallpaper as uint8 (height, width, 3) R, G, B."""
    rgb = _sky(size)
    for height, swing, waves, phase, colour, strength in _WAVES:
        turns = np.arange(size.width) / size.width * waves + phase
        crest = (1 - height - swing * np.sin(turns * 2 * np.pi)) * size.height
        first = max(int(crest.min()) - 1, 0)
        rows = np.arange(first, size.height, dtype=np.float32)[:, None]
        covers = np.clip(rows - crest.astype(np.float32)[None, :], 0, 1) * np.float32(strength)
        lower = rgb[first:]
        lower += (np.array(colour, np.float32) - lower) * covers[..., None]
    return np.round(rgb).astype(np.uint8)


def _sky(size: Size) -> NDArray[np.float32]:
    height, width = max(size.height // _COARSE, 2), max(size.width // _COARSE, 2)
    down = np.linspace(0, 1, height)[:, None, None]
    right = np.linspace(0, 1, width)[None, :, None]
    (top_left, top_right), (bottom_left, bottom_right) = np.array(_CORNERS, np.float64)
    top = top_left * (1 - right) + top_right * right
    bottom = bottom_left * (1 - right) + bottom_right * right
    coarse = (top * (1 - down) + bottom * down).astype(np.float32)
    fine = [
        Image.fromarray(channel).resize(size, Image.Resampling.BILINEAR)
        for channel in np.moveaxis(coarse, 2, 0)
    ]
    return np.stack([np.asarray(channel) for channel in fine], axis=2)
