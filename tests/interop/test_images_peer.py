"""Our encoded images through spice-gtk's decoders: every pixel arrives as it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

import numpy as np
import pytest

from piment.canvas import PixelFormat
from piment.codecs.image import ImageType
from piment.geometry import Size
from piment.protocol import image as wire
from piment.protocol.common import Point, Rect
from piment.protocol.draw import DrawCopy, MaskFlags, QMask, Ropd
from piment.protocol.image import ImageScaleMode
from piment.server.sources.demo import DemoSource
from tests.interop.images import Coder, Coders, Painter, random_image
from tests.interop.peers.glib_client import GLibClient
from tests.interop.scripted import Screen
from tests.interop.serving import Serve

IMAGES = 500  # of each type
SIZE = Size(1200, 1000)


class Case(NamedTuple):
    """A codec, and the types that spice-gtk takes in it."""

    coder: Coder
    types: list[ImageType]


CASES = {
    "quic": Case(Coders.quic, [ImageType.RGB32]),
    "lz": Case(Coders.lz, [ImageType.RGB32]),
    "glz": Case(Coders.glz, [ImageType.RGB32]),
}


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


@pytest.mark.parametrize("codec", CASES)
async def test_images_arrive_as_they_were(
    codec: str,
    monkeypatch: pytest.MonkeyPatch,
    serve: Serve[DemoSource],
    glib_client: Callable[[], Awaitable[GLibClient]],
) -> None:
    screen = await Screen.open(serve, await glib_client(), monkeypatch, SIZE, PixelFormat.ARGB)
    coder, types = CASES[codec]
    painter = Painter(seed=1)
    coders = Coders(painter)
    expected = np.zeros((SIZE.height, SIZE.width), np.uint32)
    for kind in types:
        shelves, boxes = Shelves(), list[Rect]()
        for _ in range(IMAGES):
            image, words = random_image(painter, coders, coder, kind)
            box = shelves.place(image.width, image.height)
            if box is None:
                assert differences(await screen.words(), expected, boxes) == [], kind
                shelves, boxes = Shelves(), list[Rect]()
                box = shelves.place(image.width, image.height)
                assert box is not None
            await screen.draw(copy(image, box))
            expected[box.top : box.bottom, box.left : box.right] = words
            boxes.append(box)
        assert differences(await screen.words(), expected, boxes) == [], kind


def differences(seen: np.ndarray, expected: np.ndarray, boxes: list[Rect]) -> list[str]:
    """Return what is not as expected, images first."""
    wrong = seen != expected
    found = []
    for number, box in enumerate(boxes):
        part = wrong[box.top : box.bottom, box.left : box.right]
        if part.any():
            row, column = np.argwhere(part)[0]
            pixel = box.top + row, box.left + column
            found.append(
                f"image {number}, {box.right - box.left}x{box.bottom - box.top}: {part.sum()}"
                f" pixels, first {row},{column}: {seen[pixel]:08x} not {expected[pixel]:08x}"
            )
    return found if found or not wrong.any() else [f"{wrong.sum()} pixels outside of all images"]
