"""Looking at a part of the screen, and what changes there."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from piment.client.watch import Watch
from piment.frontends.headless.image import Pixels
from piment.frontends.headless.screen import Monitor, Scope, Screen
from piment.geometry import Rect


class Sight:
    """Follows what a scope shows, from its first look on; used as a context manager.

    Rectangles and pixels are those of the display's screen, of which the scope is a part.
    """

    def __init__(self, screen: Screen, monitor: Monitor, scope: Scope) -> None:
        self._screen = screen
        self._scope = scope
        self._watch = Watch(screen.session, monitor.display)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._watch.close()

    @property
    def monitor(self) -> Monitor | None:
        """The monitor of the scope, while it can be looked at."""
        return self._screen.shown(self._scope.monitor)

    @property
    def pixels(self) -> Pixels | None:
        """What the screen showed when it was looked at, B, G, R, X; current in the scope only."""
        return self._watch.pixels

    def look(self) -> list[Rect]:
        """Look, and return what has changed since the last look."""
        monitor = self.monitor
        return self._watch.look([] if monitor is None else self._scope.parts(monitor))

    async def changes(self) -> list[Rect]:
        """Wait until something has changed since the last look, and return what.

        Raises:
            ConnectError: the session is over.

        """
        while not (changed := self.look()):
            await self._watch.wait()
        return changed


def bounds(rects: list[Rect]) -> Rect:
    """Return the smallest rectangle around all of them."""
    around, *others = rects
    for rect in others:
        around = around.bounds(rect)
    return around
