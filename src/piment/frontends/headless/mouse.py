"""The mouse as programs use it: places, clicks, drags, the wheel."""

from __future__ import annotations

import asyncio
import contextlib

from piment.client.channels.inputs import InputsChannel
from piment.client.session import Session
from piment.client.terms import Button, MouseMode
from piment.client.until import until
from piment.errors import InputError
from piment.frontends.headless.pace import Pace
from piment.frontends.headless.pursuit import Pursuit
from piment.frontends.headless.ready import ready_inputs
from piment.frontends.headless.screen import Monitor, Screen
from piment.geometry import Point

BUTTONS = {
    "left": Button.LEFT,
    "middle": Button.MIDDLE,
    "right": Button.RIGHT,
    "side": Button.SIDE,
    "extra": Button.EXTRA,
}
"""What can be clicked with."""

DRAG_STEPS = 8
"""Places on the way of a drag: guests begin to drag only after some pixels, and draw on the way."""

MODE_SECONDS = 2.0
"""How long a server may take to let the pointer be placed, once it can and we have asked."""


class Mouse:
    """Points on a session's displays.

    In mouse mode CLIENT the pointer is put where it is wanted. Without a tablet or an agent there
    is only mode SERVER: then the mouse is moved until the guest's pointer is there.
    """

    def __init__(self, session: Session, screen: Screen, pace: Pace) -> None:
        self._session = session
        self._screen = screen
        self._pace = pace

    async def move(self, x: int, y: int, monitor: int | None = None) -> None:
        """Bring the pointer to a place on a monitor, or on the first display.

        Raises:
            InputError: there is no such place, no mouse, or the pointer does not get there.
            ConnectError: the session is over.

        """
        inputs = await ready_inputs(self._session)
        found = await self._screen.appear(monitor)
        target = _place(found, x, y)
        await self._pace.turn()
        if await self._is_placed():
            self._screen.placed = found.display, target
            inputs.place(target, found.display)
            return
        cursor = self._session.cursors.get(found.display)
        if cursor is None:
            raise InputError("the server offers no pointer, and no mouse mode CLIENT")
        self._screen.placed = None
        await Pursuit(self._session, inputs, cursor).reach(target)

    async def move_by(self, dx: int, dy: int) -> None:
        """Move the mouse; where the pointer is placed, from the place that it was put to last.

        Raises:
            InputError: there is no mouse, or the pointer was put nowhere yet.
            ConnectError: the session is over.

        """
        inputs = await ready_inputs(self._session)
        await self._pace.turn()
        if not await self._is_placed():
            inputs.move(dx, dy)
            return
        if self._screen.placed is None:
            raise InputError("the pointer was put nowhere yet: move(x, y) first")
        display, place = self._screen.placed
        target = Point(max(0, place.x + dx), max(0, place.y + dy))
        self._screen.placed = display, target
        inputs.place(target, display)

    async def click(self, button: str, count: int) -> None:
        """Press and release a button so many times, where the pointer is.

        Raises:
            InputError: there is no such button, or no mouse.
            ConnectError: the session is over.

        """
        number = _button(button)
        for _ in range(count):
            await self._turn(number, True)
            await self._turn(number, False)

    async def drag(self, start: Point, end: Point, button: str, monitor: int | None = None) -> None:
        """Press a button at one place and release it at another, with places on the way.

        Raises:
            InputError: there is no such button or place, or no mouse.
            ConnectError: the session is over.

        """
        number = _button(button)
        await self.move(*start, monitor)
        await self._turn(number, True)
        try:
            for step in range(1, DRAG_STEPS + 1):
                x = start.x + (end.x - start.x) * step // DRAG_STEPS
                y = start.y + (end.y - start.y) * step // DRAG_STEPS
                await self.move(x, y, monitor)
        finally:
            await self._turn(number, False)

    async def scroll(self, steps: int) -> None:
        """Turn the wheel by so many steps: towards the user, down, if there are more than none.

        Raises:
            InputError: there is no mouse.
            ConnectError: the session is over.

        """
        for _ in range(abs(steps)):
            button = Button.DOWN if steps > 0 else Button.UP
            inputs = await self._turn(button, True)
            inputs.button(button, False)

    async def _turn(self, button: Button, is_down: bool) -> InputsChannel:
        inputs = await ready_inputs(self._session)
        await self._pace.turn()
        inputs.button(button, is_down)
        return inputs

    async def _is_placed(self) -> bool:
        """Whether the pointer can be put somewhere: wait for that if the server is about to."""
        shared = self._session.shared
        can_be = bool(shared.mouse_modes & MouseMode.CLIENT)
        wants = bool(self._session.options.mouse_mode & MouseMode.CLIENT)
        if can_be and wants and not shared.mouse_mode & MouseMode.CLIENT:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(MODE_SECONDS):
                    await until(self._session, lambda: bool(shared.mouse_mode & MouseMode.CLIENT))
        return bool(shared.mouse_mode & MouseMode.CLIENT)


def _button(name: str) -> Button:
    try:
        return BUTTONS[name]
    except KeyError:
        raise InputError(f"there is no button {name!r}: there are {', '.join(BUTTONS)}") from None


def _place(monitor: Monitor, x: int, y: int) -> Point:
    """Return a place on a monitor as one on its display."""
    place = Point(monitor.area.left + x, monitor.area.top + y)
    if not monitor.area.contains(place):
        raise InputError(f"{x},{y} is not on the monitor of {monitor.area.size} pixels")
    return place
