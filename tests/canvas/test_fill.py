import pytest

from piment.canvas import PixelFormat
from piment.protocol.draw import DrawBlackness, DrawFill, DrawInvers, DrawWhiteness, Ropd, Solid
from tests.canvas.boards import NO_MASK, at, board, drawn

ALL = at(0, 0, 1, 1)


@pytest.mark.parametrize(
    ("form", "black", "white", "inverted"),
    [
        (PixelFormat.A1, 0, 1, 0),
        (PixelFormat.A8, 0, 0xFF, 0xFE),
        (PixelFormat.RGB555, 0, 0xFFFF, 0xFFFE),
        (PixelFormat.XRGB, 0, 0xFFFFFFFF, 0xFFFFFFFE),
    ],
)
def test_undefined_bits_take_part(form: PixelFormat, black: int, white: int, inverted: int) -> None:
    assert drawn(board([[1]], form), DrawBlackness(*ALL, NO_MASK)) == [[black]]
    assert drawn(board([[1]], form), DrawWhiteness(*ALL, NO_MASK)) == [[white]]
    assert drawn(board([[1]], form), DrawInvers(*ALL, NO_MASK)) == [[inverted]]


def test_a_fill_combines_with_what_is_there() -> None:
    command = DrawFill(*ALL, Solid(0xFF00FF00), Ropd.OP_XOR | Ropd.INVERS_BRUSH, NO_MASK)
    assert drawn(board([[0x0F0F0F0F]]), command) == [[0x0F0F0F0F ^ 0x00FF00FF]]


def test_no_brush_can_still_invert() -> None:
    command = DrawFill(*ALL, None, Ropd.OP_INVERS, NO_MASK)
    assert drawn(board([[0x12345678]]), command) == [[0xEDCBA987]]
