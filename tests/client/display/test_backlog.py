from __future__ import annotations

from piment.client.display.backlog import BEHIND_MS, MOST_MS_WITHOUT_PICTURE, Backlog

FRAME_MS = 40


def shown(backlog: Backlog, margins: list[int], start: int = 0) -> list[bool]:
    """Return which frames are shown that come one after the other."""
    times = range(start, start + FRAME_MS * len(margins), FRAME_MS)
    return [not backlog.has(margin, now) for margin, now in zip(margins, times, strict=True)]


def test_jitter_does_not_matter_nor_how_late_all_are() -> None:
    for late in (0, -5000, 300):
        margins = [late, late - BEHIND_MS, late - 50, late - 10, late - BEHIND_MS]
        assert all(shown(Backlog(), margins))


def test_frames_that_pile_up_are_left_out_until_it_is_gone() -> None:
    backlog = Backlog()
    assert shown(backlog, [0, -BEHIND_MS - 1, -300, -BEHIND_MS, -10]) == [
        True,
        False,
        False,
        True,
        True,
    ]


def test_a_better_frame_sets_the_measure() -> None:
    assert shown(Backlog(), [-300, 0, -300]) == [True, True, False]


def test_something_is_seen_even_so() -> None:
    backlog = Backlog()
    assert not backlog.has(0, 1000)
    assert backlog.has(-400, 1000 + MOST_MS_WITHOUT_PICTURE - 1)
    assert not backlog.has(-400, 1000 + MOST_MS_WITHOUT_PICTURE)
    assert not backlog.has(-400, 1000 + MOST_MS_WITHOUT_PICTURE + 1)


def test_the_clock_wraps() -> None:
    backlog = Backlog()
    assert not backlog.has(0, 2**32 - 10)
    assert backlog.has(-400, 10)
    assert not backlog.has(-400, MOST_MS_WITHOUT_PICTURE)
