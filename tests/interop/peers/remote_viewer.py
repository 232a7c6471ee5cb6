"""remote-viewer, the program that people use, on a virtual screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.interop.peers.display import Display
from tests.interop.peers.keyboard import KEY_PAUSE_MS
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes, until_true
from tests.interop.peers.pictures import Pixels, find
from tests.interop.peers.process import PeerError, Process


def connection_file(path: Path, **settings: object) -> Path:
    """Write a .vv file with settings such as host, port, tls_port, password, ca; return `path`."""
    lines = ["[virt-viewer]", "type=spice"]
    for name, value in settings.items():
        text = str(value).replace("\n", "\\n")  # a certificate is one line
        lines.append(f"{name.replace('_', '-')}={text}")
    path.write_text("\n".join(lines) + "\n")
    return path


class RemoteViewer:
    """A viewer's window on `display`, which must be larger than the desktop and its title bar."""

    def __init__(self, process: Process, display: Display, window: int) -> None:
        self.process = process
        self.display = display
        self.window = window

    @classmethod
    async def start(cls, target: str | Path, display: Display, folder: Path) -> RemoteViewer:
        """Open `target`, a URI or a .vv file, on a session bus of its own."""
        need("virt-viewer", "dbus-daemon")
        process = Process(
            ["dbus-run-session", "--", "remote-viewer", str(target)],
            folder / "remote-viewer.log",
            env={
                **display.env,
                "HOME": str(folder),
                "XDG_CONFIG_HOME": str(folder),
                "XDG_CACHE_HOME": str(folder),
                "GSETTINGS_BACKEND": "memory",
                "NO_AT_BRIDGE": "1",
            },
        )
        look = partial(display.window, "--class", "remote-viewer", of=process)
        try:
            window = await asyncio.to_thread(look)
        except BaseException:
            process.stop()
            raise
        return cls(process, display, window)

    async def close(self) -> None:
        """End the viewer, and wait until its window has gone from the display too."""
        await asyncio.to_thread(self.process.stop)
        search = ("search", "--onlyvisible", "--class", "remote-viewer")
        await becomes(lambda: str(self.window) not in self.display.try_xdotool(*search).split())

    def screenshot(self) -> Pixels:
        """Return what the viewer's window shows, title bar included."""
        return self.display.pixels(self.window)

    async def until_shown(self, desktop: Callable[[], Pixels]) -> tuple[int, int]:
        """Wait until the window shows what `desktop` returns, pixel by pixel.

        Returns where the desktop's origin is on the display.
        """
        place: tuple[int, int] | None = None

        async def look() -> bool:
            nonlocal place
            if not self.process.is_running:
                raise self.process.error("ended")
            place = find(desktop(), self.display.pixels())
            return place is not None

        await until_true(look)
        if place is None:
            raise PeerError(f"the desktop is not on the screen; log:\n{self.process.log_tail()}")
        return place

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Click at a place of the display."""
        self.display.xdotool("mousemove", "--sync", str(x), str(y), "click", str(button))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the left button at a place of the display, and release it at another."""
        for (x, y), button in ((start, "mousedown"), (end, "mouseup")):
            self.display.xdotool("mousemove", "--sync", str(x), str(y), button, "1")

    async def focus(self) -> None:
        """Give the window the focus."""
        await asyncio.to_thread(self.display.xdotool, "windowfocus", "--sync", str(self.window))

    def type(self, text: str) -> None:
        """Type text into the window, which gets the focus."""
        self.display.xdotool("windowfocus", "--sync", str(self.window))
        for line in text.splitlines(keepends=True):
            self.display.xdotool("type", "--delay", str(KEY_PAUSE_MS), line.rstrip("\n"))
            if line.endswith("\n"):  # a line feed typed by xdotool gets lost now and then
                self.display.xdotool("key", "Return")
