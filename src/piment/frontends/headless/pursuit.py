"""Bringing a pointer somewhere with a mouse that can only be moved: by looking where it went.

Guests accelerate: how far the pointer goes for a motion depends on its speed and on settings of
the guest. So each step is as long as the last ones say, and the server tells where it led.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter

from piment.client.channels.cursor import CursorChannel
from piment.client.channels.inputs import InputsChannel
from piment.client.events import CursorChanged, Event
from piment.client.session import Session
from piment.client.until import check_alive
from piment.errors import InputError
from piment.geometry import Point

MOST_VISITS = 6
"""How often the pointer may be at one place: a guest that does not follow leaves it there, and one
whose pointer jumps leads it back and forth around the target."""

MOST_NUDGES = 5
"""Motions after which a guest that shows no pointer is taken to have none."""

STEP_SECONDS = 0.5
"""How long the server may take to tell where a step led."""

STILL_SECONDS = 0.04
"""How long a pointer must stay where it is before the next step: two frames of a slow guest."""

LONGEST = 120
"""Pixels of one step: a PS/2 packet carries 127 either way."""

LEAST_GAIN, MOST_GAIN = 0.25, 8.0
"""Pixels that the pointer goes for one of the mouse: what guests' settings allow."""


class Pursuit:
    """Moves one display's pointer."""

    def __init__(self, session: Session, inputs: InputsChannel, cursor: CursorChannel) -> None:
        self._session = session
        self._inputs = inputs
        self._cursor = cursor
        self._gain = 1.0
        self._longest = LONGEST
        """Of the next step: guests accelerate long ones more, so they get longer bit by bit."""
        self._news = asyncio.Event()

    async def reach(self, target: Point) -> None:
        """Move the pointer until it is at `target`.

        Raises:
            InputError: the guest does not tell where its pointer is, or the pointer does not get
                there.
            ConnectError: the session is over.

        """
        stop = self._session.listen(self._hear)
        try:
            if not self._is_shown:
                await self._appear()
            await self._approach(target)
        finally:
            stop()

    @property
    def _is_shown(self) -> bool:
        """Whether there is a pointer: servers call one visible that has no shape, in text modes."""
        return self._cursor.is_visible and self._cursor.shape is not None

    async def _approach(self, target: Point) -> None:
        visits = Counter[Point]()
        while (here := self._cursor.position) != target:
            visits[here] += 1
            if visits[here] > MOST_VISITS:
                raise InputError(
                    f"the pointer is at {_text(here)} again and again, and does not get to "
                    f"{_text(target)}: the guest does not follow the mouse, or jumps over it"
                )
            # Where it was before, the last step was too long: this one becomes shorter.
            await self._step(Point(target.x - here.x, target.y - here.y), visits[here])

    async def _appear(self) -> None:
        """Move a little until the server shows a pointer."""
        for step in range(MOST_NUDGES):
            offset = 2 if step % 2 else -2  # there and back, wherever the edges are
            await self._move(offset, offset)
            if self._is_shown:
                return
        raise InputError(
            "the guest shows no pointer whose place could be seen: give the machine a tablet "
            "(QEMU: -device usb-tablet), or move by move_by() and look at screenshots"
        )

    async def _step(self, left: Point, part: int) -> None:
        """Go one of so many parts of what is left, and learn from where that led."""
        before = self._cursor.position
        dx, dy = (_stride(distance, part * self._gain, self._longest) for distance in left)
        await self._move(dx, dy)
        after = self._cursor.position
        asked, gone = (dx, after.x - before.x) if abs(dx) >= abs(dy) else (dy, after.y - before.y)
        gain = gone / asked if gone * asked > 0 else self._gain / 2
        self._gain = max(LEAST_GAIN, min(MOST_GAIN, gain))
        self._longest = min(LONGEST, 2 * abs(asked))

    async def _move(self, dx: int, dy: int) -> None:
        """Move the mouse; return when the server has told what came of it, or tells nothing."""
        check_alive(self._session)
        self._news.clear()
        self._inputs.move(dx, dy)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STEP_SECONDS):
                await self._news.wait()
                while True:
                    self._news.clear()
                    async with asyncio.timeout(STILL_SECONDS):
                        await self._news.wait()

    def _hear(self, event: Event) -> None:
        if isinstance(event, CursorChanged) and event.cursor == self._cursor.id:
            self._news.set()


def _stride(distance: int, gain: float, longest: int) -> int:
    """Return how far to move the mouse along one axis: a pixel at least, if any are left."""
    step = int(distance / gain) or (distance > 0) - (distance < 0)
    return max(-longest, min(longest, step))


def _text(place: Point) -> str:
    return f"{place.x},{place.y}"
