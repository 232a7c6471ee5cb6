"""The source that serves an X11 desktop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from piment.geometry import Size
from piment.server.scene.actions import Action, ScreensWanted
from piment.server.scene.updates import Resizable, Update
from piment.server.sources.base import SourceError
from piment.server.sources.port import Port
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.feed import Feed
from piment.server.sources.x11.framebuffer import Framebuffer
from piment.server.sources.x11.input import Input
from piment.server.sources.x11.own import own_desktop
from piment.server.sources.x11.resize import Resizer
from piment.server.sources.x11.wishes import Wishes

_log = logging.getLogger(__name__)

DEFAULT_SIZE = Size(1280, 800)

# How long to wait at the end until the server has let go of pressed keys.
_RELEASE_S = 1.0


@dataclass(frozen=True, slots=True)
class _Launch:
    """What to start for a desktop of our own."""

    command: Sequence[str]
    size: Size


@dataclass(frozen=True, slots=True)
class _Desktop:
    """The parts that work on an open connection."""

    connection: Connection
    feed: Feed
    input: Input
    resizer: Resizer
    wishes: Wishes | None
    """What viewers wish of a desktop of our own; others are not theirs to resize."""

    @classmethod
    def on(cls, connection: Connection, framebuffer: Framebuffer | None) -> _Desktop:
        resizer = Resizer(connection)
        wishes = None
        if framebuffer is not None:
            wishes = Wishes(connection, resizer, framebuffer.size)
        return cls(connection, Feed(connection, framebuffer), Input(connection), resizer, wishes)

    def act(self, action: Action) -> None:
        """Do what a viewer did."""
        match action:
            case ScreensWanted():
                if self.wishes is not None:
                    self.wishes.want(action)
            case _:
                self.input.act(action)
                self.feed.hurry()


class X11Source:
    """An X11 desktop, shown and driven through a connection to its X server.

    It follows everything live: pixels, size, the pointer and its shape, keyboard lights. A desktop
    that is there already keeps running when the source is closed.
    """

    def __init__(self, display: str | None = None) -> None:
        """Serve the desktop on `display` (`:0`, `host:0`), by default the one of the environment.

        Who may use the display is known from the environment's authority file, as for all X
        programs.
        """
        self._display = display
        self._launch: _Launch | None = None
        self._name = f"X11 {display}" if display else "X11"
        self._stack = AsyncExitStack()
        self._desktop: _Desktop | None = None

    @classmethod
    def running(cls, command: Sequence[str], size: Size = DEFAULT_SIZE) -> X11Source:
        """Serve a desktop of its own, `size` large at first, with `command` running on it.

        It starts with `open`, in an Xvfb on a free display that only its own programs may use,
        and takes the size of a viewer's window. It is gone when `command` ends: that must be a
        program that stays (a window manager, a session, a terminal), not one that starts another
        and ends. `close` ends all of it. With an empty command the desktop is empty, and stays
        until it is closed.
        """
        source = cls()
        source._launch = _Launch(command, size)
        source._name = " ".join(command) or "X11"
        return source

    @property
    def name(self) -> str:
        """The command of a desktop of our own, else the display."""
        return self._name

    @property
    def ports(self) -> Sequence[Port]:
        """None: its programs run on this machine."""
        return ()

    @property
    def allows_power(self) -> bool:
        """It is no machine, and has no buttons."""
        return False

    async def open(self) -> None:
        """Attach to the desktop or start it.

        Raises:
            SourceError: there is no such display, we may not use it, or it cannot be started.

        """
        async with AsyncExitStack() as stack:
            connection, framebuffer = await self._connect(stack)
            with connection.talking():
                desktop = _Desktop.on(connection, framebuffer)
            stack.callback(desktop.feed.close)
            self._stack = stack.pop_all()
            self._desktop = desktop

    async def _connect(self, stack: AsyncExitStack) -> tuple[Connection, Framebuffer | None]:
        if self._launch is not None:
            starting = own_desktop(self._launch.command, self._launch.size)
            own = await stack.enter_async_context(starting)
            return own.connection, own.framebuffer
        connection = await Connection.open(self._display)
        stack.callback(connection.close)
        return connection, None

    async def updates(self) -> AsyncIterator[Update]:
        """Yield what changes, `Resized` first; ends with `close` and with the own command.

        Raises:
            SourceError: the X server ended or broke off.

        """
        if self._desktop is None:
            return
        connection, feed = self._desktop.connection, self._desktop.feed
        is_offered = self._desktop.wishes is None
        while await connection.news():
            for update in feed.glance():
                yield update
                await asyncio.sleep(0)  # what shows it goes first
            with connection.talking():
                updates = await feed.changes()
            for update in updates:
                yield update
            if updates and not is_offered:
                is_offered = True
                yield Resizable(possible=True)

    def act(self, action: Action) -> None:
        """Do what a viewer did; returns at once. Ignored while the source is not open."""
        if self._desktop is None or self._desktop.connection.ended:
            return
        # That the server is gone is for `updates` to say.
        with contextlib.suppress(SourceError), self._desktop.connection.talking():
            self._desktop.act(action)

    async def resize(self, size: Size) -> None:
        """Make the desktop `size` large; `updates` tells when it is.

        Raises:
            SourceError: the source is not open, or the display cannot have this size.

        """
        if self._desktop is None or self._desktop.connection.ended:
            raise SourceError("the desktop is not open, so its size cannot be changed")
        with self._desktop.connection.talking():
            await self._desktop.resizer.resize(size)

    async def close(self) -> None:
        """Let go of pressed keys and of the desktop, and stop what `open` started."""
        desktop, self._desktop = self._desktop, None
        try:
            if desktop is not None and not desktop.connection.ended:
                with desktop.connection.talking():
                    desktop.input.release()
                async with asyncio.timeout(_RELEASE_S):
                    await desktop.connection.answered()
        except (TimeoutError, SourceError):
            _log.debug("%s did not wait for its keys to be released", self.name)
        finally:
            # The reader of updates need not wait until programs have ended.
            if desktop is not None:
                desktop.connection.close()
                if desktop.wishes is not None:
                    desktop.wishes.close()
            await self._stack.aclose()
