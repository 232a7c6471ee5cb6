"""Which lights of the keyboard are on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xcffib import xkb

from piment.server.scene.updates import Leds, LedsChanged, Update
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.watch import Watch

# The keyboard in use and its own lights: XkbUseCoreKbd, XkbDfltXIClass, XkbDfltXIId.
_CORE_KEYBOARD = 0x100
_DEFAULT_LEDS = 0x300
_DEFAULT_LEDS_ID = 0x400

# What keymaps call the lights, in the order of `Leds`.
_NAMES = ("Scroll Lock", "Num Lock", "Caps Lock")


class LedWatch(Watch):
    """Follows the lights through XKB, by their names: their numbers differ between keymaps."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._leds: Leds | None = None
        self._atoms: list[int] = []
        self._xkb = connection.extension("XKEYBOARD")
        lights = xkb.EventType.IndicatorStateNotify
        self._xkb.SelectEvents(_CORE_KEYBOARD, lights, 0, lights, 0, 0, [])
        # All events of XKB share a number, and xcffib takes them all for its first. Only those of
        # the lights were asked for.
        connection.on(xkb.NewKeyboardNotifyEvent, self.notice)

    def question(self) -> Any:
        """Ask for every light, or what they are called by."""
        if not self._atoms:
            intern = self.connection.core.InternAtom
            return [intern(False, len(name), name) for name in _NAMES]
        return [
            self._xkb.GetNamedIndicator(_CORE_KEYBOARD, _DEFAULT_LEDS, _DEFAULT_LEDS_ID, atom)
            for atom in self._atoms
        ]

    def read(self, asked: Any) -> Sequence[Update]:
        """Return a `LedsChanged` if a light was switched."""
        if not self._atoms:
            self._atoms = [question.reply().atom for question in asked]
            self.notice()
            return ()
        leds = Leds(*(bool(light.reply().on) for light in asked))
        if leds == self._leds:
            return ()
        self._leds = leds
        return (LedsChanged(leds),)
