"""The port of the guest's agent: whether there is one, and its chunks both ways (agent.md 1)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from piment.core.vdi import ChunkReader
from piment.errors import ProtocolError, WireError
from piment.protocol.agent import ChunkPort
from piment.server.agent.guest import GuestAgent
from piment.server.agent.outbox import Outbox
from piment.server.sources.base import SourceError
from piment.server.sources.port import RETRY_SECONDS, Port

log = logging.getLogger("piment.server.agent")

Maker = Callable[[Outbox], GuestAgent]


class Device:
    """Holds an agent's port for as long as the machine has it.

    Each time that the guest opens its end there is another `agent`; `changed` is called when one
    comes or goes.
    """

    def __init__(self, port: Port, make: Maker, changed: Callable[[], None]) -> None:
        """Have the agent of `port`, which `make` makes from the way to it."""
        self.port = port
        self.agent: GuestAgent | None = None
        self._make = make
        self._changed = changed
        self._outbox = Outbox()
        self._reader = ChunkReader()
        self._is_taken = False
        self._is_gone = False
        self._is_broken = False
        """Whether it is unknown where the guest's next message begins: until it begins anew, as
        agents do when they see that the port was closed."""
        self._refusal_level = logging.WARNING
        self._moved = asyncio.Event()
        """Set when the guest has opened or closed its end."""

    async def run(self) -> None:
        """Serve the port until it is gone."""
        unwatch = self.port.watch(self._look)
        try:
            while not self._is_gone:
                await self._have()
        finally:
            unwatch()

    async def _have(self) -> None:
        """Take the port and serve it until it is gone, or the guest has broken the protocol."""
        try:
            await self.port.open()
        except SourceError as error:
            log.log(self._refusal_level, "the guest's agent cannot be reached: %s", error)
            self._refusal_level = logging.DEBUG  # once is enough
            await asyncio.sleep(RETRY_SECONDS)
            return
        self._is_taken = True
        try:
            self._look()
            await self._carry()
        finally:
            self._is_taken = False
            self._leave()
            await self.port.close()
        while self._is_broken:
            self._moved.clear()
            await self._moved.wait()

    async def _carry(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(self._outbox.carry(self.port))
            await self._read()
            writing.cancel()

    async def _read(self) -> None:
        """Hand on what the guest says, until the port is gone or the guest says what is nothing."""
        while data := await self.port.read():
            agent = self.agent
            try:
                if agent is not None:
                    await self._hand_on(agent, data)
            except (ProtocolError, WireError) as error:
                log.warning("the guest's agent is not heard any more: %s", error)
                self._is_broken = self.port.is_open
                return
        self._is_gone = True

    async def _hand_on(self, agent: GuestAgent, data: bytes) -> None:
        for port, part in self._reader.receive(data):
            if port is ChunkPort.CLIENT_PORT:
                await agent.hear(part)
            if agent is not self.agent:  # it is over, and its last words are of no use
                return

    def _look(self) -> None:
        """Follow the guest's end of the port."""
        self._moved.set()
        if not self.port.is_open:
            self._is_broken = False
            self._leave()
        elif self._is_taken and self.agent is None:
            self._reader = ChunkReader()
            self.agent = self._make(self._outbox)
            log.info("the guest has an agent")
            self._changed()

    def _leave(self) -> None:
        if self.agent is not None:
            self.agent.over()
            self.agent = None
            self._outbox.clear()
            log.info("the guest has no agent any more")
            self._changed()
