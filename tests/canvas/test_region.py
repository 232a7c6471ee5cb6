import numpy as np
import pytest

from piment.canvas.region import MOST_DAMAGE_RECTS, bounds, clipped, damage, masked
from piment.errors import ProtocolError
from piment.geometry import Rect
from piment.protocol.common import Point
from piment.protocol.draw import ClipRects, DrawInvers, MaskFlags, QMask
from tests.canvas.boards import area, at, blank, drawn, image, mask
from tests.canvas.scenes import Store

FAR = 2**31 - 1


def marked(command: DrawInvers, store: Store) -> list[str]:
    surface = blank(6, 3)
    return ["".join(".#"[bool(p)] for p in row) for row in drawn(surface, command, store)]


def test_the_region_is_box_and_surface_and_any_clip_rect() -> None:
    clip = [area(0, 0, 2, 2), area(1, 1, 5, 3), area(4, 0, 4, 3)]
    assert marked(DrawInvers(*at(1, -9, FAR, FAR, clip), QMask(0, Point(0, 0), None)), Store()) == [
        ".#....",
        ".####.",
        ".####.",
    ]


def test_a_clip_without_rects_draws_nothing() -> None:
    spans = clipped(blank(4, 4), Rect(0, 0, 4, 4), ClipRects([]))
    assert (bounds(spans), damage(spans)) == (None, [])


@pytest.mark.parametrize(
    ("flags", "rows"),
    [(0, ["......", "..#.#.", "......"]), (1, ["......", ".#.#..", "......"])],
    ids=["plain", "inverted"],
)
def test_masks_let_through_inside_only(flags: int, rows: list[str]) -> None:
    store = Store()
    command = DrawInvers(*at(1, 1, 6, 3), mask(store, [[0, 0, 1, 0, 1]], flags, x=1))
    assert marked(command, store) == rows


def test_a_mask_has_one_bit() -> None:
    store = Store()
    deep = QMask(MaskFlags(0), Point(0, 0), image(store, [[1]]))
    with pytest.raises(ProtocolError, match="not 32"):
        masked(blank(4, 4), DrawInvers(*at(0, 0, 4, 4), deep), deep, store)


def test_damage_is_a_few_rects() -> None:
    few = ClipRects([area(0, 0, 1, 1), area(2, 2, 4, 4)])
    spans = clipped(blank(9, 9), Rect(0, 0, 9, 3), few)
    assert damage(spans) == [Rect(0, 0, 1, 1), Rect(2, 2, 4, 3)]
    many = ClipRects([area(2 * x, 0, 2 * x + 1, 1) for x in range(MOST_DAMAGE_RECTS + 1)])
    spans = clipped(blank(200, 2), Rect(0, 0, 200, 2), many)
    assert damage(spans) == [bounds(spans)] == [Rect(0, 0, 2 * MOST_DAMAGE_RECTS + 1, 1)]


def test_many_rects_that_overlap_are_one() -> None:
    random = np.random.default_rng(1)
    corners = random.integers(-(2**31), 2**31 - 1, (20_000, 4)).tolist()
    rects = [area(*c) for c in corners] + [area(-(2**31), -(2**31), FAR, FAR)]
    spans = clipped(blank(300, 200), Rect(0, 0, FAR, FAR), ClipRects(rects))
    assert sum(rect.area for rect in map(Rect._make, spans.rects(10**6))) == 300 * 200
