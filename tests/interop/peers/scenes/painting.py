"""Knowing when programs have drawn."""

from __future__ import annotations

import asyncio
import select
import time
from typing import Any

import xcffib
import xcffib.damage

from tests.interop.peers.process import PeerError

# The picture counts as settled when nobody drew for so long: programs answer faster than that,
# blinking cursors are switched off.
QUIET_S = 0.12
# A step that draws begins and ends within this time each, on a busy machine.
DRAWN_S = 20.0
WHOLE = 0  # instead of a region


class Painting:
    """Tells when something is drawn on a display, by the extension DAMAGE."""

    def __init__(self, name: str) -> None:
        self._connection: Any = xcffib.connect(name)  # type: ignore[no-untyped-call]
        self._damage: Any = self._connection(xcffib.damage.key)
        self._damage.QueryVersion(1, 1).reply()
        self._id = self._connection.generate_id()
        root = self._connection.get_setup().roots[0].root
        level = xcffib.damage.ReportLevel.NonEmpty
        self._damage.CreateChecked(self._id, root, level).check()

    def close(self) -> None:
        """Look no more."""
        self._connection.disconnect()

    async def settle(self) -> None:
        """Wait until something was drawn since the last time, and then nothing for a while.

        Raises:
            PeerError: nothing was drawn, or it never ends.

        """
        await asyncio.to_thread(self._settle)

    def _settle(self) -> None:
        if not self._drawn_within(DRAWN_S):
            raise PeerError(f"nothing was drawn in {DRAWN_S} s")
        deadline = time.monotonic() + DRAWN_S
        while self._drawn_within(QUIET_S):
            if time.monotonic() > deadline:
                raise PeerError(f"the picture does not settle in {DRAWN_S} s")

    def _drawn_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not self._take_events():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            select.select([self._connection.get_file_descriptor()], [], [], left)
        return True

    def _take_events(self) -> bool:
        """Take what was told, and ask to be told again; return whether something was drawn."""
        drawn = False
        while self._connection.poll_for_event():
            drawn = True
        if drawn:
            self._damage.Subtract(self._id, WHOLE, WHOLE)
            self._connection.flush()
        return drawn
