"""Speed and size of the image codecs, also as multiples of the C reference's.

`python -m benches.codecs [--corpus DIR] [--json OUT] [--instructions]`. The reference is not here:
its speed is known divided by that of lz4 on the same picture (baseline.json), so lz4 is measured
beside our codecs and the ratio to the reference follows. One pinned thread, its CPU time, the
median of three rounds of the median of nine calls; of a sequence, the median of nine passes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import lz4.block
import simplejpeg

from benches.instructions import instructions_per_pixel
from benches.pictures import Pixels, sequences, stills
from benches.tables import Row, Rows, show
from piment.codecs import glz, lz, quic
from piment.codecs.image import ImageType, Picture

ROUNDS = 3
CALLS = 9
JPEG_QUALITY = 85
WINDOW = 16 << 20
"""Pixels of a GLZ window: as in the reference's measurements."""
TEXT, PHOTO = "o1_terminals", "o5_photo"
"""The pictures whose instructions are counted."""

BASELINE = json.loads(Path(__file__).with_name("baseline.json").read_text())


class Codec(NamedTuple):
    """How to begin anew: both return a function for one picture after the other."""

    encoder: Callable[[], Callable[[Pixels, ImageType], bytes]]
    decoder: Callable[[], Callable[[bytes], Picture]]


CODECS = {
    "QUIC": Codec(lambda: quic.encode, lambda: quic.decode),
    "LZ": Codec(lambda: lz.encode, lambda: lz.decode),
    "GLZ": Codec(lambda: glz.Encoder(WINDOW).encode, lambda: glz.Decoder().decode),
}

Work = Callable[[], Callable[[], object]]
"""What to measure: a preparation, which is not measured, returns it."""


def seconds(work: Work) -> float:
    """Return the CPU time of this thread for `work`."""
    prepared = work()
    start = time.thread_time()
    prepared()
    return time.thread_time() - start


def medians(works: dict[str, Work]) -> dict[str, float]:
    """Return the seconds of each work: the median of the rounds, each the median of its calls."""
    rounds = [
        {
            name: statistics.median(seconds(work) for _ in range(CALLS))
            for name, work in works.items()
        }
        for _ in range(ROUNDS)
    ]
    return {name: statistics.median(round_[name] for round_ in rounds) for name in works}


def compressed(pixels: Pixels) -> bytes:
    """Return what the yardstick makes of a picture."""
    return bytes(lz4.block.compress(pixels.data))


def measure_still(name: str, pixels: Pixels) -> dict[str, Row]:
    """Measure every codec, and the yardsticks, on one picture."""
    works: dict[str, Work] = {"lz4": lambda: partial(compressed, pixels)}
    streams = {}
    for codec, (encoder, decoder) in CODECS.items():
        streams[codec] = stream = encoder()(pixels, ImageType.RGB32)
        works[f"{codec} encode"] = lambda make=encoder: partial(make(), pixels, ImageType.RGB32)  # type: ignore[misc]
        works[f"{codec} decode"] = lambda make=decoder, stream=stream: partial(make(), stream)  # type: ignore[misc]
    to_jpeg = partial(simplejpeg.encode_jpeg, pixels, quality=JPEG_QUALITY, colorspace="BGRX")
    streams["jpeg"] = to_jpeg()
    from_jpeg = partial(simplejpeg.decode_jpeg, streams["jpeg"], colorspace="BGRX")
    works |= {"jpeg encode": lambda: to_jpeg, "jpeg decode": lambda: from_jpeg}
    taken = medians(works)
    references = BASELINE["pictures"].get(name, {})
    return {
        codec: row(
            references.get(codec),
            pixels,
            stream,
            {way: taken[f"{codec} {way}"] for way in ("encode", "decode")} | {"lz4": taken["lz4"]},
        )
        for codec, stream in streams.items()
    }


