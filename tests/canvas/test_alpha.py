import pytest

from piment.canvas import PixelFormat, draw
from piment.canvas.alpha import clear_pad
from piment.geometry import Rect
from piment.protocol.draw import AlphaFlags, DrawAlphaBlend
from tests.canvas.boards import area, at, board, drawn, image
from tests.canvas.scenes import Store

XRGB, ARGB, RGB555 = PixelFormat.XRGB, PixelFormat.ARGB, PixelFormat.RGB555
NONE = AlphaFlags(0)


def blended(
    surface: int,
    form: PixelFormat,
    source: tuple[int, PixelFormat],
    alpha: int = 255,
    flags: AlphaFlags = NONE,
    **more: bool,
) -> int:
    store = Store()
    picture = image(store, [[source[0]]], source[1], **more)
    command = DrawAlphaBlend(*at(0, 0, 1, 1), flags, alpha, picture, area(0, 0, 1, 1))
    return drawn(board([[surface]], form), command, store)[0][0]


def mul(a: int, b: int) -> int:
    return ((a * b + 128) + ((a * b + 128) >> 8)) >> 8


def test_source_over_destination() -> None:
    under = mul(0xC0, 0x7F)
    assert blended(0xFF0000C0, ARGB, (0x80000040, ARGB)) == 0xFF000000 | 0x40 + under
    assert mul(0x80, 0x80) == 0x40


def test_alpha_of_the_command_dims_every_channel() -> None:
    assert blended(0, ARGB, (0x123456, XRGB), 128) == (
        128 << 24 | mul(0x12, 128) << 16 | mul(0x34, 128) << 8 | mul(0x56, 128)
    )
    assert blended(0x33, ARGB, (0xFFFFFF, XRGB), 0) == 0x33


def test_the_undefined_byte_of_a_destination_is_cleared_when_it_came_out_full() -> None:
    assert blended(0, XRGB, (0x123456, XRGB)) == 0x123456
    assert blended(0, XRGB, (0x123456, XRGB), 255, AlphaFlags.DEST_HAS_ALPHA) == 0xFF123456


def test_a_surface_in_xrgb_has_alpha_if_the_command_says_so() -> None:
    source = (0x00102030, XRGB)
    flags = AlphaFlags.SRC_SURFACE_HAS_ALPHA
    assert blended(0xFF010101, ARGB, source, 255, flags, is_surface=True) == 0xFF112131
    assert blended(0xFF010101, ARGB, source, 255, NONE, is_surface=True) == 0xFF102030
    assert blended(0xFF010101, ARGB, source, 255, flags) == 0xFF102030  # no surface


@pytest.mark.parametrize("form", [RGB555, PixelFormat.RGB565])
def test_shallow_surfaces_are_expanded_and_truncated(form: PixelFormat) -> None:
    half = mul(0xFF, 0x7F)
    red, green = half >> 3, half >> (3 if form is RGB555 else 2)
    shift = 10 if form is RGB555 else 11
    assert blended(0x7FFF if form is RGB555 else 0xFFFF, form, (0x80000000, ARGB)) == (
        red << shift | green << 5 | red
    )


def test_the_undefined_bit_becomes_zero_even_beside_the_image() -> None:
    store = Store()
    command = DrawAlphaBlend(
        *at(0, 0, 2, 1), NONE, 255, image(store, [[0xFFFFFF]]), area(0, 0, 2, 1)
    )
    assert drawn(board([[0x8000, 0x8001]], RGB555), command, store) == [[0x7FFF, 0x0001]]


def test_scaling_is_nearest_and_outside_is_nothing() -> None:
    store = Store()
    command = DrawAlphaBlend(
        *at(0, 0, 4, 1), NONE, 255, image(store, [[0x000001, 0x000002]]), area(1, 0, 3, 1)
    )
    row = [[0xFF000009] * 4]
    assert drawn(board(row, ARGB), command, store) == [
        [0xFF000002, 0xFF000002, 0xFF000009, 0xFF000009]
    ]


def test_nothing_blended_is_no_damage() -> None:
    store = Store()
    command = DrawAlphaBlend(*at(0, 0, 1, 1), NONE, 0, image(store, [[1]]), area(0, 0, 1, 1))
    assert draw(board([[0]]), command, store) == []


def test_the_first_pixel_decides_about_the_pad() -> None:
    surface = board([[0x01AAAAAA, 0xFFBBBBBB, 0x22CCCCCC]])
    clear_pad(surface, Rect(-5, 0, 2, 1))
    assert surface.words.tolist() == [[0x01AAAAAA, 0xFFBBBBBB, 0x22CCCCCC]]
    clear_pad(surface, Rect(1, 0, 9, 9))
    assert surface.words.tolist() == [[0x01AAAAAA, 0x00BBBBBB, 0x00CCCCCC]]
