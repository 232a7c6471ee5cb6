"""Our encoded images through spice-gtk's decoders: every pixel arrives as it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

import numpy as np
import pytest

from piment.canvas import PixelFormat
from piment.canvas.format import Words
from piment.codecs.image import ImageType
from piment.geometry import Size
from piment.protocol import image as wire
from piment.protocol.common import Point, Rect
from piment.protocol.draw import DrawCopy, MaskFlags, QMask, Ropd
from piment.protocol.image import ImageScaleMode
from piment.server.sources.demo import DemoSource
from tests.interop.images import BITMAP_FORMATS, Coder, Coders, random_image
from tests.interop.painter import Painter
from tests.interop.peers.glib_client import GLibClient
from tests.interop.scripted import Screen
from tests.interop.serving import Serve

SIZE = Size(1200, 1000)

SURFACES = {
    PixelFormat.ARGB: 500,
    PixelFormat.XRGB: 100,
    PixelFormat.RGB555: 100,
    PixelFormat.RGB565: 100,
}
"""Formats of the surface, and how many images of each type are drawn there.

Only ARGB shows all 32 bits that a decoder gives.
"""

COLOUR_BITS = {PixelFormat.XRGB: 0x00FFFFFF, PixelFormat.RGB555: 0x7FFF}
"""The bits that mean something, where not all do (wire.md 19.1)."""


class Case(NamedTuple):
    """A codec, and the types that spice-gtk takes in it."""

    coder: Coder
    types: list[ImageType]


COLOURS = [ImageType.RGB16, ImageType.RGB24, ImageType.RGB32, ImageType.RGBA]
PALETTES = [
    ImageType.PLT1_LE,
    ImageType.PLT1_BE,
    ImageType.PLT4_LE,
    ImageType.PLT4_BE,
    ImageType.PLT8,
]


def takes(form: PixelFormat, kind: ImageType) -> bool:
    """Return whether spice-gtk takes such images there; palettes on 16_565 end its process."""
    return form is not PixelFormat.RGB565 or not kind.is_palette


CASES = {
    "bitmap": Case(Coders.bitmap, list(BITMAP_FORMATS)),
    "quic": Case(Coders.quic, COLOURS),
    "lz": Case(Coders.lz, [*COLOURS, ImageType.A8]),
    "lz_plt": Case(Coders.lz_plt, PALETTES),
    "glz": Case(Coders.glz, COLOURS),
    "zlib_glz": Case(Coders.zlib_glz, COLOURS),
    "lz4": Case(Coders.lz4, COLOURS),
    "jpeg": Case(Coders.jpeg, COLOURS),
    "jpeg_alpha": Case(Coders.jpeg_alpha, [ImageType.RGBA]),
}


TRIALS = [
    (codec, form, kinds)
    for form in SURFACES
    for codec, (_, types) in CASES.items()
    if (kinds := [kind for kind in types if takes(form, kind)])
]


class Shelves:
    """Places for pictures on the surface, row by row."""

    def __init__(self) -> None:
        self._left = self._top = self._bottom = 0

    def place(self, width: int, height: int) -> Rect | None:
        """Return where a picture can be, or None if there is no place left."""
        if self._left + width > SIZE.width:
            self._left, self._top = 0, self._bottom
        if self._top + height > SIZE.height:
            return None
        left, self._left = self._left, self._left + width
        self._bottom = max(self._bottom, self._top + height)
        return Rect(self._top, left, self._top + height, left + width)


def copy(image: wire.Image, box: Rect) -> DrawCopy:
    area = Rect(0, 0, image.height, image.width)
    no_mask = QMask(MaskFlags(0), Point(0, 0), None)
    return DrawCopy(0, box, None, image, area, Ropd.OP_PUT, ImageScaleMode.NEAREST, no_mask)


class Trial:
    """Images on the viewer's surface, and what must be seen there."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._meaning = COLOUR_BITS.get(screen.form, screen.form.ones)
        self._expected = np.zeros((SIZE.height, SIZE.width), screen.form.dtype)
        self._clear()

    def _clear(self) -> None:
        self._shelves = Shelves()
        self._shown: list[tuple[str, Rect]] = []

    async def show(self, name: str, image: wire.Image, words: Words) -> list[str]:
        """Draw an image; if there is no room for it, first `compare` those there are."""
        found = []
        box = self._shelves.place(image.width, image.height)
        if box is None:
            found = await self.compare()
            box = self._shelves.place(image.width, image.height)
            assert box is not None
        await self._screen.draw(copy(image, box))
        self._expected[box.top : box.bottom, box.left : box.right] = words
        self._shown.append((name, box))
        return found

    async def compare(self) -> list[str]:
        """Return what is not as it must be, and begin a new surface."""
        seen = await self._screen.words()
        wrong = (seen ^ self._expected) & self._meaning != 0
        found = []
        for name, box in self._shown:
            part = wrong[box.top : box.bottom, box.left : box.right]
            if part.any():
                row, column = np.argwhere(part)[0]
                pixel = box.top + row, box.left + column
                found.append(
                    f"{name} {part.shape[1]}x{part.shape[0]}: {part.sum()} pixels are wrong, at"
                    f" {column},{row} {seen[pixel]:08x} not {self._expected[pixel]:08x}"
                )
        if wrong.any() and not found:
            found = [f"{wrong.sum()} pixels outside of all images"]
        self._clear()
        return found


@pytest.mark.parametrize(
    ("codec", "form", "types"), TRIALS, ids=[f"{codec}-{form.name}" for codec, form, _ in TRIALS]
)
async def test_images_arrive_as_they_were(
    codec: str,
    form: PixelFormat,
    types: list[ImageType],
    monkeypatch: pytest.MonkeyPatch,
    serve: Serve[DemoSource],
    glib_client: Callable[[], Awaitable[GLibClient]],
) -> None:
    trial = Trial(await Screen.open(serve, await glib_client(), monkeypatch, SIZE, form))
    painter = Painter(seed=form)
    coders = Coders(painter)
    wrong = []
    for kind in types * SURFACES[form]:
        image, words = random_image(painter, coders, CASES[codec].coder, kind, form)
        wrong += await trial.show(kind.name, image, words)
    assert wrong + await trial.compare() == []
