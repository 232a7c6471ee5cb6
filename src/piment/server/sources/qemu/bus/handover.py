"""A connection of its own, by handing one end of a pair of sockets to a method."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Mapping

from piment.server.sources.qemu.bus.connection import Connection
from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.bus.exports import Interface
from piment.server.sources.qemu.bus.remote import Remote


async def hand_over(
    remote: Remote, method: tuple[str, str, str], path: str, interfaces: Mapping[str, Interface]
) -> Connection:
    """Call `method` (path, interface, name) with a socket; return our end, and serve there.

    The object at `path` is there from the first moment on: QEMU's main loop waits for it before
    it answers the call (dbus-display.md 3.1).

    Raises:
        RefusedError: the method refuses.
        BusError: the connection cannot be made.

    """
    ours, theirs = socket.socketpair()
    call = asyncio.ensure_future(remote.call(*method, "h", theirs.fileno()))

    def answered(_: object) -> None:
        # While we have a copy of their end, we would not notice that they are gone.
        theirs.close()
        if not call.cancelled():
            call.exception()  # looked at, also if nobody waits for it any more

    call.add_done_callback(answered)
    try:
        connection = await _opened(ours, call)
        connection.export(path, interfaces)
        with contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            await call
            stack.pop_all()
        return connection
    finally:
        call.cancel()


async def _opened(ours: socket.socket, call: asyncio.Future[None]) -> Connection:
    try:
        return await Connection.open(ours)
    except BusError:
        await call  # says why, if it was refused
        raise
