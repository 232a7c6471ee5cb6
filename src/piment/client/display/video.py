"""Decoders of video streams (codecs.md 6.4, 6.3): frames to pixels."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from piment.codecs import jpeg
from piment.errors import CodecError
from piment.limits import MOST_FRAME_PIXELS
from piment.protocol.capabilities import Capabilities, DisplayCap
from piment.protocol.display import VideoCodecType

Pixels = NDArray[np.uint8]
"""A frame, (height, width, 4) B, G, R, X, the first coded row first."""


class Decoder(Protocol):
    """What makes pixels of the frames of one stream."""

    is_swift: bool
    """Whether a frame of moderate size is not worth another thread."""
    needs_all: bool
    """Whether frames refer to those before them, so that none may be left out."""

    def decode(self, data: bytes) -> Pixels | None:
        """Return a frame; None if the coded one gives none by itself.

        Raises:
            CodecError: it is broken, or larger than `MOST_FRAME_PIXELS`.

        """
        ...


class Mjpeg:
    """Frames that are JPEG files, also without Huffman tables."""

    is_swift = True
    needs_all = False

    def decode(self, data: bytes) -> Pixels:
        """Return a frame."""
        return jpeg.decode(data, limit=MOST_FRAME_PIXELS).pixels


class Av:
    """Frames of a coding that FFmpeg decodes; it is loaded with the first one."""

    is_swift = False
    needs_all = True

    def __init__(self, name: str) -> None:
        self._name = name
        self._context: Any = None

    def decode(self, data: bytes) -> Pixels | None:
        """Return a frame; of several that come at once, the last."""
        import av

        if not data:  # to FFmpeg, this is the end of the stream
            raise CodecError(f"{self._name}: a frame without bytes")
        if self._context is None:
            self._context = _context(self._name)
        try:
            frames = self._context.decode(av.Packet(data))
            if not frames:
                return None
            pixels: Pixels = frames[-1].to_ndarray(format="bgra")
        except av.FFmpegError as error:
            raise CodecError(f"{self._name}: {error}") from error
        return pixels


def _context(name: str) -> Any:
    """Return a decoder that gives each frame at once."""
    import av

    context = av.CodecContext.create(name, "r")
    context.options = {"max_pixels": str(MOST_FRAME_PIXELS), "flags": "low_delay"}
    context.thread_count = 1  # several would keep frames back
    return context


_DECODERS: dict[int, Callable[[], Decoder]] = {
    VideoCodecType.MJPEG: Mjpeg,
    VideoCodecType.VP8: lambda: Av("vp8"),
    VideoCodecType.VP9: lambda: Av("vp9"),
    VideoCodecType.H264: lambda: Av("h264"),
    VideoCodecType.H265: lambda: Av("hevc"),
}

_OF_FFMPEG = (
    DisplayCap.CODEC_VP8,
    DisplayCap.CODEC_VP9,
    DisplayCap.CODEC_H264,
    DisplayCap.CODEC_H265,
)


def capabilities() -> Capabilities:
    """Return which codings we announce: those of FFmpeg only if it is installed."""
    ours = Capabilities([DisplayCap.MULTI_CODEC, DisplayCap.CODEC_MJPEG])
    return ours | Capabilities(_OF_FFMPEG) if find_spec("av") else ours


def decoder(codec: VideoCodecType) -> Decoder | None:
    """Return a decoder for one stream, or None if there is none for such."""
    make = _DECODERS.get(codec)
    return None if make is None else make()
