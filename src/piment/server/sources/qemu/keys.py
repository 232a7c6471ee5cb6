"""Which of QEMU's key numbers stands for which scancode (dbus-display.md 2.3)."""

from __future__ import annotations

from piment.keycodes import RELEASE

_PAUSE = 0xE11D45
_PAUSE_NUMBER = 0xC6


def number_of(code: int) -> int | None:
    """Return QEMU's number of the key with the make code `code`, None if it can have none.

    It is the code of PC set 1; a key with the prefix E0 has the bit of releases set instead.
    """
    if code == _PAUSE:
        return _PAUSE_NUMBER
    prefix, low = divmod(code, 0x100)
    if low >= RELEASE:
        return None
    match prefix:
        case 0:
            return low
        case 0xE0:
            return low | RELEASE
    return None
