from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.client.cursor.shape import Shape, decode
from piment.errors import ProtocolError
from piment.geometry import Point
from piment.protocol.cursor import Cursor, CursorFlags, CursorHeader, CursorType

WHITE, BLACK, NOTHING = [255, 255, 255, 255], [0, 0, 0, 255], [0, 0, 0, 0]


def cursor(
    kind: CursorType, width: int, height: int, data: bytes, hot_spot: tuple[int, int] = (0, 0)
) -> Cursor:
    header = CursorHeader(5, kind, width, height, *hot_spot)
    return Cursor(CursorFlags(0), header, data)


def decoded(kind: CursorType, width: int, height: int, data: bytes) -> Shape:
    shape = decode(cursor(kind, width, height, data))
    assert shape is not None
    return shape


def check(shape: Shape, pixels: list, inverts: list) -> None:
    assert shape.pixels.tolist() == pixels
    assert shape.inverts.tolist() == inverts
    assert (shape.pixels.dtype, shape.pixels.shape[2]) == (np.uint8, 4)


def test_alpha_is_as_it_travels() -> None:
    """wire.md 21.6."""
    data = bytes.fromhex("00000000 0000ff80 ffffffff 10203040")
    shape = decoded(CursorType.ALPHA, 2, 2, data)
    rows = [[NOTHING, [0, 0, 0xFF, 0x80]], [WHITE, [0x10, 0x20, 0x30, 0x40]]]
    check(shape, rows, [[False] * 2] * 2)


def test_mono_has_two_masks() -> None:
    keeps, turns = bytes([0b00110000, 0xFF]), bytes([0b01010000, 0x00])
    shape = decoded(CursorType.MONO, 4, 2, keeps + turns)
    check(
        shape,
        [[BLACK, WHITE, NOTHING, NOTHING], [NOTHING] * 4],
        [[False, False, False, True], [False] * 4],
    )


def test_rows_of_mono_begin_at_bytes() -> None:
    keeps, turns = bytes([0, 0, 0, 0]), bytes([0xFF, 0x80, 0, 0])
    shape = decoded(CursorType.MONO, 9, 2, keeps + turns)
    check(shape, [[WHITE] * 9, [BLACK] * 9], [[False] * 9] * 2)


PALETTE = [0x000000, 0xFFFFFF, 0x112233, 0xFF445566]
COLOURS = [[0x33, 0x22, 0x11, 255], [0x66, 0x55, 0x44, 255], BLACK, WHITE]


def palette(entries: int) -> bytes:
    return struct.pack(f"<{entries}I", *PALETTE, *[0] * (entries - 4))


OPAQUE, THROUGH = b"\x00", b"\xf0"


def five(red: int, green: int, blue: int) -> int:
    return red << 10 | green << 5 | blue


CODED = {
    CursorType.COLOR4: bytes([0x23, 0x01]) + palette(16),
    CursorType.COLOR8: bytes([2, 3, 0, 1]) + palette(256),
    CursorType.COLOR24: bytes.fromhex("332211 665544 000000 ffffff"),
    CursorType.COLOR32: bytes.fromhex("33221100 665544ff 00000000 ffffff7f"),
}


@pytest.mark.parametrize("kind", list(CODED))
def test_colours_are_opaque_where_the_mask_says_nothing(kind: CursorType) -> None:
    check(decoded(kind, 4, 1, CODED[kind] + OPAQUE), [COLOURS], [[False] * 4])


@pytest.mark.parametrize("kind", list(CODED))
def test_where_the_mask_says_so_white_inverts_and_the_rest_is_not_seen(kind: CursorType) -> None:
    shape = decoded(kind, 4, 1, CODED[kind] + THROUGH)
    check(shape, [[NOTHING] * 4], [[False, False, False, True]])


def test_sixteen_bits_are_shifted() -> None:
    """As the reference client does it; but white is white."""
    data = struct.pack("<4H", five(31, 0, 0), five(1, 2, 3), 0, 0xFFFF) + b"\x10"
    shape = decoded(CursorType.COLOR16, 4, 1, data)
    pixels = [[0, 0, 0xF8, 255], [24, 16, 8, 255], BLACK, NOTHING]
    check(shape, [pixels], [[False, False, False, True]])


