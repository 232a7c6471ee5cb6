"""UNIX sockets: only who may open the file may connect."""

from __future__ import annotations

import asyncio
import errno
import socket
import stat
from pathlib import Path

from piment.transport.stream import StreamTransport
from piment.transport.tcp import Accept


async def listen(path: Path, accept: Accept) -> asyncio.Server:
    """Listen at `path`, which only its owner may use, and call `accept` for each connection.

    A socket left behind by a server that is gone is replaced.

    Raises:
        OSError: the path is in use, is no socket, or cannot be made.

    """

    def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accept(StreamTransport(reader, writer))

    await _clear(path)
    return await asyncio.start_unix_server(accepted, sock=_bind(path))


def _bind(path: Path) -> socket.socket:
    """Return a socket at `path` which nobody can connect to before it listens."""
    sock = socket.socket(socket.AF_UNIX)
    try:
        sock.bind(str(path))
        path.chmod(0o600)
    except OSError:
        sock.close()
        raise
    return sock


async def _clear(path: Path) -> None:
    """Remove a socket that nobody listens at."""
    if not await asyncio.to_thread(_is_socket, path):
        return
    try:
        await (await connect(path)).close()
    except ConnectionRefusedError:
        await asyncio.to_thread(path.unlink)
        return
    raise FileExistsError(errno.EADDRINUSE, "somebody listens there already", str(path))


def _is_socket(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISSOCK(mode):
        raise FileExistsError(errno.EEXIST, "the file exists and is no socket", str(path))
    return True


async def connect(path: Path) -> StreamTransport:
    """Connect to the socket at `path`.

    Raises:
        OSError: nobody listens there.

    """
    reader, writer = await asyncio.open_unix_connection(path)
    return StreamTransport(reader, writer)
