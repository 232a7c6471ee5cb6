"""Moving a machine's pointer without running ahead of it (dbus-display.md 2.4)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial

from piment.geometry import Point
from piment.server.scene.actions import PointerMoved, PointerPlaced
from piment.server.sources.qemu import names
from piment.server.sources.qemu.bus.error import BusError, RefusedError
from piment.server.sources.qemu.bus.message import Message
from piment.server.sources.qemu.bus.remote import Properties, Remote
from piment.server.sources.qemu.console import Console
from piment.server.sources.qemu.stage import Stage

_log = logging.getLogger(__name__)

_ABSOLUTE = "SetAbsPosition"
_RELATIVE = "RelMotion"

# Numbers on D-Bus have 32 bits.
_FARTHEST = 0x7FFFFFFF

# What QEMU says when the mouse is one of the other kind.
_OTHER_KIND = ("not absolute", "not relative")


class Pointer:
    """Places or moves the pointer; while QEMU has not answered, only the newest wish is kept.

    Which of the two the mouse takes is found out by trying: what QEMU 7.2 tells of it at first is
    not to be trusted. A motion by nothing does no harm, and is refused by a mouse that is placed.
    """

    def __init__(self, remote: Remote, consoles: Mapping[int, Console], stage: Stage) -> None:
        """Drive the mouse that all `consoles` share; there is at least one."""
        self.console = next(iter(consoles.values()))
        """The console that the pointer was last placed on."""
        self._remote = remote
        self._consoles = consoles
        self._stage = stage
        self._wanted: PointerPlaced | PointerMoved | None = None
        self._unanswered = 0
        remote.watch(self.console.path, names.MOUSE, self._changed)

    def probe(self) -> None:
        """Find out of which kind the mouse is."""
        self._move(PointerMoved(0, 0))

    def want(self, wish: PointerPlaced | PointerMoved) -> None:
        """Put it somewhere, or move it by something."""
        if isinstance(wish, PointerMoved) and isinstance(self._wanted, PointerMoved):
            wish = PointerMoved(self._wanted.dx + wish.dx, self._wanted.dy + wish.dy)
        self._wanted = wish
        if not self._unanswered:
            self.flush()

    def flush(self) -> None:
        """Send what waits, so that what is sent next happens there."""
        wanted, self._wanted = self._wanted, None
        match wanted:
            case PointerPlaced(position, screen):
                self._place(position, screen)
            case PointerMoved():
                self._move(wanted)

    def _place(self, position: Point, screen: int) -> None:
        console = self._consoles.get(screen)
        size = console.screen.frame.size if console is not None else None
        if console is None or size is None or not any(size):
            return
        self.console = console
        place = Point(_within(position.x, size.width), _within(position.y, size.height))
        console.screen.cursor.placed(place)
        self._post(_ABSOLUTE, "uu", *place)

    def _move(self, moved: PointerMoved) -> None:
        dx, dy = (max(-_FARTHEST, min(way, _FARTHEST)) for way in (moved.dx, moved.dy))
        self._post(_RELATIVE, "ii", dx, dy)

    def _post(self, member: str, signature: str, *numbers: int) -> None:
        self._unanswered += 1
        path = self.console.path
        answered = partial(self._answered, member == _ABSOLUTE)
        self._remote.post(answered, path, names.MOUSE, member, signature, *numbers)

    def _answered(self, absolute: bool, answer: Message | BusError) -> None:
        self._unanswered -= 1
        match answer:
            case RefusedError(text=text) if any(words in text for words in _OTHER_KIND):
                self._stage.point(absolute=not absolute)
            case BusError():
                _log.debug("the pointer cannot go there: %s", answer)
            case _:
                self._stage.point(absolute=absolute)
        if not self._unanswered:
            self.flush()

    def _changed(self, properties: Properties) -> None:
        if "IsAbsolute" in properties:
            self._stage.point(absolute=properties["IsAbsolute"])


def _within(place: int, length: int) -> int:
    return max(0, min(place, length - 1))
