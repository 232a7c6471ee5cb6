"""From pieces of picture to draw commands; the pixel work runs on threads."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from piment.codecs import lz
from piment.codecs.image import ImageType
from piment.geometry import Rect
from piment.protocol.common import Point
from piment.protocol.common import Rect as WireRect
from piment.protocol.display import DrawCopy
from piment.protocol.draw import MaskFlags, QMask, Ropd
from piment.protocol.image import (
    Bitmap,
    BitmapFlags,
    BitmapFmt,
    Image,
    ImageCompression,
    ImageFlags,
    ImageScaleMode,
    LzRgb,
)

INLINE_PIXELS = 16 * 1024
"""Below, encoding is over sooner (about 0.1 ms) than a thread has taken it up."""

_SERVER_GROUP = 2
"""Image ids of pictures that the server itself makes have this lower half (wire.md 6.2)."""


class Encoder:
    """Makes draw commands of the primary surface for one viewer."""

    def __init__(self, executor: Executor) -> None:
        self.compression = ImageCompression.AUTO_LZ
        self._executor = executor
        self._images = 0

    async def draw(self, area: Rect, pixels: NDArray[np.uint8]) -> DrawCopy:
        """Return the command that puts `pixels`, (height, width, 4) B, G, R, X, at `area`.

        The pixels are read before the first await, or copied.
        """
        if self.compression is ImageCompression.OFF:
            payload: LzRgb | Bitmap = _raw(pixels)
        elif area.area <= INLINE_PIXELS:
            payload = _compress(pixels)
        else:
            loop = asyncio.get_running_loop()
            payload = await loop.run_in_executor(self._executor, _compress, pixels.copy())
        self._images += 1
        return DrawCopy(
            surface_id=0,
            box=WireRect.of(area),
            clip=None,
            src_bitmap=Image(
                id=self._images << 32 | _SERVER_GROUP,
                flags=ImageFlags(0),
                width=area.width,
                height=area.height,
                payload=payload,
            ),
            src_area=WireRect.of(Rect.of_size(area.size)),
            ropd=Ropd.OP_PUT,
            scale_mode=ImageScaleMode.NEAREST,
            mask=QMask(flags=MaskFlags(0), pos=Point(0, 0), bitmap=None),
        )


def _compress(pixels: NDArray[np.uint8]) -> LzRgb | Bitmap:
    """LZ, unless that makes the pixels larger."""
    data = lz.encode(pixels, ImageType.RGB32)
    return LzRgb(data) if len(data) < pixels.size else _raw(pixels)


def _raw(pixels: NDArray[np.uint8]) -> Bitmap:
    height, width, depth = pixels.shape
    return Bitmap(
        format=BitmapFmt.FMT_32BIT,
        flags=BitmapFlags.TOP_DOWN,
        x=width,
        y=height,
        stride=width * depth,
        palette_id=None,
        palette=None,
        data=pixels.tobytes(),
    )
