"""Text as keys: PC scan codes of set 1, on a US keyboard."""

from __future__ import annotations

# QEMU's PS/2 keyboard queues 16 bytes and drops the rest of a burst.
KEY_PAUSE_MS = 20

SHIFT = 0x2A
ROWS = (
    (0x02, "1234567890-="),
    (0x10, "qwertyuiop[]"),
    (0x1E, "asdfghjkl;'`"),
    (0x2C, "zxcvbnm,./"),
)
CODES = {char: first + n for first, row in ROWS for n, char in enumerate(row)}
CODES |= {"\x1b": 0x01, "\b": 0x0E, "\t": 0x0F, "\n": 0x1C, "\\": 0x2B, " ": 0x39}
SHIFTED = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./", strict=True))


def keys(text: str) -> list[tuple[int, bool]]:
    """Return the (scan code, pressed) pairs that type `text`.

    Raises:
        ValueError: a character is on no key.

    """
    events = []
    for char in text:
        plain = SHIFTED.get(char, char.lower())
        if plain not in CODES:
            raise ValueError(f"no key for {char!r} on a US keyboard")
        codes = [SHIFT, CODES[plain]] if plain != char else [CODES[plain]]
        events += [(code, True) for code in codes] + [(code, False) for code in reversed(codes)]
    return events
