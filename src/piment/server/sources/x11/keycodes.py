"""Which X keycode stands for which scancode."""

from __future__ import annotations

from piment.keycodes import FIRST_XKB_KEYCODE, evdev_of

# Ctrl, Shift, Alt, logo; Caps, Num and Scroll Lock.
_SILENT = frozenset({0x1D, 0xE01D, 0x2A, 0x36, 0x38, 0xE038, 0xE05B, 0xE05C, 0x3A, 0x45, 0x46})


def keycode_of(code: int) -> int | None:
    """Return the X keycode of the key with the make code `code`, None for no known key.

    X servers on Linux (Xorg, Xvfb) number keys by the evdev rule.
    """
    number = evdev_of(code)
    return None if number is None else number + FIRST_XKB_KEYCODE


def repeats(code: int) -> bool:
    """Whether holding the key down types it again, as X keyboards have it."""
    return code not in _SILENT
