"""How keyboards of the world write, as the web client needs it to paste by keystrokes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from piment.client.keyboard.dead import SIGNS, Dead, accent_of
from piment.client.keyboard.layout import Layout
from piment.client.keyboard.names import KEYS
from piment.client.keyboard.stroke import Stroke
from piment.client.keyboard.table import Table
from piment.client.keyboard.xkb import NO_LOCKS

LAYOUTS = {
    "us": "English (US)",
    "gb": "English (UK)",
    "us(intl)": "English (US, international)",
    "be": "Belgian",
    "br": "Portuguese (Brazil)",
    "ca": "French (Canada)",
    "ch": "German (Switzerland)",
    "ch(fr)": "French (Switzerland)",
    "cz": "Czech",
    "de": "German",
    "de(nodeadkeys)": "German (no dead keys)",
    "dk": "Danish",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "hu": "Hungarian",
    "it": "Italian",
    "jp": "Japanese",
    "latam": "Spanish (Latin America)",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "se": "Swedish",
    "tr": "Turkish",
}
"""X's names of layouts, and what people call them."""

PLACES = (0x29, *range(0x02, 0x0E), *range(0x10, 0x1C), *range(0x1E, 0x29), 0x2B, 0x56)
PLACES = (*PLACES, *range(0x2C, 0x36), 0x73, 0x7D, 0x39)
"""The keys that write, as make codes, in the order of a level's characters."""

_SHIFT, _ALTGR = KEYS["shift"], KEYS["altgr"]

LEVELS: tuple[tuple[int, ...], ...] = ((), (_SHIFT,), (_ALTGR,), (_SHIFT, _ALTGR))
"""The keys that are held, by level."""

NOTHING = " "
"""Stands where a key writes nothing that no other stroke writes better."""

LATEST = 0x24F
"""The last character of Europe's Latin letters."""

# And what writers put between those.
_BEYOND = "ʒ€„“”‘’‚«»–—…•™"

_COMBINING = {
    Dead.GRAVE: "\u0300",
    Dead.ACUTE: "\u0301",
    Dead.CIRCUMFLEX: "\u0302",
    Dead.TILDE: "\u0303",
    Dead.MACRON: "\u0304",
    Dead.BREVE: "\u0306",
    Dead.ABOVEDOT: "\u0307",
    Dead.DIAERESIS: "\u0308",
    Dead.ABOVERING: "\u030a",
    Dead.DOUBLEACUTE: "\u030b",
    Dead.CARON: "\u030c",
    Dead.HOOK: "\u0309",
    Dead.HORN: "\u031b",
    Dead.BELOWDOT: "\u0323",
    Dead.BELOWCOMMA: "\u0326",
    Dead.STROKE: "\u0335",
    Dead.CURRENCY: "\u0368",  # there is none; this is a small c
    Dead.CEDILLA: "\u0327",
    Dead.OGONEK: "\u0328",
}
"""Dead keys, as the combining characters of what they add."""


def levels(table: Table) -> list[str]:
    """Return what each key of PLACES writes, for each of LEVELS; dead keys as they combine."""
    found = dict(_found(table))
    return [
        "".join(found.get((key, held), NOTHING) for key in PLACES).rstrip(NOTHING)
        for held in LEVELS
    ]


def _found(table: Table) -> Iterator[tuple[tuple[int, tuple[int, ...]], str]]:
    for dead, stroke in table.dead.items():
        if dead in _COMBINING:
            yield _place(stroke), _COMBINING[dead]
    for char, stroke in table.written.items():
        if char != NOTHING and (ord(char) <= LATEST or char in _BEYOND):
            yield _place(stroke), char


def _place(stroke: Stroke) -> tuple[int, tuple[int, ...]]:
    return stroke.key, stroke.held


def signs() -> dict[str, str]:
    """Return the characters that a dead key makes of another, by what they are made of."""
    return {
        char: _COMBINING[dead] + (_COMBINING[base] if isinstance(base, Dead) else base)
        for char, (dead, base) in SIGNS.items()
        if dead in _COMBINING and accent_of(char) is None and ord(char) <= LATEST
    }


def layouts_text() -> list[str]:
    """Return the lines of the file.

    Raises:
        InputError: the library that knows layouts is not installed.

    """
    lines = ["/** Make codes of the keys that write, in the order of a level's characters. */"]
    lines += [f"export const PLACES = {json.dumps(PLACES)};", ""]
    lines += ["/** Make codes of the keys that are held, by level. */"]
    lines += [f"export const LEVELS = {json.dumps(LEVELS)};", ""]
    lines += ["/** What a dead key and another make, besides letters with accents. */"]
    lines += ["/** @type {{ readonly [char: string]: string }} */"]
    lines += [f"export const SIGNS = {json.dumps(signs())};", ""]
    lines += ["/** By X's name: what people call it, and what it writes on each level. */"]
    lines += ["/** @type {{ readonly [name: string]: readonly string[] }} */"]
    lines += ["export const LAYOUTS = {"]
    for name, title in LAYOUTS.items():
        table = Layout(name)._table(NO_LOCKS)
        lines += [f"  {json.dumps(name)}: [", f"    {json.dumps(title)},"]
        lines += [f"    {_quoted(level)}," for level in levels(table)]
        lines += ["  ],"]
    return [*lines, "};", ""]


def _quoted(text: str) -> str:
    """Return a string of JavaScript's, with combining characters as escapes."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(f"\\u{ord(char):04x}" if char in _ESCAPED else char for char in plain)


_ESCAPED = {*_COMBINING.values(), "\u00a0", "\u00ad"}
