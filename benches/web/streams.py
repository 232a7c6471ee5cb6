"""Write streams of all codecs for `decoders.js`, and how fast the Rust core decodes them.

`python -m benches.web.streams FOLDER [--corpus DIR]` writes FOLDER/index.json: a list of codec,
picture, files, pixels, and seconds that the Rust core takes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from benches.pictures import Pixels, sequences, stills
from piment.codecs import glz, lz, lz4, quic, zlib
from piment.codecs.image import ImageType

CALLS = 5
WINDOW = 16 << 20
"""Pixels of a GLZ window."""


class Work(NamedTuple):
    """Streams that are decoded one after the other, and how Rust does that."""

    codec: str
    picture: str
    streams: list[bytes]
    pixels: int
    decode: Callable[[], object]
    size: tuple[int, int]


def works(name: str, pixels: Pixels) -> Iterator[Work]:
    """Yield a picture in each codec."""
    height, width = pixels.shape[:2]
    size = (width, height)
    count = width * height
    stream = quic.encode(pixels, ImageType.RGB32)
    yield Work("QUIC", name, [stream], count, partial(quic.decode, stream), size)
    stream = lz.encode(pixels, ImageType.RGB32)
    yield Work("LZ", name, [stream], count, partial(lz.decode, stream), size)
    stream = lz4.encode(pixels, ImageType.RGB32)
    yield Work("LZ4", name, [stream], count, partial(lz4.decode, stream, width, height), size)
    yield from sequence_works(name, [pixels])


def sequence_works(name: str, frames: list[Pixels]) -> Iterator[Work]:
    """Yield frames as GLZ, and as zlib around it."""
    encoder = glz.Encoder(WINDOW)
    plain = [encoder.encode(frame, ImageType.RGB32) for frame in frames]
    wrapped = [zlib.deflate(stream) for stream in plain]
    height, width = frames[0].shape[:2]
    count = sum(frame.shape[0] * frame.shape[1] for frame in frames)

    def decode() -> None:
        decoder = glz.Decoder(WINDOW)
        for stream in plain:
            decoder.decode(stream)

    def decode_wrapped() -> None:
        decoder = glz.Decoder(WINDOW)
        for stream, original in zip(wrapped, plain, strict=True):
            decoder.decode(zlib.inflate(stream, len(original)))

    sizes = [len(stream).to_bytes(4, "little") for stream in plain]
    named = [size + stream for size, stream in zip(sizes, wrapped, strict=True)]
    yield Work("GLZ", name, plain, count, decode, (width, height))
    yield Work("zlib-GLZ", name, named, count, decode_wrapped, (width, height))


def seconds(decode: Callable[[], object]) -> float:
    """Return the CPU time of one decoding: the median."""
    times = []
    for _ in range(CALLS):
        start = time.thread_time()
        decode()
        times.append(time.thread_time() - start)
    return statistics.median(times)


def main() -> None:
    """Write the streams and the index."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args()
    every = [
        work for name, pixels in stills(options.corpus).items() for work in works(name, pixels)
    ]
    for name, frames in sequences(options.corpus).items():
        every += sequence_works(name, frames)
    index: list[dict[str, Any]] = []
    for number, work in enumerate(every):
        files = [f"{number}.{part}" for part in range(len(work.streams))]
        for file, stream in zip(files, work.streams, strict=True):
            (options.folder / file).write_bytes(stream)
        named = {"codec": work.codec, "picture": work.picture, "files": files}
        numbers = {"pixels": work.pixels, "size": work.size, "rust": seconds(work.decode)}
        index.append({**named, **numbers})
    (options.folder / "index.json").write_text(json.dumps(index))


if __name__ == "__main__":
    main()
