"""A server on a scripted desktop, for tests, and the viewers who come to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from piment.protocol import channel as channels
from piment.protocol import main
from piment.protocol.channel import Channel
from piment.server.server import Server, Settings
from piment.transport import memory
from tests.server.scripted import Scripted
from tests.server.viewer import PATIENCE_SECONDS, Eye, Line, link, request


@dataclass
class Guest:
    """A viewer with all its channels."""

    session_id: int
    main: Line
    inputs: Line
    cursor: Line
    eye: Eye


class House:
    """Runs a server; at the end it must close without leaving anything behind, or failing."""

    _logger = logging.getLogger("piment")

    def __init__(self, source: Scripted | None = None, settings: Settings | None = None) -> None:
        self.source = source or Scripted()
        self.server = Server(self.source, settings)
        self.log = Log()

    async def __aenter__(self) -> Self:
        self._logger.addHandler(self.log)
        self._level = self._logger.level
        self._logger.setLevel(logging.INFO)
        self._others = asyncio.all_tasks()
        await self.server.open()
        self.running = asyncio.create_task(self.server.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.server.close()
            await asyncio.wait([self.running])
        self._logger.removeHandler(self.log)
        self._logger.setLevel(self._level)
        if error is None:
            assert not self.log.defects
            assert asyncio.all_tasks() <= self._others
            await self.running

    @property
    def connections(self) -> int:
        """How many connections the server serves at this moment."""
        return len(self.server._connections)

    def connect(self, *, local: bool = True) -> memory.MemoryTransport:
        """Return the viewer's end of a new connection that the server serves."""
        near, far = memory.pair()
        far.is_local = local  # type: ignore[misc] # of this one only
        self.server.accept(far)
        return near

    async def link(
        self,
        channel: Channel,
        *,
        password: str = "",
        local: bool = True,
        is_mute: bool = False,
        **asked: Any,
    ) -> Line:
        """Link one channel; `asked` as for `viewer.request`."""
        transport = self.connect(local=local)
        return await link(transport, request(channel, **asked), password, is_mute=is_mute)

    async def session(self, *, is_slow: bool = False, **how: Any) -> tuple[Line, int]:
        """Link a main channel; return it and the id of the session that it begins.

        Whose network is slow does not finish the test of its rate.
        """
        how = {"local": not is_slow, "is_mute": is_slow, **how}
        line = await self.link(channels.main, **how)
        return line, (await line.until(main.Init)).session_id

    async def eye(self, session_id: int, **how: Any) -> Eye:
        """Link a display channel and send its INIT."""
        eye = Eye(await self.link(channels.display, session_id=session_id, **how))
        eye.line.send(Eye.INIT)
        return eye

    async def guest(self, password: str = "", *, is_slow: bool = False) -> Guest:
        """Come as a viewer with all channels."""
        how = {"password": password}
        line, session_id = await self.session(is_slow=is_slow, **how)
        return Guest(
            session_id,
            line,
            inputs=await self.link(channels.inputs, session_id=session_id, **how),
            cursor=await self.link(channels.cursor, session_id=session_id, **how),
            eye=await self.eye(session_id, **how),
        )


class Log(logging.Handler):
    """Keeps what the server logs; `defects` are what should never be."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self.defects: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        self.lines.append(line)
        if record.exc_info is not None:
            self.defects.append(line)


async def becomes(happened: Callable[[], object]) -> None:
    """Let everything go on until `happened`."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not happened():  # noqa: ASYNC110 - what tests wait for rings no bell
            await asyncio.sleep(0)


async def idle(turns: int = 50) -> None:
    """Let everything that can go on go on, without waiting for time or threads."""
    for _ in range(turns):
        await asyncio.sleep(0)
