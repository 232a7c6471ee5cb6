"""UNIX sockets: only who may open the file may connect."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
import stat
from pathlib import Path

from piment.transport.stream import StreamTransport
from piment.transport.tcp import Accept


class Listener:
    """Listens at a path until it is closed."""

    def __init__(self, server: asyncio.Server, path: Path, made: os.stat_result) -> None:
        self._server = server
        self._path = path
        self._made = made

    def close(self) -> None:
        """Take no more connections, and remove the socket unless another one is in its place."""
        self._server.close()
        with contextlib.suppress(OSError):
            if os.path.samestat(self._path.lstat(), self._made):
                self._path.unlink()


async def listen(path: Path, accept: Accept) -> Listener:
    """Listen at `path`, which only its owner may use, and call `accept` for each connection.

    A socket left behind by a server that is gone is replaced.

    Raises:
        OSError: the path is in use, is no socket, or cannot be made.

    """

    def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accept(StreamTransport(reader, writer))

    await _clear(path)
    sock, made = _bind(path)
    return Listener(await asyncio.start_unix_server(accepted, sock=sock), path, made)


def _bind(path: Path) -> tuple[socket.socket, os.stat_result]:
    """Return a socket at `path` which nobody can connect to before it listens, and its file."""
    sock = socket.socket(socket.AF_UNIX)
    try:
        sock.bind(str(path))
        path.chmod(0o600)
        return sock, path.lstat()
    except OSError:
        sock.close()
        raise


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
