"""Not asking too often."""

from __future__ import annotations

import asyncio

from piment.server.sources.x11.connection import Connection

# What changes after a quiet moment is asked about at once; after that the server gets this long to
# work undisturbed. Without rest a busy program gets half as much drawn (x11perf -scroll100, two
# cores), and no viewer's screen shows more pictures than this.
LENGTH_S = 0.004

# For this long after a viewer did something there is no rest: what it caused is seen at once, also
# when something else was drawn just before.
AWAKE_S = 0.01


class Rest:
    """Spaces out the questions about one thing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._ends = 0.0
        self._awake_until = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> bool:
        """Begin to rest and return True; while resting, return False and wake when it is over."""
        now = self._loop.time()
        if now >= self._ends or now < self._awake_until:
            self._ends = now + LENGTH_S
            return True
        if self._timer is None:
            self._timer = self._loop.call_at(self._ends, self._end)
        return False

    def skip(self) -> None:
        """End the rest, and do not rest for a moment."""
        self._awake_until = self._loop.time() + AWAKE_S
        if self._timer is not None:
            self.close()
            self._connection.wake()

    def close(self) -> None:
        """Wake nobody any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        self._timer = None
        self._connection.wake()
