"""The machine's buttons as a port of our own: lines of text both ways.

docs/reference/power.md tells what they say.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import ClassVar

from piment.errors import ProtocolError
from piment.limits import MOST_POWER_LINE_BYTES, MOST_POWER_LINES
from piment.server.ports.kinds import OURS
from piment.server.scene.actions import Action, Power, PowerAction
from piment.server.scene.scene import Scene

log = logging.getLogger("piment.server.ports")

POWER_PORT = f"{OURS}power.0"

BUTTONS = {power.name.lower(): power for power in Power}
"""What viewers call them."""

Watch = Callable[[Callable[[], None]], Callable[[], None]]


class PowerPort:
    """One viewer's way to the buttons: like a guest's port, but its other end is here."""

    name: ClassVar = POWER_PORT
    is_open: ClassVar = True

    def __init__(
        self, viewer: str, scene: Scene, act: Callable[[Action], None], watch: Watch
    ) -> None:
        """Let a viewer press buttons by `act`; `watch` has it told of changes of the scene."""
        self._viewer = viewer
        self._scene = scene
        self._act = act
        self._watch = watch
        self._unwatch: Callable[[], None] | None = None
        self._unread: deque[str] = deque()
        self._half = b""
        self._told = dict(scene.power_told)
        self._changed = asyncio.Event()

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Return how to stop watching what never changes."""
        return lambda: None

    async def open(self) -> None:
        """Begin to tell what happens."""
        self._told = dict(self._scene.power_told)
        self._unwatch = self._watch(self._look)

    async def read(self) -> bytes:
        """Return the next lines; none at all once it is closed."""
        while not self._unread and self._unwatch is not None:
            self._changed.clear()
            await self._changed.wait()
        lines = "".join(f"{line}\n" for line in self._unread)
        self._unread.clear()
        self._changed.set()
        return lines.encode()

    def write(self, data: bytes) -> None:
        """Take what a viewer says, line by line.

        Raises:
            ProtocolError: a line is too long, or there are too many.

        """
        *lines, self._half = (self._half + data).split(b"\n")
        if max(map(len, (*lines, self._half))) > MOST_POWER_LINE_BYTES:
            raise ProtocolError(f"a command has at most {MOST_POWER_LINE_BYTES} bytes")
        for line in lines:
            self._obey(line.decode(errors="replace").strip())

    async def drain(self) -> None:
        """Wait until all answers have been read."""
        while self._unread and self._unwatch is not None:
            self._changed.clear()
            await self._changed.wait()

    async def close(self) -> None:
        """Tell no more."""
        if self._unwatch is not None:
            self._unwatch()
            self._unwatch = None
        self._changed.set()

    def _obey(self, command: str) -> None:
        power = BUTTONS.get(command)
        if power is None:
            self._say(f"error no such button: there are {', '.join(BUTTONS)}")
        else:
            log.info("viewer=%s pressed button=%s", self._viewer, command)
            self._say(f"pressed {command}")
            self._act(PowerAction(power))

    def _look(self) -> None:
        for name, power in BUTTONS.items():
            has_room = len(self._unread) < MOST_POWER_LINES
            if has_room and self._told[power] != self._scene.power_told[power]:
                self._told[power] = self._scene.power_told[power]
                self._say(f"done {name}")

    def _say(self, line: str) -> None:
        if len(self._unread) == MOST_POWER_LINES:
            raise ProtocolError(f"{MOST_POWER_LINES} answers about power are unread")
        self._unread.append(line)
        self._changed.set()
