from __future__ import annotations

from collections.abc import Callable

import pytest

from piment.client.keyboard.dead import Dead
from piment.client.keyboard.levels import survey
from piment.client.keyboard.stroke import Stroke
from piment.client.keyboard.table import Table
from piment.client.keyboard.xkb import NO_LOCKS, Keymap, RuleNames
from piment.protocol.inputs import KeyboardModifierFlags
from tests.client.keyboard.guest import Guest
from tests.interop.peers.packages import need

CAPS, NUM = KeyboardModifierFlags.CAPS_LOCK, KeyboardModifierFlags.NUM_LOCK
SHIFT, ALTGR = 0x2A, 0xE038

LAYOUTS = [
    *("us", "de", "fr", "ru", "gb", "es", "ch", "se", "us(dvorak)"),
    *(
        "us(intl)",
        "de(nodeadkeys)",
        "de(neo)",
        "fr(bepo)",
        "br",
        "jp",
        "pl",
        "gr",
        "il",
        "ir",
        "vn",
    ),
]
# Neo has no key for Num Lock.
LOCKED = [
    (layout, locks)
    for layout in LAYOUTS
    for locks in (NO_LOCKS, CAPS, NUM, CAPS | NUM)
    if not (layout == "de(neo)" and NUM in locks)
]


def table(layout: str, locks: KeyboardModifierFlags = NO_LOCKS) -> Table:
    need("libxkbcommon0", "xkb-data")
    name, _, variant = layout.rstrip(")").partition("(")
    return survey(Keymap(RuleNames("evdev", "pc105", name, variant, "")), locks)


@pytest.mark.parametrize(
    ("layout", "char", "stroke"),
    [
        ("de", "z", Stroke(0x15)),
        ("de", "ß", Stroke(0x0C)),
        ("de", "@", Stroke(0x10, (ALTGR,))),
        ("de", "€", Stroke(0x12, (ALTGR,))),
        ("de", "{", Stroke(0x08, (ALTGR,))),
        ("de", "<", Stroke(0x56)),
        ("de", ">", Stroke(0x56, (SHIFT,))),
        ("de", "¿", Stroke(0x0C, (SHIFT, ALTGR))),
        ("fr", "1", Stroke(0x02, (SHIFT,))),
        ("fr", "é", Stroke(0x03)),
        ("fr", "a", Stroke(0x10)),
        ("ru", "ф", Stroke(0x1E)),
        ("ru", ",", Stroke(0x35, (SHIFT,))),
        ("es", "ñ", Stroke(0x27)),
        ("gb", "£", Stroke(0x04, (SHIFT,))),
        ("us(dvorak)", "s", Stroke(0x27)),
        ("br", "?", Stroke(0x73, (SHIFT,))),
        ("gb", "\\", Stroke(0x56)),
        ("jp", "\\", Stroke(0x73)),
        ("us", "<", Stroke(0x33, (SHIFT,))),
        ("de(neo)", "{", Stroke(0x20, (0x2B,))),
    ],
)
def test_characters_beside_their_strokes(layout: str, char: str, stroke: Stroke) -> None:
    assert table(layout).written[char] == stroke


def test_dead_keys_beside_their_strokes() -> None:
    assert table("de").dead[Dead.CIRCUMFLEX] == Stroke(0x29)
    assert table("de").dead[Dead.ACUTE] == Stroke(0x0D)
    assert table("de").dead[Dead.GRAVE] == Stroke(0x0D, (SHIFT,))
    assert table("de(nodeadkeys)").dead.get(Dead.ACUTE) is None
    assert table("fr").dead[Dead.CIRCUMFLEX] == Stroke(0x1A)
    assert table("ru").dead == {}


def test_the_keypad_is_the_last_resort() -> None:
    assert table("de", NUM).written["7"] == Stroke(0x08)
    assert table("vn", NUM).written["7"] == Stroke(0x47)
    assert "7" not in table("vn").written


def test_control_characters_are_none() -> None:
    assert {char for char in table("us").written if not char.isprintable()} == {"\n", "\t"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_that_keys_write_is_missing(layout: str, guest: Callable[[str], Guest]) -> None:
    assert set(table(layout).written) == guest(layout).characters() | {"\n", "\t"}


@pytest.mark.parametrize(("layout", "locks"), LOCKED)
def test_a_guest_reads_what_was_meant(
    layout: str, locks: KeyboardModifierFlags, guest: Callable[[str], Guest]
) -> None:
    reader = guest(layout)
    reader.lock(locks)
    how = table(layout, locks)
    read = {char: reader.type([stroke]) for char, stroke in how.written.items()}
    assert read == {char: char for char in how.written}
    assert set(how.written) == reader.written() | {"\n", "\t"}
