"""Doing in a machine what viewers do (dbus-display.md 5)."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from piment.server.scene.actions import (
    Action,
    Button,
    ButtonChanged,
    Key,
    PointerMoved,
    PointerPlaced,
    ScreensWanted,
    ScreenWish,
)
from piment.server.scene.updates import Leds
from piment.server.sources.qemu import names
from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.bus.message import Message
from piment.server.sources.qemu.bus.remote import Properties, Remote
from piment.server.sources.qemu.console import Console
from piment.server.sources.qemu.keys import number_of
from piment.server.sources.qemu.pointer import Pointer
from piment.server.sources.qemu.stage import Stage

_log = logging.getLogger(__name__)

# QEMU aborts when it is told of a button that it does not know: these are all there are.
_BUTTONS = {
    Button.LEFT: 0,
    Button.MIDDLE: 1,
    Button.RIGHT: 2,
    Button.UP: 3,
    Button.DOWN: 4,
    Button.SIDE: 5,
    Button.EXTRA: 6,
}

# Bits of a keyboard's lights.
_SCROLL_LOCK, _NUM_LOCK, _CAPS_LOCK = 1, 2, 4

# Calls without an answer: a machine that is busy for some seconds still gets all that is typed,
# and one that is stopped is not flooded when it goes on.
_MOST_UNANSWERED = 256


class Input:
    """Keyboard, mouse and sizes of a machine with at least one console."""

    def __init__(self, remote: Remote, consoles: Mapping[int, Console], stage: Stage) -> None:
        self.pointer = Pointer(remote, consoles, stage)
        self._remote = remote
        self._consoles = consoles
        self._stage = stage
        self._keyboard = next(iter(consoles.values())).path
        self._keys: set[int] = set()
        self._buttons: dict[int, str] = {}
        self._was_listening = True
        remote.watch(self._keyboard, names.KEYBOARD, self.lit)

    def act(self, action: Action) -> None:
        """Do it, without waiting for QEMU."""
        match action:
            case Key(code, pressed):
                self._key(code, pressed)
            case ButtonChanged(button, pressed):
                self._button(_BUTTONS[button], pressed)
            case PointerPlaced() | PointerMoved():
                self.pointer.want(action)
            case ScreensWanted(wishes):
                self._wish(wishes)

    def lit(self, properties: Properties) -> None:
        """Take the lights from the properties of a keyboard."""
        if isinstance(bits := properties.get("Modifiers"), int):
            lights = (bool(bits & bit) for bit in (_SCROLL_LOCK, _NUM_LOCK, _CAPS_LOCK))
            self._stage.light(Leds(*lights))

    def release(self) -> None:
        """Let go of every key and button that is down."""
        for number in tuple(self._keys):
            self._press(names.KEYBOARD, self._keyboard, number, pressed=False)
        for number, path in self._buttons.items():
            self._press(names.MOUSE, path, number, pressed=False)
        self._keys.clear()
        self._buttons.clear()

    def _key(self, code: int, pressed: bool) -> None:
        number = number_of(code)
        if number is None:
            _log.debug("no key has the scancode %#x", code)
        elif pressed and self._is_listening:
            # A key that is down already repeats: the guest's keyboards do so too.
            self._keys.add(number)
            self._press(names.KEYBOARD, self._keyboard, number, pressed=True)
        elif not pressed and number in self._keys:
            self._keys.discard(number)
            self._press(names.KEYBOARD, self._keyboard, number, pressed=False)

    def _button(self, number: int, pressed: bool) -> None:
        if pressed and self._is_listening:
            path = self._buttons.setdefault(number, self.pointer.console.path)
            self._press(names.MOUSE, path, number, pressed=True)
        elif not pressed and number in self._buttons:
            self._press(names.MOUSE, self._buttons.pop(number), number, pressed=False)

    def _press(self, interface: str, path: str, number: int, *, pressed: bool) -> None:
        self.pointer.flush()
        member = "Press" if pressed else "Release"
        self._remote.post(_ignore, path, interface, member, "u", number)

    def _wish(self, wishes: tuple[ScreenWish, ...]) -> None:
        for number, wish in enumerate(wishes):
            if number in self._consoles and self._is_listening:
                self._consoles[number].wish(wish)

    @property
    def _is_listening(self) -> bool:
        listening = self._remote.connection.unanswered < _MOST_UNANSWERED
        if self._was_listening and not listening:
            _log.warning("the machine takes no input now: it does not answer")
        self._was_listening = listening
        return listening


def _ignore(answer: Message | BusError) -> None:
    if isinstance(answer, BusError):
        _log.debug("QEMU did not take a key or a button: %s", answer)
