"""A monitor that speaks QMP, serves one at a time, and takes descriptors."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

GREETING = {"QMP": {"version": {"qemu": {"major": 7, "minor": 2, "micro": 0}}, "capabilities": []}}


class FakeMonitor:
    """Listens at `path`; `commands` has all that it was told."""

    def __init__(
        self,
        path: Path,
        add_client: Callable[[socket.socket], None],
        listening: socket.socket | None = None,
    ) -> None:
        """Listen at `path`, or at a socket that listens already."""
        self.path = path
        self.commands: list[tuple[str, dict[str, Any]]] = []
        self.refuses: dict[str, str] = {}
        """What is refused, and why."""
        self.quits: Callable[[], None] = lambda: None
        """What the command quit does."""
        self._add_client = add_client
        self._handed: dict[str, int] = {}
        self._peer: socket.socket | None = None
        self._listening = listening or _listening(path)
        self._listening.setblocking(False)
        self._task = asyncio.create_task(self._serve())

    async def stop(self) -> None:
        """Hang up, and be there no longer."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._listening.close()
        self.path.unlink(missing_ok=True)
        while self._handed:
            os.close(self._handed.popitem()[1])

    def tell(self, event: str, **data: Any) -> None:
        """Send an event to whoever is connected."""
        assert self._peer is not None
        self._send({"event": event, "data": data, "timestamp": {}})

    def send(self, data: bytes) -> None:
        """Send anything."""
        assert self._peer is not None
        self._peer.send(data)

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._peer, _ = await loop.sock_accept(self._listening)
            with self._peer, contextlib.suppress(ConnectionError):
                self._peer.setblocking(False)
                self._send(GREETING)
                await self._talk(loop)

    async def _talk(self, loop: asyncio.AbstractEventLoop) -> None:
        assert self._peer is not None
        rest = b""
        while True:
            data, handles = await self._receive(loop)
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                command = json.loads(line)
                self._send(self._answer(command["execute"], command["arguments"], handles))

    async def _receive(self, loop: asyncio.AbstractEventLoop) -> tuple[bytes, list[int]]:
        assert self._peer is not None
        ready = asyncio.Event()
        loop.add_reader(self._peer, ready.set)
        try:
            await ready.wait()
        finally:
            loop.remove_reader(self._peer)
        data, handles, _, _ = socket.recv_fds(self._peer, 65536, 4)
        return data, handles

    def _answer(self, command: str, arguments: dict[str, Any], handles: list[int]) -> object:
        self.commands.append((command, arguments))
        if command in self.refuses:
            return {"error": {"class": "GenericError", "desc": self.refuses[command]}}
        if command == "getfd":
            (self._handed[arguments["fdname"]],) = handles
        if command == "add_client":
            self._add_client(socket.socket(fileno=self._handed.pop(arguments["fdname"])))
        if command == "quit":
            self.quits()
        return {"return": {}}

    def _send(self, message: object) -> None:
        self.send(json.dumps(message).encode() + b"\r\n")


def _listening(path: Path) -> socket.socket:
    sock = socket.socket(socket.AF_UNIX)
    sock.bind(str(path))
    sock.listen()
    return sock
