"""How long the measuring kernels take, in ns per pixel, beside two yardsticks.

`python -m benches kernels`. The yardsticks are what numpy takes to compare two frames
(`np.array_equal`) and to copy one (memcpy) of the same size. Every kernel is measured where it has
to look at all pixels, or says otherwise; frames are drawn, 1920x1080. One pinned thread, its CPU
time, the median of the calls.
"""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from time import thread_time

import numpy as np
from rich.console import Console
from rich.table import Table

from benches.pictures import Pixels, page, photo
from piment.codecs import measure
from piment.codecs.image import ImageType

CALLS = 25
EQUAL = "np.array_equal"
COPY = "memcpy"


@dataclass(frozen=True)
class Cost:
    """What one kernel takes on one picture."""

    kernel: str
    picture: str
    ns_per_pixel: float
    times: float
    """As often as its yardstick takes."""
    yardstick: str


def seconds(work: Callable[[], object]) -> float:
    """Return the median CPU time of this thread for one call of `work`."""
    taken = []
    for _ in range(CALLS):
        start = thread_time()
        work()
        taken.append(thread_time() - start)
    return statistics.median(taken)


def scrolled(frame: Pixels, rows: int, columns: int) -> Pixels:
    """Return the frame with all but a bar at its right, and a head, moved."""
    moved = frame.copy()
    part = (slice(80, None), slice(0, -40))
    moved[part] = np.roll(frame[part], (-rows, -columns), axis=(0, 1))
    return moved


def few_colours(frame: Pixels) -> Pixels:
    """Return the frame with 64 colours at most."""
    return frame & np.uint8(0xC0)


def kernels() -> list[tuple[str, str, str, Callable[[], object]]]:
    """Return name, picture, yardstick and call of everything that is measured."""
    text, image = page(), photo()
    plain = np.full_like(text, 200)
    few, same, other = few_colours(text), text.copy(), text.copy()
    other[-1, -1, 0] ^= 1
    marked = text.copy()
    marked[..., 3] = 255
    rgb32 = ImageType.RGB32
    return [
        ("graduality", "page", COPY, partial(measure.graduality, text, rgb32)),
        ("graduality", "photo", COPY, partial(measure.graduality, image, rgb32)),
        ("equal", "page, equal", EQUAL, partial(measure.equal, text, same)),
        ("equal", "page, last pixel differs", EQUAL, partial(measure.equal, text, other)),
        ("equal", "page, all X differ", EQUAL, partial(measure.equal, text, marked)),
        ("changed_tiles", "page, equal", EQUAL, partial(measure.changed_tiles, text, same)),
        (
            "changed_tiles",
            "page, all X differ",
            EQUAL,
            partial(measure.changed_tiles, text, marked),
        ),
        ("changed_tiles", "page to photo", EQUAL, partial(measure.changed_tiles, text, image)),
        ("tile_hashes", "page", COPY, partial(measure.tile_hashes, text)),
        ("solid_colour", "plain", COPY, partial(measure.solid_colour, plain)),
        ("solid_tiles", "plain", COPY, partial(measure.solid_tiles, plain)),
        ("solid_tiles", "page", COPY, partial(measure.solid_tiles, text)),
        ("colours", "plain", COPY, partial(measure.colours, plain)),
        ("colours", "page of 64", COPY, partial(measure.colours, few)),
        ("colours", "photo, too many", COPY, partial(measure.colours, image)),
        ("palette", "page of 64", COPY, partial(measure.palette, few)),
        ("tile_textures", "page", COPY, partial(measure.tile_textures, text)),
        ("tile_textures", "photo", COPY, partial(measure.tile_textures, image)),
        *shifts(text, image),
    ]


def shifts(text: Pixels, image: Pixels) -> list[tuple[str, str, str, Callable[[], object]]]:
    """Return the calls that search for a shift."""
    up, aside = scrolled(text, 57, 0), scrolled(text, 0, 33)
    for after, offset in ((up, (0, -57)), (aside, (-33, 0))):
        found = measure.find_shift(text, after)
        assert found is not None
        assert found.offset == offset
    assert measure.find_shift(text, image) is None
    cases = {
        "page scrolls up": up,
        "page scrolls aside": aside,
        "page to photo": image,
        "page, equal": text.copy(),
    }
    return [
        ("find_shift", name, EQUAL, partial(measure.find_shift, text, after))
        for name, after in cases.items()
    ]


def yardsticks() -> dict[str, float]:
    """Return the seconds that each yardstick takes."""
    frame, other = page(), page()
    return {
        EQUAL: seconds(lambda: np.array_equal(frame, other)),
        COPY: seconds(lambda: np.copyto(other, frame)),
    }


def show(costs: list[Cost], taken: dict[str, float], pixels: int) -> None:
    """Print the table."""
    known = ", ".join(f"{name} {1e9 * each / pixels:.2f}" for name, each in taken.items())
    table = Table(title=f"kernels, ns per pixel; {known}")
    for heading in ("kernel", "picture"):
        table.add_column(heading)
    for heading in ("ns/pixel", "times", "yardstick"):
        table.add_column(heading, justify="right")
    for cost in costs:
        numbers = (f"{cost.ns_per_pixel:.3f}", f"{cost.times:.2f}", cost.yardstick)
        table.add_row(cost.kernel, cost.picture, *numbers)
    Console(width=100).print(table)


def main(json_path: Path) -> None:
    """Measure all kernels, print the table, and write the numbers to `json_path`."""
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(everywhere)})
    pixels = page()[..., 0].size
    taken = yardsticks()
    costs = []
    for kernel, picture, yardstick, work in kernels():
        each = seconds(work)
        costs.append(Cost(kernel, picture, 1e9 * each / pixels, each / taken[yardstick], yardstick))
    os.sched_setaffinity(0, everywhere)
    show(costs, taken, pixels)
    yard = {name: 1e9 * each / pixels for name, each in taken.items()}
    rows = [asdict(cost) for cost in costs]
    json_path.write_text(json.dumps({"yardsticks": yard, "kernels": rows}, indent=2) + "\n")
