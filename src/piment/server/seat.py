"""The one keyboard and mouse of a desktop, and the viewers who share them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from piment.geometry import Point, Size
from piment.server.scene.actions import (
    Action,
    Button,
    ButtonChanged,
    Key,
    PointerMoved,
    PointerPlaced,
)

T = TypeVar("T", bound=Hashable)

_LOCKS = {"scroll_lock": 0x46, "num_lock": 0x45, "caps_lock": 0x3A}
LOCK_KEYS = frozenset(_LOCKS.values())
"""Scancodes of the keys that switch a light."""

_WHEEL = frozenset({Button.UP, Button.DOWN})


class Seat:
    """Merges what several viewers press, so that none of them leaves a key behind.

    A key is down while any viewer holds it; the desktop hears of the first press, of repeats, and
    of the last release.
    """

    def __init__(self, act: Callable[[Action], None]) -> None:
        self._act = act
        self._keys: dict[int, set[Hashable]] = {}
        self._buttons: dict[Button, set[Hashable]] = {}

    def key(self, viewer: Hashable, code: int, pressed: bool) -> None:
        """Press or release the key with this scancode, for `viewer`."""
        if _hold(self._keys, code, viewer, pressed) or pressed:
            self._act(Key(code, pressed))

    def button(self, viewer: Hashable, button: Button, pressed: bool) -> None:
        """Press or release a button of the mouse, for `viewer`.

        The wheel turns when it is pressed, whoever else turns it too (wire.md 8.3).
        """
        if button in _WHEEL:
            if pressed:
                self._act(ButtonChanged(button, pressed=True))
                self._act(ButtonChanged(button, pressed=False))
        elif _hold(self._buttons, button, viewer, pressed):
            self._act(ButtonChanged(button, pressed))

    def place(self, position: Point, within: Size, screen: int = 0) -> None:
        """Put the pointer to `position`, or to the nearest place on a screen of that size."""
        x = max(0, min(position.x, within.width - 1))
        y = max(0, min(position.y, within.height - 1))
        self._act(PointerPlaced(Point(x, y), screen))

    def move(self, dx: int, dy: int) -> None:
        """Move the pointer."""
        self._act(PointerMoved(dx, dy))

    def switch_locks(self, **differs: bool) -> None:
        """Tap the lock keys (`scroll_lock`, `num_lock`, `caps_lock`) whose light differs."""
        for lock, differing in differs.items():
            code = _LOCKS[lock]
            if differing and not self._keys.get(code):
                self._act(Key(code, pressed=True))
                self._act(Key(code, pressed=False))

    def leave(self, viewer: Hashable) -> None:
        """Release all that `viewer` holds."""
        for code in [code for code, holders in self._keys.items() if viewer in holders]:
            self.key(viewer, code, pressed=False)
        for button in [button for button, holders in self._buttons.items() if viewer in holders]:
            self.button(viewer, button, pressed=False)


def _hold(held: dict[T, set[Hashable]], what: T, viewer: Hashable, pressed: bool) -> bool:
    """Note who holds `what`; return whether it went from up to down or the other way."""
    holders = held.setdefault(what, set())
    was_held = bool(holders)
    if pressed:
        holders.add(viewer)
        return not was_held
    holders.discard(viewer)
    if holders:
        return False
    del held[what]
    return was_held
