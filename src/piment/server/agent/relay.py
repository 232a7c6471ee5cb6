"""One agent, many viewers: it talks with one of them at a time (agent.md 4.2)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from piment.server.agent.base import Agent
from piment.server.agent.device import Device
from piment.server.agent.filters import Filters
from piment.server.agent.guest import GuestAgent
from piment.server.agent.outbox import Outbox
from piment.server.agent.partner import Partner
from piment.server.agent.resizing import Resizing
from piment.server.agent.standin import StandIn
from piment.server.scene.scene import Change, Scene
from piment.server.sources.base import Source
from piment.server.sources.port import AGENT_PORT

log = logging.getLogger("piment.server.agent")


class Relay:
    """Gives the agent to the viewer who has been there longest, and then to the next.

    To the others there is none. While the guest has none, the viewer whose turn it is gets a
    stand-in, if the source can give screens other sizes.
    """

    def __init__(
        self, source: Source, scene: Scene, filters: Filters, tell: Callable[[], None]
    ) -> None:
        """Serve the agent of `source`; `tell` lets viewers look at what has changed."""
        self._source = source
        self._scene = scene
        self._filters = filters
        self._tell = tell
        self._resizing = Resizing(scene, source.act)
        self._resizable = scene.resizable
        self._ports_told: int | None = None
        self._device: Device | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self._agent: Agent | None = None
        self._partners: list[Partner] = []

    @property
    def guest(self) -> GuestAgent | None:
        """The agent in the guest, if there is one."""
        return None if self._device is None else self._device.agent

    def join(self, partner: Partner) -> None:
        """Let a viewer have the agent when its turn comes."""
        self._partners.append(partner)
        if partner is self._owner:
            self._offer()

    def leave(self, partner: Partner) -> None:
        """Let the agent forget a viewer, and talk with the next one if it talked with that."""
        had_it = partner is self._owner
        self._partners.remove(partner)
        if not had_it:
            return
        self._resizing.take_last()
        if self._agent is not None:
            self._agent.end(partner)
        partner.offer(None)
        self._offer()

    def changed(self, _: Change) -> None:
        """Follow what the source has told."""
        if self._scene.ports_told != self._ports_told:
            self._ports_told = self._scene.ports_told
            self._look_for_port()
        if self._scene.resizable is not self._resizable:
            self._resizable = self._scene.resizable
            self._follow_resizable()

    async def close(self) -> None:
        """Let go of the port."""
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    @property
    def _owner(self) -> Partner | None:
        return self._partners[0] if self._partners else None

    def _offer(self) -> None:
        """Let the viewer whose turn it is talk to what there is now."""
        if self._owner is not None:
            self._owner.offer(self._agent)
        if self._owner is not None and self._agent is not None:
            log.info("viewer=%s agent=%s offered", self._owner.name, self._agent.name)

    def _look_for_port(self) -> None:
        port = next((each for each in self._source.ports if each.name == AGENT_PORT), None)
        if self._device is not None and self._device.port is port:
            return
        for task in self._serving:
            task.cancel()
        self._device = None if port is None else Device(port, self._new_guest, self._settle)
        if self._device is not None:
            task = asyncio.create_task(self._serve(self._device), name="agent")
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        self._settle()

    async def _serve(self, device: Device) -> None:
        try:
            await device.run()
        except Exception:
            log.exception("the guest's agent met a defect of the server")

    def _new_guest(self, outbox: Outbox) -> GuestAgent:
        return GuestAgent(outbox, self._filters, self._resizing, self._tell)

    def _follow_resizable(self) -> None:
        """Let somebody else fulfil the last wish, if the source turns out not to."""
        wish = self._resizing.take_last()
        if wish is not None and not self._resizing.is_possible:
            if self.guest is not None:
                self.guest.wish(wish)
            elif self._owner is not None:
                self._owner.warn(self._resizing.refusal)
        self._settle()

    def _settle(self) -> None:
        """Follow which agent there is now."""
        agent = self._present()
        if agent is not self._agent:
            self._agent = agent
            self._offer()
        self._tell()

    def _present(self) -> Agent | None:
        if self.guest is not None or not self._resizing.is_possible:
            return self.guest
        return self._agent if isinstance(self._agent, StandIn) else StandIn(self._resizing)
