from __future__ import annotations

from piment.client.display.monitors import heads, whole
from piment.protocol.display import Head, MonitorsConfig


def head(number: int) -> Head:
    return Head(number, 0, 640, 480, 640 * number, 0, 0)


def config(count: int, most: int) -> MonitorsConfig:
    return MonitorsConfig(max_allowed=most, heads=[head(number) for number in range(count)])


def test_none_says_nothing() -> None:
    assert heads(config(0, 4)) is None


def test_there_are_no_more_than_allowed() -> None:
    """wire.md 17."""
    assert heads(config(2, 4)) == [head(0), head(1)]
    assert heads(config(3, 2)) == [head(0), head(1)]
    assert heads(config(2, 0)) == [head(0)]
    assert len(heads(config(256, 0xFFFF)) or []) == 256


def test_without_any_there_is_one() -> None:
    assert whole(640, 480) == [head(0)]
