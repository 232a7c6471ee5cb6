"""Both ends of a D-Bus connection in one process: ours, and one that lets us in as QEMU does."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from piment.server.sources.qemu.bus.connection import Connection
from piment.server.sources.qemu.bus.exports import Interface, Method
from piment.server.sources.qemu.bus.message import Kind, Message

PATH = "/org/example/Thing"
NAME = "org.example.Thing"
LET_IN = (b"OK 1234deadbeef1234deadbeef12345678\r\n", b"AGREE_UNIX_FD\r\n", b"")


async def let_in(sock: socket.socket, answers: Sequence[bytes] = LET_IN) -> list[bytes]:
    """Be the server of the handshake, and return what the client said."""
    loop = asyncio.get_running_loop()
    said = []
    for answer in answers:
        line = b""
        while not line.endswith(b"\r\n"):
            byte = await loop.sock_recv(sock, 1)
            if not byte:
                raise ConnectionError("the client hung up")
            line += byte
        said.append(line)
        await loop.sock_sendall(sock, answer)
    return said


async def serving(sock: socket.socket) -> Connection:
    """Let somebody in at this end, and return our connection to them."""
    sock.setblocking(False)
    try:
        await let_in(sock)
    except BaseException:
        sock.close()
        raise
    return Connection(sock)


def signal(
    connection: Connection, path: str, interface: str, member: str, signature: str, *body: Any
) -> None:
    """Send a signal; the product has none to send."""
    message = Message(Kind.SIGNAL, path, interface, member, signature=signature, body=body)
    connection._send(message, serial=1)


@dataclass
class Ends:
    """Two connected ends."""

    ours: Connection
    theirs: Connection

    @classmethod
    async def connected(cls) -> Ends:
        one, other = socket.socketpair()
        ours, theirs = await asyncio.gather(Connection.open(one), serving(other))
        return cls(ours, theirs)

    def close(self) -> None:
        self.ours.close()
        self.theirs.close()


def thing(
    properties: dict[str, tuple[str, Any]] | None = None, **methods: Callable[..., None]
) -> dict[str, Interface]:
    """Return the interfaces of an object whose methods are named `NAME__signature`."""
    table = {}
    for name, run in methods.items():
        member, _, signature = name.partition("__")
        table[member] = Method(signature, run)
    return {NAME: Interface(table, properties or {})}
