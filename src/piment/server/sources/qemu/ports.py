"""Ports of a machine: its chardevs (dbus-display.md 2.6)."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator

from piment.limits import MOST_MACHINE_PORTS
from piment.server.sources.base import SourceError
from piment.server.sources.qemu import names
from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.bus.remote import Objects, Properties, Remote

# What is read at once: the agent's chunks have 2 KiB, a file transfer fills this.
_READ_BYTES = 64 << 10


class QemuPort:
    """One chardev; see `Port`."""

    def __init__(self, remote: Remote, path: str, properties: Properties) -> None:
        """Have the chardev at `path`, with these properties."""
        self.path = path
        self._remote = remote
        self._name = str(properties.get("Name") or path.removeprefix(names.CHARDEV_PATH))
        self._is_open = bool(properties.get("FEOpened"))
        self._watchers: list[Callable[[], None]] = []
        self._stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        remote.watch(path, names.CHARDEV, self._changed)

    @property
    def name(self) -> str:
        """The name that the chardev was given, else its id."""
        return self._name

    @property
    def is_open(self) -> bool:
        """Whether the guest has its end open. A serial port is always open."""
        return self._is_open

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call `changed` whenever `is_open` changes; return how to stop that."""
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed)

    async def open(self) -> None:
        """Take the port: what the guest writes from now on is for us.

        Raises:
            SourceError: somebody else has it, or the machine is gone.

        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                await self._remote.call(self.path, names.CHARDEV, "Register", "h", theirs.fileno())
            self._stream = await asyncio.open_unix_connection(sock=ours)
        except BaseException as error:
            ours.close()
            if isinstance(error, BusError):
                raise SourceError(f"the port {self.name} cannot be had: {error}") from None
            raise

    async def read(self) -> bytes:
        """Return the next bytes from the guest; none at all once the port or machine is gone."""
        if self._stream is None:
            return b""
        try:
            return await self._stream[0].read(_READ_BYTES)
        except ConnectionError:
            return b""

    def write(self, data: bytes) -> None:
        """Send bytes to the guest, in the background; dropped once the port is gone."""
        if self._stream is not None:
            self._stream[1].write(data)

    async def drain(self) -> None:
        """Wait until little of what was written is unsent."""
        if self._stream is not None:
            with contextlib.suppress(ConnectionError):
                await self._stream[1].drain()

    async def close(self) -> None:
        """Give the port back, so that it can be opened again."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream[1].close()
            with contextlib.suppress(ConnectionError):
                await stream[1].wait_closed()

    def _changed(self, properties: Properties) -> None:
        is_open = bool(properties.get("FEOpened", self._is_open))
        if is_open != self._is_open:
            self._is_open = is_open
            for watcher in self._watchers.copy():
                watcher()


def chardevs(objects: Objects) -> Iterator[tuple[str, Properties]]:
    """Yield path and properties of the chardevs among `objects`."""
    paths = sorted(path for path in objects if names.CHARDEV in objects[path])
    for path in paths[:MOST_MACHINE_PORTS]:
        yield path, objects[path][names.CHARDEV]
