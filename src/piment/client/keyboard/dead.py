"""Dead keys: those that write nothing, and put an accent on what is written next.

What they make of it follows X's Compose file for UTF-8, as X, GTK and Qt programs do. For letters
that is Unicode's composition, on which other systems agree; signs of their own, such as ' from
acute and space, are X's.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Mapping


class Dead(enum.IntEnum):
    """What a dead key adds, under X's names; the values are X's keysyms."""

    GRAVE = 0xFE50
    ACUTE = 0xFE51
    CIRCUMFLEX = 0xFE52
    TILDE = 0xFE53
    MACRON = 0xFE54
    BREVE = 0xFE55
    ABOVEDOT = 0xFE56
    DIAERESIS = 0xFE57
    ABOVERING = 0xFE58
    DOUBLEACUTE = 0xFE59
    CARON = 0xFE5A
    CEDILLA = 0xFE5B
    OGONEK = 0xFE5C
    IOTA = 0xFE5D
    VOICED_SOUND = 0xFE5E
    SEMIVOICED_SOUND = 0xFE5F
    BELOWDOT = 0xFE60
    HOOK = 0xFE61
    HORN = 0xFE62
    STROKE = 0xFE63
    ABOVECOMMA = 0xFE64
    ABOVEREVERSEDCOMMA = 0xFE65
    DOUBLEGRAVE = 0xFE66
    BELOWRING = 0xFE67
    BELOWMACRON = 0xFE68
    BELOWCIRCUMFLEX = 0xFE69
    BELOWTILDE = 0xFE6A
    BELOWBREVE = 0xFE6B
    BELOWDIAERESIS = 0xFE6C
    INVERTEDBREVE = 0xFE6D
    BELOWCOMMA = 0xFE6E
    CURRENCY = 0xFE6F
    GREEK = 0xFE8C


# Unicode's combining characters, by what adds them.
_MARKS = {
    "\u0300": Dead.GRAVE,
    "\u0301": Dead.ACUTE,
    "\u0302": Dead.CIRCUMFLEX,
    "\u0303": Dead.TILDE,
    "\u0304": Dead.MACRON,
    "\u0306": Dead.BREVE,
    "\u0307": Dead.ABOVEDOT,
    "\u0308": Dead.DIAERESIS,
    "\u0309": Dead.HOOK,
    "\u030a": Dead.ABOVERING,
    "\u030b": Dead.DOUBLEACUTE,
    "\u030c": Dead.CARON,
    "\u030f": Dead.DOUBLEGRAVE,
    "\u0311": Dead.INVERTEDBREVE,
    "\u0313": Dead.ABOVECOMMA,
    "\u0314": Dead.ABOVEREVERSEDCOMMA,
    "\u031b": Dead.HORN,
    "\u0323": Dead.BELOWDOT,
    "\u0324": Dead.BELOWDIAERESIS,
    "\u0325": Dead.BELOWRING,
    "\u0326": Dead.BELOWCOMMA,
    "\u0327": Dead.CEDILLA,
    "\u0328": Dead.OGONEK,
    "\u032d": Dead.BELOWCIRCUMFLEX,
    "\u032e": Dead.BELOWBREVE,
    "\u0330": Dead.BELOWTILDE,
    "\u0331": Dead.BELOWMACRON,
    "\u0342": Dead.TILDE,
    "\u0345": Dead.IOTA,
    "\u3099": Dead.VOICED_SOUND,
    "\u309a": Dead.SEMIVOICED_SOUND,
}

# What no combining character stands for: what is written, each followed by what becomes of it.
_PAIRS = {
    Dead.GRAVE: " `",
    Dead.ACUTE: " '",
    Dead.CIRCUMFLEX: " ^",
    Dead.TILDE: " ~",
    Dead.MACRON: " ¯",
    Dead.BREVE: " ˘",
    Dead.ABOVEDOT: " ˙iıjȷLĿlŀ",
    Dead.DIAERESIS: ' "',
    Dead.ABOVERING: " °",
    Dead.DOUBLEACUTE: " ˝",
    Dead.CARON: " ˇ",
    Dead.CEDILLA: " ¸",
    Dead.OGONEK: " ˛",
    Dead.STROKE: "OØoøDĐdđHĦhħLŁlłTŦtŧbƀBɃZƵzƶGǤgǥIƗiɨ /=≠",
    Dead.CURRENCY: " ¤c¢d₫e€F₣fƒL₤l£m₥r₢R₨s₪w₩",
    Dead.GREEK: (
        "AΑBΒDΔEΕFΦGΓHΗIΙJΘKΚLΛMΜNΝOΟPΠQΧRΡSΣTΤUΥWΩXΞYΨZΖ"
        "aαbβdδeεfφgγhηiιjθkκlλmμnνoοpπqχrρsσtτuυwωxξyψzζ µ"
    ),
}
_TWICE = {"´": Dead.ACUTE, "¨": Dead.DIAERESIS}

SIGNS: Mapping[str, tuple[Dead, Dead | str]] = {
    made: (dead, base)
    for dead, pairs in _PAIRS.items()
    for base, made in zip(pairs[::2], pairs[1::2], strict=True)
} | {made: (dead, dead) for made, dead in _TWICE.items()}
"""A dead key, and the character or once more the dead key that makes this of it."""


def accent_of(char: str) -> tuple[Dead, str] | None:
    """Return the last accent of a letter as a dead key, and the letter without it, if it has one.

    That may have another one, whose dead key comes next: ế is ACUTE and ê, ê is CIRCUMFLEX and e.
    """
    if not unicodedata.is_normalized("NFC", char):
        return None  # another name of a letter, which dead keys give its own
    parts = unicodedata.normalize("NFD", char)
    base, mark = unicodedata.normalize("NFC", parts[:-1]), parts[-1]
    if mark not in _MARKS or len(base) != 1 or not unicodedata.category(base).startswith("L"):
        return None
    return _MARKS[mark], base
