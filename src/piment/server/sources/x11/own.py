"""A desktop of our own: an Xvfb and a command that runs on it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import xcffib

from piment.geometry import Size
from piment.server.sources.base import SourceError
from piment.server.sources.program import Program
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.framebuffer import Framebuffer
from piment.server.sources.x11.resize import Resizer
from piment.server.sources.x11.xvfb import Display, running_xvfb

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OwnDesktop:
    """A connection that ends with the command on it, and the screen's memory."""

    connection: Connection
    framebuffer: Framebuffer


@asynccontextmanager
async def own_desktop(command: Sequence[str], size: Size) -> AsyncIterator[OwnDesktop]:
    """Run a desktop of `size` with `command` on it; without a command it stays empty.

    Raises:
        SourceError: Xvfb or the command cannot be started.

    """
    async with AsyncExitStack() as stack:
        display = await stack.enter_async_context(running_xvfb(size))
        framebuffer = Framebuffer(display.framebuffer)
        connection = await Connection.open(display.name, display.cookie)
        stack.callback(connection.close)
        with connection.talking():
            # The command shall see the right size from the beginning.
            await Resizer(connection).resize(size)
            middle = (size.width // 2, size.height // 2)
            connection.core.WarpPointer(xcffib.NONE, connection.root, 0, 0, 0, 0, *middle)
        if command:
            stack.push_async_callback(_start(command, display, connection).stop)
        yield OwnDesktop(connection, framebuffer)


def _start(command: Sequence[str], display: Display, connection: Connection) -> Program:
    def gone() -> None:
        _log.info("the desktop is gone: %s", program.describe_end())
        connection.close()

    try:
        program = Program(command, display.environment, on_end=gone)
    except OSError as error:
        raise SourceError(f"cannot start {command[0]}: {error.strerror}") from error
    return program
