"""What goes first, and that nothing waits for ever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from piment.geometry import Rect
from piment.server.pipeline.order import SMALL_PIXELS, SMALL_RUN_PIXELS, Sweep, order

TOP = Rect(0, 0, 400, 100)
MIDDLE = Rect(0, 100, 400, 200)
BOTTOM = Rect(0, 200, 400, 300)
LETTER = Rect(10, 250, 20, 266)


def test_at_first_from_the_top_down() -> None:
    assert order([BOTTOM, TOP, MIDDLE], Sweep()) == [TOP, MIDDLE, BOTTOM]


def test_small_pieces_go_first() -> None:
    assert order([TOP, LETTER, MIDDLE], Sweep()) == [LETTER, TOP, MIDDLE]
    edge = Rect(0, 300, SMALL_PIXELS, 301)
    assert order([TOP, edge], Sweep()) == [edge, TOP]


def test_the_sweep_goes_on_where_it_was_and_around() -> None:
    sweep = Sweep()
    sweep.sent(TOP)
    assert order([TOP, MIDDLE, BOTTOM], sweep) == [MIDDLE, BOTTOM, TOP]
    sweep.sent(MIDDLE)
    assert order([TOP, MIDDLE, BOTTOM], sweep) == [BOTTOM, TOP, MIDDLE]
    sweep.sent(BOTTOM)
    assert order([TOP, MIDDLE, BOTTOM], sweep) == [TOP, MIDDLE, BOTTOM]


def test_small_pieces_do_not_turn_the_sweep_back() -> None:
    sweep = Sweep()
    sweep.sent(MIDDLE)
    sweep.sent(Rect(0, 0, 10, 10))
    assert order([TOP, BOTTOM], sweep) == [BOTTOM, TOP]


def test_beside_each_other_from_left_to_right() -> None:
    left, right = Rect(0, 0, 100, 100), Rect(100, 0, 200, 100)
    sweep = Sweep()
    assert order([right, left], sweep) == [left, right]
    sweep.sent(left)
    assert order([left, right], sweep) == [right, left]


def test_after_many_small_ones_it_is_the_large_ones_turn() -> None:
    sweep = Sweep()
    small = Rect(0, 400, SMALL_PIXELS, 401)
    for _ in range(SMALL_RUN_PIXELS // SMALL_PIXELS):
        assert order([TOP, small], sweep) == [small, TOP]
        sweep.sent(small)
    assert order([TOP, small], sweep) == [TOP, small]
    sweep.sent(TOP)
    assert order([MIDDLE, small], sweep) == [small, MIDDLE]


RECTS = st.builds(
    lambda left, top, width, height: Rect(left, top, left + width, top + height),
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(1, 200),
    st.integers(1, 200),
)


@given(st.lists(RECTS, min_size=1, max_size=8, unique_by=lambda piece: piece[:2]), st.randoms())
def test_whatever_keeps_changing_everything_has_its_turn(pieces, random) -> None:
    """One piece is sent at a time, and all others have changed again by then."""
    sweep = Sweep()
    waiting = set(pieces)
    for _ in range(20 * len(pieces)):
        random.shuffle(pieces)
        first = order(pieces, sweep)[0]
        sweep.sent(first)
        waiting.discard(first)
    assert not waiting
