"""X displays without hardware, to show viewers and desktops on."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import xcffib
import xcffib.xproto
from numpy.typing import NDArray

from tests.interop.peers.packages import need
from tests.interop.peers.process import Process, ReadyPipe

TOOL_S = 20.0  # how long xdotool may wait for a window


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
            command, env=os.environ | self.env, text=True, timeout=TOOL_S
        )

    def xdotool(self, *arguments: str) -> str:
        """Run xdotool here, for instance `xdotool("type", "ls")`, and return its output."""
        need("xdotool")
        return self.run("xdotool", *arguments)

    def window(self, *search: str) -> int:
        """Wait for a visible window, for instance `window("--class", "xterm")`; return its id."""
        found = self.xdotool("search", "--sync", "--onlyvisible", *search).split()
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
