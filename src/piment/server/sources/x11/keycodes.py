"""Which X keycode stands for which scancode.

X servers on Linux (Xorg, Xvfb) number keys by the evdev rule: the kernel's key number plus 8. So
this is a table from PC set 1 make codes (wire.md 8.2) to the kernel's numbers, the same that the
kernel's own keyboard driver uses.
"""

from __future__ import annotations

# X keeps the keycodes below 8 for itself.
_FIRST_KEYCODE = 8

# From Escape to keypad Del, the 102nd key, F11 and F12 the kernel took set 1's numbers over.
_UNCHANGED = (*range(0x01, 0x54), 0x56, 0x57, 0x58)

_OTHERS = {
    # Print with Alt, keypad =
    0x54: 99,
    0x59: 117,
    # F13 to F24
    0x64: 183,
    0x65: 184,
    0x66: 185,
    0x67: 186,
    0x68: 187,
    0x69: 188,
    0x6A: 189,
    0x6B: 190,
    0x6C: 191,
    0x6D: 192,
    0x6E: 193,
    0x76: 194,
    # Katakana/Hiragana, Hanja, Hangeul, Ro, Hiragana, Katakana, Henkan, Muhenkan, Yen, keypad comma
    0x70: 93,
    0x71: 123,
    0x72: 122,
    0x73: 89,
    0x77: 91,
    0x78: 90,
    0x79: 92,
    0x7B: 94,
    0x7D: 124,
    0x7E: 121,
    # Previous and next track, keypad Enter, right Ctrl
    0xE010: 165,
    0xE019: 163,
    0xE01C: 96,
    0xE01D: 97,
    # Mute, calculator, play, stop, volume down and up, home page
    0xE020: 113,
    0xE021: 140,
    0xE022: 164,
    0xE024: 166,
    0xE02E: 114,
    0xE030: 115,
    0xE032: 172,
    # Keypad /, Print, right Alt, Break
    0xE035: 98,
    0xE037: 99,
    0xE038: 100,
    0xE046: 119,
    # Home, Up, Page Up, Left, Right, End, Down, Page Down, Insert, Delete
    0xE047: 102,
    0xE048: 103,
    0xE049: 104,
    0xE04B: 105,
    0xE04D: 106,
    0xE04F: 107,
    0xE050: 108,
    0xE051: 109,
    0xE052: 110,
    0xE053: 111,
    # Left and right logo, menu, power, sleep, wake
    0xE05B: 125,
    0xE05C: 126,
    0xE05D: 127,
    0xE05E: 116,
    0xE05F: 142,
    0xE063: 143,
    # Search, bookmarks, reload, stop, forward, back, computer, mail, media
    0xE065: 217,
    0xE066: 156,
    0xE067: 173,
    0xE068: 128,
    0xE069: 159,
    0xE06A: 158,
    0xE06B: 157,
    0xE06C: 155,
    0xE06D: 226,
    # Pause
    0xE11D45: 119,
}

_KEYCODES = {
    code: number + _FIRST_KEYCODE
    for code, number in ({code: code for code in _UNCHANGED} | _OTHERS).items()
}

# Ctrl, Shift, Alt, logo; Caps, Num and Scroll Lock.
_SILENT = frozenset({0x1D, 0xE01D, 0x2A, 0x36, 0x38, 0xE038, 0xE05B, 0xE05C, 0x3A, 0x45, 0x46})


def keycode_of(code: int) -> int | None:
    """Return the X keycode of the key with the make code `code`, None for no known key.

    The shifts that keyboards make up around other keys (e0 2a, e0 36) are no keys.
    """
    return _KEYCODES.get(code)


def repeats(code: int) -> bool:
    """Whether holding the key down types it again, as X keyboards have it."""
    return code not in _SILENT
