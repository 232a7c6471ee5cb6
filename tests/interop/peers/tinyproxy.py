"""tinyproxy: an HTTP proxy that lets its users through to some ports."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from pathlib import Path

from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes
from tests.interop.peers.ports import free_port
from tests.interop.peers.process import Process

USER, PASSWORD = "joe", "let-me-through"


class Tinyproxy:
    """A proxy at `port` of 127.0.0.1 that wants a login."""

    def __init__(self, process: Process, port: int) -> None:
        self.process = process
        self.port = port

    @classmethod
    async def start(cls, folder: Path, ports: Iterable[int]) -> Tinyproxy:
        """Start it; it leads to these ports of all hosts."""
        need("tinyproxy")
        port = free_port()
        lines = [
            *(f"Port {port}", "Listen 127.0.0.1", "Timeout 600", "MaxClients 20"),
            f"BasicAuth {USER} {PASSWORD}",
            *(f"ConnectPort {each}" for each in ports),
        ]
        settings = folder / "tinyproxy.conf"
        settings.write_text("\n".join([*lines, ""]))
        process = Process(["tinyproxy", "-d", "-c", settings], folder / "tinyproxy.log")
        proxy = cls(process, port)
        if not await becomes(proxy._listens):
            process.stop()
            raise process.error("does not listen")
        return proxy

    def url(self, login: str = f"{USER}:{PASSWORD}") -> str:
        """Return how clients name it."""
        return f"http://{login}@127.0.0.1:{self.port}"

    def told(self) -> str:
        """Return its log: which connections were asked for."""
        return self.process.log.read_text()

    def stop(self) -> None:
        """End it."""
        self.process.stop()

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
        except ConnectionRefusedError:
            return False
        return True
