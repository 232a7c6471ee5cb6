import pytest

from piment.canvas import PixelFormat, draw
from piment.errors import ProtocolError
from piment.protocol.common import Point16, Transform
from piment.protocol.draw import CompositeFlags, DrawComposite
from tests.canvas.boards import at, blank, board, drawn, image
from tests.canvas.scenes import Store

XRGB, ARGB, A8 = PixelFormat.XRGB, PixelFormat.ARGB, PixelFormat.A8
OVER = 3
SRC = 1


def composite(store: Store, flags: int, source, mask=None, matrix=None, x: int = 0, wide: int = 1):
    if mask is not None:
        flags |= CompositeFlags.HAS_MASK
    transform = None
    if matrix is not None:
        flags |= CompositeFlags.HAS_SRC_TRANSFORM
        transform = Transform(*(round(65536 * n) & 0xFFFFFFFF for n in matrix))
    origins = (Point16(x, 0), Point16(0, 0))
    box = at(0, 0, wide, 1)
    return DrawComposite(*box, CompositeFlags(flags), source, mask, transform, None, *origins)


@pytest.mark.parametrize(
    ("operator", "result"),
    [
        (0, 0),
        (1, 0x80004000),
        (2, 0xFF0000FF),
        (3, 0xFF00407F),
        (4, 0xFF0000FF),
        (5, 0x80004000),
        (6, 0x80000080),
        (7, 0),
        (8, 0x7F00007F),
        (9, 0xFF00407F),
        (10, 0x80000080),
        (11, 0x7F00007F),
        (12, 0xFF0040FF),
        (13, 0xFF0000FF),
    ],
)
def test_porter_and_duff(operator: int, result: int) -> None:
    store = Store()
    command = composite(store, operator, image(store, [[0x80004000]], ARGB))
    assert drawn(board([[0xFF0000FF]], ARGB), command, store) == [[result]]


@pytest.mark.parametrize(
    ("operator", "blue"),
    [
        (0x30, 40),  # 200 * 51 / 255
        (0x31, 211),  # 200 + 51 - 40
        (0x32, 167),  # the surface is light: 255 - 2 * 55 * 204 / 255
        (0x33, 51),
        (0x34, 200),
        (0x37, 80),  # the source is dark: 2 * 200 * 51 / 255
        (0x39, 149),
        (0x3A, 171),  # 251 - 80
    ],
)
def test_blend_modes_on_opaque_colours(operator: int, blue: int) -> None:
    store = Store()
    command = composite(store, operator, image(store, [[0xFF000000 | 51]], ARGB))
    assert drawn(board([[0xFF000000 | 200]], ARGB), command, store) == [[0xFF000000 | blue]]


def test_a_mask_dims_the_source() -> None:
    store = Store()
    half = image(store, [[0x80]], A8, is_surface=True)
    command = composite(store, SRC, image(store, [[0xFF4080FF]], ARGB), half)
    assert drawn(blank(1, 1, ARGB), command, store) == [[0x80204080]]


def test_an_alpha_image_is_no_mask_on_deep_surfaces() -> None:
    store = Store()
    command = composite(store, SRC, image(store, [[0xFF4080FF]], ARGB), image(store, [[0x80]], A8))
    assert drawn(blank(1, 1, ARGB), command, store) == [[0xFF4080FF]]


def test_each_channel_may_have_its_own_mask() -> None:
    store = Store()
    mask = image(store, [[0x00FF8000]], ARGB)
    flags = OVER | CompositeFlags.COMPONENT_ALPHA
    command = composite(store, flags, image(store, [[0xFFFFFFFF]], ARGB), mask)
    assert drawn(board([[0xFF000011]], ARGB), command, store) == [[0xFFFF8011]]


@pytest.mark.parametrize(
    ("repeat", "row"),
    [(0, [0, 1, 2, 0, 0]), (1, [2, 1, 2, 1, 2]), (2, [1, 1, 2, 2, 2]), (3, [1, 1, 2, 2, 1])],
    ids=["none", "normal", "pad", "reflect"],
)
def test_repeats(repeat: int, row: list[int]) -> None:
    store = Store()
    command = composite(store, SRC | repeat << 14, image(store, [[1, 2]], ARGB), x=-1, wide=5)
    assert drawn(blank(5, 1, ARGB), command, store) == [row]


def test_transforms_lead_from_the_surface_to_the_image() -> None:
    store = Store()
    mirrored = (-1, 0, 4, 0, 1, 0)
    source = image(store, [[1, 2, 3, 4]], ARGB)
    command = composite(store, SRC, source, matrix=mirrored, wide=4)
    assert drawn(blank(4, 1, ARGB), command, store) == [[4, 3, 2, 1]]


def test_filters_mix_neighbours() -> None:
    store = Store()
    source = image(store, [[0, 0x80]], ARGB)
    between = (1, 0, 0.5, 0, 1, 0)
    command = composite(store, SRC | 1 << 8, source, matrix=between)
    assert drawn(blank(1, 1, ARGB), command, store) == [[0x40]]


def test_only_a_surface_may_be_called_opaque() -> None:
    store = Store()
    flags = SRC | CompositeFlags.SOURCE_OPAQUE
    for is_surface, result in ((True, 0xFF102030), (False, 0x40102030)):
        source = image(store, [[0x40102030]], ARGB, is_surface=is_surface)
        assert drawn(blank(1, 1, ARGB), composite(store, flags, source), store) == [[result]]


@pytest.mark.parametrize("flags", [14, 0x2F, 0x3F, 0xFF, OVER | 5 << 8])
def test_unknown_operators_and_filters_are_refused(flags: int) -> None:
    store = Store()
    command = composite(store, flags, image(store, [[1]]))
    with pytest.raises(ProtocolError, match="there is no"):
        draw(blank(1, 1), command, store)


def test_an_image_without_pixels_is_nothing() -> None:
    store = Store()
    command = composite(store, SRC | 1 << 14, image(store, [], ARGB))
    assert drawn(board([[5]], ARGB), command, store) == [[0]]
