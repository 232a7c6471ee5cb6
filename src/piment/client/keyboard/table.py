"""How each character is written on one keyboard, with its locks as they are."""

from __future__ import annotations

from collections.abc import Mapping

from piment.client.keyboard.dead import SIGNS, Dead, accent_of
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
        return self._letter(char) or self._sign(char)

    def _letter(self, char: str) -> tuple[Stroke, ...] | None:
        if char in self.written:
            return (self.written[char],)
        match accent_of(char):
            case (dead, base) if dead in self.dead:
                rest = self._letter(base)
                return rest and (self.dead[dead], *rest)
        return None

    def _sign(self, char: str) -> tuple[Stroke, ...] | None:
        match SIGNS.get(char):
            case (dead, base) if dead in self.dead:
                second = self.dead[dead] if isinstance(base, Dead) else self.written.get(base)
                return (self.dead[dead], second) if second else None
        return None
