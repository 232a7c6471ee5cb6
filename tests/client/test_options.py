from __future__ import annotations

from itertools import islice

from piment.client.options import Reconnect


def test_waits_double_up_to_the_longest() -> None:
    delays = Reconnect(first_seconds=1, most_seconds=5).delays()
    assert list(islice(delays, 5)) == [1, 2, 4, 5, 5]


def test_attempts_are_counted() -> None:
    assert list(Reconnect(attempts=2, first_seconds=1).delays()) == [1, 2]
    assert list(Reconnect(attempts=0).delays()) == []
