"""Text as strokes on the guest's keyboard."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from piment.client.keyboard.levels import survey
from piment.client.keyboard.stroke import Stroke
from piment.client.keyboard.table import Table
from piment.client.keyboard.us import us_table
from piment.client.keyboard.xkb import NO_LOCKS, Keymap, RuleNames
from piment.errors import InputError
from piment.protocol.inputs import KeyboardModifierFlags

_PART = re.compile(r"\s*([^\s,()]+)(?:\(([^\s,()]*)\))?\s*")

_MOST_SHOWN = 10
"""Characters that a message lists; the error has all of them."""

_RULES = "evdev"
_MODEL = "pc105"

# Scroll Lock has no part in writing.
_WRITING_LOCKS = KeyboardModifierFlags.CAPS_LOCK | KeyboardModifierFlags.NUM_LOCK


class Missing(NamedTuple):
    """A character that a layout does not have."""

    position: int
    """Index into the text."""
    character: str

    def __str__(self) -> str:
        name = unicodedata.name(self.character, "no name")
        return f"{self.character!r} (U+{ord(self.character):04X}, {name}) at {self.position}"


class UntypableError(InputError):
    """A text has characters that the layout does not have; `missing` lists each of them."""

    def __init__(self, layout: str, missing: Sequence[Missing]) -> None:
        shown = ", ".join(map(str, missing[:_MOST_SHOWN]))
        more = len(missing) - _MOST_SHOWN
        rest = f", and {more} more" if more > 0 else ""
        super().__init__(f"the layout {layout} cannot type {shown}{rest}")
        self.layout = layout
        self.missing = tuple(missing)


class Layout:
    """What the guest takes its keyboard for, which decides what its keys write.

    `us` with nothing else said is built in. Others come from libxkbcommon, which is loaded then;
    making one takes some 10 ms.
    """

    def __init__(
        self,
        name: str = "us",
        *,
        rules: str = _RULES,
        model: str = _MODEL,
        options: str = "",
    ) -> None:
        """Take what `setxkbmap` takes; `name` is a layout, or has its variant: de(nodeadkeys).

        Of several layouts, as in `us,ru`, the first one is typed with: in which one the guest is
        cannot be seen from outside, and switching is up to the caller. So `ru` types Cyrillic and
        reports Latin letters. As in X, models and options that do not exist change nothing.

        Raises:
            InputError: there is no such layout, or no library to look it up.

        """
        self.name = name
        self._tables: dict[KeyboardModifierFlags, Table] = {}
        self._keymap: Keymap | None = None
        if (name, rules, model, options) != ("us", _RULES, _MODEL, ""):
            self._keymap = Keymap(RuleNames(rules, model, *_split(name), options))

    def strokes(self, text: str, locks: KeyboardModifierFlags = NO_LOCKS) -> list[Stroke]:
        """Return the strokes that write `text` while the guest's `locks` are on.

        Newline is Enter, tab is Tab. An accented letter that has no key is written with a dead key
        if the layout has that.

        Raises:
            UntypableError: the layout does not have all characters; nothing should be typed then.

        """
        table = self._table(locks & _WRITING_LOCKS)
        known = {char: table.strokes(char) for char in set(text)}
        missing = [Missing(place, char) for place, char in enumerate(text) if known[char] is None]
        if missing:
            raise UntypableError(self.name, missing)
        return [stroke for char in text for stroke in known[char] or ()]

    def _table(self, locks: KeyboardModifierFlags) -> Table:
        if locks not in self._tables:
            made = us_table(locks) if self._keymap is None else survey(self._keymap, locks)
            self._tables[locks] = made
        return self._tables[locks]


def _split(name: str) -> tuple[str, str]:
    """Return the layouts and variants of `us,de(nodeadkeys)`: `us,de` and `,nodeadkeys`."""
    parts = [_PART.fullmatch(part) for part in name.split(",")]
    found = [part.groups("") for part in parts if part]
    if len(found) < len(parts):
        raise InputError(f"{name!r} is no layout: write it like de, de(nodeadkeys) or us,ru")
    layouts, variants = zip(*found, strict=True)
    return ",".join(layouts), ",".join(variants)
