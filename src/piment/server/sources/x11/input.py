"""Doing on the desktop what viewers do, through XTEST."""

from __future__ import annotations

import logging
from typing import Any

from xcffib import xproto

from piment.server.scene.actions import (
    Action,
    Button,
    ButtonChanged,
    Key,
    PointerMoved,
    PointerPlaced,
)
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.keycodes import keycode_of, repeats

_log = logging.getLogger(__name__)

_BUTTONS = {
    Button.LEFT: 1,
    Button.MIDDLE: 2,
    Button.RIGHT: 3,
    Button.UP: 4,
    Button.DOWN: 5,
    Button.SIDE: 8,
    Button.EXTRA: 9,
}

# What X calls the two kinds of motion.
_ABSOLUTE = 0
_RELATIVE = 1

# Coordinates on X's wire have 16 bits.
_FARTHEST = 0x7FFF


class Input:
    """Presses keys and buttons, and moves the pointer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._xtest = connection.extension("XTEST")
        # A program that grabs the server, as some do while a menu is open, still wants input.
        self._xtest.GrabControl(True)
        self._keys: set[int] = set()
        self._buttons: set[int] = set()

    def act(self, action: Action) -> None:
        """Do it, and send it off at once."""
        match action:
            case Key(code, pressed):
                self._key(code, pressed)
            case ButtonChanged(button, pressed):
                self._button(_BUTTONS[button], pressed)
            case PointerPlaced(position):
                self._move(_ABSOLUTE, position.x, position.y)
            case PointerMoved(dx, dy):
                self._move(_RELATIVE, dx, dy)
        self._connection.flush()

    def release(self) -> None:
        """Let go of every key and button that is down."""
        for keycode in self._keys:
            self._fake(xproto.KeyReleaseEvent, keycode)
        for number in self._buttons:
            self._fake(xproto.ButtonReleaseEvent, number)
        self._keys.clear()
        self._buttons.clear()
        self._connection.flush()

    def _key(self, code: int, pressed: bool) -> None:
        keycode = keycode_of(code)
        if keycode is None:
            _log.debug("no key has the scancode %#x", code)
        elif not pressed:
            self._keys.discard(keycode)
            self._fake(xproto.KeyReleaseEvent, keycode)
        elif keycode not in self._keys:
            self._keys.add(keycode)
            self._fake(xproto.KeyPressEvent, keycode)
        elif repeats(code):
            # The viewer's keyboard repeats. X shows a repetition as a release and a press.
            self._fake(xproto.KeyReleaseEvent, keycode)
            self._fake(xproto.KeyPressEvent, keycode)

    def _button(self, number: int, pressed: bool) -> None:
        if pressed:
            self._buttons.add(number)
            self._fake(xproto.ButtonPressEvent, number)
        else:
            self._buttons.discard(number)
            self._fake(xproto.ButtonReleaseEvent, number)

    def _move(self, kind: int, x: int, y: int) -> None:
        x, y = (max(-_FARTHEST, min(number, _FARTHEST)) for number in (x, y))
        self._fake(xproto.MotionNotifyEvent, kind, x, y)

    def _fake(self, event: Any, detail: int, x: int = 0, y: int = 0) -> None:
        # No time means at once; no root window means the one the pointer is on.
        self._xtest.FakeInput(event.event_number, detail, 0, 0, x, y, 0)
