"""Check the codecs against recorded vectors: `check_vectors.py DIR` reads DIR/manifest.json.

A vector passes when its stream decodes to what was recorded, and when the recorded pixels, encoded
by us, decode to the same. Prints one line for each failure and ends with `N passed, N failed`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment.codecs import glz, jpeg, lz, lz4, quic, zlib
from piment.codecs.image import ImageType, Picture, unpacked_rows
from piment.errors import CodecError, WireError
from piment.protocol.image import (
    GlzRgb,
    Image,
    Jpeg,
    JpegAlpha,
    Lz4,
    LzPlt,
    LzRgb,
    Palette,
    Quic,
    ZlibGlzRgb,
)

DECODER_TOLERANCE = 3
"""Of a colour, of 255: inverse transforms may round, and chroma is interpolated in many ways."""

LOSS_TOLERANCE = 1.05
"""How much more than the reference's encoder ours may lose, as a ratio of mean squares: encoders
round differently."""


class MismatchError(Exception):
    """What came out is not what was recorded."""


@dataclass(frozen=True)
class Vector:
    """One entry of the manifest and the folder that its files lie in."""

    folder: Path
    entry: dict[str, Any]

    @property
    def name(self) -> str:
        """The name in the manifest."""
        return str(self.entry["name"])

    @property
    def codec(self) -> str:
        """The codec's name in the manifest."""
        return str(self.entry["codec"])

    @property
    def type(self) -> ImageType:
        """The image type."""
        return ImageType[self.entry["type"]]

    @property
    def stream(self) -> bytes:
        """The reference's stream."""
        path = self.folder / str(self.entry["compressed"])
        return path.read_bytes()

    @property
    def palette(self) -> NDArray[np.uint32] | None:
        """The palette of a palette type."""
        entries = self.entry.get("palette")
        return None if entries is None else np.array(entries, np.uint32)

    @property
    def pixels(self) -> NDArray[Any]:
        """The source picture, top row first."""
        raw = np.fromfile(self.folder / self.entry["raw"], np.uint8)
        width, height, stride = (self.entry[name] for name in ("width", "height", "stride"))
        rows = raw.reshape(height, stride)[:, : self.type.stride(width)]
        return unpacked_rows(np.ascontiguousarray(rows), self.type, width, height)

    @property
    def recorded_bgrx(self) -> NDArray[np.uint8]:
        """What the reference made of the stream, where that is recorded in full."""
        flat = np.fromfile(self.folder / self.entry["decoded_rgb32"], np.uint8)
        return flat.reshape(self.entry["height"], self.entry["width"], 4)


def read(folder: Path) -> list[Vector]:
    """Return the vectors of `folder`."""
    manifest = json.loads((folder / "manifest.json").read_text())
    return [Vector(folder, entry) for entry in manifest["vectors"]]


def carried(pixels: NDArray[Any], image_type: ImageType) -> NDArray[Any]:
    """Return `pixels` without what the codecs do not promise to carry."""
    match image_type:
        case ImageType.RGB16:
            return pixels & 0x7FFF
        case ImageType.RGB32:
            return pixels[..., :3]
        case ImageType.XXXA:
            return pixels[..., 3]
        case _:
            return pixels


def expect_digest(what: str, pixels: NDArray[Any], recorded: str) -> None:
    """Raise unless the SHA-256 of `pixels` is the recorded one."""
    if hashlib.sha256(pixels.tobytes()).hexdigest() != recorded:
        raise MismatchError(f"{what} differs")


def expect_near(what: str, picture: Picture, recorded: NDArray[np.uint8], most: int) -> None:
    """Raise unless all colours are within `most` of the recorded ones."""
    distance = np.abs(picture.bgrx()[..., :3].astype(int) - recorded[..., :3]).max()
    if distance > most:
        raise MismatchError(f"{what} differs by {distance}, {most} allowed")


def expect_form(vector: Vector, picture: Picture) -> None:
    """Raise unless type, size and order of rows are the recorded ones."""
    entry = vector.entry
    expected = (vector.type, entry["width"], entry["height"], bool(entry["top_down"]))
    if (form := (picture.type, picture.width, picture.height, picture.top_down)) != expected:
        raise MismatchError(f"decoded as {form}, recorded {expected}")


