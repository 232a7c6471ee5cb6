"""X displays without hardware, to show viewers and desktops on."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import xcffib
import xcffib.xproto
from numpy.typing import NDArray
from xcffib import xtest
from xcffib.xproto import KeyPressEvent, KeyReleaseEvent

from tests.interop.peers.packages import need
from tests.interop.peers.process import Process, ReadyPipe

TOOL_S = 20.0  # how long a tool may wait for a window
LOOK_S = 0.02  # how often the window manager is looked for


class Display:
    """An X display that runs: what is on it, and hands to move on it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.started: list[Process] = []

    @property
    def env(self) -> dict[str, str]:
        """What a program needs in its environment to show up here."""
        return {"DISPLAY": self.name}

    def start(self, *command: str) -> Process:
        """Start a program on this display; it ends with the display."""
        log = self.folder / f"{Path(command[0]).name}.log"
        self.started.append(Process(command, log, env=self.env))
        return self.started[-1]

    def run(self, *command: str) -> str:
        """Run a program to its end and return its output."""
        need("x11-utils", "x11-xserver-utils")
        return subprocess.check_output(
            command,
            env=os.environ | self.env,
            text=True,
            timeout=TOOL_S,
            stderr=subprocess.DEVNULL,
        )

    def xdotool(self, *arguments: str) -> str:
        """Run xdotool here, for instance `xdotool("type", "ls")`, and return its output."""
        need("xdotool")
        return self.run("xdotool", *arguments)

    def try_xdotool(self, *arguments: str) -> str:
        """Run xdotool here, and return its output or nothing if it failed."""
        try:
            return self.xdotool(*arguments)
        except subprocess.CalledProcessError:
            return ""

    def tap(self, keycode: int) -> None:
        """Press and release a key by its X key code."""
        connection: Any = xcffib.connect(self.name)  # type: ignore[no-untyped-call]
        try:
            for event in (KeyPressEvent, KeyReleaseEvent):
                connection(xtest.key).FakeInput(event.event_number, keycode, 0, 0, 0, 0, 0)
            connection.core.GetInputFocus().reply()  # by then it has happened
        finally:
            connection.disconnect()

    def manage_windows(self) -> None:
        """Start a window manager, and wait until it does what it is asked to.

        A window that appears earlier may wait for it for five seconds, or for ever.
        """
        need("openbox")
        manager = self.start("openbox")  # as Debian sets it up, with four desktops

        def obeys() -> bool:
            self.try_xdotool("set_num_desktops", "1")
            return "= 1" in self.run("xprop", "-root", "_NET_NUMBER_OF_DESKTOPS")

        wait_until(obeys, manager)

    def window(self, *search: str, of: Process) -> int:
        """Wait for a visible window of a program, as xdotool finds it; return its id.

        For instance `window("--class", "xterm", of=terminal)`.
        """
        found: list[str] = []

        def look() -> bool:
            found[:] = self.try_xdotool("search", "--onlyvisible", *search).split()
            return bool(found)

        wait_until(look, of)
        return int(found[-1])

    def pixels(self, window: int | None = None) -> NDArray[np.uint8]:
        """Return what a window shows, or the whole screen: uint8 (height, width, 3), B, G, R."""
        connection: Any = xcffib.connect(self.name)  # type: ignore[no-untyped-call]
        try:
            drawable = window or connection.get_setup().roots[0].root
            place = connection.core.GetGeometry(drawable).reply()
            image = connection.core.GetImage(
                xcffib.xproto.ImageFormat.ZPixmap,
                drawable,
                0,
                0,
                place.width,
                place.height,
                0xFFFFFFFF,
            ).reply()
        finally:
            connection.disconnect()
        data = np.frombuffer(image.data.buf(), np.uint8)
        return data.reshape(place.height, place.width, 4)[:, :, :3].copy()

    def stop(self) -> None:
        """End what was started here, the last one first."""
        while self.started:
            self.started.pop().stop()


def wait_until(look: Callable[[], bool], process: Process) -> None:
    """Wait until `look` is true of a program that tells nothing by itself."""
    deadline = time.monotonic() + TOOL_S
    while not look():
        if time.monotonic() > deadline or not process.is_running:
            raise process.error("is not ready")
        time.sleep(LOOK_S)


class Xvfb(Display):
    """A virtual screen of 24 bits."""

    def __init__(self, folder: Path, width: int = 1280, height: int = 1024) -> None:
        """Start the server on a free display; no TCP, no access from other users' programs."""
        need("xvfb", "x11-utils")
        pipe = ReadyPipe()
        screen = ("-screen", "0", f"{width}x{height}x24")
        server = Process(
            ["Xvfb", "-displayfd", str(pipe.writing), *screen, "-nolisten", "tcp", "-noreset"],
            folder / "xvfb.log",
            pass_fds=[pipe.writing],
        )
        super().__init__(f":{pipe.read_line(server)}", folder)
        self.started.append(server)
