from __future__ import annotations

import pytest

from piment.client import clock
from piment.client.clock import Clock, difference


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The local clock, which only the test moves; in milliseconds."""
    now = [1000]
    monkeypatch.setattr(clock, "_local_ms", lambda: now[0])
    return now


def test_it_goes_on_from_where_it_was_set(local: list[int]) -> None:
    shown = Clock()
    assert shown.now() == 0
    shown.set(500)
    local[0] += 70
    assert shown.now() == 570
    assert shown.until(600) == 30
    assert shown.until(500) == -70


def test_it_wraps_at_32_bits(local: list[int]) -> None:
    shown = Clock()
    shown.set(0xFFFF_FFF0)
    local[0] += 0x20
    assert shown.now() == 0x10
    assert shown.until(0xFFFF_FFF0) == -0x20
    assert shown.until(0x30) == 0x20


@pytest.mark.parametrize(
    ("later", "earlier", "milliseconds"),
    [(5, 3, 2), (3, 5, -2), (1, 0xFFFF_FFFF, 2), (0xFFFF_FFFF, 1, -2), (1 << 31, 0, -(1 << 31))],
)
def test_times_differ_by_the_shorter_way(later: int, earlier: int, milliseconds: int) -> None:
    assert difference(later, earlier) == milliseconds
