import pytest

from piment.canvas import PixelFormat, copy_boxes, draw
from piment.errors import ProtocolError
from piment.protocol.common import Point
from piment.protocol.draw import (
    CopyBits,
    DrawBlend,
    DrawCopy,
    DrawOpaque,
    DrawRop3,
    DrawTransparent,
    Ropd,
    Solid,
)
from piment.protocol.image import ImageScaleMode
from tests.canvas.boards import NO_MASK, area, at, board, covers, drawn, image
from tests.canvas.scenes import OWN, Scene, Store, descriptor

NEAREST = ImageScaleMode.NEAREST
PUT = Ropd.OP_PUT
XRGB, ARGB = PixelFormat.XRGB, PixelFormat.ARGB


def test_what_the_image_does_not_reach_stays() -> None:
    store = Store()
    source = image(store, [[1, 2], [3, 4]])
    command = DrawCopy(*at(0, 0, 4, 2), source, area(-1, 1, 3, 3), PUT, NEAREST, NO_MASK)
    assert drawn(board([[9] * 4] * 2), command, store) == [[9, 3, 4, 9], [9] * 4]


def test_copies_keep_undefined_bits_and_invent_no_alpha() -> None:
    store = Store()
    source = image(store, [[0x42112233]])
    command = DrawCopy(*at(0, 0, 1, 1), source, area(0, 0, 1, 1), PUT, NEAREST, NO_MASK)
    assert drawn(board([[0]], ARGB), command, store) == [[0x42112233]]


def test_a_scaled_copy_is_opaque() -> None:
    store = Store()
    source = image(store, [[0x42112233]])
    command = DrawCopy(*at(0, 0, 2, 1), source, area(0, 0, 1, 1), PUT, NEAREST, NO_MASK)
    assert drawn(board([[0, 0]], ARGB), command, store) == [[0xFF112233] * 2]


def test_a_scaled_image_that_is_combined_keeps_its_undefined_bits() -> None:
    store = Store()
    source = image(store, [[0x42112233]])
    command = DrawCopy(*at(0, 0, 2, 1), source, area(0, 0, 1, 1), Ropd.OP_OR, NEAREST, NO_MASK)
    assert drawn(board([[0, 0]], ARGB), command, store) == [[0x42112233] * 2]


def test_blend_is_a_copy_with_its_operation() -> None:
    store = Store()
    source = image(store, [[0b1100]])
    command = DrawBlend(
        *at(0, 0, 1, 1), source, area(0, 0, 1, 1), Ropd.OP_XOR | Ropd.INVERS_RES, NEAREST, NO_MASK
    )
    assert drawn(board([[0b1010]]), command, store) == [[0xFFFFFFFF ^ 0b0110]]


def test_opaque_combines_the_brush_with_the_image() -> None:
    store = Store()
    source = image(store, [[0b1100]])
    ropd = Ropd.OP_AND | Ropd.INVERS_SRC  # here the image is the destination
    command = DrawOpaque(
        *at(0, 0, 2, 1), source, area(0, 0, 2, 1), Solid(0b1010), ropd, NEAREST, NO_MASK
    )
    # Where no image was put, what was there takes its place.
    assert drawn(board([[0, 0b0110]]), command, store) == [[0b0010, 0b1000]]


@pytest.mark.parametrize(
    ("pos", "row"),
    [
        (Point(0, 0), [1, 1, 2, 3, 4]),
        (Point(2, 0), [1, 3, 4, 5, 5]),
        (Point(-2, 0), [1, 2, 3, 1, 2]),
        (Point(0, 1), [1, 2, 3, 4, 5]),
    ],
)
def test_copies_within_the_surface_may_overlap(pos: Point, row: list[int]) -> None:
    assert drawn(board([[1, 2, 3, 4, 5]]), CopyBits(*at(1, 0, 5, 1), pos)) == [row]


def test_a_surface_may_be_copied_to_itself() -> None:
    store, surface = Store(), board([[1, 2, 3]])
    store.surface = surface
    own = descriptor(OWN, 3, 1)
    command = DrawCopy(*at(1, 0, 3, 1), own, area(0, 0, 2, 1), PUT, NEAREST, NO_MASK)
    assert drawn(surface, command, store) == [[1, 1, 2]]


@pytest.mark.parametrize(
    ("form", "pixels", "result"),
    [
        (XRGB, [0xAA102030, 0x00102031], [7, 0x00102031]),
        (PixelFormat.RGB555, [0x0886, 0x8886], [7, 0x8886]),
    ],
)
def test_a_key_lets_through(form: PixelFormat, pixels: list[int], result: list[int]) -> None:
    store = Store()
    source = image(store, [pixels], form)
    command = DrawTransparent(*at(0, 0, 2, 1), source, area(0, 0, 2, 1), 0x999, 0xFF102030)
    assert drawn(board([[7, 7]], form), command, store) == [result]


@pytest.mark.parametrize("code", [0x00, 0x5A, 0xB8, 0xCC, 0xCA, 0xE2, 0xFF])
def test_ternary_codes(code: int) -> None:
    store = Store()
    p, s, d = 0b11110000, 0b11001100, 0b10101010
    command = DrawRop3(
        *at(0, 0, 1, 1),
        image(store, [[s]], PixelFormat.A8),
        area(0, 0, 1, 1),
        Solid(p),
        code,
        NEAREST,
        NO_MASK,
    )
    assert drawn(board([[d]], PixelFormat.A8), command, store) == [[code]]


def test_a_ternary_code_needs_an_image_that_fills_the_box() -> None:
    store, surface = Store(), board([[5, 6]])
    command = DrawRop3(
        *at(0, 0, 2, 1), image(store, [[1]]), area(0, 0, 2, 1), None, 0xCC, NEAREST, NO_MASK
    )
    with pytest.raises(ProtocolError, match="does not fill"):
        draw(surface, command, store)
    assert surface.words.tolist() == [[5, 6]]


def test_the_offset_of_a_ternary_code_counts_scaled_pixels() -> None:
    store = Store()
    command = DrawRop3(
        *at(0, 0, 2, 1), image(store, [[1, 2]]), area(1, 0, 2, 1), None, 0xCC, NEAREST, NO_MASK
    )
    # Twice as large, the image is 1 1 2 2, and column 1 is column 2.
    assert drawn(board([[0, 0]]), command, store) == [[0x02, 0x02]]


@pytest.mark.parametrize("form", list(PixelFormat))
def test_boxes_are_copied_as_commands_are(form: PixelFormat) -> None:
    for seed in range(20):
        scene = Scene(seed, form)
        surface = board(scene.surface.words.tolist(), form)
        copies, commands = [], []
        for _ in range(6):
            (left, top), (wide, high) = [(scene.number(-4, 12), scene.number(0, 9)) for _ in "ab"]
            wide = abs(wide)
            source = scene.image(scene.number(1, 9), scene.number(1, 9))
            x, y = scene.number(-3, 6), scene.number(-3, 6)
            found = scene.store.image(source, form)
            if found.is_surface:
                continue
            copies.append((found, (left, top, left + wide, top + high), (left - x, top - y)))
            place = at(left, top, left + wide, top + high)
            part = area(x, y, x + wide, y + high)
            commands.append(DrawCopy(*place, source, part, PUT, NEAREST, NO_MASK))
        before = surface.words.copy()
        rects = copy_boxes(surface, copies)
        for command in commands:
            draw(scene.surface, command, scene.store)
        assert surface.words.tolist() == scene.surface.words.tolist()
        assert covers(rects, before != surface.words)
