"""Telling a text cursor that blinks from what really changes."""

from __future__ import annotations

from piment.frontends.headless.image import Pixels
from piment.geometry import Rect

MOST_PIXELS = 2048
"""Of something that blinks: a block cursor on a screen of double resolution, or a blinking word."""

MOST_PLACES = 16
"""Places that are remembered: what changes in more of them is no cursor."""

_STATES = 2
"""A cursor is there or is not; what has more states turns, counts or works."""


class Blinking:
    """Remembers what small places showed, and knows those that go back and forth."""

    def __init__(self) -> None:
        self._seen: dict[Rect, list[bytes]] = {}

    def has_only_blinked(self, changed: list[Rect], pixels: Pixels) -> bool:
        """Whether all that has changed shows what it showed before, and nothing else in between.

        `pixels` are what the screen shows now, uint8 (height, width, 4) B, G, R and X.
        """
        blinks = [self._blinks(place, pixels) for place in changed]  # every one is to be noted
        return all(blinks)

    def _blinks(self, place: Rect, pixels: Pixels) -> bool:
        if place.area > MOST_PIXELS:
            self._seen.clear()
            return False
        if len(self._seen) >= MOST_PLACES and place not in self._seen:
            self._seen.clear()
        states = self._seen.setdefault(place, [])
        shown = pixels[place.rows, place.columns, :3].tobytes()
        if shown in states:
            return len(states) == _STATES
        if len(states) == _STATES:
            states.clear()
        states.append(shown)
        return False
