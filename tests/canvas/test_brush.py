import pytest

from piment.canvas import PixelFormat
from piment.canvas.brush import solid, tile
from piment.errors import ProtocolError
from piment.protocol.common import Point
from piment.protocol.draw import DrawFill, Pattern, Ropd
from tests.canvas.boards import NO_MASK, at, blank, board, drawn, image
from tests.canvas.scenes import Store

RGB555 = PixelFormat.RGB555


@pytest.mark.parametrize(
    ("form", "value"),
    [(PixelFormat.XRGB, 0xFE123457), (RGB555, 0x3457), (PixelFormat.A8, 0x57), (PixelFormat.A1, 1)],
)
def test_a_colour_is_cut_to_the_depth(form: PixelFormat, value: int) -> None:
    assert solid(blank(1, 1, form), 0xFE123457).words.tolist() == [[value]]


def test_no_brush_is_zero() -> None:
    assert tile(blank(1, 1), None, Store()).words.tolist() == [[0]]


def test_a_pattern_begins_where_the_surface_does_not_the_box() -> None:
    store = Store()
    pattern = Pattern(image(store, [[1, 2, 3], [4, 5, 6]]), Point(4, -1))
    surface = board([[0] * 6] * 3)
    assert drawn(surface, DrawFill(*at(1, 0, 6, 3), pattern, Ropd.OP_PUT, NO_MASK), store) == [
        [0, 4, 5, 6, 4, 5],
        [0, 1, 2, 3, 1, 2],
        [0, 4, 5, 6, 4, 5],
    ]


def test_a_pattern_without_pixels_paints_nothing() -> None:
    store = Store()
    pattern = Pattern(image(store, []), Point(0, 0))
    command = DrawFill(*at(0, 0, 2, 1), pattern, Ropd.OP_PUT, NO_MASK)
    assert drawn(board([[7, 8]]), command, store) == [[7, 8]]


def test_a_pattern_of_another_depth_is_refused() -> None:
    store = Store()
    pattern = Pattern(image(store, [[1]], RGB555, is_surface=True), Point(0, 0))
    with pytest.raises(ProtocolError, match="16 bits"):
        tile(blank(1, 1), pattern, store)
