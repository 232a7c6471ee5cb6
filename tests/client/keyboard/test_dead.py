from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from piment.client.keyboard.dead import SIGNS, Dead, accent_of
from tests.client.keyboard.guest import Guest, keysym_of

ACCENTED = {char for char in map(chr, range(sys.maxunicode + 1)) if accent_of(char)}

# Upsilon with hook is on no keyboard, and X composes nothing with it.
HOOKED = {
    "\N{GREEK UPSILON WITH ACUTE AND HOOK SYMBOL}",
    "\N{GREEK UPSILON WITH DIAERESIS AND HOOK SYMBOL}",
}


def keysyms(char: str) -> list[int]:
    """Return the keysyms that write a letter with as many dead keys as it has accents."""
    found = accent_of(char)
    return [keysym_of(char)] if found is None else [found[0], *keysyms(found[1])]


@pytest.mark.parametrize(
    ("char", "accent"),
    [
        ("é", (Dead.ACUTE, "e")),
        ("Ñ", (Dead.TILDE, "N")),
        ("ê", (Dead.CIRCUMFLEX, "e")),
        ("ế", (Dead.ACUTE, "ê")),
        ("ç", (Dead.CEDILLA, "c")),
        ("ș", (Dead.BELOWCOMMA, "s")),
        ("å", (Dead.ABOVERING, "a")),
        ("ά", (Dead.ACUTE, "α")),
        ("ᾶ", (Dead.TILDE, "α")),
        ("й", (Dead.BREVE, "и")),
        ("が", (Dead.VOICED_SOUND, "か")),
    ],
)
def test_letters_beside_their_accents(char: str, accent: tuple[Dead, str]) -> None:
    assert accent_of(char) == accent


@pytest.mark.parametrize(
    "char",
    [
        "a",
        "1",
        "я",
        "ø",
        "\n",
        "\N{NO-BREAK SPACE}",
        "\N{COMBINING ACUTE ACCENT}",
        "\N{ANGSTROM SIGN}",  # another name of Å
        "\N{GREEK SMALL LETTER ALPHA WITH OXIA}",  # another name of ά
        "\N{GREEK DIALYTIKA TONOS}",  # an accent upon an accent
        "\N{LATIN SMALL LIGATURE FI}",
        "\N{HANGUL SYLLABLE GA}",
    ],
)
def test_what_has_no_accent(char: str) -> None:
    assert accent_of(char) is None


@pytest.mark.parametrize(
    ("char", "made_of"),
    [
        ("^", (Dead.CIRCUMFLEX, " ")),
        ("~", (Dead.TILDE, " ")),
        ("'", (Dead.ACUTE, " ")),
        ("´", (Dead.ACUTE, Dead.ACUTE)),
        ("ø", (Dead.STROKE, "o")),
        ("€", (Dead.CURRENCY, "e")),
        ("Ω", (Dead.GREEK, "W")),
        ("µ", (Dead.GREEK, " ")),
    ],
)
def test_signs_beside_what_makes_them(char: str, made_of: tuple[Dead, Dead | str]) -> None:
    assert SIGNS[char] == made_of


def test_composing_gives_every_letter_back(guest: Callable[[str], Guest]) -> None:
    reader = guest("us")
    wrong = {char for char in ACCENTED if reader.compose(keysyms(char)) != char}
    assert wrong == HOOKED
    assert len(ACCENTED) > 800


def test_composing_goes_on_from_letters_that_have_accents(guest: Callable[[str], Guest]) -> None:
    reader = guest("us")
    for char in ACCENTED - HOOKED:
        dead, base = accent_of(char) or pytest.fail(char)
        assert reader.compose([dead, keysym_of(base)]) == char


def test_composing_gives_every_sign_back(guest: Callable[[str], Guest]) -> None:
    reader = guest("us")
    for char, (dead, base) in SIGNS.items():
        second = base if isinstance(base, Dead) else keysym_of(base)
        assert reader.compose([dead, second]) == char


def test_every_dead_key_makes_something() -> None:
    made = [*map(accent_of, ACCENTED), *SIGNS.values()]
    assert {found[0] for found in made if found} == set(Dead)
