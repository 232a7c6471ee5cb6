"""A machine's comings and goings."""

from __future__ import annotations

import asyncio
import logging

from piment.server.scene.updates import Severity
from piment.server.sources.base import SourceError
from piment.server.sources.qemu.attach.base import AbsentError, Way
from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.machine import Machine
from piment.server.sources.qemu.stage import Stage

_log = logging.getLogger(__name__)

# How often to look whether the machine is there: neither a path nor a bus that is not there
# tells when that changes.
_LOOK_S = 0.5


class Life:
    """Attaches to a machine, and again when it comes back, until told that once is enough."""

    def __init__(self, way: Way, stage: Stage, *, once: bool, allow_power: bool) -> None:
        self.machine: Machine | None = None
        """The machine that is there now."""
        self.name = way.label
        """What the machine is called that is there, or was there last."""
        self._way = way
        self._stage = stage
        self._once = once
        self._allow_power = allow_power

    async def begin(self) -> None:
        """Attach to the machine, if it is there.

        Raises:
            SourceError: it can never be had like this, or is not there and nobody is to wait.

        """
        try:
            await self._attach()
        except AbsentError as error:
            if self._once:
                raise SourceError(f"{error}") from None
            self._tell(f"{error}: waiting for it")

    async def go_on(self) -> None:
        """Follow the machine and wait for its return; returns when it is gone and once is enough.

        Raises:
            SourceError: it can never be had like this, or somebody else has taken it over.

        """
        while True:
            if self.machine is not None:
                await self._follow(self.machine)
                if self._once:
                    return
                self._tell(f"the machine is gone: waiting for {self._way.label}")
            await self._wait()

    async def end(self) -> None:
        """Let go of the machine; one that was started ends."""
        try:
            await self._leave()
        finally:
            await self._way.close()

    async def _wait(self) -> None:
        while self.machine is None:
            await asyncio.sleep(_LOOK_S)
            try:
                await self._attach()
            except AbsentError as error:
                _log.debug("still waiting: %s", error)

    async def _attach(self) -> None:
        machine = Machine(await self._way.attach(), self._stage, allow_power=self._allow_power)
        try:
            await machine.open()
        except BusError as error:
            await machine.close()
            raise AbsentError(f"the machine does not show itself: {error}") from None
        except BaseException:
            await machine.close()
            raise
        self.machine, self.name = machine, machine.name
        _log.info("machine=%s is there", machine.name)

    async def _follow(self, machine: Machine) -> None:
        try:
            await machine.follow()
            _log.info("machine=%s is gone", machine.name)
            self._stage.blank()
        finally:
            await self._leave()

    async def _leave(self) -> None:
        machine, self.machine = self.machine, None
        if machine is not None:
            if machine.ports:
                self._stage.change_ports()
            await machine.close()

    def _tell(self, text: str) -> None:
        _log.warning("%s", text)
        self._stage.notice(Severity.WARNING, text)
