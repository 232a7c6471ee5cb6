"""How much travels on each channel, by the second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Counts = Mapping[str, tuple[int, int]]
"""Bytes read and written so far, by channel."""


class Rate(NamedTuple):
    """Bytes a second."""

    read: float
    written: float


class Traffic:
    """Compares what has travelled with what had when it was asked last."""

    def __init__(self) -> None:
        self._before: Counts = {}
        self._when: float | None = None

    def rates(self, counts: Counts, now: float) -> dict[str, Rate]:
        """Return the rates since the last call, at `now` in seconds; the first time they are 0.

        A connection that is new counts from 0.
        """
        elapsed = None if self._when is None else now - self._when
        rates = {name: self._rate(name, count, elapsed) for name, count in counts.items()}
        self._before, self._when = dict(counts), now
        return rates

    def _rate(self, name: str, count: tuple[int, int], elapsed: float | None) -> Rate:
        if not elapsed:
            return Rate(0.0, 0.0)
        before = self._before.get(name, (0, 0))
        if count[0] < before[0] or count[1] < before[1]:
            before = 0, 0
        return Rate(*((now - then) / elapsed for now, then in zip(count, before, strict=True)))


def human(count: float) -> str:
    """Return a number of bytes as people read it: 17 B, 3.2 kB, 450 kB, 1.0 MB."""
    if count < _FOUR_DIGITS:
        return f"{count:.0f} B"
    power = 1
    while count >= _FOUR_DIGITS * 1000**power and power < len(_UNITS):
        power += 1
    shown = count / 1000**power
    digits = 1 if shown < _THREE_DIGITS else 0
    return f"{shown:.{digits}f} {_UNITS[power - 1]}"


_UNITS = ("kB", "MB", "GB")

_THREE_DIGITS = 99.95
_FOUR_DIGITS = 999.5
"""From here on a number is written with so many digits before the point."""
