"""Which way the pointer takes: to the source, or through the guest's agent (agent.md 3.2)."""

from __future__ import annotations

from collections.abc import Callable

from piment.protocol.agent import AgentCap
from piment.server.agent.guest import GuestAgent
from piment.server.agent.relay import Relay
from piment.server.scene.actions import Action, Button, ButtonChanged, PointerMoved, PointerPlaced
from piment.server.scene.scene import Scene


class Pointer:
    """Takes what viewers do, and gives what is the agent's to the agent.

    Where a machine has no tablet, the agent places the pointer if it can. Buttons go the way that
    the last motion went.
    """

    def __init__(self, relay: Relay, scene: Scene, act: Callable[[Action], None]) -> None:
        """Give to the source, by `act`, what is not for the agent of `relay`."""
        self._relay = relay
        self._scene = scene
        self._act = act
        self._goes_by_agent = False

    @property
    def can_be_placed(self) -> bool:
        """Whether viewers may put the pointer somewhere, and not only move it."""
        return self._scene.pointer_modes.absolute or self._mover is not None

    def act(self, action: Action) -> None:
        """Do what a viewer did."""
        match action:
            case PointerPlaced(position, screen):
                mover = self._mover
                self._goes_by_agent = mover is not None
                if mover is not None:
                    mover.mouse.place(position, screen)
                    return
            case PointerMoved():
                self._goes_by_agent = False
            case ButtonChanged(button, pressed):
                presser = self._presser if pressed else self._holder(button)
                if presser is not None:
                    presser.mouse.button(button, pressed=pressed)
                    return
        self._act(action)

    @property
    def _mover(self) -> GuestAgent | None:
        """The agent, if it is to place the pointer."""
        guest = self._relay.guest
        if guest is None or self._scene.pointer_modes.absolute:
            return None
        return guest if AgentCap.MOUSE_STATE in guest.capabilities else None

    @property
    def _presser(self) -> GuestAgent | None:
        """The agent, if it has placed the pointer."""
        return self._mover if self._goes_by_agent else None

    def _holder(self, button: Button) -> GuestAgent | None:
        """Return the agent, if it was told to press this button."""
        guest = self._relay.guest
        return guest if guest is not None and guest.mouse.holds(button) else None
