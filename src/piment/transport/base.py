"""What the rest asks of a connection, whatever carries it."""

from __future__ import annotations

from typing import Protocol


class RefusalError(ConnectionError):
    """What lies between us and a server does not let us through; the message has its words."""


class Transport(Protocol):
    """A stream of bytes to and from one peer."""

    @property
    def peer(self) -> str:
        """Who the peer is, for logs."""
        ...

    @property
    def is_secure(self) -> bool:
        """Whether nobody on the way can listen: TLS."""
        ...

    @property
    def is_local(self) -> bool:
        """Whether the peer is on this machine for sure: a UNIX socket."""
        ...

    @property
    def unsent(self) -> int:
        """Bytes that were written but not yet taken by the network."""
        ...

    async def read(self) -> bytes:
        """Return some bytes from the peer, or nothing once the connection has ended."""
        ...

    def write(self, data: bytes) -> None:
        """Send `data` behind what was written before; lost if the connection has ended."""
        ...

    async def drain(self) -> None:
        """Wait until little is unsent.

        Raises:
            ConnectionError: the connection has ended.

        """
        ...

    async def close(self) -> None:
        """Send what is unsent, for a short time, and end the connection."""
        ...