def check_lz(vector: Vector) -> None:
    """Check an LZ vector."""
    picture = lz.decode(vector.stream, palette=vector.palette)
    expect_form(vector, picture)
    pixels = picture.pixels
    if vector.type is ImageType.XXXA:
        # Recorded with what the destination held before: 0x55 in every byte.
        pixels = pixels.copy()
        pixels[..., :3] = 0x55
    expect_digest("decoded picture", pixels, vector.entry["decoded_sha256"])
    if recorded := vector.entry.get("decoded_rgb32_sha256"):
        expect_digest("picture as RGB32", picture.bgrx(), recorded)
    ours = lz.encode(
        vector.pixels,
        vector.type,
        width=vector.entry["width"],
        top_down=bool(vector.entry["top_down"]),
    )
    again = lz.decode(ours)
    expect_form(vector, again)
    kept, given = carried(again.pixels, vector.type), carried(vector.pixels, vector.type)
    if not np.array_equal(kept, given):
        raise MismatchError("our own stream decodes to something else")


def check_quic(vector: Vector) -> None:
    """Check a QUIC vector: there is only one stream for a picture."""
    picture = quic.decode(vector.stream)
    expect_form(vector, picture)
    expect_digest("decoded picture", picture.pixels, vector.entry["decoded_sha256"])
    if recorded := vector.entry.get("decoded_rgb32_sha256"):
        expect_digest("picture as RGB32", picture.bgrx(), recorded)
    if quic.encode(vector.pixels, vector.type) != vector.stream:
        raise MismatchError("our own stream differs")


def check_lz4(vector: Vector) -> None:
    """Check an LZ4 vector."""
    entry = vector.entry
    width, height = entry["width"], entry["height"]
    picture = lz4.decode(vector.stream, width, height)
    expect_form(vector, picture)
    expect_digest("decoded picture", picture.pixels, entry["decoded_sha256"])
    ours = lz4.encode(vector.pixels, vector.type, top_down=bool(entry["top_down"]))
    again = lz4.decode(ours, width, height)
    expect_form(vector, again)
    if not np.array_equal(again.pixels, vector.pixels):
        raise MismatchError("our own stream decodes to something else")


def check_glz(vector: Vector) -> None:
    """Check a sequence of GLZ images, and what a decoder has released after it."""
    window = vector.entry["window_pixels"]
    reference, ours = glz.Decoder(window), glz.Decoder(window)
    encoder = glz.Encoder(window)
    streams, raws = vector.stream, (vector.folder / vector.entry["raw"]).read_bytes()
    for entry in vector.entry["images"]:
        image = Vector(vector.folder, entry | {"name": f"image {entry['id']}"})
        stream = part(streams, entry, "compressed")
        expect_image(image, reference.decode(stream))
        raw = np.frombuffer(part(raws, entry, "raw"), np.uint8)
        pixels = unpacked_rows(raw, image.type, entry["width"], entry["height"])
        stream = encoder.encode(pixels, image.type, top_down=bool(entry["top_down"]))
        if int.from_bytes(stream[29:33]) != entry["win_head_dist"]:
            raise MismatchError(f"{image.name}: our window reaches back another way")
        expect_image(image, ours.decode(stream))
    kept = [entry["id"] for entry in vector.entry["images"]]
    kept = [id_ for id_ in kept if id_ not in vector.entry["freed_ids"]]
    if reference.ids != kept:
        raise MismatchError(f"keeps {reference.ids}, recorded {kept}")
    check_zlib(vector)


def part(data: bytes, entry: dict[str, Any], what: str) -> bytes:
    """Return the bytes of one image of a sequence."""
    return data[entry[f"{what}_offset"] :][: entry[f"{what}_size"]]


def expect_image(image: Vector, picture: Picture) -> None:
    """Raise unless an image of a sequence is the recorded one."""
    expect_form(image, picture)
    expect_digest(image.name, picture.bgrx(), image.entry["decoded_rgb32_sha256"])


def expect_loss(vector: Vector, picture: Picture) -> None:
    """Raise unless what we coded is about as close to the source as what the reference coded."""
    source = Picture(vector.type, vector.pixels, picture.width).bgrx()[..., :3].astype(float)
    ours = np.square(picture.pixels[..., :3] - source).mean()
    theirs = np.square(vector.recorded_bgrx[..., :3] - source).mean()
    if ours > theirs * LOSS_TOLERANCE:
        raise MismatchError(f"our own file is off by {ours:.1f}, the reference's by {theirs:.1f}")


