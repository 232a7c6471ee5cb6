import pytest

from piment.canvas import PixelFormat, draw
from piment.canvas.text import glyph_bounds
from piment.errors import ProtocolError
from piment.geometry import Rect
from piment.protocol.common import Point
from piment.protocol.draw import (
    DrawText,
    Pattern,
    RasterGlyphA1,
    RasterGlyphA4,
    RasterGlyphA8,
    Ropd,
    Solid,
    String,
    StringFlags,
)
from tests.canvas.boards import WHITE, area, at, blank, board, drawn, image
from tests.canvas.scenes import Store

PUT = Ropd.OP_PUT
ARGB = PixelFormat.ARGB
FLAGS = {
    RasterGlyphA1: StringFlags.RASTER_A1,
    RasterGlyphA4: StringFlags.RASTER_A4,
    RasterGlyphA8: StringFlags.RASTER_A8,
}
NOWHERE = area(0, 0, 0, 0)


def glyph(kind: type, size: tuple[int, int], data: bytes, x: int = 0, y: int = 0):
    return kind(Point(x, y), Point(0, 0), *size, data)


def text(*glyphs, fore=WHITE, back=None, back_area=NOWHERE, mode=PUT, wide: int = 8):
    string = String(FLAGS[type(glyphs[0])], list(glyphs))
    return DrawText(*at(0, 0, wide, 4), string, back_area, fore, back, mode, PUT)


def test_one_bit_glyphs_stand_on_their_last_row() -> None:
    command = text(glyph(RasterGlyphA1, (3, 2), bytes([0b10000000, 0b01100000])))
    assert drawn(blank(3, 2, ARGB), command) == [
        [0, 0xFFFFFFFF, 0xFFFFFFFF],
        [0xFFFFFFFF, 0, 0],
    ]


def test_four_bits_are_never_quite_opaque() -> None:
    command = text(glyph(RasterGlyphA4, (2, 1), b"\xf3"))
    assert drawn(blank(2, 1, ARGB), command) == [[0xF0F0F0F0, 0x30303030]]


def test_a_low_nibble_replaces_if_the_high_one_is_there() -> None:
    strong = glyph(RasterGlyphA4, (2, 1), b"\x99")
    for second, result in ((b"\x12", 0x20), (b"\x02", 0x90)):
        command = text(strong, glyph(RasterGlyphA4, (2, 1), second))
        assert drawn(blank(2, 1, ARGB), command) == [[0x90909090, result * 0x01010101]]


def test_eight_bits_blend() -> None:
    command = text(glyph(RasterGlyphA8, (2, 1), b"\x80\x01"), fore=Solid(0x0000FF))
    assert drawn(board([[0xFFFF0000] * 2], ARGB), command) == [[0xFF7F0080, 0xFFFE0001]]


def test_a_colour_of_a_shallow_surface_is_555() -> None:
    command = text(glyph(RasterGlyphA1, (1, 1), b"\x80"), fore=Solid(0b01111_10000_00001))
    assert drawn(blank(1, 1, PixelFormat.RGB565), command) == [[0b01111_100001_00001]]


def test_what_lies_behind_is_filled_first() -> None:
    command = text(
        glyph(RasterGlyphA1, (1, 1), b"\x80", x=1),
        back=Solid(0xAB),
        back_area=area(-3, -3, 3, 2),
        wide=2,
    )
    assert drawn(blank(4, 1, ARGB), command) == [[0xAB, 0xFFFFFFFF, 0, 0]]


def test_text_with_another_operation_and_a_back_is_dropped() -> None:
    letter = glyph(RasterGlyphA1, (1, 1), b"\x80")
    command = text(letter, back=Solid(5), back_area=area(0, 0, 3, 3), mode=Ropd.OP_XOR)
    assert drawn(blank(1, 1), command) == [[0]]
    assert drawn(blank(1, 1), text(letter, mode=Ropd.OP_XOR)) != [[0]]


def test_a_pattern_begins_at_the_text() -> None:
    store = Store()
    pattern = Pattern(image(store, [[0x111111, 0x222222, 0x333333]]), Point(1, 0))
    command = text(glyph(RasterGlyphA1, (4, 1), b"\xf0", x=1), fore=pattern)
    assert drawn(blank(6, 1, ARGB), command, store) == [
        [0, 0xFF333333, 0xFF111111, 0xFF222222, 0xFF333333, 0]
    ]


def test_a_pattern_may_be_translucent() -> None:
    store = Store()
    pattern = Pattern(image(store, [[0x80111111]], ARGB), Point(0, 0))
    command = text(glyph(RasterGlyphA1, (1, 1), b"\x80"), fore=pattern)
    assert drawn(board([[0x888888]]), command, store) == [[0x80555555]]


def test_bounds_are_those_of_all_glyphs() -> None:
    far = RasterGlyphA1(Point(2**31 - 1, 3), Point(2**31 - 1, 0), 1, 1, b"\0")
    near = glyph(RasterGlyphA1, (2, 5), bytes(5), x=-1)
    empty = glyph(RasterGlyphA1, (0, 5), b"", x=-100)
    assert glyph_bounds([far, near, empty]) == Rect(-100, 0, 2**32 - 1, 5)
    assert draw(blank(4, 4), text(far, near, empty), Store())


def test_a_string_says_what_its_glyphs_are() -> None:
    command = DrawText(*at(0, 0, 1, 1), String(StringFlags(0), None), NOWHERE, None, None, PUT, PUT)
    with pytest.raises(ProtocolError, match="0x0"):
        draw(blank(1, 1), command, Store())
