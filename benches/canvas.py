"""How long drawing commands take on a surface of 1920x1080, in microseconds.

`python -m benches canvas`. Beside each stands what numpy takes to copy as many pixels of 32 bits:
no drawing can be much faster than that. Each number is the median of the rounds, of this thread's
CPU time, with all that `draw` does in Python.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import thread_time

import numpy as np
from rich.console import Console
from rich.table import Table

from piment.canvas import Image, PixelFormat, Surface, draw
from piment.geometry import Size
from piment.protocol import draw as commands
from piment.protocol.common import Point, Point16, PointFix, Rect
from piment.protocol.draw import Drawing, MaskFlags, QMask, Ropd, Solid
from piment.protocol.image import FromCache, ImageFlags, ImageScaleMode
from piment.protocol.image import Image as WireImage

SCREEN = Size(1920, 1080)
ROUNDS = 15
ROUND_S = 0.01  # a round of many calls takes at least as long: far above the clock's resolution

PUT = Ropd.OP_PUT
NO_MASK = QMask(MaskFlags(0), Point(0, 0), None)
OPAQUE, TRANSLUCENT, BITS = 1, 2, 3


class Pictures:
    """The images that the commands name."""

    def __init__(self) -> None:
        random = np.random.default_rng(1)
        self.words = {
            OPAQUE: random.integers(0, 1 << 24, (512, 512), np.uint32),
            TRANSLUCENT: random.integers(0, 1 << 24, (512, 512), np.uint32) | np.uint32(0x80000000),
            BITS: np.repeat(random.integers(0, 2, (512, 64), np.uint8), 8, axis=1),
        }

    def image(self, image: WireImage, surface: PixelFormat) -> Image:
        """Return one of them."""
        form = PixelFormat.ARGB if image.id == TRANSLUCENT else PixelFormat.XRGB
        return Image(form, self.words[image.id])

    def mask(self, image: WireImage) -> Image:
        """Return a mask whose bits change every eight pixels."""
        return Image(PixelFormat.A1, self.words[image.id])


def named(number: int) -> WireImage:
    """Return what names one of the pictures."""
    return WireImage(number, ImageFlags(0), 512, 512, FromCache())


def area(width: int, height: int, left: int = 100, top: int = 50) -> Rect:
    """Return a rectangle of that size."""
    return Rect(top, left, top + height, left + width)


def copied(box: Rect, mode: ImageScaleMode, ropd: Ropd = PUT, mask: QMask = NO_MASK) -> Drawing:
    """Return a copy of the whole picture into a box."""
    source = area(512, 512, 0, 0)
    return commands.DrawCopy(0, box, None, named(OPAQUE), source, ropd, mode, mask)


def text() -> Drawing:
    """Return a line of eighty letters of eight bits."""
    letters = [
        commands.RasterGlyphA8(Point(100 + 9 * i, 50), Point(0, 0), 8, 16, bytes(range(128)))
        for i in range(80)
    ]
    string = commands.String(commands.StringFlags.RASTER_A8, letters)
    nothing = Rect(0, 0, 0, 0)
    return commands.DrawText(
        0, area(800, 20), None, string, nothing, Solid(0xFFFFFF), None, PUT, PUT
    )


def stroke() -> Drawing:
    """Return a hundred lines across an area of 512x512."""
    points = [PointFix(16 * (100 + i % 2 * 511), 16 * (50 + 5 * i)) for i in range(101)]
    both = commands.PathFlags.BEGIN | commands.PathFlags.END
    path = commands.Path([commands.PathSeg(both, points)])
    plain = commands.LineAttr(commands.LineFlags(0))
    return commands.DrawStroke(0, area(512, 512), None, path, plain, Solid(0xFF), PUT, PUT)


def composed(operator: int) -> Drawing:
    """Return a composition with one operator."""
    flags = commands.CompositeFlags(operator)
    origin = Point16(0, 0)
    box = area(512, 512)
    return commands.DrawComposite(
        0, box, None, flags, named(TRANSLUCENT), None, None, None, origin, origin
    )


def cases() -> dict[str, tuple[Drawing, int]]:
    """Return commands by name, each with the pixels that it touches."""
    box, half = area(512, 512), 512 * 512
    whole, all_pixels = area(*SCREEN, 0, 0), SCREEN.width * SCREEN.height
    nearest, smooth = ImageScaleMode.NEAREST, ImageScaleMode.INTERPOLATE
    blend = commands.DrawAlphaBlend(
        0, box, None, commands.AlphaFlags(0), 255, named(TRANSLUCENT), area(512, 512, 0, 0)
    )
    masked = QMask(MaskFlags(0), Point(0, 0), named(BITS))
    pattern = commands.Pattern(named(OPAQUE), Point(3, 5))
    return {
        "fill 16x16": (
            commands.DrawFill(0, area(16, 16), None, Solid(7), PUT, NO_MASK),
            16 * 16,
        ),
        "fill": (commands.DrawFill(0, whole, None, Solid(7), PUT, NO_MASK), all_pixels),
        "fill xor": (commands.DrawFill(0, box, None, Solid(7), Ropd.OP_XOR, NO_MASK), half),
        "fill pattern": (commands.DrawFill(0, box, None, pattern, PUT, NO_MASK), half),
        "copy": (copied(box, nearest), half),
        "copy and": (copied(box, nearest, Ropd.OP_AND), half),
        "copy masked": (copied(box, nearest, mask=masked), half),
        "copy scaled nearest": (copied(area(900, 900), nearest), 900 * 900),
        "copy scaled smooth": (copied(area(900, 900), smooth), 900 * 900),
        "copy bits": (commands.CopyBits(0, area(1600, 900), None, Point(100, 70)), 1600 * 900),
        "alpha blend": (blend, half),
        "composite over": (composed(3), half),
        "composite overlay": (composed(0x32), half),
        "rop3": (
            commands.DrawRop3(
                0, box, None, named(OPAQUE), area(512, 512, 0, 0), pattern, 0xB8, nearest, NO_MASK
            ),
            half,
        ),
        "text": (text(), 80 * 8 * 16),
        "stroke": (stroke(), 100 * 511),
    }


@dataclass(frozen=True)
class Cost:
    """What a command takes, and what a plain copy of as many pixels takes."""

    name: str
    pixels: int
    microseconds: float
    copy_microseconds: float


def measured(work: Callable[[], object]) -> float:
    """Return the median time of a call in microseconds."""
    work()
    calls, spent = 1, 0.0
    while spent < ROUND_S:
        calls *= 2
        spent = timed(work, calls)
    return statistics.median(timed(work, calls) for _ in range(ROUNDS)) / calls * 1e6


def timed(work: Callable[[], object], calls: int) -> float:
    """Return the CPU time of so many calls in seconds."""
    start = thread_time()
    for _ in range(calls):
        work()
    return thread_time() - start


def cost(name: str, command: Drawing, pixels: int) -> Cost:
    """Measure one command."""
    surface, pictures = Surface(SCREEN), Pictures()
    source, target = np.zeros(pixels, np.uint32), np.zeros(pixels, np.uint32)
    return Cost(
        name,
        pixels,
        measured(lambda: draw(surface, command, pictures)),
        measured(lambda: np.copyto(target, source)),
    )


def main(json_path: Path) -> None:
    """Print the table and write the numbers."""
    costs = [cost(name, *case) for name, case in cases().items()]
    table = Table("command", "pixels", "µs", "Mpixel/s", "µs of a copy", "times a copy")
    for each in costs:
        table.add_row(
            each.name,
            f"{each.pixels:,}",
            f"{each.microseconds:.1f}",
            f"{each.pixels / each.microseconds:.0f}",
            f"{each.copy_microseconds:.1f}",
            f"{each.microseconds / each.copy_microseconds:.1f}",
        )
    Console().print(table)
    json_path.write_text(json.dumps([asdict(each) for each in costs], indent=1))
