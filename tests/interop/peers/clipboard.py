"""The clipboard of an X display, as programs on it see it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import xcffib

from tests.interop.peers.display import Display
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes
from tests.interop.peers.process import PeerError

SELECTION = "clipboard"


class Clipboard:
    """Copies and pastes on a display."""

    def __init__(self, display: Display, folder: Path) -> None:
        """Keep what is copied in `folder`."""
        need("xclip")
        self._display = display
        self._text = folder / "copied"

    @property
    def owner(self) -> int:
        """The window that has it; 0 if it is empty."""
        connection: Any = xcffib.connect(self._display.name)  # type: ignore[no-untyped-call]
        try:
            name = SELECTION.upper()
            atom = connection.core.InternAtom(False, len(name), name).reply().atom
            return int(connection.core.GetSelectionOwner(atom).reply().owner)
        finally:
            connection.disconnect()

    def copy(self, text: bytes) -> None:
        """Let a program offer a text, until another one does."""
        self._text.write_bytes(text)
        self._display.start("xclip", "-quiet", "-selection", SELECTION, "-in", str(self._text))

    async def paste(self) -> bytes:
        """Return the text that a program gets."""
        command = ("xclip", "-selection", SELECTION, "-out", "-target", "UTF8_STRING")
        program = await asyncio.create_subprocess_exec(
            *command, env=os.environ | self._display.env, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await program.communicate()
        return output

    async def taken(self, *, before: int = 0) -> None:
        """Wait until somebody has it who had it not before.

        Raises:
            PeerError: nobody took it.

        """
        if not await becomes(lambda: self.owner not in (0, before)):
            raise PeerError(f"nobody took the clipboard of {self._display.name}")

    async def emptied(self) -> None:
        """Wait until nobody has it.

        Raises:
            PeerError: somebody still has it.

        """
        if not await becomes(lambda: self.owner == 0):
            raise PeerError(f"somebody has the clipboard of {self._display.name}")
