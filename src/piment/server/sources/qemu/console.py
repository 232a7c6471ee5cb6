"""One console of QEMU: shown on a screen, and asked for sizes."""

from __future__ import annotations

import asyncio
import logging

from piment.geometry import Size
from piment.server.scene.actions import ScreenWish
from piment.server.scene.updates import Severity
from piment.server.sources.qemu import names
from piment.server.sources.qemu.bus.connection import Connection
from piment.server.sources.qemu.bus.error import BusError, RefusedError
from piment.server.sources.qemu.bus.handover import hand_over
from piment.server.sources.qemu.bus.message import Message
from piment.server.sources.qemu.bus.remote import Properties, Remote
from piment.server.sources.qemu.listener import Listener
from piment.server.sources.qemu.screen import Screen
from piment.server.sources.qemu.stage import Stage

_log = logging.getLogger(__name__)

# How long sizes may disagree before the whole picture is asked for anew: QEMU's signal of a size
# and its pictures come over different connections, and odd sizes between two modes are short.
_SETTLE_S = 0.05

# QEMU 7.2 forgets a listener some turns of its main loop after its socket was closed.
_MOST_TRIES = 50
_RETRY_S = 0.02
_STILL_REGISTERED = "already registered"

# How large a screen is if nobody says so: 96 pixels an inch, the unscaled size of desktops.
_MILLIMETRES_PER_PIXEL = 25.4 / 96
_MOST_MILLIMETRES = 0xFFFF


class Console:
    """Follows a console, whatever it shows.

    QEMU tells of a new size by a property and by a picture of that size, in any order, and
    sometimes leaves the picture out (dbus-display.md 3.2): then updates do not fit, or the sizes
    go on to disagree. Who registers anew gets the whole picture, and so we do.
    """

    def __init__(self, remote: Remote, path: str, screen: Screen, stage: Stage) -> None:
        """Have the console at `path` shown on `screen`."""
        self.path = path
        self.screen = screen
        self._remote = remote
        self._stage = stage
        self._listener = Listener(screen, self._mismatched, self._warn)
        self._connection: Connection | None = None
        self._size = Size(0, 0)
        self._is_wrong = False
        self._suspect = asyncio.Event()
        self._label = ""
        self._takes_sizes = True
        self._is_asking = False
        self._wish: ScreenWish | None = None

    async def open(self, properties: Properties) -> None:
        """Begin to show it; `properties` are those of its interface Console.

        Raises:
            BusError: QEMU does not let us.

        """
        self._label = str(properties.get("Label", ""))
        self.screen.cursor.begin(self._label)
        self._note_size(properties)
        self._remote.watch(self.path, names.CONSOLE, self._changed)
        await self._register()

    async def keep(self) -> None:
        """Have the right picture until cancelled.

        Raises:
            BusError: QEMU does not show it to us any more.

        """
        while True:
            await self._suspect.wait()
            await asyncio.sleep(_SETTLE_S)
            self._suspect.clear()
            if self._is_wrong or self._size != self.screen.frame.size:
                _log.debug("%s is registered anew: it has %s", self._label, self._size)
                await self._register()

    def wish(self, wish: ScreenWish) -> None:
        """Ask the guest for another size; whether it follows, the picture tells.

        While QEMU has not answered, only the newest wish is kept.
        """
        if self._is_asking:
            self._wish = wish
            return
        self._is_asking = True
        width_mm, height_mm = wish.millimetres or _millimetres(wish.size)
        self._remote.post(
            self._answered,
            self.path,
            names.CONSOLE,
            "SetUIInfo",
            "qqiiuu",
            min(width_mm, _MOST_MILLIMETRES),
            min(height_mm, _MOST_MILLIMETRES),
            *wish.position,
            *wish.size,
        )

    def close(self) -> None:
        """Show it no longer."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def _register(self) -> None:
        for _ in range(_MOST_TRIES):
            try:
                await self._try_to_register()
            except RefusedError as error:
                if _STILL_REGISTERED not in error.text:
                    raise
                await asyncio.sleep(_RETRY_S)
            else:
                return
        raise BusError(f"QEMU does not let go of the earlier listener of {self._label}")

    async def _try_to_register(self) -> None:
        if self._connection is not None:
            self.close()
            # An answer shows that QEMU's main loop had its turn, and has seen the socket closed.
            self._note_size(await self._remote.properties(self.path, names.CONSOLE))
        self._is_wrong = False
        method = (self.path, names.CONSOLE, "RegisterListener")
        connection = await hand_over(
            self._remote, method, names.LISTENER_PATH, self._listener.interfaces()
        )
        connection.hung_up = self._mismatched
        self._connection = connection

    def _changed(self, properties: Properties) -> None:
        self._note_size(properties)
        self._suspect.set()

    def _note_size(self, properties: Properties) -> None:
        width = properties.get("Width", self._size.width)
        self._size = Size(width, properties.get("Height", self._size.height))

    def _mismatched(self) -> None:
        self._is_wrong = True
        self._suspect.set()

    def _warn(self, text: str) -> None:
        _log.warning("%s: %s", self._label, text)
        self._stage.notice(Severity.WARNING, text)

    def _answered(self, answer: Message | BusError) -> None:
        self._is_asking = False
        match answer:
            case RefusedError(name=names.UNSUPPORTED) if self._takes_sizes:
                self._takes_sizes = False
                why = (
                    f"the machine's display ({self._label}) cannot be resized from outside: "
                    "give it the adapter virtio-vga or virtio-gpu-pci, or run an agent in it"
                )
                _log.info("%s", why)
                self._stage.resizable(possible=False, why=why)
            case BusError():
                _log.debug("%s does not take the size: %s", self._label, answer)
        wish, self._wish = self._wish, None
        if wish is not None:
            self.wish(wish)


def _millimetres(size: Size) -> Size:
    return Size(*(round(side * _MILLIMETRES_PER_PIXEL) for side in size))
