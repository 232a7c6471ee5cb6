from __future__ import annotations

from piment.client.display.copies import Copy, copies
from piment.protocol.draw import DrawCopy
from piment.protocol.image import ImageScaleMode
from piment.protocol.shapes import cached_copy
from tests.client.display.pieces import area, cached, copy, run_of


def some_copy(left: int, surface_id: int, key: int) -> DrawCopy:
    command = copy(cached(key, 3, 2), left, 1, surface_id)
    command.src_area = area(5, 6, 8, 8)  # type: ignore[misc]
    return command


def test_copies_are_gathered_by_surface_in_their_order() -> None:
    commands = [some_copy(1, 5, 10), some_copy(2, 5, 11), some_copy(3, 0, 12), some_copy(4, 5, 13)]
    found = list(copies(run_of(cached_copy(), *commands)))
    keys = [(surface_id, [each.key for each in group]) for surface_id, group in found]
    assert keys == [(5, [10, 11]), (0, [12]), (5, [13])]
    assert found[0][1][0] == Copy(5, 1, 1, 4, 3, 5, 6, 8, 8, ImageScaleMode.NEAREST, 10, 3, 2)
    assert [each.command for _, group in found for each in group] == commands


def test_a_copy_knows_where_it_belongs() -> None:
    command = some_copy(1, 0, 10)
    ((_, (made,)),) = copies(run_of(cached_copy(), command))
    assert (made.box, made.corner, made.is_scaled) == ((1, 1, 4, 3), (-4, -5), False)
    for source in (area(5, 6, 9, 8), area(5, 6, 8, 9)):
        command.src_area = source  # type: ignore[misc]
        ((_, (made,)),) = copies(run_of(cached_copy(), command))
        assert made.is_scaled
