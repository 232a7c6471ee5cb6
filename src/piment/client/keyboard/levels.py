"""Finding out how a keyboard writes, by holding its shifts down one after another."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator

from piment.client.keyboard.dead import Dead
from piment.client.keyboard.names import KEYS
from piment.client.keyboard.stroke import Stroke
from piment.client.keyboard.table import Table
from piment.client.keyboard.xkb import Keymap
from piment.protocol.inputs import KeyboardModifierFlags

# X's keysyms of Shift and of what reaches the third and the fifth level, such as AltGr.
_SHIFTS = (0xFFE1, 0xFE03, 0xFE11)

# The keys that write: those that every PC keyboard has, those of some countries, the keypad, which
# writes or not by Num Lock. What no PC keyboard has, such as a key for ±, may not reach the guest.
_KEYS = (
    [code for name, code in KEYS.items() if len(name) == 1 or name == "space"],
    [KEYS["102nd"], KEYS["ro"], KEYS["yen"]],
    [code for name, code in KEYS.items() if name.startswith("kp") and name != "kpequal"],
)
_RANKS = {code: rank for rank, codes in enumerate(_KEYS) for code in codes}
_KEYPAD = 2

_CONTROL = "Cc"
_DEAD = frozenset(Dead)


def survey(keymap: Keymap, locks: KeyboardModifierFlags) -> Table:
    """Return how characters are written while `locks` are on.

    Where several strokes write the same, the one is taken that other systems' layouts of this name
    most likely have too: on the main block, with no more than Shift held, on a common key.
    """
    written: dict[str, Stroke] = {}
    dead: dict[Dead, Stroke] = {}
    for stroke, keysym in sorted(_strokes(keymap, locks), key=lambda pair: _oddity(pair[0])):
        char = keymap.char_of(keysym)
        if keysym in _DEAD:
            dead.setdefault(Dead(keysym), stroke)
        elif char and unicodedata.category(char) != _CONTROL:
            written.setdefault(char, stroke)
    return Table(written, dead)


def _strokes(keymap: Keymap, locks: KeyboardModifierFlags) -> Iterator[tuple[Stroke, int]]:
    """Yield every stroke with the keysym that it gives, those with fewer keys held first."""
    shifts = _shifts(keymap)
    for count in range(len(shifts) + 1):
        for held in itertools.combinations(shifts, count):
            for key, keysym in keymap.keysyms(held, locks).items():
                if key in _RANKS and key not in held:
                    yield Stroke(key, held), keysym


def _shifts(keymap: Keymap) -> list[int]:
    """Return a key for each of _SHIFTS that the keyboard has; AltGr, if it is one."""
    plain = keymap.keysyms()
    having = ([key for key, given in plain.items() if given == shift] for shift in _SHIFTS)
    return [min(keys, key=lambda key: (key != KEYS["altgr"], key)) for keys in having if keys]


def _oddity(stroke: Stroke) -> tuple[bool, bool, int]:
    rank = _RANKS[stroke.key]
    return rank == _KEYPAD, not set(stroke.held) <= {KEYS["shift"]}, rank
