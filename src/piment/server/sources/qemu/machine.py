"""A running machine that we are attached to."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from typing import Any

from piment.limits import MOST_MACHINE_SCREENS
from piment.server.scene.actions import Action, PowerAction
from piment.server.sources.base import SourceError
from piment.server.sources.qemu import happenings, names
from piment.server.sources.qemu.attach.base import Attachment
from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.bus.remote import Objects
from piment.server.sources.qemu.console import Console
from piment.server.sources.qemu.input import Input
from piment.server.sources.qemu.ports import QemuPort, chardevs
from piment.server.sources.qemu.power import PowerButtons
from piment.server.sources.qemu.stage import Stage

_log = logging.getLogger(__name__)

# How long to wait at the end until the machine has let go of pressed keys.
_RELEASE_S = 1.0

# When QEMU ends, its display and its monitor end in this time.
_END_S = 2.0

_GRAPHIC = "Graphic"


class Machine:
    """Its consoles, its keyboard and mouse, its ports: all that one QEMU has."""

    def __init__(self, attachment: Attachment, stage: Stage, *, allow_power: bool = False) -> None:
        """Show on `stage`."""
        self.name = ""
        self.ports: Sequence[QemuPort] = ()
        self._attachment = attachment
        self._remote = attachment.remote
        self._stage = stage
        self._consoles: dict[int, Console] = {}
        self._input: Input | None = None
        self._power = PowerButtons(attachment.monitor, stage, allowed=allow_power)
        self._objects_changed = asyncio.Event()
        if attachment.monitor is not None:
            attachment.monitor.happened = self._happened

    async def open(self) -> None:
        """Begin to show the machine.

        Raises:
            BusError: it ended, or does not let us.

        """
        self._remote.watch_objects(self._objects_changed.set)
        objects = await self._remote.objects(names.ROOT)
        self.name = str(objects.get(names.VM_PATH, {}).get(names.VM, {}).get("Name", "QEMU"))
        for number, path in enumerate(_consoles(objects)):
            screen = self._stage.screen(number)
            self._consoles[number] = Console(self._remote, path, screen, self._stage)
        if self._consoles:
            self._input = Input(self._remote, self._consoles, self._stage)
            self._input.lit(objects[self._consoles[0].path].get(names.KEYBOARD, {}))
            self._input.pointer.probe()
        for console in self._consoles.values():
            await console.open(objects[console.path][names.CONSOLE])
        self._stage.resizable(possible=bool(self._consoles))  # until one refuses
        self._show_ports(objects)

    async def follow(self) -> None:
        """Keep up with the machine until it ends.

        Raises:
            SourceError: it goes on, but somebody else has its display now.

        """
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._ended())
                tasks.create_task(self._follow_ports())
                for console in self._consoles.values():
                    tasks.create_task(console.keep())
        except* BusError as group:
            _log.debug("%s is not followed any more: %s", self.name, group.exceptions)
        if self._remote.ended.is_set() and await self._is_alive():
            raise SourceError(
                f"another program took over the display of {self.name}, which has it now; "
                "one can have it at a time"
            )

    def act(self, action: Action) -> None:
        """Do what a viewer did; returns at once."""
        if isinstance(action, PowerAction):
            self._power.press(action.power)
        elif self._input is not None:
            self._input.act(action)

    async def close(self) -> None:
        """Let go of pressed keys and of the machine, which runs on."""
        try:
            if self._input is not None and not self._remote.ended.is_set():
                self._input.release()
                async with asyncio.timeout(_RELEASE_S):
                    await self._remote.objects(names.ROOT)  # answered after what was sent before
        except (TimeoutError, BusError):
            _log.debug("%s did not wait for its keys to be released", self.name)
        finally:
            self._power.close()
            for console in self._consoles.values():
                console.close()
            self._attachment.close()
            for port in self.ports:
                await port.close()

    async def _ended(self) -> None:
        await self._remote.ended.wait()
        raise BusError("the machine hung up")

    async def _is_alive(self) -> bool:
        """Whether QEMU still is there, as far as its monitor tells."""
        monitor = self._attachment.monitor
        if monitor is None:
            return False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(monitor.ended.wait(), _END_S)
        return not monitor.ended.is_set()

    async def _follow_ports(self) -> None:
        while True:
            await self._objects_changed.wait()
            self._objects_changed.clear()
            self._show_ports(await self._remote.objects(names.ROOT))

    def _show_ports(self, objects: Objects) -> None:
        known = {port.path: port for port in self.ports}
        now = [
            known.get(path) or QemuPort(self._remote, path, properties)
            for path, properties in chardevs(objects)
        ]
        if now != list(self.ports):
            self.ports = now
            self._stage.change_ports()

    def _happened(self, name: str, data: dict[str, Any]) -> None:
        happenings.tell(self._stage, name, data)
        if name == "RESET" and self._input is not None:
            # Firmware and guest begin with another mouse, and QEMU does not always say so.
            self._input.pointer.probe()


def _consoles(objects: Objects) -> list[str]:
    """Return the paths of the consoles that have pictures, by their numbers."""
    numbers = {}
    for path, told in objects.items():
        number = path.removeprefix(names.CONSOLE_PATH)
        if number.isdecimal() and told.get(names.CONSOLE, {}).get("Type") == _GRAPHIC:
            numbers[path] = int(number)
    return sorted(numbers, key=numbers.__getitem__)[:MOST_MACHINE_SCREENS]
