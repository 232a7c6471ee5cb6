"""To a machine on a bus (dbus-display.md 1)."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from piment.server.sources.base import SourceError
from piment.server.sources.qemu import names
from piment.server.sources.qemu.attach.base import AbsentError, Attachment
from piment.server.sources.qemu.bus import daemon
from piment.server.sources.qemu.bus.daemon import Bus
from piment.server.sources.qemu.bus.error import AddressError, BusError, StrangerError
from piment.server.sources.qemu.bus.remote import Remote


@dataclass(frozen=True, slots=True)
class _Machine:
    """One of those on the bus."""

    owner: str
    name: str
    uuid: str

    def is_called(self, wanted: str) -> bool:
        return wanted in (self.owner, self.name) or wanted.lower() == self.uuid

    def __str__(self) -> str:
        return f"{self.name} ({self.uuid})"


class Named:
    """A QEMU with `-display dbus` or `-display dbus,addr=ADDRESS`."""

    def __init__(self, address: str, machine: str | None = None) -> None:
        """Look on the bus at `address` for the machine with this name or UUID.

        Without one there must be one machine alone.
        """
        self._address = address
        self._machine = machine

    @property
    def label(self) -> str:
        """The wanted machine and the bus."""
        return f"{self._machine or 'QEMU'} on the bus {self._address}"

    async def attach(self) -> Attachment:
        """Connect to the machine's display.

        Raises:
            AbsentError: there is no such machine on the bus, or no bus.
            SourceError: there are several and none was chosen, or the bus is none for us.

        """
        try:
            bus = await Bus.open(self._address)
        except AddressError as error:
            raise SourceError(str(error)) from None
        except StrangerError as error:
            raise SourceError(f"{error}: serve the machine as the user that QEMU runs as") from None
        except BusError as error:
            raise AbsentError(str(error)) from None
        with contextlib.ExitStack() as stack:
            stack.callback(bus.close)
            try:
                attachment = await self._attach(bus)
            except BusError as error:
                raise AbsentError(f"the bus broke off: {error}") from None
            stack.pop_all()
        return attachment

    async def close(self) -> None:
        """Do nothing: the machine is not ours."""

    async def _attach(self, bus: Bus) -> Attachment:
        machine = self._chosen(await _machines(bus))
        remote = Remote(bus.connection, machine.owner)
        await bus.hear(sender=machine.owner)
        await bus.hear(sender=daemon.NAME, member=daemon.OWNER_CHANGED, arg0=machine.owner)
        if machine.owner not in await bus.owners(names.BUS_NAME):
            raise AbsentError(f"{machine} ended while we attached")
        return Attachment(remote)

    def _chosen(self, machines: list[_Machine]) -> _Machine:
        wanted = self._machine
        fitting = [each for each in machines if wanted is None or each.is_called(wanted)]
        match fitting:
            case [machine]:
                return machine
            case []:
                raise AbsentError(f"there is no {self.label}")
        several = ", ".join(sorted(map(str, fitting)))
        raise SourceError(f"several machines are on the bus: choose one by --vm: {several}")


async def _machines(bus: Bus) -> list[_Machine]:
    """Return the machines on the bus; those that end meanwhile are left out."""
    machines = []
    for owner in await bus.owners(names.BUS_NAME):
        with contextlib.suppress(BusError):
            remote = Remote(bus.connection, owner)
            told = await remote.properties(names.VM_PATH, names.VM)
            name, uuid = (str(told.get(each, "")) for each in ("Name", "UUID"))
            machines.append(_Machine(owner, name, uuid))
    return machines
