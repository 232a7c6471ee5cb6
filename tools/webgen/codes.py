"""What browsers call keys: `KeyboardEvent.code`, as the kernel's key numbers.

The names are those of the W3C's "UI Events KeyboardEvent code Values"; which key of the kernel's
each stands for is what Firefox and Chromium make of it on Linux.
"""

from __future__ import annotations

from piment.keycodes import scancode_of

# The kernel's first number of a run, and the names of its keys in order.
_ROWS = {
    1: "Escape Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal",
    14: "Backspace Tab KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight",
    28: "Enter ControlLeft KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote",
    42: "ShiftLeft Backslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash ShiftRight",
    55: "NumpadMultiply AltLeft Space CapsLock F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NumLock ScrollLock",
    71: "Numpad7 Numpad8 Numpad9 NumpadSubtract Numpad4 Numpad5 Numpad6 NumpadAdd Numpad1 Numpad2",
    81: "Numpad3 Numpad0 NumpadDecimal",
    86: "IntlBackslash F11 F12 IntlRo",
    96: "NumpadEnter ControlRight NumpadDivide PrintScreen AltRight",
    102: "Home ArrowUp PageUp ArrowLeft ArrowRight End ArrowDown PageDown Insert Delete",
    113: "AudioVolumeMute AudioVolumeDown AudioVolumeUp Power NumpadEqual",
    183: "F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24",
}

_OTHERS = {
    "Again": 129,
    "BrowserBack": 158,
    "BrowserFavorites": 156,
    "BrowserForward": 159,
    "BrowserHome": 172,
    "BrowserRefresh": 173,
    "BrowserSearch": 217,
    "BrowserStop": 128,
    "ContextMenu": 127,
    "Convert": 92,
    "Copy": 133,
    "Cut": 137,
    "Eject": 161,
    "Find": 136,
    "Help": 138,
    "IntlYen": 124,
    "KanaMode": 93,
    "Lang1": 122,
    "Lang2": 123,
    "Lang3": 90,
    "Lang4": 91,
    "LaunchApp1": 157,
    "LaunchApp2": 140,
    "LaunchMail": 155,
    "MediaPlayPause": 164,
    "MediaSelect": 226,
    "MediaStop": 166,
    "MediaTrackNext": 163,
    "MediaTrackPrevious": 165,
    "MetaLeft": 125,
    "MetaRight": 126,
    "NonConvert": 94,
    "NumpadComma": 121,
    "NumpadParenLeft": 179,
    "NumpadParenRight": 180,
    "OSLeft": 125,  # old Firefox
    "OSRight": 126,
    "Open": 134,
    "Paste": 135,
    "Pause": 119,
    "Props": 130,
    "Select": 132,
    "Sleep": 142,
    "Undo": 131,
    "WakeUp": 143,
}

NUMBERS = _OTHERS | {
    name: first + step for first, row in _ROWS.items() for step, name in enumerate(row.split())
}
"""The kernel's number of each key, by its name in browsers."""


def scancodes() -> dict[str, int]:
    """Return the make code of each key that has one: PC set 1 with the prefix above."""
    found = {name: scancode_of(number) for name, number in sorted(NUMBERS.items())}
    return {name: code for name, code in found.items() if code is not None}
