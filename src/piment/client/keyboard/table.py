"""How each character is written on one keyboard, with its locks as they are."""

from __future__ import annotations

from collections.abc import Mapping

from piment.client.keyboard.dead import Dead, Spelling, spellings
from piment.client.keyboard.names import KEYS
from piment.client.keyboard.stroke import Stroke

_EVERYWHERE = {"\n": Stroke(KEYS["enter"]), "\t": Stroke(KEYS["tab"])}


class Table:
    """The characters and dead keys of a keyboard."""

    def __init__(self, written: Mapping[str, Stroke], dead: Mapping[Dead, Stroke]) -> None:
        """Take what single strokes write; newline is Enter and tab is Tab on every keyboard."""
        self.written = {**written, **_EVERYWHERE}
        self.dead = dict(dead)

    def strokes(self, char: str) -> tuple[Stroke, ...] | None:
        """Return what writes `char`: one stroke, or else dead keys first; None if nothing does."""
        if char in self.written:
            return (self.written[char],)
        spelt = (self._spell(spelling) for spelling in spellings(char))
        return next((strokes for strokes in spelt if strokes), None)

    def _spell(self, spelling: Spelling) -> tuple[Stroke, ...] | None:
        dead, base = spelling
        if dead not in self.dead:
            return None
        rest = (self.dead[dead],) if isinstance(base, Dead) else self.strokes(base)
        return rest and (self.dead[dead], *rest)
