"""Where the pointer stands."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from xcffib import xinput

from piment.geometry import Point
from piment.server.scene.updates import CursorMoved, Update
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.rest import Rest
from piment.server.sources.x11.watch import Watch

# xcffib says that it is typed, and is not.
_event_mask: Any = xinput.EventMask.synthetic

# Programs that put the pointer elsewhere (games, window managers) cause no raw motion, and plain
# motion only over windows that care for none. It is rare: four looks a second cost nothing.
_LOOK_FOR_JUMPS_S = 0.25

# Without XInput2 there is nothing but looking; a pointer that moves 20 times a second still flows.
_LOOK_FOR_MOTION_S = 0.05


class PointerWatch(Watch):
    """Follows the position of the pointer."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._position: Point | None = None
        self._rest = Rest(connection)
        self._interval_s = _LOOK_FOR_MOTION_S
        self._next_look: asyncio.TimerHandle | None = None
        if connection.has("XInputExtension"):
            self._interval_s = _LOOK_FOR_JUMPS_S
            self._follow_motion(connection.extension("XInputExtension"))

    def _follow_motion(self, requests: Any) -> None:
        wanted = xinput.XIEventMask.RawMotion | xinput.XIEventMask.Motion
        mask = _event_mask(xinput.Device.AllMaster, 1, [wanted])
        requests.XISelectEvents(self.connection.root, 1, [mask])
        self.connection.on(xinput.RawMotionEvent, self.notice)
        self.connection.on(xinput.MotionEvent, self.notice)

    def ask(self) -> bool:
        """Ask the server where it stands, if it moved and there was a rest since."""
        return self._stale and self._rest.begin() and super().ask()

    def question(self) -> Any:
        """Ask for the position."""
        self._stop_looking()
        return self.connection.core.QueryPointer(self.connection.root)

    def read(self, asked: Any) -> Sequence[Update]:
        """Return a `CursorMoved` if the pointer stands elsewhere now."""
        loop = asyncio.get_running_loop()
        self._next_look = loop.call_later(self._interval_s, self.notice)
        reply = asked.reply()
        position = Point(reply.root_x, reply.root_y)
        if position == self._position:
            return ()
        self._position = position
        return (CursorMoved(position),)

    def close(self) -> None:
        """Stop following."""
        self._rest.close()
        self._stop_looking()

    def _stop_looking(self) -> None:
        if self._next_look is not None:
            self._next_look.cancel()
            self._next_look = None
