"""libxkbcommon, as far as it tells what keys write; it is loaded when a keymap is first made."""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import POINTER, c_char_p, c_int, c_uint32, c_void_p
from functools import cache
from typing import NamedTuple

from piment.errors import InputError
from piment.keycodes import FIRST_XKB_KEYCODE, scancode_of
from piment.protocol.inputs import KeyboardModifierFlags

_SONAME = "libxkbcommon.so.0"

# From <xkbcommon/xkbcommon.h>.
_NO_DEFAULT_INCLUDES = 1
_NO_ENVIRONMENT_NAMES = 2
_LOG_CRITICAL = 10
_UP, _DOWN = 0, 1
_DEPRESSED = 1
_LOCKED = 4

NO_LOCKS = KeyboardModifierFlags(0)

# X's second modifier is Caps Lock on every keyboard.
_LOCK_MASK = 1 << 1
_NUM_LOCK_KEY = 0x45


class RuleNames(NamedTuple):
    """What a keyboard is called in X's configuration, as `setxkbmap` has it.

    Of several layouts (`us,ru`) the first is the one in use; `variant` has as many parts.
    """

    rules: str
    model: str
    layout: str
    variant: str
    options: str

    def __str__(self) -> str:
        return ", ".join(f"{name} {value!r}" for name, value in self._asdict().items() if value)


class _RuleNames(ctypes.Structure):
    _fields_ = [(name, c_char_p) for name in RuleNames._fields]


# Results and arguments: contexts, keymaps and states are pointers, the rest are numbers.
_FUNCTIONS = {
    "xkb_context_new": (c_void_p, c_int),
    "xkb_context_set_log_level": (None, c_void_p, c_int),
    "xkb_context_include_path_append_default": (c_int, c_void_p),
    "xkb_context_unref": (None, c_void_p),
    "xkb_keymap_new_from_names": (c_void_p, c_void_p, POINTER(_RuleNames), c_int),
    "xkb_keymap_min_keycode": (c_uint32, c_void_p),
    "xkb_keymap_max_keycode": (c_uint32, c_void_p),
    "xkb_keymap_unref": (None, c_void_p),
    "xkb_state_new": (c_void_p, c_void_p),
    "xkb_state_update_key": (c_int, c_void_p, c_uint32, c_int),
    "xkb_state_update_mask": (c_int, c_void_p, *[c_uint32] * 6),
    "xkb_state_serialize_mods": (c_uint32, c_void_p, c_int),
    "xkb_state_key_get_one_sym": (c_uint32, c_void_p, c_uint32),
    "xkb_state_unref": (None, c_void_p),
    "xkb_keysym_to_utf32": (c_uint32, c_uint32),
}


class Keymap:
    """What each key gives; keys are PC set 1 make codes, what they give are X's keysyms."""

    def __init__(self, names: RuleNames) -> None:
        """Compile a keymap.

        Raises:
            InputError: the library or its data are not installed, or it knows no such keyboard.

        """
        self._xkb = _library()
        with _context(self._xkb) as context:
            asked = _RuleNames(*(name.encode() for name in names))
            self._keymap = self._xkb.xkb_keymap_new_from_names(context, ctypes.byref(asked), 0)
        if not self._keymap:
            raise InputError(f"there is no keyboard with {names}")
        weakref.finalize(self, self._xkb.xkb_keymap_unref, self._keymap)
        self._keycodes = dict(self._keys())

    def keysyms(
        self, held: Sequence[int] = (), locks: KeyboardModifierFlags = NO_LOCKS
    ) -> dict[int, int]:
        """Return the keysym of each key that gives one while other keys are held and locks on."""
        depressed, locked = self._depressed(held), self._locked(locks)
        with self._state() as state:
            self._xkb.xkb_state_update_mask(state, depressed, 0, locked, 0, 0, 0)
            given = {
                code: self._xkb.xkb_state_key_get_one_sym(state, keycode)
                for code, keycode in self._keycodes.items()
            }
        return {code: keysym for code, keysym in given.items() if keysym}

    def char_of(self, keysym: int) -> str:
        """Return the character that a keysym writes, or nothing."""
        code = self._xkb.xkb_keysym_to_utf32(keysym)
        return chr(code) if code else ""

    def _keys(self) -> Iterator[tuple[int, int]]:
        """Yield make code and keycode of each key that has a make code."""
        first = self._xkb.xkb_keymap_min_keycode(self._keymap)
        for keycode in range(first, self._xkb.xkb_keymap_max_keycode(self._keymap) + 1):
            code = scancode_of(keycode - FIRST_XKB_KEYCODE)
            if code is not None:
                yield code, keycode

    def _depressed(self, held: Sequence[int]) -> int:
        """Return the modifiers that keys set while they are held."""
        with self._state() as state:
            for code in held:
                self._turn(state, code, _DOWN)
            return int(self._xkb.xkb_state_serialize_mods(state, _DEPRESSED))

    def _locked(self, locks: KeyboardModifierFlags) -> int:
        """Return the modifiers that locks set."""
        mask = _LOCK_MASK if KeyboardModifierFlags.CAPS_LOCK in locks else 0
        if KeyboardModifierFlags.NUM_LOCK not in locks:
            return mask
        with self._state() as state:
            self._turn(state, _NUM_LOCK_KEY, _DOWN)
            self._turn(state, _NUM_LOCK_KEY, _UP)
            return mask | int(self._xkb.xkb_state_serialize_mods(state, _LOCKED))

    def _turn(self, state: int, code: int, direction: int) -> None:
        self._xkb.xkb_state_update_key(state, self._keycodes[code], direction)

    @contextmanager
    def _state(self) -> Iterator[int]:
        state = self._xkb.xkb_state_new(self._keymap)
        try:
            yield state
        finally:
            self._xkb.xkb_state_unref(state)


@contextmanager
def _context(xkb: ctypes.CDLL) -> Iterator[int]:
    # What is wrong is said by errors of ours, so the library need not write to stderr.
    context = xkb.xkb_context_new(_NO_DEFAULT_INCLUDES | _NO_ENVIRONMENT_NAMES)
    try:
        xkb.xkb_context_set_log_level(context, _LOG_CRITICAL)
        if not xkb.xkb_context_include_path_append_default(context):
            raise InputError("there are no keyboard layouts: install the package xkb-data")
        yield context
    finally:
        xkb.xkb_context_unref(context)


@cache
def _library() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL(_SONAME)
    except OSError as error:
        raise InputError(
            f"{error}: install the packages libxkbcommon0 and xkb-data, or use the layout us"
        ) from error
    for name, (result, *arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
