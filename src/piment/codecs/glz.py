"""GLZ: LZ whose matches reach into earlier images of a dictionary (codecs.md section 3)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment import _core
from piment.codecs.image import TYPES, ImageType, Picture, packed_rows, unpacked_rows

MOST_WINDOW = 1 << 25
"""Most pixels that the window of a dictionary may hold (codecs.md 3.3)."""


class Encoder:
    """The server's side of a dictionary: one for all display channels of a viewer.

    Threads may share it; encodings follow each other. Every stream has to be sent, since later ones
    refer to it: a stream that is thrown away breaks all others.
    """

    def __init__(self, window_pixels: int, *, first_id: int = 0) -> None:
        """Begin with an empty window; `first_id` goes on where a migrated session was.

        Raises:
            CodecError: a window of more than `MOST_WINDOW` pixels.

        """
        self.window_pixels = window_pixels
        self._core = _core.GlzEncoder(window_pixels, first_id)

    def fits(self, width: int, height: int) -> bool:
        """Whether an image is small enough for the window; others travel as LZ."""
        return width * height < self.window_pixels

    def encode(
        self,
        pixels: NDArray[Any],
        type: ImageType,  # noqa: A002  the name that users know
        *,
        top_down: bool = True,
    ) -> bytes:
        """Return `pixels`, the top row first, as the dictionary's next GLZ stream.

        `pixels` has the form of `Picture.pixels` and may change afterwards; rows may be strided.
        Types are RGB16, RGB24, RGB32 and RGBA. Of RGB32 the pad and of RGB16 the top bit are not
        carried. `top_down` is the order of the rows in the stream.

        Raises:
            CodecError: another type, or an image that does not fit (`fits`).
            ValueError: `pixels` are not those of the type.

        """
        rows = packed_rows(pixels, type)
        return self._core.encode(type, rows.shape[1] // type.unit_size, top_down, rows)


class Decoder:
    """The client's side of a dictionary: one for all display channels of a session.

    Threads may share it, one for each channel.
    """

    def __init__(self, window_pixels: int = MOST_WINDOW) -> None:
        """Begin with an empty window of the size that the server was told."""
        self._core = _core.GlzDecoder(window_pixels)

    def decode(self, data: bytes | bytearray | memoryview, *, patience: float = 0.0) -> Picture:
        """Return the picture of a GLZ stream; its pixels cannot be written to.

        Streams of one channel come in their order. One that refers to an image of another channel
        waits for it, up to `patience` seconds: call from a thread of its own.

        Raises:
            CodecError: the stream is not a well-formed image, does not fit to those before it, or
                waited in vain.

        """
        stream = np.frombuffer(data, np.uint8)
        number, width, height, top_down, _, flat = self._core.decode(stream, patience)
        type_ = TYPES[number]
        pixels = unpacked_rows(flat, type_, width, height)
        return Picture(type_, pixels if top_down else pixels[::-1], width, top_down=top_down)

    @property
    def ids(self) -> list[int]:
        """The ids of the images that are kept for later ones, the smallest first."""
        return self._core.ids()

    def close(self) -> None:
        """Let all decodings that wait fail."""
        self._core.close()
