"""Where scenes play: a display, and hands to start and drive programs on it."""

from __future__ import annotations

import asyncio
from random import Random

from tests.interop.peers.display import Display
from tests.interop.peers.patience import becomes
from tests.interop.peers.process import Process

CORNER = 10_000, 10_000  # lower and further right than any screen reaches


class Stage:
    """A display with a window manager, and the random numbers of a scene."""

    def __init__(self, display: Display, random: Random) -> None:
        self.display = display
        self.random = random

    def start(self, *command: str) -> Process:
        """Start a program on the display; it ends with the display."""
        return self.display.start(*command)

    async def show(self, *command: str, named: str) -> tuple[Process, int]:
        """Start a program whose window has this class; return it and its window."""
        program = self.start(*command)
        search = ("--class", named)
        return program, await asyncio.to_thread(self.display.window, *search, of=program)

    async def focus(self, window: int) -> None:
        """Give a window the keys."""
        await self.xdotool("windowfocus", "--sync", window)

    async def end(self, program: Process) -> None:
        """End a program."""
        await asyncio.to_thread(program.stop)

    async def run(self, *command: str) -> str:
        """Run a program to its end, and return its output."""
        return await asyncio.to_thread(self.display.run, *command)

    async def xdotool(self, *arguments: str | int) -> str:
        """Run xdotool, and return its output."""
        return await asyncio.to_thread(self.display.xdotool, *map(str, arguments))

    async def put_pointer_away(self) -> None:
        """Put the pointer into a corner, where it changes no window and hides no pixel."""
        await self.xdotool("mousemove", *CORNER)

    async def told(self, program: Process, what: str) -> None:
        """Wait until a program wrote `what`.

        Raises:
            PeerError: it did not.

        """

        def look() -> bool:
            return what in program.log_tail() or not program.is_running

        if not await becomes(look) or what not in program.log_tail():
            raise program.error(f"did not tell {what!r}")
