"""All that is to be told of a machine: what its parts change, and what the reader then hears."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator

from piment.server.scene.actions import Power
from piment.server.scene.updates import (
    Leds,
    LedsChanged,
    Notice,
    PointerModes,
    PortsChanged,
    PowerDone,
    Resizable,
    Severity,
    Update,
)
from piment.server.sources.qemu.screen import Screen

# Notices that nobody has read yet; the newest are of interest.
_MOST_NOTICES = 16


class Stage:
    """What a machine shows and says.

    All but notices is compared with what was told before, so that nothing piles up while the
    reader is busy.
    """

    def __init__(self) -> None:
        self.news = asyncio.Event()
        """Set when there is something to `take`."""
        self._screens: dict[int, Screen] = {}
        self._leds = self._told_leds = Leds()
        self._modes: PointerModes | None = None
        self._told_modes: PointerModes | None = None
        self._ports_changed = False
        self._resizable = self._told_resizable = Resizable(possible=False)
        self._powers: dict[Power, None] = {}
        self._notices: deque[Notice] = deque(maxlen=_MOST_NOTICES)

    def screen(self, number: int) -> Screen:
        """Return the screen with this number, a new one if there was none yet."""
        return self._screens.setdefault(number, Screen(number, self.news.set))

    def light(self, leds: Leds) -> None:
        """Switch the lights of the keyboard."""
        self._leds = leds
        self.news.set()

    def point(self, *, absolute: bool) -> None:
        """Take note whether the mouse is one that is placed, or one that is moved."""
        modes = PointerModes(relative=not absolute, absolute=absolute)
        if modes != self._modes:
            self._modes = modes
            self.news.set()

    def change_ports(self) -> None:
        """Take note that ports came or went."""
        self._ports_changed = True
        self.news.set()

    def resizable(self, *, possible: bool, why: str = "") -> None:
        """Take note whether the screens can have other sizes, or why not."""
        self._resizable = Resizable(possible, why)
        self.news.set()

    def power_done(self, power: Power) -> None:
        """Take note that the machine was shut down or reset."""
        self._powers[power] = None
        self.news.set()

    def notice(self, severity: Severity, text: str) -> None:
        """Let viewers be told something, unless it waits to be told already."""
        notice = Notice(severity, text)
        if notice not in self._notices:
            self._notices.append(notice)
            self.news.set()

    def blank(self) -> None:
        """Show nothing: the machine is gone."""
        self._leds = Leds()
        for screen in self._screens.values():
            screen.blank()
        self.news.set()

    def take(self) -> Iterator[Update]:
        """Yield what changed since the last time."""
        for screen in tuple(self._screens.values()):
            yield from screen.take()
        if self._leds != self._told_leds:
            self._told_leds = self._leds
            yield LedsChanged(self._leds)
        if self._modes is not None and self._modes != self._told_modes:
            self._told_modes = self._modes
            yield self._modes
        if self._ports_changed:
            self._ports_changed = False
            yield PortsChanged()
        if self._resizable != self._told_resizable:
            self._told_resizable = self._resizable
            yield self._resizable
        for power in tuple(self._powers):
            del self._powers[power]
            yield PowerDone(power)
        while self._notices:
            yield self._notices.popleft()
