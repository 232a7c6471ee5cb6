"""A machine that QEMU emulates: what it shows, hands for its keys, a shell in its guest."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import numpy as np
from PIL import Image

from tests.interop.peers.cache import cache_folder
from tests.interop.peers.packages import need
from tests.interop.peers.patience import until_true
from tests.interop.peers.pictures import Pixels, from_image
from tests.interop.peers.process import Process, read_line
from tests.interop.peers.qemu.chroot import Chroot
from tests.interop.peers.qemu.display import Display, Spice
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.monitor import Monitor, monitor_at
from tests.interop.peers.qemu.serial import COMMAND_S, run_in_guest

# Without KVM, which may be there and hang: tests run within virtual machines themselves.
EMULATED = ("-machine", "q35", "-accel", "tcg,thread=multi,tb-size=512", "-cpu", "max")
FIRMWARE = ("-m", "64")
SETTLED_S = 60.0


class Machine:
    """A running machine; its log, sockets and pictures lie in `folder`."""

    def __init__(
        self,
        folder: Path,
        guest: Guest | None = None,
        display: Display | None = None,
        *,
        vga: str = "qxl",
        options: Sequence[str] = (),
        chroot: Chroot | None = None,
    ) -> None:
        """Start it; without a guest it waits in its firmware, with text on its screen.

        `display` is `Spice()` unless told otherwise, `vga` one of QEMU's: qxl, std, virtio, none.
        `options` are more of QEMU's, such as those in qemu/display.py. With a `chroot` it is that
        one's QEMU, and we are root.

        Raises:
            PeerError: QEMU does not start with these.

        """
        need("qemu-system-x86")
        self.folder = folder
        self.guest = guest
        self.display = display or Spice()
        ours, theirs = socket.socketpair()
        command: list[str | Path] = [
            *("qemu-system-x86_64", *EMULATED, "-nodefaults", "-vga", vga),
            *(guest.arguments if guest else FIRMWARE),
            *self.display.arguments,
            *self._sockets(),
            *options,
        ]
        if chroot:
            visible = (folder, cache_folder(), Path(gettempdir()))
            command = chroot.command(*command, folders=visible)
        with theirs:
            self.process = Process(
                command,
                folder / "qemu.log",
                env=self.display.env,
                channel=theirs,
            )
        with ours:
            read_line(ours.fileno(), self.process)  # the first monitor greets: all is set up

    @property
    def uri(self) -> str:
        """The address for viewers."""
        assert isinstance(self.display, Spice)
        return self.display.uri

    @property
    def port(self) -> int:
        """The port of 127.0.0.1 for viewers without TLS."""
        assert isinstance(self.display, Spice)
        return self.display.port

    async def ready(self) -> None:
        """Wait until the guest has booted.

        Raises:
            PeerError: it has not.

        """
        assert self.guest is not None
        mark = self.guest.ready.encode()

        async def look() -> bool:
            if not self.process.is_running:
                raise self.process.error("ended")
            return mark in self._serial_log.read_bytes()

        if not await until_true(look, self.guest.ready_s):
            told = self._serial_log.read_text(errors="replace")
            raise self.process.error(f"is not ready after {self.guest.ready_s} s, told {told!r},")

    async def run(self, command: str, timeout_s: float = COMMAND_S) -> str:
        """Run a shell command in the guest, and return its output.

        Raises:
            GuestError: it ended with another status than 0.
            PeerError: the shell gave no answer in time.

        """
        return await run_in_guest(self.folder / "serial.sock", command, timeout_s)

    def monitor(self) -> AbstractAsyncContextManager[Monitor]:
        """Connect to the machine's second monitor, for instance to wait for events."""
        return monitor_at(self.folder / "events.sock")

    async def qmp(self, command: str, **arguments: object) -> Any:
        """Let QEMU execute a command, and return what it returns.

        Raises:
            MonitorError: it refused.

        """
        async with monitor_at(self.folder / "qmp.sock") as monitor:
            return await monitor.execute(command, **arguments)

    async def screendump(self, **which: object) -> Pixels:
        """Return what the machine shows: uint8 (height, width, 3) in B, G, R.

        `which` may name a `device` and its `head`.
        """
        picture = self.folder / "screendump.ppm"
        await self.qmp("screendump", filename=str(picture), **which)
        with Image.open(picture) as image:
            return from_image(image)

    async def settled(self, quiet_s: float = 0.3) -> Pixels:
        """Wait until the machine shows the same after a while, and return that.

        Raises:
            PeerError: it shows something else each time.

        """
        pixels = await self.screendump()

        async def look() -> bool:
            nonlocal pixels
            await asyncio.sleep(quiet_s)
            before, pixels = pixels, await self.screendump()
            return np.array_equal(before, pixels)

        if not await until_true(look, SETTLED_S):
            raise self.process.error("does not settle")
        return pixels

    async def sendkey(self, chord: str) -> None:
        """Press keys together, in QEMU's names: `ret`, `ctrl-alt-f2`."""
        keys = [{"type": "qcode", "data": key} for key in chord.split("-")]
        await self.qmp("send-key", keys=keys)

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Let time stand still in the machine: no cursor blinks, no clock goes on.

        A guest with qxl has to be settled before: what it draws in the last moment is in its
        screendump already, and is sent to viewers when time goes on.
        """
        await self.qmp("stop")
        try:
            yield
        finally:
            await self.qmp("cont")

    def stop(self) -> None:
        """End the machine."""
        self.process.stop()

    @property
    def _serial_log(self) -> Path:
        return self.folder / "serial.log"

    def _sockets(self) -> list[str]:
        serial = f"path={self.folder / 'serial.sock'},logfile={self._serial_log}"
        return [
            *("-qmp", "stdio"),
            *("-qmp", f"unix:{self.folder / 'qmp.sock'},server=on,wait=off"),
            *("-qmp", f"unix:{self.folder / 'events.sock'},server=on,wait=off"),
            *("-chardev", f"socket,id=serial,{serial},server=on,wait=off"),
            *("-serial", "chardev:serial"),
        ]
