"""The bytes that keys put on the wire: PC set 1 (wire.md 8.2).

Keys are make codes with the prefix above, as `names.KEYS` has them: 0x1e is A, 0xe04d is Right,
0xe11d45 is Pause.
"""

from __future__ import annotations

import re

from piment.keycodes import RELEASE

_MAKE = re.compile(rb"[\x01-\x7f] | \xe0[\x01-\x7f] | \xe1[\x01-\x7f]{2}", re.VERBOSE)


def press(code: int) -> bytes:
    """Return what the key sends when it goes down: 1e for A, e0 4d for Right, e1 1d 45 for Pause.

    Raises:
        ValueError: `code` is no make code.

    """
    data = max(code, 0).to_bytes((code.bit_length() + 7) // 8)
    if not _MAKE.fullmatch(data):
        raise ValueError(f"{code:#x} is no make code; 0x1e, 0xe04d and 0xe11d45 are")
    return data


def release(code: int) -> bytes:
    """Return what the key sends when it goes up: 9e for A, e0 cd for Right, e1 9d c5 for Pause.

    Raises:
        ValueError: `code` is no make code.

    """
    return bytes(byte | RELEASE for byte in press(code))


def stroke(code: int) -> bytes:
    """Return press and release, as one KEY_SCANCODE carries them: 1e 9e for A.

    Raises:
        ValueError: `code` is no make code.

    """
    return press(code) + release(code)


def make_code(code: int) -> int:
    """Return what KEY_DOWN carries, the first byte lowest: 0x1e for A, 0x4de0 for Right.

    Raises:
        ValueError: `code` is no make code.

    """
    return int.from_bytes(press(code), "little")


def break_code(code: int) -> int:
    """Return what KEY_UP carries, the first byte lowest: 0x9e for A, 0xcde0 for Right.

    Raises:
        ValueError: `code` is no make code.

    """
    return int.from_bytes(release(code), "little")
