"""LZ, unit by unit (codecs.md section 2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from piment.codecs.image import ImageType

MAGIC = 0x20205A4C
VERSION = 0x00010001
LENGTH_BIAS = {ImageType.RGB16: 1, ImageType.RGB24: 0, ImageType.RGB32: 0, ImageType.RGBA: 0}
LITERAL_BYTES = {ImageType.RGB16: 2, ImageType.RGB24: 3, ImageType.RGB32: 3, ImageType.RGBA: 3}


def decode(stream: bytes) -> tuple[ImageType, int, int, bool, bytes]:
    """Return type, width, height, top_down and the bytes of the image in the stream's order."""
    magic, version, number, width, height, stride, top_down = struct.unpack_from(">7I", stream)
    assert (magic, version) == (MAGIC, VERSION)
    kind = ImageType(number)
    assert stride == kind.stride(width)
    body = iter(stream[28:])
    units = stride * height // kind.unit_size
    colour = decode_pass(body, units, LENGTH_BIAS.get(kind, 2), LITERAL_BYTES.get(kind, 1))
    match kind:
        case ImageType.RGB16:
            pixels = [bytes(reversed(unit)) for unit in colour]
        case ImageType.RGB32:
            pixels = [unit + b"\0" for unit in colour]
        case ImageType.XXXA:
            pixels = [b"\0\0\0" + unit for unit in colour]
        case ImageType.RGBA:
            alpha = decode_pass(body, units, 2, 1)
            pixels = [bgr + a for bgr, a in zip(colour, alpha, strict=True)]
        case _:
            pixels = colour
    assert next(body, None) is None
    return kind, width, height, bool(top_down), b"".join(pixels)


def decode_pass(body: Iterator[int], count: int, bias: int, literal: int) -> list[bytes]:
    """Return the units of a pass, each in its literal form."""
    units: list[bytes] = []
    while len(units) < count:
        control = next(body)
        if control < 32:
            units += [bytes(next(body) for _ in range(literal)) for _ in range(control + 1)]
            continue
        length = control >> 5
        distance = (control & 31) << 8
        if length == 7:
            extra = 255
            while extra == 255:
                extra = next(body)
                length += extra
        low = next(body)
        if control & 31 == 31 and low == 255:
            distance = 8191 + (next(body) << 8) + next(body)
        else:
            distance += low
        for _ in range(length + bias):
            units.append(units[-(distance + 1)])
    assert len(units) == count
    return units
