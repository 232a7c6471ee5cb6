"""The inputs channel: keyboard and mouse (wire.md 8)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from piment.client.channels.base import Channel, Mover
from piment.client.events import LocksChanged
from piment.client.keyboard.scancodes import break_code, make_code, stroke
from piment.client.shared import Shared
from piment.geometry import Point
from piment.protocol import channel as channels
from piment.protocol import inputs
from piment.protocol.capabilities import InputsCap
from piment.protocol.channel import Message
from piment.protocol.inputs import KeyboardModifierFlags, MouseButton, MouseButtonMask
from piment.protocol.main import MouseModeFlags

ACK_BUNCH = 4
"""Motions that one ACK confirms."""

MOST_UNCONFIRMED = 2 * ACK_BUNCH
"""Motions under way; further ones are added up until an ACK comes."""


class InputsChannel(Channel):
    """What the user does.

    Keys are PC set 1 make codes: 0x1e is A, 0xe04d is Right, Pause is 0xe11d45.
    """

    kind = channels.inputs

    def __init__(self, shared: Shared, channel_id: int, mover: Mover) -> None:
        super().__init__(shared, channel_id, mover)
        self.locks = KeyboardModifierFlags(0)
        """The locks of the guest's keyboard."""
        self.keys_down: set[int] = set()
        self.buttons = MouseButtonMask(0)
        """The buttons that are held."""
        self._unconfirmed = 0
        self._acks = 0
        """How many came on this connection."""
        self._acked = asyncio.Event()
        """Set by the next ACK, or when none can come any more; then there is another one."""
        self._motion = Point(0, 0)
        """How far the mouse has moved since the last motion that was sent."""
        self._position: tuple[Point, int] | None = None
        """Where the pointer was put, and on which display, since the last that was sent."""

    def reset(self) -> None:
        """Forget what is held: the server releases it when a connection ends."""
        super().reset()
        self.keys_down.clear()
        self.buttons = MouseButtonMask(0)
        self._unconfirmed, self._motion, self._position = 0, Point(0, 0), None
        self._acks = 0

    def detach(self) -> None:
        """Give up the connection; who waits for what was sent on it waits no more."""
        super().detach()
        self._tell_acked()

    def key(self, code: int, pressed: bool) -> None:
        """Press or release a key; a key that is held may be pressed again, as repetition does.

        Raises:
            ValueError: there is no such code.

        """
        if pressed:
            self.send(inputs.KeyDown(code=make_code(code)))
            self.keys_down.add(code)
        else:
            self.send(inputs.KeyUp(code=break_code(code)))
            self.keys_down.discard(code)

    def tap(self, code: int) -> None:
        """Press a key and release it, in one message where the server can.

        Raises:
            ValueError: there is no such code.

        """
        if InputsCap.KEY_SCANCODE in self.capabilities:
            self.send(inputs.KeyScancode(codes=stroke(code)))
        else:
            self.key(code, True)
            self.key(code, False)

    def release_all(self) -> None:
        """Release all keys and buttons that are held."""
        for code in sorted(self.keys_down):
            self.key(code, False)
        for button in MouseButton:
            if button and self.buttons & _mask(button):
                self.button(button, False)

    def set_locks(self, locks: KeyboardModifierFlags) -> None:
        """Switch the guest's locks to `locks`."""
        self.send(inputs.KeyModifiers(modifiers=locks))

    def move(self, dx: int, dy: int) -> None:
        """Move the mouse; counts in mouse mode SERVER."""
        self._motion = Point(self._motion.x + dx, self._motion.y + dy)
        if self._unconfirmed < MOST_UNCONFIRMED:
            self._flush_motion()

    def place(self, position: Point, display: int = 0) -> None:
        """Put the pointer somewhere on a display; counts in mouse mode CLIENT."""
        self._position = position, display
        if self._unconfirmed < MOST_UNCONFIRMED:
            self._flush_motion()

    def button(self, button: MouseButton, pressed: bool) -> None:
        """Press or release a button, where the pointer was put last."""
        self._flush_motion()
        mask = _mask(button)
        if pressed:
            self.buttons |= mask
            self.send(inputs.MousePress(button=button, buttons_state=self.buttons))
        else:
            self.buttons &= ~mask
            self.send(inputs.MouseRelease(button=button, buttons_state=self.buttons))

    async def delivered(self) -> None:
        """Wait until the server has taken all that was sent, or the connection is gone.

        A server takes things in their order and confirms every fourth motion, so motions that lead
        nowhere go last.
        """
        self._flush_motion()
        for _ in range(ACK_BUNCH - self._unconfirmed % ACK_BUNCH):
            self._send_motion(Point(0, 0))
        outlet, due = self._outlet, self._acks + self._unconfirmed // ACK_BUNCH
        while self._outlet is outlet is not None and self._acks < due:
            await self._acked.wait()

    def handle(self, message: Message) -> Awaitable[None] | None:
        """Follow the guest's locks, and what it has taken of the mouse's motion."""
        match message:
            case inputs.Init(locks) | inputs.KeyModifiers(locks):
                self.locks = locks
                self.shared.tell(LocksChanged(locks))
            case inputs.MouseMotionAck():
                self._unconfirmed = max(0, self._unconfirmed - ACK_BUNCH)
                self._acks += 1
                self._tell_acked()
                self._flush_motion()
            case _:
                return super().handle(message)
        return None

    def _flush_motion(self) -> None:
        """Send what the mouse did in the mode that holds; in the other it counts for nothing."""
        motion, self._motion = self._motion, Point(0, 0)
        place, self._position = self._position, None
        if self.shared.mouse_mode & MouseModeFlags.CLIENT:
            if place is not None:
                self._send_position(*place)
        elif motion != Point(0, 0):
            self._send_motion(motion)

    def _send_motion(self, motion: Point) -> None:
        self._unconfirmed += 1
        self.send(inputs.MouseMotion(dx=motion.x, dy=motion.y, buttons_state=self.buttons))

    def _send_position(self, position: Point, display: int) -> None:
        self._unconfirmed += 1
        self.send(
            inputs.MousePosition(
                x=max(0, position.x),
                y=max(0, position.y),
                buttons_state=self.buttons,
                display_id=display,
            )
        )

    def _tell_acked(self) -> None:
        self._acked.set()
        self._acked = asyncio.Event()


def _mask(button: MouseButton) -> MouseButtonMask:
    return MouseButtonMask(1 << (button - 1))
