from __future__ import annotations

from piment.client.display import fills
from piment.protocol.shapes import box_fill
from tests.client.display.pieces import area, fill, run_of


def test_fills_are_gathered_by_surface_in_their_order() -> None:
    made = run_of(
        box_fill(),
        fill(7, area(1, 2, 3, 4), surface_id=5),
        fill(8, area(-1, -2, 3, 4), surface_id=5),
        fill(9, area(0, 0, 1, 1)),
        fill(0xFFFFFFFF, area(1, 2, 3, 4), surface_id=5),
    )
    assert list(fills.boxes(made)) == [
        (5, [(1, 2, 3, 4, 7), (-1, -2, 3, 4, 8)]),
        (0, [(0, 0, 1, 1, 9)]),
        (5, [(1, 2, 3, 4, 0xFFFFFFFF)]),
    ]
