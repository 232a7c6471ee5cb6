"""The GLZ dictionary that the display channels of a session share (wire.md 14.4)."""

from __future__ import annotations

from piment.codecs import glz, zlib
from piment.codecs.image import Picture
from piment.errors import CodecError, ProtocolError
from piment.protocol.image import GlzRgb, ZlibGlzRgb

MOST_BYTES_PER_PIXEL = 5
"""What a pixel takes at most in a GLZ stream; such streams may come within zlib."""


class DictionaryError(ProtocolError):
    """An image that others refer to is broken or missing.

    Nothing that comes later can be relied on: images refer to it, and those before it would have to
    stay for ever.
    """


class Dictionary:
    """Decodes what refers to images before it. Every image has to pass through here.

    Threads may share it, one for each display channel.
    """

    def __init__(self, window_pixels: int) -> None:
        """Begin with an empty window of as many pixels as the server was told of."""
        self._decoder = glz.Decoder(window_pixels)
        self._most_bytes = MOST_BYTES_PER_PIXEL * window_pixels

    def decode(self, coded: GlzRgb | ZlibGlzRgb, *, patience: float = 0.0) -> Picture:
        """Return an image; one that refers to some of another channel waits for them.

        `patience` is in seconds: with it, call from a thread of its own.

        Raises:
            DictionaryError: the image is broken, or what it refers to does not come.

        """
        try:
            return self._decoder.decode(self._stream(coded), patience=patience)
        except CodecError as error:
            raise DictionaryError(str(error)) from error

    def close(self) -> None:
        """Let all that wait fail."""
        self._decoder.close()

    def _stream(self, coded: GlzRgb | ZlibGlzRgb) -> bytes:
        if isinstance(coded, GlzRgb):
            return coded.data
        return zlib.inflate(coded.data, coded.glz_data_size, limit=self._most_bytes)
