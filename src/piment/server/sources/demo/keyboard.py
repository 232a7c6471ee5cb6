"""What keys mean on a US keyboard: PC set 1 codes to characters and editing keys."""

from __future__ import annotations

import enum

from piment.server.scene.actions import Key
from piment.server.scene.updates import Leds


class Edit(enum.Enum):
    """A key that edits instead of writing."""

    BACKSPACE = enum.auto()
    DELETE = enum.auto()
    LEFT = enum.auto()
    RIGHT = enum.auto()
    UP = enum.auto()
    DOWN = enum.auto()
    HOME = enum.auto()
    END = enum.auto()
    PAGE_UP = enum.auto()
    PAGE_DOWN = enum.auto()


Stroke = str | Edit

SHIFTS = {0x2A, 0x36}
# Control, Alt and Super, left and right: with them, keys are commands and write nothing.
COMMANDS = {0x1D, 0xE01D, 0x38, 0xE038, 0xE05B, 0xE05C}
CAPS_LOCK, NUM_LOCK, SCROLL_LOCK = LOCKS = (0x3A, 0x45, 0x46)

# First code of a run, then what its keys write without and with shift.
_RUNS = (
    (0x02, "1234567890-=", "!@#$%^&*()_+"),
    (0x0F, "\tqwertyuiop[]\n", "\tQWERTYUIOP{}\n"),
    (0x1E, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (0x2B, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (0x37, "*", "*"),
    (0x39, " ", " "),
    (0x4A, "-", "-"),
    (0x4E, "+", "+"),
    (0x56, "<", ">"),
    (0xE01C, "\n", "\n"),
    (0xE035, "/", "/"),
)
_KEYS = {
    first + step: pair
    for first, plain, shifted in _RUNS
    for step, pair in enumerate(zip(plain, shifted, strict=True))
}
_EDITS = {
    0x0E: Edit.BACKSPACE,
    0xE047: Edit.HOME,
    0xE048: Edit.UP,
    0xE049: Edit.PAGE_UP,
    0xE04B: Edit.LEFT,
    0xE04D: Edit.RIGHT,
    0xE04F: Edit.END,
    0xE050: Edit.DOWN,
    0xE051: Edit.PAGE_DOWN,
    0xE053: Edit.DELETE,
}
# The keypad writes with Num Lock, and edits without it.
_KEYPAD = dict(zip(range(0x47, 0x54), "789-456+1230.", strict=True))


class Keyboard:
    """Which modifiers are down and which locks are on."""

    def __init__(self) -> None:
        self._down: set[int] = set()
        self._locked: set[int] = set()

    @property
    def leds(self) -> Leds:
        """The lights of the locks."""
        return Leds(
            scroll_lock=SCROLL_LOCK in self._locked,
            num_lock=NUM_LOCK in self._locked,
            caps_lock=CAPS_LOCK in self._locked,
        )

    def turn(self, key: Key) -> Stroke | None:
        """Follow a key down or up; return what it writes or edits, if it does."""
        if key.code in SHIFTS or key.code in COMMANDS or key.code in LOCKS:
            self._hold(key)
            return None
        if not key.pressed or self._down & COMMANDS:
            return None
        return self._stroke(key.code)

    def _hold(self, key: Key) -> None:
        # A key that is held repeats its press: only the first one switches a lock.
        if key.pressed and key.code in LOCKS and key.code not in self._down:
            self._locked ^= {key.code}
        if key.pressed:
            self._down.add(key.code)
        else:
            self._down.discard(key.code)

    def _stroke(self, code: int) -> Stroke | None:
        shifted = bool(self._down & SHIFTS)
        if code in _KEYPAD and code not in _KEYS:
            writes = (NUM_LOCK in self._locked) != shifted
            return _KEYPAD[code] if writes else _EDITS.get(0xE000 | code)
        if code in _KEYS:
            plain, upper = _KEYS[code]
            caps = CAPS_LOCK in self._locked and plain.isalpha()
            return upper if shifted != caps else plain
        return _EDITS.get(code)
