"""Speed and size of the image codecs, also as multiples of the C reference's.

`python -m benches.codecs [--corpus DIR] [--json OUT]`. The reference is not here: its speed is
known divided by that of lz4 on the same picture (baseline.json), so lz4 is measured beside our
codecs and the ratio to the reference follows. One pinned thread, its CPU time, the median of three
rounds of the median of nine calls.
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
from itertools import repeat
from pathlib import Path
from typing import Any

import lz4.block
import simplejpeg
from rich.console import Console
from rich.table import Table

from benches.pictures import Pixels, stills
from piment.codecs import lz
from piment.codecs.image import ImageType, Picture

ROUNDS = 3
CALLS = 9
JPEG_QUALITY = 85

BASELINE = json.loads(Path(__file__).with_name("baseline.json").read_text())

Row = dict[str, Any]
"""What was measured of one codec on one picture."""

CODECS: dict[str, tuple[Callable[[Pixels, ImageType], bytes], Callable[[bytes], Picture]]] = {
    "LZ": (lz.encode, lz.decode),
}


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of this thread for `work`."""
    start = time.thread_time()
    work()
    return time.thread_time() - start


def medians(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the seconds of each work: the median of the rounds, each the median of its calls."""
    rounds = [
        {
            name: statistics.median(seconds(work) for _ in range(CALLS))
            for name, work in works.items()
        }
        for _ in range(ROUNDS)
    ]
    return {name: statistics.median(round_[name] for round_ in rounds) for name in works}


def measure_still(name: str, pixels: Pixels) -> dict[str, Row]:
    """Measure every codec, and the yardsticks, on one picture."""
    works: dict[str, Callable[[], object]] = {"lz4": lambda: lz4.block.compress(pixels.data)}
    streams = {codec: encode(pixels, ImageType.RGB32) for codec, (encode, _) in CODECS.items()}
    for codec, (encode, decode) in CODECS.items():
        works[f"{codec} encode"] = partial(encode, pixels, ImageType.RGB32)
        works[f"{codec} decode"] = partial(decode, streams[codec])
    jpeg = simplejpeg.encode_jpeg(pixels, quality=JPEG_QUALITY, colorspace="BGRX")
    works["jpeg encode"] = lambda: simplejpeg.encode_jpeg(
        pixels, quality=JPEG_QUALITY, colorspace="BGRX"
    )
    works["jpeg decode"] = lambda: simplejpeg.decode_jpeg(jpeg, colorspace="BGRX")
    taken = medians(works)
    streams["jpeg"] = jpeg
    return {codec: row(name, codec, pixels, stream, taken) for codec, stream in streams.items()}


def row(name: str, codec: str, pixels: Pixels, stream: bytes, taken: dict[str, float]) -> Row:
    """Return speeds in MPix/s, and multiples of the reference where it was measured."""
    millions = pixels.shape[0] * pixels.shape[1] / 1e6
    known = BASELINE["pictures"].get(name, {}).get(codec)
    result: Row = {"bytes": len(stream), "lz4": millions / taken["lz4"]}
    for way in ("encode", "decode"):
        result[way] = millions / taken[f"{codec} {way}"]
        if known:
            result[f"{way} times"] = taken["lz4"] / taken[f"{codec} {way}"] / known[way]
    if known:
        result["bytes times"] = len(stream) / known["bytes"]
    return result


def threads_gain(pixels: Pixels, codec: str) -> float:
    """Return how much more two threads encode than one, each its own picture."""
    encode, _ = CODECS[codec]

    def wall(threads: int) -> float:
        with ThreadPoolExecutor(threads) as pool:
            start = time.perf_counter()
            list(pool.map(encode, [pixels] * 12, repeat(ImageType.RGB32)))
            return time.perf_counter() - start

    return wall(1) / wall(2)


def show(rows: dict[str, dict[str, Row]]) -> None:
    """Print a table for each codec, with geometric means."""
    for codec in [*CODECS, "jpeg"]:
        table = Table(title=f"{codec}: MPix/s, and times the C reference")
        for title in ("picture", "lz4", "encode", "times", "decode", "times", "bytes", "times"):
            table.add_column(title, justify="left" if title == "picture" else "right")
        for name, by_codec in rows.items():
            cells = by_codec[codec]
            table.add_row(name, *(shown(cells.get(key)) for key in COLUMNS))
        table.add_row("geometric mean", *(mean_of(rows, codec, key) for key in COLUMNS))
        Console(width=110).print(table)


COLUMNS = ("lz4", "encode", "encode times", "decode", "decode times", "bytes", "bytes times")


def shown(value: float | None) -> str:
    """Return a number as the tables have it."""
    match value:
        case None:
            return ""
        case int():
            return str(value)
        case _:
            return f"{value:.3f}" if value < 10 else f"{value:.0f}"


def mean_of(rows: dict[str, dict[str, Row]], codec: str, key: str) -> str:
    """Return the geometric mean of a column of multiples."""
    values = [by_codec[codec][key] for by_codec in rows.values() if key in by_codec[codec]]
    return shown(statistics.geometric_mean(values)) if key.endswith("times") and values else ""


def main(json_path: Path | None, corpus: Path | None = None) -> None:
    """Measure, print the tables, and write the numbers to `json_path`."""
    pictures = stills(corpus)
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(everywhere)})
    rows = {name: measure_still(name, pixels) for name, pixels in pictures.items()}
    os.sched_setaffinity(0, everywhere)
    show(rows)
    first = next(iter(pictures.values()))
    gains = {codec: threads_gain(first, codec) for codec in CODECS}
    for codec, gain in gains.items():
        print(f"{codec}: two threads encode {gain:.2f} times what one does")
    if json_path:
        json_path.write_text(json.dumps({"stills": rows, "two threads": gains}, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of PNG pictures")
    parser.add_argument("--json", type=Path, help="where to write the numbers")
    arguments = parser.parse_args()
    main(arguments.json, arguments.corpus)
