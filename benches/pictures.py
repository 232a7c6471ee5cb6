"""Pictures to measure with: a folder of screenshots, or two drawn ones where there is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""uint8 of shape (height, width, 4): B, G, R, 0."""

SIZE = (1080, 1920)


def read(path: Path) -> Pixels:
    """Return a picture file as pixels."""
    with Image.open(path) as image:
        rgb = np.asarray(image.convert("RGB"))
    pixels = np.zeros((*rgb.shape[:2], 4), np.uint8)
    pixels[..., :3] = rgb[..., ::-1]
    return pixels


def stills(corpus: Path | None) -> dict[str, Pixels]:
    """Return the pictures of a folder by name; drawn ones without a folder."""
    if corpus is None:
        return {"drawn_page": page(), "drawn_photo": photo()}
    return {path.stem: read(path) for path in sorted(corpus.glob("*.png"))}


def sequences(corpus: Path | None) -> dict[str, list[Pixels]]:
    """Return the frames of each folder in a folder; a drawn page that scrolls without one."""
    if corpus is None:
        whole = page()
        return {"drawn_scroll": [np.roll(whole, -57 * step, axis=0) for step in range(10)]}
    folders = sorted(path for path in corpus.iterdir() if path.is_dir())
    frames = {folder.name: sorted(folder.glob("*.png")) for folder in folders}
    return {name: [read(path) for path in paths] for name, paths in frames.items() if paths}


def page() -> Pixels:
    """Draw lines of letters on white, beside a coloured bar."""
    random = np.random.default_rng(1)
    letters = random.integers(0, 256, (60, 12, 8), np.uint8)
    letters[letters > 90] = 255
    lines = SIZE[0] // 18
    grid = letters[random.integers(0, 60, (lines, 200)) % random.integers(1, 60, (lines, 1))]
    pixels = np.zeros((*SIZE, 4), np.uint8)
    pixels[..., :3] = 255
    text = grid.transpose(0, 2, 1, 3).reshape(lines * 12, 1600)
    for line in range(lines):
        top = 18 * line
        pixels[top : top + 12, 300:1900, :3] = text[12 * line : 12 * line + 12, :, None]
    pixels[:, :280, :3] = (180, 90, 30)
    return pixels


def photo() -> Pixels:
    """Draw clouds with grain."""
    random = np.random.default_rng(2)
    sums = np.cumsum(np.cumsum(random.normal(0, 1, (*SIZE, 3)), axis=0), axis=1)
    clouds = 128 + 100 * np.sin(sums / 400) + random.normal(0, 2, sums.shape)
    pixels = np.zeros((*SIZE, 4), np.uint8)
    pixels[..., :3] = np.clip(clouds, 0, 255)
    return pixels
