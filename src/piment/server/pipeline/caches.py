"""What a viewer's client keeps, so that it need not be sent again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

CURSOR_CACHE_ENTRIES = 256
"""Shapes that every client can keep (wire.md 14.3)."""


class CursorCache:
    """The server's knowledge of one client's cursor cache; the least recently used goes first."""

    def __init__(self, entries: int = CURSOR_CACHE_ENTRIES) -> None:
        self._entries = entries
        self._known: OrderedDict[Hashable, int] = OrderedDict()
        self._ids = 0

    def find(self, shape: Hashable) -> int | None:
        """Return the id under which the client keeps `shape`, if it does."""
        unique = self._known.get(shape)
        if unique is not None:
            self._known.move_to_end(shape)
        return unique

    def add(self, shape: Hashable) -> tuple[int, int | None]:
        """Return the id for a new shape, and the id that the client must forget for it."""
        forgotten = None
        if len(self._known) == self._entries:
            _, forgotten = self._known.popitem(last=False)
        self._ids += 1
        self._known[shape] = self._ids
        return self._ids, forgotten

    def clear(self) -> None:
        """Forget everything, as the client does on INIT and RESET."""
        self._known.clear()
