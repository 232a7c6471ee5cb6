"""A guest in which libxkbcommon reads the keyboard, dead keys included.

With the code under test it shares nothing but the numbers of keys: keys go down and up one by one,
characters are found level by level, and what dead keys make is looked up in X's Compose file.
"""

from __future__ import annotations

import ctypes
import enum
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_uint32, c_void_p
from functools import cache
from itertools import combinations
from typing import Any

from piment.client.keyboard.stroke import Stroke
from piment.keycodes import evdev_of
from piment.protocol.inputs import KeyboardModifierFlags
from tests.interop.peers.packages import need

# What switches a lock, on one keyboard or another.
SWITCHES = {
    KeyboardModifierFlags.CAPS_LOCK: ([0x3A], [0x2A, 0x3A], [0x2A, 0x36]),
    KeyboardModifierFlags.NUM_LOCK: ([0x45],),
}

# The keys that write on a PC keyboard: main block, space, the 102nd key, Ro, Yen, the keypad.
WRITING = (
    *range(0x02, 0x0E),
    *range(0x10, 0x1C),
    *range(0x1E, 0x2A),
    *range(0x2B, 0x36),
    *(0x39, 0x56, 0x73, 0x7D),
    *(0x37, *range(0x47, 0x54), 0x7E, 0xE035),
)
SIDE_KEYS = (0x2A, 0x3A, 0xE01D, 0xE038)
SHIFTS = {0xFFE1, 0xFE03, 0xFE11}  # Shift_L, ISO_Level3_Shift, ISO_Level5_Shift
DEPRESSED, LOCKED = 1, 4
MOST_MASKS = 64
LEVEL = (c_void_p, c_uint32, c_uint32, c_uint32)


class Status(enum.IntEnum):
    """How far a sequence of dead keys has come."""

    NOTHING = 0
    COMPOSING = 1
    COMPOSED = 2
    CANCELLED = 3


class Names(Structure):
    _fields_ = [(name, c_char_p) for name in ("rules", "model", "layout", "variant", "options")]


# Results and arguments; contexts, keymaps, states and tables are pointers.
FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "xkb_context_new": (c_void_p, c_int),
    "xkb_keymap_new_from_names": (c_void_p, c_void_p, POINTER(Names), c_int),
    "xkb_keymap_num_levels_for_key": (c_uint32, c_void_p, c_uint32, c_uint32),
    "xkb_keymap_key_get_syms_by_level": (c_int, *LEVEL, POINTER(POINTER(c_uint32))),
    "xkb_keymap_key_get_mods_for_level": (c_size_t, *LEVEL, POINTER(c_uint32), c_size_t),
    "xkb_state_new": (c_void_p, c_void_p),
    "xkb_state_update_key": (c_int, c_void_p, c_uint32, c_int),
    "xkb_state_serialize_mods": (c_uint32, c_void_p, c_int),
    "xkb_state_key_get_one_sym": (c_uint32, c_void_p, c_uint32),
    "xkb_state_key_get_utf8": (c_int, c_void_p, c_uint32, c_char_p, c_size_t),
    "xkb_state_unref": (None, c_void_p),
    "xkb_compose_table_new_from_locale": (c_void_p, c_void_p, c_char_p, c_int),
    "xkb_compose_state_new": (c_void_p, c_void_p, c_int),
    "xkb_compose_state_feed": (c_int, c_void_p, c_uint32),
    "xkb_compose_state_get_status": (c_int, c_void_p),
    "xkb_compose_state_get_utf8": (c_int, c_void_p, c_char_p, c_size_t),
    "xkb_compose_state_reset": (None, c_void_p),
    "xkb_compose_state_unref": (None, c_void_p),
    "xkb_keysym_to_utf32": (c_uint32, c_uint32),
    "xkb_utf32_to_keysym": (c_uint32, c_uint32),
}


@cache
def library() -> Any:
    need("libxkbcommon0", "xkb-data", "libx11-data")
    xkb = ctypes.CDLL("libxkbcommon.so.0")
    for name, (result, *arguments) in FUNCTIONS.items():
        function = getattr(xkb, name)
        function.restype, function.argtypes = result, arguments
    return xkb


@cache
def context() -> Any:
    return library().xkb_context_new(0)


@cache
def keymap_of(layout: str, variant: str) -> Any:
    names = Names(b"evdev", b"pc105", layout.encode(), variant.encode(), b"")
    made = library().xkb_keymap_new_from_names(context(), byref(names), 0)
    assert made
    return made


@cache
def compose_table() -> Any:
    made = library().xkb_compose_table_new_from_locale(context(), b"en_US.UTF-8", 0)
    assert made
    return made


def keysym_of(char: str) -> int:
    return int(library().xkb_utf32_to_keysym(ord(char)))


def char_of(keysym: int) -> str:
    code = library().xkb_keysym_to_utf32(keysym)
    return chr(code) if code else ""


