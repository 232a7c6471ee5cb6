"""How long packing and unpacking of common small messages takes, in microseconds.

`python -m benches messages`. Beside each stands what bare `struct` takes for the same bytes:
without names, limits, enumerations, and parts that are found by their offsets. Each number is the
median of the rounds, of this thread's CPU time.
"""

from __future__ import annotations

import json
import statistics
import timeit
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from struct import Struct as Packer
from time import thread_time

from rich.console import Console
from rich.table import Table

from piment.protocol import common, display, inputs
from piment.protocol.channel import Message
from piment.protocol.common import Point, Rect
from piment.protocol.draw import MaskFlags, QMask, Ropd
from piment.protocol.image import Image, ImageFlags, ImageScaleMode, LzRgb

ROUNDS = 25
CALLS = 2000  # a round takes a millisecond or so, far above the clock's resolution
TARGET_US = 2.0

AREA = Rect(top=0, left=0, bottom=64, right=64)
PICTURE = Image(1, ImageFlags(0), 64, 64, LzRgb(bytes(1024)))

# Each message, and the format that bare `struct` needs for all of its bytes.
MESSAGES: list[tuple[Message, str]] = [
    (inputs.MousePosition(640, 480, inputs.MouseButtonMask.LEFT, 0), "IIHB"),
    (inputs.KeyDown(0x1E), "I"),
    (common.Ack(), ""),
    (display.StreamData(3, 123456, bytes(1024)), "III1024s"),
    (
        display.DrawCopy(
            surface_id=0,
            box=AREA,
            clip=None,
            src_bitmap=PICTURE,
            src_area=AREA,
            ropd=Ropd.OP_PUT,
            scale_mode=ImageScaleMode.INTERPOLATE,
            mask=QMask(MaskFlags(0), Point(0, 0), None),
        ),
        "I4iBI4iHBB2iIQBBIII1024s",
    ),
]


@dataclass(frozen=True)
class Cost:
    """What one message takes, in microseconds."""

    name: str
    bytes: int
    pack: float
    unpack: float
    bare_pack: float
    bare_unpack: float


def microseconds(work: Callable[[], object]) -> float:
    """Return the CPU time of one call of `work`."""
    rounds = timeit.repeat(work, timer=thread_time, number=CALLS, repeat=ROUNDS)
    return statistics.median(rounds) / CALLS * 1e6


def measure(message: Message, layout: str) -> Cost:
    """Return what `message` takes."""
    data = message.pack()
    packer = Packer("<" + layout)
    parts = packer.unpack(data)
    assert packer.pack(*parts) == data
    unpack = type(message).unpack
    assert unpack(data) == message
    return Cost(
        name=type(message).__name__,
        bytes=len(data),
        pack=microseconds(message.pack),
        unpack=microseconds(lambda: unpack(data)),
        bare_pack=microseconds(lambda: packer.pack(*parts)),
        bare_unpack=microseconds(lambda: packer.unpack(data)),
    )


def show(costs: list[Cost]) -> None:
    """Print the table."""
    table = Table(title=f"messages, microseconds (target: {TARGET_US:g} each)")
    table.add_column("message")
    for heading in ("bytes", "pack", "of struct", "unpack", "of struct"):
        table.add_column(heading, justify="right")
    for cost in costs:
        table.add_row(
            cost.name,
            str(cost.bytes),
            f"{cost.pack:.2f}",
            f"{cost.pack / cost.bare_pack:.1f}x",
            f"{cost.unpack:.2f}",
            f"{cost.unpack / cost.bare_unpack:.1f}x",
        )
    Console(width=100).print(table)


def main(json_path: Path) -> None:
    """Measure all messages, print the table, and write the numbers to `json_path`."""
    costs = [measure(message, layout) for message, layout in MESSAGES]
    show(costs)
    rows = [asdict(cost) for cost in costs]
    json_path.write_text(json.dumps({"target_us": TARGET_US, "messages": rows}, indent=2) + "\n")
