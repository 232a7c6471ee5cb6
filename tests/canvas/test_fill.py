from random import Random

import pytest

from piment.canvas import PixelFormat, fill_boxes
from piment.geometry import Rect
from piment.protocol.draw import DrawBlackness, DrawFill, DrawInvers, DrawWhiteness, Ropd, Solid
from tests.canvas.boards import NO_MASK, at, blank, board, covers, drawn

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


@pytest.mark.parametrize("form", list(PixelFormat))
def test_boxes_are_filled_as_commands_are(form: PixelFormat) -> None:
    random = Random(form)
    commands = [some_fill(random) for _ in range(40)]
    one, other = blank(9, 7, form), blank(9, 7, form)
    boxes = [(*edges_of(command), command.brush.color) for command in commands]
    rects = fill_boxes(one, boxes)
    for command in commands:
        drawn(other, command)
    assert one.words.tolist() == other.words.tolist()
    assert covers(rects, one.words != 0)


def edges_of(command: DrawFill) -> tuple[int, int, int, int]:
    box = command.box
    return box.left, box.top, box.right, box.bottom


def some_fill(random: Random) -> DrawFill:
    left, top = random.randrange(-3, 9), random.randrange(-3, 7)
    edges = (left, top, left + random.randrange(6), top + random.randrange(6))
    return DrawFill(*at(*edges), Solid(random.getrandbits(32)), Ropd.OP_PUT, NO_MASK)


def test_boxes_far_apart_are_told_one_by_one() -> None:
    boxes = [(0, 0, 1, 1, 5), (8, 6, 9, 7, 5), (0, 6, 99, 99, 5), (-4, -4, 0, 0, 5)]
    assert fill_boxes(blank(9, 7), boxes) == [Rect(0, 0, 1, 1), Rect(0, 6, 9, 7)]
