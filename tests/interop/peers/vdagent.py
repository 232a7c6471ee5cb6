"""Linux's own guest agent outside of a guest: its daemon's port is a UNIX socket."""

from __future__ import annotations

import asyncio
import os
import struct
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from piment.server.scene.updates import PointerModes, Update
from piment.server.sources.port import AGENT_PORT
from piment.server.sources.x11 import X11Source
from tests.interop.peers.display import Display
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes
from tests.interop.peers.process import Process

READ_BYTES = 64 << 10
INPUT_EVENT = struct.Struct("<qqHHi")  # seconds, microseconds, type, code, value
DEVICE_BYTES = 16 << 10  # what virtio takes before its reader has taken it, and no more


class SocketPort:
    """A port whose guest's end is whatever connects to a UNIX socket; see `Port`."""

    name = AGENT_PORT

    def __init__(self, path: Path) -> None:
        self.path = path
        self._server: asyncio.Server | None = None
        self._stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._watchers: list[Callable[[], None]] = []
        self._moved = asyncio.Event()
        self._is_taken = False

    @property
    def is_open(self) -> bool:
        return self._stream is not None

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed)

    async def listen(self) -> None:
        """Let an agent connect, now and whenever it is started anew."""
        self._server = await asyncio.start_unix_server(self._connected, self.path)

    async def vanish(self) -> None:
        """Let nobody connect any more."""
        if self._server is not None:
            self._server.close()
        self._is_taken = False
        self._hang_up()

    async def open(self) -> None:
        self._is_taken = True

    async def read(self) -> bytes:
        while self._is_taken:
            stream = self._stream
            if stream is None:
                self._moved.clear()
                await self._moved.wait()
                continue
            try:
                data = await stream[0].read(READ_BYTES)
            except ConnectionError:
                data = b""
            if data:
                return data
            if self._stream is stream:
                self._hang_up()
        return b""

    def write(self, data: bytes) -> None:
        if self._stream is not None:
            self._stream[1].write(data)

    async def drain(self) -> None:
        if self._stream is not None:
            try:
                await self._stream[1].drain()
            except ConnectionError:
                return

    async def close(self) -> None:
        self._is_taken = False
        self._hang_up()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._hang_up()
        writer.transport.set_write_buffer_limits(high=DEVICE_BYTES)
        self._stream = reader, writer
        self._tell()

    def _hang_up(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream[1].close()
            self._tell()

    def _tell(self) -> None:
        self._moved.set()
        for watcher in self._watchers.copy():
            watcher()


class X11WithAgent(X11Source):
    """An X11 desktop whose agent talks through a port."""

    def __init__(self, display: str, port: SocketPort, *, tablet: bool = True) -> None:
        """Serve `display`; without a tablet, the agent alone can place the pointer."""
        super().__init__(display)
        self._agent_port = port
        self._modes = PointerModes(relative=True, absolute=tablet)

    @property
    def ports(self) -> list[SocketPort]:
        return [self._agent_port]

    async def open(self) -> None:
        await self._agent_port.listen()
        await super().open()

    async def updates(self) -> AsyncIterator[Update]:
        told = super().updates()
        yield await anext(told)  # the size comes first
        yield self._modes
        async for update in told:
            yield update

    async def close(self) -> None:
        await self._agent_port.vanish()
        await super().close()


class Vdagent:
    """spice-vdagentd and spice-vdagent on a display; `files` is where files arrive."""

    def __init__(self, folder: Path, display: Display) -> None:
        need("spice-vdagent")
        self.folder = folder
        self.files = folder / "files"
        self.files.mkdir()
        self.port = SocketPort(folder / "virtio")
        self._display = display
        self._pointer = folder / "uinput"  # where the daemon writes what its tablet does
        os.mkfifo(self._pointer)
        self._tablet = os.open(self._pointer, os.O_RDWR | os.O_NONBLOCK)
        self._processes: list[Process] = []

    async def start(self) -> None:
        """Start both; the daemon connects to the port when it has got its session's size."""
        session = self.folder / "session"
        session.unlink(missing_ok=True)
        paths = ("-s", self.port.path, "-S", session)
        # Not as a daemon, without a session manager, with a tablet that is a pipe.
        daemon = ("spice-vdagentd", "-f", "-x", "-X", "-d", "-u", self._pointer, *paths)
        self._run(*daemon)
        if not await becomes(session.exists):
            raise self._processes[0].error("did not listen")
        self._run("spice-vdagent", "-x", "-d", "-f", self.files, *paths)

    def stop(self) -> None:
        """End both, as a crash would."""
        while self._processes:
            self._processes.pop().stop()

    def close(self) -> None:
        """End all."""
        self.stop()
        os.close(self._tablet)

    def moves(self) -> list[tuple[int, int, int]]:
        """Return what the tablet has done since the last time: type, code and value."""
        try:
            written = os.read(self._tablet, READ_BYTES)
        except BlockingIOError:
            return []
        return [(kind, code, value) for *_, kind, code, value in INPUT_EVENT.iter_unpack(written)]

    def _run(self, *command: str | Path) -> None:
        log = self.folder / f"{command[0]}.log"
        self._processes.append(Process(command, log, env=self._display.env))
