"""Pressing a machine's buttons through its monitor, for those who may."""

from __future__ import annotations

import asyncio
import logging

from piment.server.scene.actions import Power
from piment.server.scene.updates import Severity
from piment.server.sources.qemu.monitor import Monitor, MonitorError
from piment.server.sources.qemu.stage import Stage

_log = logging.getLogger(__name__)

_COMMANDS = {Power.SHUTDOWN: "system_powerdown", Power.RESET: "system_reset"}


class PowerButtons:
    """The buttons for power and reset."""

    def __init__(self, monitor: Monitor | None, stage: Stage, *, allowed: bool) -> None:
        self._monitor = monitor
        self._stage = stage
        self._allowed = allowed
        self._pressing: set[asyncio.Task[None]] = set()

    def press(self, power: Power) -> None:
        """Press a button, in the background; who may not, and why it fails, viewers are told."""
        if not self._allowed:
            self._refuse("power buttons are not allowed here: serve with --allow-power")
        elif self._monitor is None:
            self._refuse("power buttons need the machine's monitor: serve with --qmp")
        else:
            task = asyncio.create_task(self._press(self._monitor, power), name="power")
            self._pressing.add(task)
            task.add_done_callback(self._pressing.discard)

    def close(self) -> None:
        """Wait for nothing any more."""
        for task in self._pressing:
            task.cancel()

    async def _press(self, monitor: Monitor, power: Power) -> None:
        _log.info("a viewer pressed the button for %s", power.name.lower())
        try:
            await monitor.execute(_COMMANDS[power])
        except MonitorError as error:
            self._refuse(f"the machine does not take {power.name.lower()}: {error}")

    def _refuse(self, text: str) -> None:
        _log.warning("%s", text)
        self._stage.notice(Severity.WARNING, text)