def row(
    reference: dict[str, float] | None, pixels: Pixels, stream: bytes, taken: dict[str, float]
) -> Row:
    """Return speeds in MPix/s, and multiples of the reference where it was measured."""
    millions = pixels.shape[0] * pixels.shape[1] / 1e6
    result: Row = {"bytes": len(stream), "lz4": millions / taken["lz4"]}
    for way in ("encode", "decode"):
        result[way] = millions / taken[way]
        if reference:
            result[f"{way} times"] = taken["lz4"] / taken[way] / reference[way]
    if reference:
        result["bytes times"] = len(stream) / reference["bytes"]
    return result


def measure_sequence(name: str, frames: list[Pixels]) -> Rows:
    """Measure GLZ on the frames of a sequence, all in one dictionary."""
    passes = [one_pass(frames) for _ in range(CALLS)]
    streams = encoded(frames, [])
    references = BASELINE["sequences"].get(name, [None] * len(frames))
    rows: Rows = {}
    for index, (frame, stream) in enumerate(zip(frames, streams, strict=True)):
        taken = {what: statistics.median(one[what][index] for one in passes) for what in passes[0]}
        rows[f"{name}/{index:02}"] = {"GLZ": row(references[index], frame, stream, taken)}
    return rows


def one_pass(frames: list[Pixels]) -> dict[str, list[float]]:
    """Return the seconds that each frame takes."""
    taken: dict[str, list[float]] = {"encode": [], "decode": []}
    streams = encoded(frames, taken["encode"])
    decode = glz.Decoder().decode
    for stream in streams:
        start = time.thread_time()
        decode(stream)
        taken["decode"].append(time.thread_time() - start)
    yardstick = [seconds(partial(partial, compressed, frame)) for frame in frames]
    return taken | {"lz4": yardstick}


def encoded(frames: list[Pixels], taken: list[float]) -> list[bytes]:
    """Return the streams of a sequence; append the seconds of each to `taken`."""
    encode = glz.Encoder(WINDOW).encode
    streams = []
    for frame in frames:
        start = time.thread_time()
        streams.append(encode(frame, ImageType.RGB32))
        taken.append(time.thread_time() - start)
    return streams


def threads_gain(pixels: Pixels, codec: str) -> float:
    """Return how much more two threads encode than one, each picture on its own."""

    def encode(_: int) -> bytes:
        return CODECS[codec].encoder()(pixels, ImageType.RGB32)

    def wall(threads: int) -> float:
        with ThreadPoolExecutor(threads) as pool:
            start = time.perf_counter()
            list(pool.map(encode, range(12)))
            return time.perf_counter() - start

    return wall(1) / wall(2)


def main(json_path: Path | None, corpus: Path | None = None, *, count: bool = False) -> None:
    """Measure, print the tables, and write the numbers to `json_path`."""
    pictures = stills(corpus)
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(everywhere)})
    rows = {name: measure_still(name, pixels) for name, pixels in pictures.items()}
    moving = {name: measure_sequence(name, frames) for name, frames in sequences(corpus).items()}
    os.sched_setaffinity(0, everywhere)
    show([*CODECS, "jpeg"], rows, "")
    for name, frames in moving.items():
        show(["GLZ"], dict(list(frames.items())[1:]), f" {name}, without the first frame")
    gains = {codec: threads_gain(next(iter(pictures.values())), codec) for codec in CODECS}
    for codec, gain in gains.items():
        print(f"{codec}: two threads encode {gain:.2f} times what one does")
    result: dict[str, Any] = {"stills": rows, "sequences": moving, "two threads": gains}
    if count:
        counted = {name: pictures[name] for name in (TEXT, PHOTO) if name in pictures}
        result["instructions per pixel"] = {
            name: instructions_per_pixel(pixels) for name, pixels in counted.items()
        }
        print(json.dumps(result["instructions per pixel"], indent=1))
    if json_path:
        json_path.write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of PNG pictures")
    parser.add_argument("--json", type=Path, help="where to write the numbers")
    parser.add_argument(
        "--instructions", action="store_true", help="count instructions, which takes minutes"
    )
    arguments = parser.parse_args()
    main(arguments.json, arguments.corpus, count=arguments.instructions)
