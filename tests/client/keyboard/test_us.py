from __future__ import annotations

import string

import pytest

from piment.client.keyboard.levels import survey
from piment.client.keyboard.stroke import Stroke
from piment.client.keyboard.us import us_table
from piment.client.keyboard.xkb import Keymap, RuleNames
from piment.protocol.inputs import KeyboardModifierFlags
from tests.interop.peers.packages import need

CAPS, NUM = KeyboardModifierFlags.CAPS_LOCK, KeyboardModifierFlags.NUM_LOCK
NONE = KeyboardModifierFlags(0)
SHIFT = (0x2A,)


@pytest.mark.parametrize(
    ("char", "stroke"),
    [
        ("a", Stroke(0x1E)),
        ("Z", Stroke(0x2C, SHIFT)),
        ("1", Stroke(0x02)),
        ("!", Stroke(0x02, SHIFT)),
        (" ", Stroke(0x39)),
        ("\\", Stroke(0x2B)),
        ("|", Stroke(0x2B, SHIFT)),
        ("?", Stroke(0x35, SHIFT)),
        ("~", Stroke(0x29, SHIFT)),
        ("<", Stroke(0x33, SHIFT)),
        ("\n", Stroke(0x1C)),
        ("\t", Stroke(0x0F)),
    ],
)
def test_characters_beside_their_strokes(char: str, stroke: Stroke) -> None:
    assert us_table(NONE).strokes(char) == (stroke,)


def test_caps_lock_swaps_letters_alone() -> None:
    table = us_table(CAPS)
    assert table.strokes("A") == (Stroke(0x1E),)
    assert table.strokes("a") == (Stroke(0x1E, SHIFT),)
    assert table.strokes("1") == (Stroke(0x02),)


def test_all_of_ascii_that_shows_is_there_and_nothing_else() -> None:
    shown = set(string.digits + string.ascii_letters + string.punctuation + " \n\t")
    assert set(us_table(NONE).written) == shown
    assert us_table(NONE).strokes("é") is None


@pytest.mark.parametrize("locks", [NONE, CAPS, NUM, CAPS | NUM])
def test_the_library_says_the_same(locks: KeyboardModifierFlags) -> None:
    need("libxkbcommon0", "xkb-data")
    table = survey(Keymap(RuleNames("evdev", "pc105", "us", "", "")), locks)
    assert us_table(locks).written == table.written
    assert table.dead == {}
