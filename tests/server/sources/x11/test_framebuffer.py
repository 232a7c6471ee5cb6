"""The memory of an Xvfb's screen, against what the X server itself says it shows."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from piment.geometry import Rect, Size
from piment.server.sources.base import SourceError
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.framebuffer import Framebuffer
from piment.server.sources.x11.resize import Resizer
from piment.server.sources.x11.xvfb import LARGEST, Display
from tests.server.sources.x11.desk import Window, root_pixels

HEADER = [160, 7, 2, 24, 8, 2, 0, 0, 32, 0, 32, 32, 32, 4, 0xFF0000, 0xFF00, 0xFF, 8, 1, 1]
"""Of a window dump of 8 x 2 pixels with a palette of one colour."""


def dump(**changed: int) -> bytes:
    names = ("header", "version", "form", "width", "height", "order", "bits", "row", "red")
    fields = dict(zip(names, (0, 1, 2, 4, 5, 7, 11, 12, 14), strict=True))
    numbers = HEADER + [0] * 5
    for name, value in changed.items():
        numbers[fields[name]] = value
    return struct.pack(">25I", *numbers).ljust(160, b"\0") + bytes(12) + bytes(range(64))


@pytest.mark.parametrize("size", [Size(640, 480), Size(801, 603), LARGEST, Size(320, 200)])
async def test_it_shows_what_the_screen_shows_in_every_size(
    display: Display, connection: Connection, eyes: Any, size: Size
) -> None:
    framebuffer = Framebuffer(display.framebuffer)
    assert framebuffer.size == LARGEST
    await Resizer(connection).resize(size)
    for step in range(8):
        Window(connection, Rect(step * 90, step * 61, step * 90 + 200, step * 61 + 70), step * 997)
    await connection.answered()
    shown = root_pixels(eyes)
    assert shown.any()
    assert np.array_equal(framebuffer.view(Rect.of_size(size))[..., :3], shown)


async def test_nothing_is_left_of_it(display: Display) -> None:
    Framebuffer(display.framebuffer)
    assert not display.framebuffer.exists()


def test_rows_and_palette_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "screen"
    path.write_bytes(dump())
    assert Framebuffer(path).view(Rect(1, 1, 3, 2)).tolist() == [
        [[36, 37, 38, 39], [40, 41, 42, 43]]
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "cannot be read"),
        (bytes(20), "20 bytes, no header"),
        (dump(version=6), "of another form"),
        (dump(bits=16), "16 bit pixels of another form"),
        (dump(order=1), "of another form"),
        (dump(red=0xFF), "of another form"),
        (dump(height=3), "8x3 does not fit"),
        (dump(row=28), "8x2 does not fit"),
        (dump(header=1 << 31), "does not fit"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "screen"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=why):
        Framebuffer(path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        Framebuffer(tmp_path / "none")
