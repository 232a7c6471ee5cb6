"""Following what a display shows, and what of it really changes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from piment.canvas import Surface
from piment.client.channels.display import DisplayChannel
from piment.client.events import (
    Damaged,
    Disconnected,
    Event,
    ScreenCreated,
    ScreenGone,
    ScreenShown,
    StreamEnded,
    StreamStarted,
)
from piment.client.session import Session
from piment.client.until import check_alive
from piment.geometry import Rect, Region


class Watch:
    """Sees what one display shows, whenever it is told to look.

    What is painted again in the colours that it has is no change. A screen that the server has not
    marked as whole is not looked at, and neither is that of a session that was lost; one that is
    there anew has changed as a whole. Used as a context manager, or closed at the end.
    """

    def __init__(self, session: Session, display: int = 0) -> None:
        self._session = session
        self._display = display
        self._seen: Surface | None = None
        self._unseen = Region()
        self._news = asyncio.Event()
        self._stop = session.listen(self._hear)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop following."""
        self._stop()

    @property
    def screen(self) -> DisplayChannel | None:
        """The display, while it shows something whole and current."""
        found = self._session.displays.get(self._display)
        return found if found is not None and found.is_linked and found.is_marked else None

    @property
    def pixels(self) -> NDArray[np.uint8] | None:
        """What was seen, uint8 (height, width, 4) B, G, R and X, to be read only; None: nothing."""
        return None if self._seen is None else self._seen.pixels

    def look(self, areas: Iterable[Rect] | None = None) -> list[Rect]:
        """See what is shown now, in `areas` or everywhere; return where that is something else.

        The areas must not overlap; the rectangles that are returned do not either, and lie close
        around what has changed.
        """
        self._news.clear()
        screen = self.screen
        surface = None if screen is None else screen.primary
        if screen is None or surface is None:
            return []
        if self._seen is None or self._seen.size != surface.size:
            return self._look_anew(screen, surface.area, areas)
        within = [self._seen.area] if areas is None else list(areas)
        parts = [own.intersection(area) for own in self._unseen for area in within]
        changed: list[Rect] = []
        for part in parts:
            if not part.is_empty:
                self._unseen.discard(part)
                changed += self._seen.paint(part, screen.look(part))
        return changed

    async def wait(self) -> None:
        """Wait until something happens to the display after the last look.

        Raises:
            ConnectError: the session is over.

        """
        check_alive(self._session)
        await self._news.wait()

    async def changes(self, areas: Iterable[Rect] | None = None) -> list[Rect]:
        """Wait until pixels change; return where, as `look` does.

        Raises:
            ConnectError: the session is over.

        """
        within = None if areas is None else list(areas)
        while not (changed := self.look(within)):
            await self.wait()
        return changed

    def _look_anew(
        self, screen: DisplayChannel, whole: Rect, areas: Iterable[Rect] | None
    ) -> list[Rect]:
        self._seen = Surface(whole.size)
        self._seen.pixels[:] = screen.look(whole)
        self._unseen.clear()
        within = [whole] if areas is None else [area.intersection(whole) for area in areas]
        return [area for area in within if not area.is_empty]

    def _hear(self, event: Event) -> None:
        match event:
            case Damaged(self._display, rects):
                self._unseen.update(rects)
            case ScreenCreated(self._display) | ScreenGone(self._display):
                self._seen = None
                self._unseen.clear()
            case ScreenShown() | StreamStarted() | StreamEnded() | Disconnected():
                pass
            case _:
                return
        self._news.set()
