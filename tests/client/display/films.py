"""Coded frames of video streams."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
import numpy as np

from piment.codecs import jpeg
from piment.codecs.image import ImageType
from piment.protocol.display import VideoCodecType
from tests.client.display.pieces import Pixels

SIZE = (64, 48)

_ENCODERS: dict[VideoCodecType, tuple[str, dict[str, str]]] = {
    VideoCodecType.VP8: ("libvpx", {"deadline": "realtime"}),
    VideoCodecType.VP9: ("libvpx-vp9", {"deadline": "realtime", "lag-in-frames": "0"}),
    VideoCodecType.H264: ("libx264", {"preset": "ultrafast", "tune": "zerolatency"}),
    VideoCodecType.H265: (
        "libx265",
        {"preset": "ultrafast", "tune": "zerolatency", "x265-params": "log-level=error"},
    ),
}


def frame(number: int, size: tuple[int, int] = SIZE) -> Pixels:
    """Return a frame of two colours, one above the other, that changes with the number."""
    width, height = size
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[: height // 2] = (40 * number % 256, 200, 30, 0)
    pixels[height // 2 :] = (250, 5, 99, 0)
    return pixels


def film(codec: VideoCodecType, length: int = 3, size: tuple[int, int] = SIZE) -> list[bytes]:
    """Return frames 0, 1, ... coded."""
    frames = [frame(number, size) for number in range(length)]
    if codec is VideoCodecType.MJPEG:
        return [jpeg.encode(each, ImageType.RGB32, quality=95) for each in frames]
    name, options = _ENCODERS[codec]
    context: Any = av.CodecContext.create(name, "w")
    context.width, context.height = size
    context.pix_fmt, context.time_base, context.options = "yuv420p", Fraction(1, 25), options
    coded = []
    for number, pixels in enumerate(frames):
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels[..., :3]), format="bgr24")
        picture.pts = number
        (packet,) = context.encode(picture)
        coded.append(bytes(packet))
    return coded


def is_close(one: Pixels, other: Pixels) -> bool:
    """Whether two pictures differ by no more than coding costs, off the edge between colours."""
    away = np.abs(one[..., :3].astype(int) - other[..., :3])
    away[len(away) // 2 - 9 : len(away) // 2 + 9] = 0
    return bool(away.max() <= 14)