def is_written(char: str) -> bool:
    """Whether a character is none that controls, as Escape's is."""
    return unicodedata.category(char) != "Cc"


def string(fill: Callable[..., int], *arguments: Any) -> str:
    buffer = ctypes.create_string_buffer(64)
    fill(*arguments, buffer, len(buffer))
    return buffer.value.decode()


def keycode_of(code: int) -> int:
    number = evdev_of(code)
    assert number is not None
    return number + 8


class Guest:
    """Takes keys and has the text that was written with them."""

    def __init__(self, layout: str) -> None:
        """Read `de` or `de(nodeadkeys)`."""
        self._xkb = library()
        name, _, variant = layout.rstrip(")").partition("(")
        self.text = ""
        self._keymap = keymap_of(name, variant)
        self._state = self._xkb.xkb_state_new(self._keymap)
        self._compose = self._xkb.xkb_compose_state_new(compose_table(), 0)

    def close(self) -> None:
        self._xkb.xkb_state_unref(self._state)
        self._xkb.xkb_compose_state_unref(self._compose)

    def type(self, strokes: Iterable[Stroke]) -> str:
        """What `strokes` write, when no dead key is pending."""
        self.text = ""
        self._xkb.xkb_compose_state_reset(self._compose)
        for stroke in strokes:
            for code, pressed in stroke.turns():
                self.turn(code, pressed)
        return self.text

    def lock(self, locks: KeyboardModifierFlags) -> None:
        """Switch locks on."""
        for lock in locks:
            before = self._mods(LOCKED)
            for *held, key in SWITCHES[lock]:
                self.type([Stroke(key, tuple(held))])
                if self._mods(LOCKED) != before:
                    break
            else:
                raise AssertionError(f"nothing switches {lock}")

    def turn(self, code: int, pressed: bool) -> None:
        """A key goes down or up."""
        keycode = keycode_of(code)
        if pressed:
            keysym = self._xkb.xkb_state_key_get_one_sym(self._state, keycode)
            alone = string(self._xkb.xkb_state_key_get_utf8, self._state, keycode)
            self._feed(keysym, alone.replace("\r", "\n"))
        self._xkb.xkb_state_update_key(self._state, keycode, int(pressed))

    def compose(self, keysyms: Iterable[int]) -> str:
        """What dead keys and a key after them make together."""
        self.text = ""
        for keysym in keysyms:
            self._feed(keysym, char_of(keysym))
        return self.text

    def _feed(self, keysym: int, alone: str) -> None:
        """Take a key; `alone` is what it writes when it composes nothing."""
        if not self._xkb.xkb_compose_state_feed(self._compose, keysym):
            return  # a modifier
        match Status(self._xkb.xkb_compose_state_get_status(self._compose)):
            case Status.NOTHING:
                self.text += alone
            case Status.COMPOSED:
                self.text += string(self._xkb.xkb_compose_state_get_utf8, self._compose)
            case Status.CANCELLED:
                self.text += f"<{keysym:#x} composes nothing>"

    def characters(self) -> set[str]:
        """All that single strokes write while no lock is on, control characters aside."""
        reachable = self._reachable()
        return {
            char
            for code in WRITING
            for mask, keysym in self._levels(keycode_of(code))
            if not mask & ~reachable and (char := char_of(keysym)) and is_written(char)
        }

    def written(self) -> set[str]:
        """All that single strokes write with the locks as they are."""
        shifts = [code for code in (*WRITING, *SIDE_KEYS) if self._is_shift(code)]
        helds = [held for count in range(4) for held in combinations(shifts, count)]
        texts = {self.type([Stroke(key, held)]) for held in helds for key in WRITING}
        return {text for text in texts if len(text) == 1 and is_written(text)}

    def _is_shift(self, code: int) -> bool:
        return any(keysym in SHIFTS for _, keysym in self._levels(keycode_of(code)))

    def _levels(self, keycode: int) -> Iterator[tuple[int, int]]:
        """Yield the keysym of each level of a key, with each set of modifiers, as bits, for it."""
        for level in range(self._xkb.xkb_keymap_num_levels_for_key(self._keymap, keycode, 0)):
            place = self._keymap, keycode, 0, level
            syms, masks = POINTER(c_uint32)(), (c_uint32 * MOST_MASKS)()
            if self._xkb.xkb_keymap_key_get_syms_by_level(*place, byref(syms)) == 1:
                count = self._xkb.xkb_keymap_key_get_mods_for_level(*place, masks, MOST_MASKS)
                for mask in masks[:count]:
                    yield mask, syms[0]

    def _reachable(self) -> int:
        """Return the modifiers, as bits, that keys for Shift and further levels set."""
        mods = 0
        for code in filter(self._is_shift, (*WRITING, *SIDE_KEYS)):
            self.turn(code, True)
            mods |= self._mods(DEPRESSED)
            self.turn(code, False)
        return mods

    def _mods(self, kind: int) -> int:
        return int(self._xkb.xkb_state_serialize_mods(self._state, kind))
