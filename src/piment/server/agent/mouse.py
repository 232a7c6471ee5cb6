"""The pointer as the agent moves it, where the machine has no tablet (agent.md 2.3, 3.2)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from piment.geometry import Point
from piment.protocol.agent import ButtonMask, MouseState
from piment.server.scene.actions import Button

MOST_PENDING = 64
"""States with other buttons each that wait for an agent: half a minute of hasty clicking."""

_MASKS = {
    Button.LEFT: ButtonMask.LBUTTON_MASK,
    Button.MIDDLE: ButtonMask.MBUTTON_MASK,
    Button.RIGHT: ButtonMask.RBUTTON_MASK,
    Button.UP: ButtonMask.UBUTTON_MASK,
    Button.DOWN: ButtonMask.DBUTTON_MASK,
    Button.SIDE: ButtonMask.SBUTTON_MASK,
    Button.EXTRA: ButtonMask.EBUTTON_MASK,
}


@dataclass(frozen=True, slots=True)
class _State:
    position: Point
    screen: int
    buttons: ButtonMask


class AgentMouse:
    """Tells the agent where the pointer is to be, and which buttons are held.

    One state is under way at a time. While it is, motion is replaced by later motion, and no press
    of a button is lost.
    """

    def __init__(self, send: Callable[[MouseState], None]) -> None:
        """Send states with `send`; `taken` is to be called when one has arrived."""
        self._send = send
        self._now = _State(Point(0, 0), 0, ButtonMask(0))
        self._pending: deque[_State] = deque()
        self._is_under_way = False

    def holds(self, button: Button) -> bool:
        """Whether a button was pressed here and not released."""
        return bool(self._now.buttons & _MASKS[button])

    def place(self, position: Point, screen: int) -> None:
        """Put the pointer to a place of a screen."""
        self._want(replace(self._now, position=position, screen=screen))

    def button(self, button: Button, *, pressed: bool) -> None:
        """Press or release a button where the pointer is."""
        mask = _MASKS[button]
        held = self._now.buttons
        self._want(replace(self._now, buttons=held | mask if pressed else held & ~mask))

    def taken(self) -> None:
        """Send what has changed meanwhile: the machine has taken the last state."""
        self._is_under_way = False
        if self._pending:
            self._go(self._pending.popleft())

    def _want(self, state: _State) -> None:
        self._now = state
        if not self._is_under_way:
            self._go(state)
            return
        is_motion = bool(self._pending) and self._pending[-1].buttons == state.buttons
        if is_motion or len(self._pending) == MOST_PENDING:
            self._pending.pop()
        self._pending.append(state)

    def _go(self, state: _State) -> None:
        self._is_under_way = True
        x, y = state.position
        self._send(MouseState(x=x, y=y, buttons=state.buttons, display_id=state.screen))
