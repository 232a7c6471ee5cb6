"""All passes together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from piment.geometry import Rect
from piment.server.pipeline.merge import MESSAGE_PIXELS
from piment.server.pipeline.order import Sweep
from piment.server.pipeline.plan import PASSES, Conditions, plan
from tests.server.pipeline.rects import count, regions


def conditions(piece_pixels: int = 10_000) -> Conditions:
    return Conditions(piece_pixels, Sweep())


def test_nothing_to_do() -> None:
    assert plan([], conditions()) == []


def test_a_letter_goes_before_the_picture_and_that_in_pieces() -> None:
    letter, picture = Rect(500, 400, 510, 420), Rect(0, 0, 100, 200)
    assert plan([picture, letter], conditions()) == [
        letter,
        Rect(0, 0, 100, 100),
        Rect(0, 100, 100, 200),
    ]


@given(regions, st.integers(2_000, 300_000))
def test_the_plan_covers_the_damage_in_pieces_of_the_right_size(damage, piece_pixels) -> None:
    pieces = plan(damage, conditions(piece_pixels))
    planned = count(pieces)
    assert planned.max(initial=0) <= 1, "no overlap"
    assert (planned >= count(damage)).all(), "nothing is lost"
    assert all(0 < piece.area <= piece_pixels for piece in pieces)
    assert int(planned.sum()) <= int(count(damage).sum()) + MESSAGE_PIXELS * len(damage)


@given(regions)
def test_each_pass_loses_nothing(damage) -> None:
    pieces = damage
    for improve in PASSES:
        better = improve(pieces, conditions())
        assert (count(better) >= count(pieces)).all()
        pieces = better


def test_the_damage_is_left_alone() -> None:
    damage = (Rect(0, 0, 10, 10), Rect(11, 0, 20, 10))
    assert np.array_equal(count(plan(damage, conditions())), count([Rect(0, 0, 20, 10)]))
