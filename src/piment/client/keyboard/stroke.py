"""What a hand does to write one character, or one part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key, and the keys that are held around it; all are PC set 1 make codes (wire.md 8.2)."""

    key: int
    held: tuple[int, ...] = ()

    def turns(self) -> Iterator[tuple[int, bool]]:
        """Yield each key that goes down or up, in order: its make code, and whether it is down."""
        order = (*self.held, self.key)
        yield from ((code, True) for code in order)
        yield from ((code, False) for code in reversed(order))
