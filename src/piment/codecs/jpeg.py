"""JPEG and JPEG with alpha, also without Huffman tables (codecs.md 4.5, 4.6, 6.4).

libjpeg-turbo does the work. What it would accept and SPICE does not have is refused before: a
megabyte of progressive scans without content would keep it busy for minutes, and a picture in
several scans is held a second time, as coefficients.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import simplejpeg
from numpy.typing import NDArray

from piment.codecs import lz
from piment.codecs.image import MOST_PIXELS, ImageType, Picture, packed_rows
from piment.errors import CodecError

QUALITY = 85
"""Percent: the reference encoder's."""

_SUBSAMPLING = "420"  # the reference encoder's
_LAYOUTS = {
    ImageType.RGB16: "BGRX",  # once expanded
    ImageType.RGB24: "BGR",
    ImageType.RGB32: "BGRX",
    ImageType.RGBA: "BGRX",
}
_START = b"\xff\xd8"
_SEQUENTIAL = (0xC0, 0xC1)  # frame headers with Huffman codes and one pass over the picture
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the others are tables and an extension
_SCAN = 0xDA
_BLOCK = 8  # pixels of a side
_LEAST_BLOCK_BITS = 2  # one Huffman code for the mean, and one for the end


class _Frame(NamedTuple):
    """What a frame header says."""

    width: int
    height: int
    factors: list[tuple[int, int]]
    """How many blocks of each component a unit of the scan has, across and down."""

    @property
    def least_bytes(self) -> int:
        """Fewest bytes that such a picture can be coded in."""
        if len(self.factors) == 1:
            across = down = blocks = 1
        else:
            across, down = (max(counts) for counts in zip(*self.factors, strict=True))
            blocks = sum(x * y for x, y in self.factors)
        columns = -(-self.width // (_BLOCK * across))
        rows = -(-self.height // (_BLOCK * down))
        return columns * rows * blocks * _LEAST_BLOCK_BITS // 8


def encode(
    pixels: NDArray[Any],
    type: ImageType,  # noqa: A002  the name that users know
    *,
    quality: int = QUALITY,
    fast: bool = False,
) -> bytes:
    """Return the colours of `pixels`, the top row first, as a JPEG file.

    `pixels` has the form of `Picture.pixels`; rows may be strided. `quality` is in percent; `fast`
    rounds more coarsely, which is good enough for a frame of a video.

    Raises:
        CodecError: a type without JPEG form, no pixels, more than 65,500 of them in a row or rows.
        ValueError: `pixels` are not those of the type.

    """
    packed_rows(pixels[:1], type)
    if (layout := _LAYOUTS.get(type)) is None:
        raise CodecError(f"JPEG: {type.name} cannot be coded")
    if type is ImageType.RGB16:
        pixels = Picture(type, pixels, pixels.shape[1]).bgrx()
    try:
        file: bytes = simplejpeg.encode_jpeg(
            pixels, quality, layout, colorsubsampling=_SUBSAMPLING, fastdct=fast
        )
    except ValueError as error:
        size = f"{pixels.shape[1]}x{pixels.shape[0]}"
        raise CodecError(f"JPEG: {size} pixels cannot be coded: {error}") from error
    return file


def decode(data: bytes | bytearray | memoryview, *, limit: int = MOST_PIXELS) -> Picture:
    """Return the picture of a JPEG file of at most `limit` pixels, as RGB32.

    Raises:
        CodecError: the file is broken, not of the sequential kind, or too large.

    """
    view = memoryview(data)
    frame, coded = _read_header(view)
    if not 0 < frame.width * frame.height <= limit:
        raise CodecError(f"JPEG: {frame.width}x{frame.height} pixels, 1 to {limit} allowed")
    if frame.least_bytes > coded:
        size = f"{frame.width}x{frame.height}"
        raise CodecError(f"JPEG: {size} pixels need {frame.least_bytes} bytes, {coded} left")
    try:
        pixels: NDArray[np.uint8] = simplejpeg.decode_jpeg(view, "BGRX")
    except ValueError as error:
        raise CodecError(f"JPEG: {error}") from error
    words = pixels.view("<u4")
    np.bitwise_and(words, 0xFFFFFF, out=words)
    return Picture(ImageType.RGB32, pixels, frame.width)


def encode_alpha(
    pixels: NDArray[np.uint8], *, quality: int = QUALITY, top_down: bool = True
) -> tuple[bytes, int]:
    """Return `pixels` of RGBA as a JPEG file and an LZ stream behind it, and the file's size.

    `top_down` is the order of the rows in the LZ stream; in the file the top one is always first.

    Raises:
        CodecError: as `encode`.
        ValueError: `pixels` are not uint8 of shape (height, width, 4).

    """
    file = encode(pixels, ImageType.RGBA, quality=quality)
    return file + lz.encode(pixels, ImageType.XXXA, top_down=top_down), len(file)


def decode_alpha(
    data: bytes | bytearray | memoryview,
    jpeg_size: int,
    *,
    top_down: bool = True,
    limit: int = MOST_PIXELS,
) -> Picture:
    """Return the picture, as RGBA, of a JPEG file of `jpeg_size` bytes and the LZ stream behind it.

    Size and order of rows are not in one place only: `top_down`, from the image's descriptor, must
    be that of the LZ stream.

    Raises:
        CodecError: one of the parts is broken or too large, or they do not fit each other.

    """
    view = memoryview(data)
    if jpeg_size > len(view):
        raise CodecError(f"JPEG_ALPHA: the file needs {jpeg_size} bytes, {len(view)} left")
    colours = decode(view[:jpeg_size], limit=limit)
    alpha = lz.decode(view[jpeg_size:], limit=limit)
    expected = (ImageType.XXXA, colours.width, colours.height, top_down)
    if (form := (alpha.type, alpha.width, alpha.height, alpha.top_down)) != expected:
        raise CodecError(f"JPEG_ALPHA: alpha is {_form(*form)}, the rest {_form(*expected)}")
    colours.pixels[..., 3] = alpha.pixels[..., 3]
    return Picture(ImageType.RGBA, colours.pixels, colours.width, top_down=top_down)


def _form(type_: ImageType, width: int, height: int, top_down: bool) -> str:
    return f"{type_.name} {width}x{height} {'top-down' if top_down else 'bottom-up'}"


def _read_header(data: memoryview) -> tuple[_Frame, int]:
    """Return the frame header, and how many bytes there are behind the header of the scan."""
    if data[: len(_START)] != _START:
        raise CodecError(f"JPEG: starts with {bytes(data[:2]).hex()}, not {_START.hex()}")
    place, frame = len(_START), None
    while True:
        marker, segment = _segment(data, place)
        place += 4 + len(segment)
        if marker in _FRAMES:
            frame = _read_frame(marker, segment)
        if marker == _SCAN and frame is not None:
            components = segment[0] if segment else 0
            if components != len(frame.factors):
                raise CodecError(
                    f"JPEG: a scan of {components} components, {len(frame.factors)} in the frame"
                )
            return frame, len(data) - place
        if marker == _SCAN:
            raise CodecError("JPEG: a scan without frame header")


def _segment(data: memoryview, place: int) -> tuple[int, memoryview]:
    """Return marker and content of the segment that begins at `place`."""
    head = data[place : place + 4]
    if len(head) < 4:
        raise CodecError(f"JPEG: a segment needs 4 bytes, {len(head)} left")
    length = int.from_bytes(head[2:], "big")
    if head[0] != 0xFF or length < 2:
        raise CodecError(f"JPEG: no segment begins with {bytes(head).hex()}")
    content = data[place + 4 : place + 2 + length]
    if len(content) != length - 2:
        raise CodecError(f"JPEG: a segment needs {length - 2} bytes, {len(content)} left")
    return head[1], content


def _read_frame(marker: int, segment: memoryview) -> _Frame:
    """Return what a frame header says; `_FRAMES` has its markers."""
    if marker not in _SEQUENTIAL:
        raise CodecError(f"JPEG: frame of kind {marker:02x}, only sequential ones are known")
    count = segment[5] if len(segment) > 5 else 0
    if count not in (1, 3) or len(segment) != 6 + 3 * count:
        raise CodecError(f"JPEG: frame header of {len(segment)} bytes for {count} components")
    factors = [(byte >> 4, byte & 15) for byte in segment[7::3]]
    if not all(1 <= x <= 4 and 1 <= y <= 4 for x, y in factors):
        raise CodecError(f"JPEG: sampling factors {factors}, 1 to 4 allowed")
    height, width = (int.from_bytes(segment[at : at + 2], "big") for at in (1, 3))
    return _Frame(width, height, factors)
