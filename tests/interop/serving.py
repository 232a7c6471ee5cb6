"""Piment's server as tests run it: in the test's own process, or as the command `piment serve`."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import ssl
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from piment.server.server import Server, Settings
from piment.server.sources.base import Source
from piment.transport.address import Address
from piment.transport.tls import server_context
from piment.web.site import Site
from tests.interop.peers.patience import PATIENCE_S, until_true
from tests.interop.peers.process import PeerError, Process, read_line
from tests.interop.peers.tls import TlsFiles

S = TypeVar("S", bound=Source)

LOGGERS = ("piment", "asyncio")  # asyncio tells of tasks that failed unheard
LAST_LINE = "Stop with"  # how the banner of `piment serve` ends
TRACEBACK = "Traceback (most recent call last)"


class Log(logging.Handler):
    """What the server of this process tells, from INFO up."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.records: list[logging.LogRecord] = []
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._levels = {name: logging.getLogger(name).level for name in LOGGERS}
        for name in LOGGERS:
            logging.getLogger(name).addHandler(self)
            logging.getLogger(name).setLevel(logging.INFO)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it; threads of the server log too."""
        self.records.append(record)
        self._loop.call_soon_threadsafe(self._news.set)

    def lines(self) -> list[str]:
        """Return the messages so far."""
        return [record.getMessage() for record in self.records]

    async def told(self, *what: str, since: int = 0) -> str:
        """Wait for a line that has all of `what` among `lines()[since:]`; return it."""
        async with asyncio.timeout(PATIENCE_S):
            while not (found := with_all(what, self.lines()[since:])):
                self._news.clear()
                await self._news.wait()
            return found[0]

    def close(self) -> None:
        """Stop listening.

        Raises:
            PeerError: the server told of a defect.

        """
        super().close()
        for name, level in self._levels.items():
            logging.getLogger(name).removeHandler(self)
            logging.getLogger(name).setLevel(level)
        defects = [each for each in self.records if each.exc_info or each.levelno > logging.WARNING]
        if defects:
            raise PeerError("\n".join(logging.Formatter().format(each) for each in defects))


class Serving(Generic[S]):
    """A server in this process, so that tests can look at what its source really shows."""

    def __init__(self, source: S, settings: Settings | None) -> None:
        self.source = source
        self.server = Server(source, settings)
        self.log = Log()
        self.port = 0
        self._running: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Attach to the source and listen at `port` of 127.0.0.1."""
        await self.server.open()
        self.port = (await self.server.listen_tcp(Address("127.0.0.1", 0))).port
        self._running = asyncio.create_task(self.server.run())

    @property
    def uri(self) -> str:
        """The address for viewers."""
        return f"spice://127.0.0.1:{self.port}"

    @property
    def viewers(self) -> int:
        """How many there are."""
        return len(self.server.sessions)

    async def listen_tls(self, files: TlsFiles) -> str:
        """Listen under TLS too, and return the address for that."""
        context = server_context(files.certificate, files.key)
        return f"spice+tls://localhost:{await self._listen(context)}"

    async def listen_unix(self, path: Path) -> str:
        """Listen at a UNIX socket too, and return its address."""
        await self.server.listen_unix(path)
        return f"spice+unix://{path}"

    async def open_page(self) -> str:
        """Serve the page too, and return its link."""
        site = Site(self.server.accept)
        self.server.adopt(site)
        return f"http://127.0.0.1:{(await site.open(Address('127.0.0.1', 0))).port}/"

    async def close(self) -> None:
        """End the server.

        Raises:
            PeerError: it told of a defect, or what it shows ended in one.

        """
        try:
            await self.server.close()
            if self._running is not None:
                await self._running
        finally:
            self.log.close()

    async def _listen(self, context: ssl.SSLContext) -> int:
        return (await self.server.listen_tcp(Address("127.0.0.1", 0), context)).port


class Command:
    """`piment serve` as people start it; `uris` are those of its banner."""

    def __init__(self, process: Process, output: socket.socket, uris: list[str]) -> None:
        self.process = process
        self.uris = uris
        self._output = output

    @classmethod
    async def start(cls, folder: Path, *arguments: str) -> Command:
        """Start `piment serve` with these arguments, and wait until it serves."""
        output, theirs = socket.socketpair()
        with theirs:
            line = [sys.executable, "-m", "piment", "serve", *arguments]
            process = Process(line, folder / "piment.log", channel=theirs)
        try:
            banner = await asyncio.to_thread(_banner, output, process)
        except BaseException:
            process.stop()
            output.close()
            raise
        return cls(
            process, output, [word for each in banner if "://" in (word := each.split(" ")[0])]
        )

    @property
    def uri(self) -> str:
        """The first address for viewers."""
        return next(each for each in self.uris if each.startswith("spice"))

    @property
    def link(self) -> str:
        """The page's address."""
        return next(each for each in self.uris if each.startswith("http"))

    @property
    def port(self) -> int:
        """The port of the first address."""
        return int(self.uri.rpartition(":")[2])

    def lines(self) -> list[str]:
        """Return what it told so far on standard error."""
        return self.process.log.read_text().splitlines()

    async def told(self, *what: str, since: int = 0) -> str:
        """Wait for a line that has all of `what` among `lines()[since:]`; return it."""

        async def look() -> bool:
            return bool(with_all(what, self.lines()[since:]))

        if not await until_true(look):
            raise self.process.error(f"did not tell {what}")
        return with_all(what, self.lines()[since:])[0]

    async def end(self) -> None:
        """Wait until it has ended by itself.

        Raises:
            PeerError: it failed, told of a defect, or left something running.

        """
        try:
            status = await asyncio.to_thread(self.process.wait)
            left = self.process.processes()
            if status or left or TRACEBACK in self.process.log.read_text():
                raise self.process.error(f"ended with {status}, left processes {left}")
        finally:
            await asyncio.to_thread(self.process.stop)
            self._output.close()

    async def kill(self) -> None:
        """End it as a crash does, with nothing put in order."""
        self.process.signal_all(signal.SIGKILL)
        await asyncio.to_thread(self.process.wait)
        self._output.close()

    async def interrupt(self) -> None:
        """End it as Ctrl-C does, if it has not ended."""
        if self.process.is_running:
            self.process.process.send_signal(signal.SIGINT)
        await self.end()


def with_all(what: Iterable[str], lines: Iterable[str]) -> list[str]:
    """Return those of `lines` that have all of `what`."""
    words = list(what)
    return [line for line in lines if all(word in line for word in words)]


def _banner(pipe: socket.socket, process: Process) -> list[str]:
    """Return the lines of the banner, without indentation."""
    lines = [""]
    while not lines[-1].startswith(LAST_LINE):
        lines.append(read_line(pipe.fileno(), process))
    return lines


Serve = Callable[..., Awaitable[Serving[S]]]
ServeCommand = Callable[..., Awaitable[Command]]