def check_jpeg(vector: Vector) -> None:
    """Check a JPEG vector."""
    picture = jpeg.decode(vector.stream)
    expect_near("decoded picture", picture, vector.recorded_bgrx, DECODER_TOLERANCE)
    ours = jpeg.encode(vector.pixels, vector.type, quality=vector.entry["quality"])
    expect_loss(vector, jpeg.decode(ours))


def check_jpeg_alpha(vector: Vector) -> None:
    """Check a vector of JPEG with alpha: the alpha is exact."""
    top_down = bool(vector.entry["top_down"])
    picture = jpeg.decode_alpha(vector.stream, vector.entry["jpeg_size"], top_down=top_down)
    expect_near("decoded picture", picture, vector.recorded_bgrx, DECODER_TOLERANCE)
    quality = vector.entry["quality"]
    ours, size = jpeg.encode_alpha(vector.pixels, quality=quality, top_down=top_down)
    again = jpeg.decode_alpha(ours, size, top_down=top_down)
    expect_loss(vector, again)
    for what, image in (("decoded picture", picture), ("our own file", again)):
        expect_form(vector, image)
        if not np.array_equal(image.pixels[..., 3], vector.recorded_bgrx[..., 3]):
            raise MismatchError(f"alpha of {what} differs")


def check_zlib(vector: Vector) -> None:
    """Check the zlib streams of a sequence of GLZ images, where it has them."""
    if "zlib" not in vector.entry:
        return
    wrapped = (vector.folder / vector.entry["zlib"]).read_bytes()
    for image in vector.entry["images"]:
        plain = part(vector.stream, image, "compressed")
        stream = part(wrapped, image, "zlib")
        for what, data in (("stream", stream), ("our own stream", zlib.deflate(plain))):
            if zlib.inflate(data, len(plain)) != plain:
                raise MismatchError(f"image {image['id']}: {what} inflates to something else")


def check_wire(vector: Vector) -> None:
    """Check an image as it travels: its descriptor, and that its payload is another vector's."""
    entry = vector.entry
    image = Image.unpack(vector.stream)
    source = next(each for each in read(vector.folder) if each.name == entry["source_vector"])
    own, plain = source.entry, source.stream
    if "source_image" in entry:
        own = own["images"][entry["source_image"]]
        plain = part(plain, own, "compressed")
    form = (image.id, image.width, image.height)
    if form != (expected := (entry["image_id"], own["width"], own["height"])):
        raise MismatchError(f"descriptor has {form}, recorded {expected}")
    match image.payload:
        case LzPlt(palette=Palette(unique=unique, ents=ents), data=data):
            if [unique, ents] != [entry["palette_unique"], entry["palette"]]:
                raise MismatchError("palette differs")
        case JpegAlpha(jpeg_size=size, data=data):
            if size != own["jpeg_size"]:
                raise MismatchError(f"jpeg_size is {size}, recorded {own['jpeg_size']}")
        case ZlibGlzRgb(glz_data_size=size, data=data):
            data = zlib.inflate(data, size)
        case (
            Quic(data=data)
            | LzRgb(data=data)
            | GlzRgb(data=data)
            | Jpeg(data=data)
            | Lz4(data=data)
        ):
            pass
        case other:
            raise MismatchError(f"unpacked as {type(other).__name__}")
    if data != plain:
        raise MismatchError("payload differs")
    if image.pack() != vector.stream:
        raise MismatchError("packed again, it differs")


CHECKS: dict[str, Callable[[Vector], None]] = {
    "GLZ": check_glz,
    "JPEG": check_jpeg,
    "JPEG_ALPHA": check_jpeg_alpha,
    "LZ": check_lz,
    "LZ4": check_lz4,
    "QUIC": check_quic,
    "WIRE": check_wire,
}


def problem(vector: Vector) -> str | None:
    """Return what is wrong with our codec on `vector`, or None."""
    check = CHECKS.get(vector.codec)
    if check is None:
        return f"no codec {vector.codec}"
    try:
        check(vector)
    except (MismatchError, CodecError, WireError) as error:
        return str(error)
    return None


def main(arguments: list[str]) -> int:
    """Check every vector of the folder named."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    vectors = read(Path(arguments[0]))
    problems = {vector.name: problem(vector) for vector in vectors}
    failed = {name: text for name, text in problems.items() if text is not None}
    for name, text in failed.items():
        print(f"{name}: {text}")
    print(f"{len(vectors) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
