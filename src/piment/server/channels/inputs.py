"""The inputs channel: keys and mouse (wire.md 8)."""

from __future__ import annotations

import asyncio

from piment.geometry import Point
from piment.protocol import inputs
from piment.protocol.capabilities import Capabilities, InputsCap
from piment.protocol.channel import Message
from piment.protocol.inputs import KeyboardModifierFlags, MouseButton
from piment.protocol.main import MouseModeFlags
from piment.server.channels.base import Channel, Desk, Outlet
from piment.server.channels.scancodes import ScancodeReader
from piment.server.scene.actions import Button
from piment.server.scene.updates import Leds
from piment.server.seat import LOCK_KEYS
from piment.server.viewer import Viewer

CAPABILITIES = Capabilities([InputsCap.KEY_SCANCODE])

MOTION_ACK_BUNCH = 4
"""Motions for one MOUSE_MOTION_ACK (wire.md 8.3)."""

RESYNC_SECONDS = 2.0
"""How long after a lock key the lights are told again (wire.md 8.4)."""


class InputsChannel(Channel):
    """What a viewer types and points at."""

    def __init__(
        self, outlet: Outlet, desk: Desk, viewer: Viewer, capabilities: Capabilities
    ) -> None:
        super().__init__(outlet, desk, viewer, capabilities)
        self.seat = desk.seat
        self._scancodes = ScancodeReader()
        self._motions = 0
        self._shown = Leds()
        self._resync: asyncio.TimerHandle | None = None
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Serve the channel; what the viewer holds is released at the end."""
        self._shown = self.scene.leds
        self.send(inputs.Init(keyboard_modifiers=modifiers_of(self._shown)))
        unwatch = self.viewer.watch(lambda _: self._show_leds())
        try:
            await self.run_beside(self._tell_leds())
        finally:
            unwatch()
            if self._resync is not None:
                self._resync.cancel()
            self.seat.leave(self.viewer)

    def handle(self, message: Message) -> None:
        """Press, release, move."""
        match message:
            case inputs.KeyDown(code) | inputs.KeyUp(code):
                self._type(code.to_bytes(4, "little").split(b"\0", 1)[0])
            case inputs.KeyScancode(codes):
                self._type(codes)
            case inputs.KeyModifiers(modifiers):
                self._switch_locks(modifiers)
            case inputs.MouseMotion(dx, dy):
                if self.viewer.mouse_mode == MouseModeFlags.SERVER:
                    self.seat.move(dx, dy)
                self._count_motion()
            case inputs.MousePosition(x, y, _, number):
                if self.viewer.mouse_mode == MouseModeFlags.CLIENT:
                    self._place(Point(x, y), number)
                self._count_motion()
            case inputs.MousePress(button):
                self._button(button, pressed=True)
            case inputs.MouseRelease(button):
                self._button(button, pressed=False)
            case _:
                super().handle(message)

    def _place(self, position: Point, number: int) -> None:
        """Put the pointer on a screen; one that is not there has no place for it."""
        if number < len(self.scene.screens) and not self.scene.screens[number].is_blank:
            self.seat.place(position, self.scene.screens[number].primary.size, number)

    def _type(self, codes: bytes) -> None:
        for code, pressed in self._scancodes.read(codes):
            self.seat.key(self.viewer, code, pressed)
            if code in LOCK_KEYS:
                self._resync_later()

    def _switch_locks(self, wanted: KeyboardModifierFlags) -> None:
        differs = wanted ^ modifiers_of(self.scene.leds)
        self.seat.switch_locks(
            scroll_lock=bool(differs & KeyboardModifierFlags.SCROLL_LOCK),
            num_lock=bool(differs & KeyboardModifierFlags.NUM_LOCK),
            caps_lock=bool(differs & KeyboardModifierFlags.CAPS_LOCK),
        )
        self._resync_later()

    def _button(self, button: MouseButton, *, pressed: bool) -> None:
        if button is not MouseButton.INVALID:
            self.seat.button(self.viewer, Button(int(button)), pressed)

    def _count_motion(self) -> None:
        self._motions += 1
        if self._motions == MOTION_ACK_BUNCH:
            self._motions = 0
            self.send(inputs.MouseMotionAck())

    def _show_leds(self) -> None:
        if self._shown != self.scene.leds:
            self._wake.set()

    async def _tell_leds(self) -> None:
        """Tell the lights whenever asked to, as they are once the viewer can take it."""
        while True:
            await self._wake.wait()
            await self.outlet.drain()
            self._wake.clear()
            self._shown = self.scene.leds
            self.send(inputs.KeyModifiers(modifiers=modifiers_of(self._shown)))

    def _resync_later(self) -> None:
        if self._resync is not None:
            self._resync.cancel()
        self._resync = asyncio.get_running_loop().call_later(RESYNC_SECONDS, self._wake.set)


def modifiers_of(leds: Leds) -> KeyboardModifierFlags:
    """Return the lights in the protocol's form."""
    modifiers = KeyboardModifierFlags(0)
    if leds.scroll_lock:
        modifiers |= KeyboardModifierFlags.SCROLL_LOCK
    if leds.num_lock:
        modifiers |= KeyboardModifierFlags.NUM_LOCK
    if leds.caps_lock:
        modifiers |= KeyboardModifierFlags.CAPS_LOCK
    return modifiers
