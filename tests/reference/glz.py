"""GLZ, unit by unit (codecs.md section 3)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from piment.codecs.image import ImageType

MAGIC = 0x20205A4C
VERSION = 0x00010001
LENGTH_BIAS = {ImageType.RGB16: 1, ImageType.RGB24: 0, ImageType.RGB32: 0, ImageType.RGBA: 0}
LITERAL_BYTES = {ImageType.RGB16: 2, ImageType.RGB24: 3, ImageType.RGB32: 3, ImageType.RGBA: 3}


@dataclass
class Decoder:
    """The window of a dictionary: for each id the passes of the image, each a list of units."""

    images: dict[int, list[list[bytes]]] = field(default_factory=dict)

    def decode(self, stream: bytes) -> tuple[ImageType, int, int, bool, bytes]:
        """Return type, width, height, top_down and the bytes of the image in its own order.

        Streams have to come in the order of their ids.
        """
        head = struct.unpack_from(">IIBIIIQI", stream)
        magic, version, kind_and_order, width, height, stride, id_, window = head
        assert (magic, version) == (MAGIC, VERSION)
        kind = ImageType(kind_and_order & 15)
        assert stride == kind.stride(width)
        body = iter(stream[33:])
        count = width * height
        before = {distance: self.images[id_ - distance] for distance in range(1, window + 1)}
        forms = [(LENGTH_BIAS[kind], LITERAL_BYTES[kind])]
        if kind is ImageType.RGBA:
            forms.append((2, 1))
        passes = [
            decode_pass(
                body,
                count,
                form,
                {back: image[index] for back, image in before.items() if index < len(image)},
            )
            for index, form in enumerate(forms)
        ]
        self.images[id_] = passes
        self.images = {
            known: image for known, image in self.images.items() if known >= id_ - window
        }
        match kind:
            case ImageType.RGB16:
                pixels = [bytes(reversed(unit)) for unit in passes[0]]
            case ImageType.RGB32:
                pixels = [unit + b"\0" for unit in passes[0]]
            case ImageType.RGBA:
                pixels = [bgr + a for bgr, a in zip(*passes, strict=True)]
            case _:
                pixels = passes[0]
        return kind, width, height, bool(kind_and_order & 16), b"".join(pixels)


def decode_pass(
    body: Iterator[int], count: int, form: tuple[int, int], before: dict[int, list[bytes]]
) -> list[bytes]:
    """Return the units of a pass, each in its literal form; `before` are those of other images."""
    bias, literal = form
    units: list[bytes] = []
    while len(units) < count:
        control = next(body)
        if control < 32:
            units += [bytes(next(body) for _ in range(literal)) for _ in range(control + 1)]
            continue
        length = control >> 5
        if length == 7:
            extra = 255
            while extra == 255:
                extra = next(body)
                length += extra
        image, offset = decode_source(body, control)
        length += bias
        if image:
            assert offset + length <= len(before[image])
            units += before[image][offset : offset + length]
        else:
            for _ in range(length):
                units.append(units[-(offset + 1)])
    assert len(units) == count
    return units


def decode_source(body: Iterator[int], control: int) -> tuple[int, int]:
    """Return the image distance and the offset of a match."""
    offset = control & 15 | next(body) << 4
    byte = next(body)
    more = byte >> 6
    if not control & 16:
        image = byte & 63
        for place in range(more):
            image += next(body) << (6 + 8 * place)
        return image, offset
    offset += (byte & 31) << 12
    image = 0
    for place in range(more):
        image += next(body) << (8 * place)
    if byte & 32:
        offset += next(body) << 17
    return image, offset
