"""The US keyboard, which needs no library to know."""

from __future__ import annotations

import string
from collections.abc import Iterator

from piment.client.keyboard.names import KEYS
from piment.client.keyboard.stroke import Stroke
from piment.client.keyboard.table import Table
from piment.protocol.inputs import KeyboardModifierFlags

_SHIFTED = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./", strict=True))


def us_table(locks: KeyboardModifierFlags) -> Table:
    """Return how the printable characters of ASCII are written while `locks` are on."""
    swap = KeyboardModifierFlags.CAPS_LOCK in locks
    return Table({char.swapcase() if swap else char: how for char, how in _strokes()}, {})


def _strokes() -> Iterator[tuple[str, Stroke]]:
    shift = (KEYS["shift"],)
    yield " ", Stroke(KEYS["space"])
    for char, code in KEYS.items():
        if len(char) == 1:
            yield char, Stroke(code)
    for char in string.ascii_uppercase:
        yield char, Stroke(KEYS[char.lower()], shift)
    for char, plain in _SHIFTED.items():
        yield char, Stroke(KEYS[plain], shift)
