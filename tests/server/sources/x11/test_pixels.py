from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.geometry import Size
from piment.server.sources.base import SourceError
from piment.server.sources.x11.pixels import PixelFormat

BGRX = PixelFormat(np.dtype("<u4"), (0xFF, 0xFF00, 0xFF0000), 4)
RGB565 = PixelFormat(np.dtype("<u2"), (0x1F, 0x7E0, 0xF800), 4)


def screen(depth: int, bits: int, order: int = 0, kind: int = 4) -> tuple[object, object]:
    layout = SimpleNamespace(depth=depth, bits_per_pixel=bits, scanline_pad=32)
    visual = SimpleNamespace(
        visual_id=33, _class=kind, red_mask=0xFF0000, green_mask=0xFF00, blue_mask=0xFF
    )
    other = SimpleNamespace(visual_id=34)
    depths = [SimpleNamespace(visuals=[]), SimpleNamespace(visuals=[other, visual])]
    setup = SimpleNamespace(image_byte_order=order, pixmap_formats=[layout])
    return setup, SimpleNamespace(root_depth=depth, root_visual=33, allowed_depths=depths)


def test_the_usual_format_is_read_without_a_copy() -> None:
    layout = PixelFormat.of_screen(*screen(24, 32))
    assert layout == BGRX
    data = np.arange(100, dtype=np.uint8)
    pixels = layout.read(data, Size(3, 2))
    assert pixels.shape == (2, 3, 4)
    assert np.shares_memory(pixels, data)
    assert pixels[1, 0].tolist() == [12, 13, 14, 15]


def test_the_other_byte_order_is_turned() -> None:
    layout = PixelFormat.of_screen(*screen(24, 32, order=1))
    data = np.array([0, 1, 2, 3, 0, 4, 5, 6], np.uint8)
    assert layout.read(data, Size(2, 1)).tolist() == [[[3, 2, 1, 0], [6, 5, 4, 0]]]


def test_sixteen_bits_are_stretched_to_the_full_range() -> None:
    data = np.array([0xFFFF, 0, 0xF800, 0, 0x0000, 0, 0x0010, 0], "<u2").view(np.uint8)
    pixels = RGB565.read(data, Size(1, 4))
    assert pixels[:, 0].tolist() == [
        [255, 255, 255, 0],
        [0, 0, 255, 0],
        [0, 0, 0, 0],
        [132, 0, 0, 0],
    ]


@given(width=st.integers(1, 40), height=st.integers(1, 5), spare=st.integers(0, 9))
def test_rows_are_padded(width: int, height: int, spare: int) -> None:
    size = Size(width, height)
    numbers = np.arange(width * height, dtype="<u2").reshape(height, width)
    rows = [row.tobytes().ljust(RGB565.row_bytes(width), b"?") for row in numbers]
    data = np.frombuffer(b"".join(rows) + b"?" * spare, np.uint8)
    assert RGB565.image_bytes(size) == len(data) - spare
    blue = RGB565.read(data, size)[..., 0]
    assert np.array_equal(np.rint(blue / 255 * 31).astype(int), numbers & 0x1F)


@pytest.mark.parametrize("broken", [screen(8, 8, kind=3), screen(24, 24), screen(24, 32, kind=5)])
def test_what_cannot_be_shown_is_refused(broken: tuple[object, object]) -> None:
    with pytest.raises(SourceError, match="24 bit true colours"):
        PixelFormat.of_screen(*broken)
