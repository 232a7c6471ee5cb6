"""What the server asks of a port: a stream of bytes into the guest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

AGENT_PORT = "com.redhat.spice.0"
"""The name of the port that the guest's agent opens (agent.md 1)."""


RETRY_SECONDS = 2.0
"""How often a port that somebody else has is asked for anew: nobody tells when it is free."""


class Port(Protocol):
    """A stream of bytes between the guest and whoever takes the port.

    It is opened at most once at a time, read by one reader and written by one writer.
    """

    @property
    def name(self) -> str:
        """What it is for: `com.redhat.spice.0` is the agent's."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether a program in the guest has its end open, as far as the machine can tell."""
        ...

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call `changed` whenever `is_open` changes; return how to stop that."""
        ...

    async def open(self) -> None:
        """Take the port: what the guest writes from now on is for us.

        Raises:
            SourceError: somebody else has it, or the machine is gone.

        """
        ...

    async def read(self) -> bytes:
        """Return the next bytes from the guest; none at all once the port or machine is gone."""
        ...

    def write(self, data: bytes) -> None:
        """Send bytes to the guest, in the background; dropped once the port is gone."""
        ...

    async def drain(self) -> None:
        """Wait until little of what was written is unsent."""
        ...

    async def close(self) -> None:
        """Give the port back, so that it can be opened again."""
        ...
