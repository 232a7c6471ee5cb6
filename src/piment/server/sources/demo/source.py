"""The demo desktop as a source: told as updates, driven by actions."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from piment.geometry import Point, Size
from piment.server.scene.actions import Action
from piment.server.scene.updates import Update
from piment.server.sources.demo.desktop import Desktop
from piment.server.sources.demo.drawing import Pixels
from piment.server.sources.demo.unseen import Unseen
from piment.server.sources.port import Port

DEFAULT_SIZE = Size(1280, 800)

# A timer may ring a little before the clock agrees: seconds to wait then, instead of spinning.
_SHORTEST_WAIT = 0.001


class DemoSource:
    """A desktop that draws itself; the same actions at the same times give the same pixels.

    It is drawn when its reader is ready for more, so a slow reader misses states in between and
    never falls behind. The clock on its panel and the moving picture follow `clock`.
    """

    def __init__(
        self, size: Size = DEFAULT_SIZE, clock: Callable[[], datetime] = datetime.now
    ) -> None:
        _check(size)
        self._clock = clock
        self._desktop = Desktop(size, clock())
        self._unseen = Unseen()
        self._changed = asyncio.Event()
        self._opened = asyncio.Event()

    @property
    def name(self) -> str:
        """What viewers put into their title bar."""
        return "Piment demo"

    @property
    def ports(self) -> Sequence[Port]:
        """None: no program runs in it that would open one."""
        return ()

    @property
    def allows_power(self) -> bool:
        """It has no buttons."""
        return False

    @property
    def desktop(self) -> Desktop:
        """The desktop, to look where its windows and buttons are."""
        return self._desktop

    @property
    def framebuffer(self) -> Pixels:
        """The pixels of this moment, uint8 (height, width, 4) B, G, R, X; not to be written to."""
        self._render()
        return self._desktop.framebuffer

    @property
    def text(self) -> str:
        """What the text field holds."""
        return self._desktop.notepad.text

    @property
    def pointer(self) -> Point:
        """Where the pointer's hot spot stands."""
        return self._desktop.pointer

    async def open(self) -> None:
        """Start to listen to actions."""
        self._opened.set()

    async def updates(self) -> AsyncIterator[Update]:
        """Yield what changes, `Resized` first; ends with `close`."""
        while self._opened.is_set():
            self._changed.clear()
            self._render()
            for update in self._unseen.take(self._desktop):
                yield update
                if not self._opened.is_set():
                    return
            await self._wait()

    def act(self, action: Action) -> None:
        """Do what a viewer did; ignored while the source is not open."""
        if self._opened.is_set():
            self._desktop.act(action)
            self._changed.set()

    def resize(self, size: Size) -> None:
        """Change the size of the desktop.

        Raises:
            ValueError: the size is not positive.

        """
        _check(size)
        if size != self._desktop.size:
            self._desktop.resize(size)
            self._changed.set()

    def tick(self) -> None:
        """Show what is due by the clock; needed only by those who set the clock themselves."""
        self._changed.set()

    async def close(self) -> None:
        """End `updates`."""
        self._opened.clear()
        self._changed.set()

    def _render(self) -> None:
        self._desktop.tick(self._clock())
        self._unseen.damage.update(self._desktop.render())

    async def _wait(self) -> None:
        """Return when something changed, or is due to."""
        seconds = max(self._desktop.seconds_to_tick(self._clock()), _SHORTEST_WAIT)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()


def _check(size: Size) -> None:
    if size.width < 1 or size.height < 1:
        raise ValueError(f"a desktop of {size} has no pixels")
