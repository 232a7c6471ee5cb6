from __future__ import annotations

import pytest

from piment.client.keyboard.dead import Dead
from piment.client.keyboard.stroke import Stroke
from piment.client.keyboard.table import Table

SHIFT = (0x2A,)
SMALL_E, SMALL_O, SPACE, C_CEDILLA = Stroke(0x12), Stroke(0x18), Stroke(0x39), Stroke(0x0A)
ACUTE, CIRCUMFLEX, STROKE = Stroke(0x0D), Stroke(0x29), Stroke(0x18, (0xE038,))
BIG_E = Stroke(0x12, SHIFT)

TABLE = Table(
    {"e": SMALL_E, "E": BIG_E, "o": SMALL_O, " ": SPACE, "ç": C_CEDILLA},
    {Dead.ACUTE: ACUTE, Dead.CIRCUMFLEX: CIRCUMFLEX, Dead.STROKE: STROKE},
)


@pytest.mark.parametrize(
    ("char", "strokes"),
    [
        ("e", (SMALL_E,)),
        ("\n", (Stroke(0x1C),)),
        ("\t", (Stroke(0x0F),)),
        ("é", (ACUTE, SMALL_E)),
        ("É", (ACUTE, BIG_E)),
        ("ế", (ACUTE, CIRCUMFLEX, SMALL_E)),
        ("ç", (C_CEDILLA,)),
        ("ḉ", (ACUTE, C_CEDILLA)),
        ("^", (CIRCUMFLEX, SPACE)),
        ("´", (ACUTE, ACUTE)),
        ("ø", (STROKE, SMALL_O)),
    ],
)
def test_characters_beside_their_strokes(char: str, strokes: tuple[Stroke, ...]) -> None:
    assert TABLE.strokes(char) == strokes


@pytest.mark.parametrize(
    "char",
    [
        "a",  # no key
        "á",  # a dead key, and no letter
        "è",  # a letter, and no dead key
        "`",  # space, and no dead key
        "đ",  # a dead key, and no letter for it
        "ǿ",  # programs differ in how they put accents on ø
        "\r",
        "\x1b",
    ],
)
def test_what_cannot_be_written(char: str) -> None:
    assert TABLE.strokes(char) is None


def test_enter_and_tab_write_whatever_the_layout_says() -> None:
    table = Table({"\n": SMALL_E, "\t": SMALL_O}, {})
    assert table.strokes("\n") == (Stroke(0x1C),)
    assert table.strokes("\t") == (Stroke(0x0F),)
