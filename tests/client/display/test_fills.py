from __future__ import annotations

from piment.client.display import fills
from piment.core.events import Run
from piment.protocol.draw import DrawFill
from piment.protocol.shapes import box_fill
from tests.client.display.pieces import area, fill


def run(*commands: DrawFill) -> Run:
    rows = [box_fill().read(command.pack(), 0) for command in commands]
    return Run(DrawFill, [row for row in rows if row is not None], len(rows))


def test_fills_are_gathered_by_surface_in_their_order() -> None:
    made = run(
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
