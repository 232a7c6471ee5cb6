"""What keys are called, alone and in chords such as ctrl-alt-f2.

A name means a place on a US keyboard, whatever the guest's layout writes there: `z` is the key in
the row below `a`, on which a German guest writes y. Case, `_` and spaces within a name do not
matter, so X's names (Page_Up, KP_Enter, Control_L) and QEMU's (ret, pgup, meta_l) fit too.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from piment.errors import InputError

# First make code of a run, and its keys in order.
_ROWS = {
    0x02: "1 2 3 4 5 6 7 8 9 0 - = backspace",
    0x0F: "tab q w e r t y u i o p [ ] enter",
    0x1E: "a s d f g h j k l ; ' `",
    0x2B: "\\ z x c v b n m , . /",
    0x3B: "f1 f2 f3 f4 f5 f6 f7 f8 f9 f10",
    0x47: "kp7 kp8 kp9 kpminus kp4 kp5 kp6 kpplus kp1 kp2 kp3 kp0 kpdot",
    0x57: "f11 f12 kpequal f20",
    0x5D: "f13 f14 f15",
    0xE047: "home up pageup",
    0xE04F: "end down pagedown insert delete",
}

_OTHERS = {
    "esc": 0x01,
    "ctrl": 0x1D,
    "shift": 0x2A,
    "rshift": 0x36,
    "kpasterisk": 0x37,
    "alt": 0x38,
    "space": 0x39,
    "capslock": 0x3A,
    "numlock": 0x45,
    "scrolllock": 0x46,
    "sysrq": 0x54,  # what the key Print sends while Alt is down
    "f16": 0x55,
    "102nd": 0x56,  # between Shift and Z on European keyboards
    "f23": 0x6D,
    "f24": 0x6F,
    "katakanahiragana": 0x70,
    "hanja": 0x71,
    "hangul": 0x72,
    "ro": 0x73,  # between / and Shift on Japanese and Brazilian keyboards
    "f21": 0x74,
    "zenkakuhankaku": 0x76,
    "henkan": 0x79,
    "muhenkan": 0x7B,
    "yen": 0x7D,
    "kpcomma": 0x7E,
    "f17": 0xE003,
    "f19": 0xE004,
    "mediaprevious": 0xE010,
    "medianext": 0xE019,
    "kpenter": 0xE01C,
    "rctrl": 0xE01D,
    "mute": 0xE020,
    "calculator": 0xE021,
    "mediaplay": 0xE022,
    "mediastop": 0xE024,
    "volumedown": 0xE02E,
    "volumeup": 0xE030,
    "homepage": 0xE032,
    "kpslash": 0xE035,
    "print": 0xE037,
    "altgr": 0xE038,
    "break": 0xE046,  # what the key Pause sends while Ctrl is down
    "left": 0xE04B,
    "brightnessdown": 0xE04C,
    "right": 0xE04D,
    "brightnessup": 0xE054,
    "super": 0xE05B,
    "rsuper": 0xE05C,
    "menu": 0xE05D,
    "power": 0xE05E,
    "sleep": 0xE05F,
    "wakeup": 0xE063,
    "search": 0xE065,
    "refresh": 0xE067,
    "forward": 0xE069,
    "back": 0xE06A,
    "computer": 0xE06B,
    "mail": 0xE06C,
    "f18": 0xE077,
    "f22": 0xE079,
    "pause": 0xE11D45,
}

KEYS: Mapping[str, int] = _OTHERS | {
    name: first + step for first, row in _ROWS.items() for step, name in enumerate(row.split())
}
"""PC set 1 make codes by name (wire.md 8.2), prefix above: 0x1e for a, 0xe04d for right.

Not every server passes on the rare ones: QEMU 7.2 drops f13 to f24, hangul, hanja, zenkakuhankaku,
search and the brightness keys.
"""

_OTHER_NAMES = {
    "-": "minus",
    "=": "equal equals",
    "[": "leftbracket bracketleft",
    "]": "rightbracket bracketright",
    ";": "semicolon",
    "'": "apostrophe quote",
    "`": "grave graveaccent backquote backtick",
    "\\": "backslash",
    ",": "comma",
    ".": "dot period",
    "/": "slash",
    "102nd": "less iso102",
    "altgr": "ralt rightalt altright altr isolevel3shift",
    "alt": "lalt leftalt altleft altl",
    "backspace": "bksp",
    "break": "ctrlpause",
    "calculator": "calc",
    "capslock": "caps",
    "ctrl": "control lctrl leftctrl controlleft controll ctrll",
    "delete": "del",
    "enter": "return ret",
    "esc": "escape",
    "hangul": "hangeul",
    "insert": "ins",
    "kpasterisk": "kpmultiply",
    "kpdot": "kpdecimal kpdel",
    "kpminus": "kpsubtract",
    "kpplus": "kpadd",
    "kpslash": "kpdivide",
    "menu": "compose contextmenu apps",
    "numlock": "num",
    "pagedown": "pgdn pgdown next",
    "pageup": "pgup prior",
    "print": "printscreen prtsc prtscr",
    "rctrl": "rightctrl controlright controlr ctrlr",
    "rshift": "rightshift shiftright shiftr",
    "rsuper": "rightsuper superright superr rmeta rightmeta metar rwin",
    "scrolllock": "scroll",
    "shift": "lshift leftshift shiftleft shiftl",
    "space": "spc spacebar",
    "super": "lsuper leftsuper superleft superl meta lmeta leftmeta metal win lwin windows logo",
    "sysrq": "sysreq",
    "wakeup": "wake",
}

ALIASES: Mapping[str, str] = {
    alias: name for name, others in _OTHER_NAMES.items() for alias in others.split()
}
"""Other names of keys, with the one in KEYS."""

_CHORD = re.compile(r"((?:[^-+]+[-+])*)(-|[^-+]+)")
"""Keys that are held, each with its joint; the last key."""

_MOST_SUGGESTIONS = 3


def key_code(name: str) -> int:
    """Return the make code of the key `name`: 0x1e for a, 0xe04d for Right.

    Raises:
        InputError: no key has this name; the message has names that are like it.

    """
    plain = re.sub(r"[\s_]", "", name).lower()
    code = KEYS.get(ALIASES.get(plain, plain))
    if code is None:
        raise InputError(f"no key is called {name!r}{_suggestion(plain)}")
    return code


def parse_chord(chord: str) -> list[int]:
    """Return the make codes of keys that are pressed together, in the order of pressing.

    The keys of `ctrl-alt-f2` may be joined by `-` or `+`. The key - itself stands at the end, as in
    `ctrl--`, or has its name: `ctrl-minus`. A single key is a chord too.

    Raises:
        InputError: the chord lacks a key, has one twice, or one that does not exist.

    """
    parts = _CHORD.fullmatch(chord.strip())
    if parts is None:
        raise InputError(f"{chord!r} is no chord: write it like ctrl-alt-f2 or ctrl-shift-equal")
    codes = [key_code(name) for name in (*re.split("[-+]", parts[1])[:-1], parts[2])]
    if len(set(codes)) < len(codes):
        raise InputError(f"{chord!r} has a key twice")
    return codes


def _suggestion(plain: str) -> str:
    close = difflib.get_close_matches(plain, [*KEYS, *ALIASES], _MOST_SUGGESTIONS)
    return f": did you mean {' or '.join(close)}?" if close else ""
