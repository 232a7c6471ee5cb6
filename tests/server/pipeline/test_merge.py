"""Damage that lies close together goes into one message."""

from __future__ import annotations

import time

from hypothesis import given

from piment.geometry import Rect
from piment.server.pipeline.merge import MESSAGE_PIXELS, merge
from tests.server.pipeline.rects import count, regions


def test_nothing_and_one_stay() -> None:
    assert merge([]) == []
    assert merge([Rect(1, 2, 3, 4)]) == [Rect(1, 2, 3, 4)]


def test_letters_of_a_word_become_one() -> None:
    letters = [Rect(x, 100, x + 8, 116) for x in range(50, 150, 10)]
    assert merge(letters) == [Rect(50, 100, 148, 116)]


def test_far_apart_is_sent_apart() -> None:
    corners = [Rect(0, 0, 10, 10), Rect(600, 400, 610, 410)]
    assert merge(corners) == corners


def test_the_limit() -> None:
    """Two lines of width 32 with `gap` unchanged lines in between."""
    gap = MESSAGE_PIXELS // 32
    above, below = Rect(0, 0, 32, 1), Rect(0, 1 + gap, 32, 2 + gap)
    assert merge([above, below]) == [above.bounds(below)]
    below = below.moved(0, 1)
    assert merge([above, below]) == [above, below]


def test_what_joins_may_reach_others() -> None:
    """Two that are far from the third, and whose bounds are not."""
    left, right, third = Rect(0, 0, 10, 300), Rect(12, 0, 20, 300), Rect(23, 0, 40, 300)
    assert merge([left, right, third]) == [Rect(0, 0, 40, 300)]


def test_what_joins_does_not_swallow_what_it_crosses() -> None:
    edge = [Rect(0, 0, 600, 1), Rect(1, 1, 600, 2)]
    side = Rect(0, 1, 1, 400)
    assert sorted(merge([*edge, side])) == [Rect(0, 0, 600, 2), Rect(0, 2, 1, 400)]


@given(regions)
def test_all_damage_is_covered_once_and_little_else(damage) -> None:
    merged = merge(damage)
    before, after = count(damage), count(merged)
    assert after.max(initial=0) <= 1, "no overlap"
    assert (after >= before).all(), "nothing is lost"
    assert int(after.sum()) <= int(before.sum()) + MESSAGE_PIXELS * len(damage)


@given(regions)
def test_merging_again_changes_little(damage) -> None:
    once = count(merge(damage))
    again = count(merge(merge(damage)))
    assert (again >= once).all()
    assert int(again.sum()) <= int(once.sum()) + MESSAGE_PIXELS * len(damage)


def test_the_worst_region_is_merged_in_milliseconds() -> None:
    """As many pieces as a region can have, none of which joins another."""
    pieces = [Rect(x, y, x + 10, y + 10) for x in range(0, 2400, 300) for y in range(0, 2400, 300)]
    began = time.process_time()
    assert len(merge(pieces)) == 64
    assert time.process_time() - began < 0.2
