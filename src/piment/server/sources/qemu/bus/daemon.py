"""A bus: where programs have names, and find each other by them."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Any

from jeepney.bus import get_connectable_addresses

from piment.server.sources.qemu.bus.connection import Connection
from piment.server.sources.qemu.bus.error import (
    AddressError,
    BusError,
    RefusedError,
    StrangerError,
)
from piment.server.sources.qemu.bus.message import Kind, Message

NAME = "org.freedesktop.DBus"
"""What the bus itself is called."""

OWNER_CHANGED = "NameOwnerChanged"
"""The bus's signal that a name has another owner: name, old one, new one; empty for none."""

_PATH = "/org/freedesktop/DBus"
_NOBODY = "org.freedesktop.DBus.Error.NameHasNoOwner"


class Bus:
    """A connection to a bus."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @classmethod
    async def open(cls, address: str) -> Bus:
        """Connect to the bus at a D-Bus address, such as `unix:path=/run/user/1000/bus`.

        Raises:
            AddressError: that can be no address.
            StrangerError: it is another user's.
            BusError: it is not there.

        """
        bus = cls(await Connection.open(await _connect(address)))
        try:
            await bus._call("Hello", "s")
        except BusError:
            hung_up = bus.connection.ended.is_set()
            bus.close()
            if hung_up:
                raise StrangerError(f"the bus at {address} lets in nobody but its user") from None
            raise
        return bus

    async def owners(self, name: str) -> list[str]:
        """Return the unique names of those who have `name` or wait to get it, in this order.

        Raises:
            BusError: the bus is gone.

        """
        try:
            (owners,) = await self._call("ListQueuedOwners", "as", name)
        except RefusedError as error:
            if error.name == _NOBODY:
                return []
            raise
        return list(owners)

    async def hear(self, **rule: str) -> None:
        """Let the bus send us the signals that fit: `sender`, `member`, `arg0` and so on.

        Raises:
            BusError: the bus is gone.

        """
        fitting = {"type": "signal"} | rule
        await self._call("AddMatch", "", ",".join(f"{k}='{v}'" for k, v in fitting.items()))

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    async def _call(self, member: str, returns: str, *arguments: str) -> tuple[Any, ...]:
        return await self.connection.call(
            Message(
                Kind.CALL,
                path=_PATH,
                interface=NAME,
                member=member,
                destination=NAME,
                signature="s" * len(arguments),
                body=arguments,
                wants_reply=True,
            ),
            returns,
        )


async def _connect(address: str) -> socket.socket:
    try:
        places = list(get_connectable_addresses(address))
    except (RuntimeError, ValueError):
        raise AddressError(f"{address!r} is no address of a D-Bus: write unix:path=/...") from None
    for place in places:
        with contextlib.suppress(OSError):
            return await _connected(place)
    raise BusError(f"no D-Bus answers at {address}")


async def _connected(place: str) -> socket.socket:
    sock = socket.socket(socket.AF_UNIX)
    try:
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, place)
    except BaseException:
        sock.close()
        raise
    return sock
