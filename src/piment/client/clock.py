"""The multimedia clock: by which the server's sound and video are shown (wire.md 5.5)."""

from __future__ import annotations

import time

_WRAP = 1 << 32
_HALF = 1 << 31


class Clock:
    """Shows the server's milliseconds, which wrap at 32 bits; 0 at first."""

    def __init__(self) -> None:
        self._offset_ms = -_local_ms()

    def set(self, mm_time: int) -> None:
        """Take the server's time, as of now."""
        self._offset_ms = mm_time - _local_ms()

    def now(self) -> int:
        """Return the server's time in milliseconds."""
        return (_local_ms() + self._offset_ms) % _WRAP

    def until(self, mm_time: int) -> int:
        """Return how many milliseconds it is until `mm_time`; negative if that has been."""
        return difference(mm_time, self.now())


def difference(later: int, earlier: int) -> int:
    """Return the milliseconds from one time to the other, whichever way is shorter."""
    return (later - earlier + _HALF) % _WRAP - _HALF


def _local_ms() -> int:
    return time.monotonic_ns() // 1_000_000
