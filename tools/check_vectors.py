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

from piment.codecs import lz, lz4, quic
from piment.codecs.image import ImageType, Picture, unpacked_rows
from piment.errors import CodecError


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


CHECKS: dict[str, Callable[[Vector], None]] = {
    "LZ": check_lz,
    "LZ4": check_lz4,
    "QUIC": check_quic,
}


def problem(vector: Vector) -> str | None:
    """Return what is wrong with our codec on `vector`, or None."""
    check = CHECKS.get(vector.codec)
    if check is None:
        return f"no codec {vector.codec}"
    try:
        check(vector)
    except (MismatchError, CodecError) as error:
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
