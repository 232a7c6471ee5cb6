"""Everything a guest shows at this moment."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from piment.errors import PimentError
from piment.geometry import Rect
from piment.server.scene.actions import Power
from piment.server.scene.screen import Screen
from piment.server.scene.updates import (
    Leds,
    LedsChanged,
    Notice,
    PointerModes,
    PortsChanged,
    PowerDone,
    Resizable,
    Update,
)

MOST_SCREENS = 16
"""Screens of a desktop: as many heads as the largest video devices have."""

MOST_NOTICES = 8
"""Notices that are kept for viewers whose network has no room: older ones are no news."""


@dataclass(frozen=True, slots=True)
class Change:
    """Where a screen changed; without rectangles, something else may have changed."""

    screen: int = 0
    rects: Sequence[Rect] = ()


class Scene:
    """The screens, the keyboard's lights, what the mouse can do, and what is to be told in words.

    The first screen is there from the beginning, others when the source tells of them.
    """

    def __init__(self) -> None:
        self.screens = [Screen()]
        self.leds = Leds()
        self.pointer_modes = PointerModes(relative=True, absolute=True)
        self.resizable = Resizable(possible=False)
        self.ports_told = 0
        """How often the ports have changed; who serves them looks at the source."""
        self.power_told = dict.fromkeys(Power, 0)
        """How often the machine was shut down, and how often reset."""
        self.notices: deque[Notice] = deque(maxlen=MOST_NOTICES)
        """The newest ones, the last one last."""
        self.notices_told = 0
        """How many there were in all."""

    def apply(self, update: Update) -> Change:
        """Take what the source tells; return what changed.

        Raises:
            PimentError: the source tells of more than `MOST_SCREENS` screens.

        """
        match update:
            case LedsChanged(leds):
                self.leds = leds
            case PointerModes():
                self.pointer_modes = update
            case Notice():
                self.notices.append(update)
                self.notices_told += 1
            case Resizable():
                self.resizable = update
            case PortsChanged():
                self.ports_told += 1
            case PowerDone(power):
                self.power_told[power] += 1
            case _:
                return Change(update.screen, self._screen(update.screen).apply(update))
        return Change()

    def notices_since(self, told: int) -> list[Notice]:
        """Return those notices that came after the first `told`, as far as they are kept."""
        new = min(self.notices_told - told, len(self.notices))
        return list(self.notices)[len(self.notices) - new :]

    def _screen(self, number: int) -> Screen:
        if number >= MOST_SCREENS:
            raise PimentError(f"screen {number} of a desktop, at most {MOST_SCREENS} are shown")
        while number >= len(self.screens):
            self.screens.append(Screen())
        return self.screens[number]