def test_the_mask_follows_on_from_row_to_row() -> None:
    """wire.md 9.2: one continuous string of bits."""
    data = bytes(4 * 9) + bytes([0b00011100, 0b00000000])
    shape = decoded(CursorType.COLOR32, 3, 3, data)
    assert shape.pixels[..., 3].tolist() == [[255] * 3, [0] * 3, [255] * 3]


@pytest.mark.parametrize("kind", list(CursorType))
def test_too_few_bytes_are_an_error_with_both_numbers(kind: CursorType) -> None:
    for width, height in ((1, 1), (9, 5), (32, 32)):
        needed = next(size for size in range(9000) if fits(kind, width, height, size))
        with pytest.raises(ProtocolError, match=f"needs {needed} bytes, has {needed - 1}"):
            decode(cursor(kind, width, height, bytes(needed - 1)))


def fits(kind: CursorType, width: int, height: int, size: int) -> bool:
    try:
        return decode(cursor(kind, width, height, bytes(size))) is not None
    except ProtocolError:
        return False


@given(st.sampled_from(CursorType), st.integers(0, 40), st.integers(0, 40), st.binary(max_size=99))
def test_whatever_comes_is_a_shape_or_an_error(
    kind: CursorType, width: int, height: int, data: bytes
) -> None:
    try:
        shape = decode(cursor(kind, width, height, data * 60))
    except ProtocolError:
        return
    assert shape is not None
    assert shape.pixels.shape == (height, width, 4)
    assert shape.size == (width, height)
    assert not shape.pixels[shape.inverts].any()


def test_there_may_be_no_shape() -> None:
    assert decode(Cursor(CursorFlags.NONE)) is None


def test_unknown_types_are_errors() -> None:
    with pytest.raises(ProtocolError, match="no cursor type 9"):
        decode(cursor(9, 1, 1, bytes(9)))  # type: ignore[arg-type]


def test_the_hot_spot_is_not_far_outside() -> None:
    shape = decode(cursor(CursorType.ALPHA, 2, 1, bytes(8), (300, 1)))
    assert shape is not None
    assert shape.hot_spot == Point(2, 1)


# --- on a picture --------------------------------------------------------------------------------


ORIGIN = Point(0, 0)


def shape_of(pixels: list, inverts: list, hot_spot: Point = ORIGIN) -> Shape:
    return Shape(np.array(pixels, np.uint8), np.array(inverts, np.bool_), hot_spot)


def test_a_shape_covers_blends_and_inverts() -> None:
    picture = np.full((1, 4, 4), (100, 150, 200, 7), np.uint8)
    half = [20, 0, 0, 128]
    shape_of([[WHITE, half, NOTHING, NOTHING]], [[False, False, False, True]]).put_on(
        picture, Point(0, 0)
    )
    assert picture.tolist() == [
        [[255, 255, 255, 7], [70, 75, 100, 7], [100, 150, 200, 7], [155, 105, 55, 7]]
    ]


@pytest.mark.parametrize(
    ("at", "white"),
    [
        (Point(1, 1), [(0, 0), (0, 1), (1, 0), (1, 1)]),
        (Point(0, 0), [(0, 0)]),
        (Point(3, 2), [(1, 2)]),
        (Point(9, 9), []),
        (Point(-5, 1), []),
    ],
)
def test_the_hot_spot_stands_where_the_pointer_is(at: Point, white: list) -> None:
    picture = np.zeros((2, 3, 4), np.uint8)
    shape_of([[WHITE] * 2] * 2, [[False] * 2] * 2, Point(1, 1)).put_on(picture, at)
    assert [tuple(place) for place in np.argwhere(picture[..., 0])] == white


def test_colours_brighter_than_their_alpha_do_not_overflow() -> None:
    picture = np.full((1, 1, 4), 255, np.uint8)
    shape_of([[[200, 200, 200, 0]]], [[False]]).put_on(picture, Point(0, 0))
    assert picture.tolist() == [[[255] * 4]]
