"""What a way to a machine gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from piment.errors import PimentError
from piment.server.sources.qemu.bus.remote import Remote
from piment.server.sources.qemu.monitor import Monitor


class AbsentError(PimentError):
    """The machine is not there now; it may come."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """The display of a running QEMU, and its monitor if that can be had."""

    remote: Remote
    monitor: Monitor | None = None

    def close(self) -> None:
        """Let go of both."""
        self.remote.connection.close()
        if self.monitor is not None:
            self.monitor.close()


class Way(Protocol):
    """How to get to a machine, again and again."""

    @property
    def label(self) -> str:
        """What messages call the machine before its name is known."""
        ...

    async def attach(self) -> Attachment:
        """Connect to the machine's display.

        Raises:
            AbsentError: it is not there now.
            SourceError: it can never be had like this.

        """
        ...

    async def close(self) -> None:
        """End what `attach` started."""
        ...
