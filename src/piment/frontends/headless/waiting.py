"""Waiting for what a machine shows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

import numpy as np

from piment.codecs.search import find
from piment.errors import PimentError
from piment.frontends.headless.blinking import Blinking
from piment.frontends.headless.image import Image, Pixels
from piment.frontends.headless.screen import Monitor, Scope, Screen
from piment.frontends.headless.sight import Sight, bounds
from piment.geometry import Rect

T = TypeVar("T")

QUIET_MS = 300.0
"""How long nothing may change before a screen counts as stable: what works paints more often."""

PATIENCE_SECONDS = 30.0
"""How long is waited unless told otherwise."""


class WaitTimeout(PimentError, TimeoutError):  # noqa: N818 - it is a TimeoutError
    """What was waited for did not happen in time.

    Attributes:
        image: what the machine showed last; None if that was nothing.

    """

    def __init__(self, what: str, seconds: float, image: Image | None) -> None:
        seen = "nothing was shown" if image is None else f"last seen: {image}"
        super().__init__(f"{what} within {seconds:g} s; {seen}")
        self.image = image


class Waiting:
    """Waits on a session's screen, through the loss and return of the session.

    All methods raise `WaitTimeout` after `timeout` seconds (None: never), `InputError` if the
    server has no display, and `ConnectError` when the session is over.
    """

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    async def until_shown(self, scope: Scope, timeout: float | None) -> Monitor:
        """Wait until a monitor can be looked at."""
        async with self._patience("no whole picture came", scope, timeout):
            return await self._screen.appear(scope.monitor)

    async def until_stable(
        self, scope: Scope, quiet_ms: float, timeout: float | None, *, streams: bool = False
    ) -> Image:
        """Wait until no pixel has changed for so long, and no video plays unless `streams`."""
        what = f"the screen was not still for {quiet_ms:g} ms"
        async with self._patience(what, scope, timeout), self._sight(scope) as sight:
            while True:
                await _rest(sight, quiet_ms / 1000)
                monitor = sight.monitor
                if monitor is None:
                    await sight.changes()
                elif streams or not self._screen.streams(monitor, scope.parts(monitor)):
                    return self._screen.picture(monitor)

    async def for_change(
        self, scope: Scope, timeout: float | None, since: Image | None = None
    ) -> Rect:
        """Wait until a pixel is another than now, or than in `since`; return the bounds of all."""
        async with self._patience("nothing changed", scope, timeout), self._sight(scope) as sight:
            sight.look()
            monitor = await self._screen.appear(scope.monitor)
            if since is not None:
                changed = _difference(since, self._screen.picture(monitor), scope.parts(monitor))
                if changed is not None:
                    return monitor.of_screen(changed)
            return monitor.of_screen(bounds(await sight.changes()))

    async def for_image(
        self, template: Image, scope: Scope, tolerance: int, timeout: float | None
    ) -> Rect:
        """Wait until a picture is to be seen; return where."""
        what = f"a picture of {template.size} was not shown"
        sought = template.bgrx()
        async with self._patience(what, scope, timeout), self._sight(scope) as sight:
            while True:
                changed = await sight.changes()
                monitor, pixels = sight.monitor, sight.pixels
                if monitor is None or pixels is None:
                    continue
                # It can be nowhere but where something has changed, or partly so.
                area = _grown(bounds(changed), template).intersection(monitor.part(scope.region))
                found = await self._find(pixels[area.rows, area.columns], sought, tolerance)
                if found is not None:
                    return monitor.of_screen(found.moved(area.left, area.top))

    async def no_longer(
        self, work: Awaitable[T], what: str, scope: Scope, timeout: float | None
    ) -> T:
        """Wait for something else; `what` says what did not happen if it takes too long."""
        async with self._patience(what, scope, timeout):
            return await work

    @asynccontextmanager
    async def _patience(
        self, what: str, scope: Scope, timeout: float | None
    ) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(timeout):
                yield
        except TimeoutError:
            seconds = 0.0 if timeout is None else timeout
            raise WaitTimeout(what, seconds, self._screen.last_seen(scope.monitor)) from None

    @asynccontextmanager
    async def _sight(self, scope: Scope) -> AsyncIterator[Sight]:
        """Look at a scope once there is something to see."""
        monitor = await self._screen.appear(scope.monitor)
        with Sight(self._screen, monitor, scope) as sight:
            yield sight

    async def _find(self, pixels: Pixels, sought: Pixels, tolerance: int) -> Rect | None:
        """Search on another thread; `pixels` stay as they are until the next look."""
        loop = asyncio.get_running_loop()
        workers = self._screen.session.shared.workers
        place = await loop.run_in_executor(workers, find, pixels, sought, tolerance)
        height, width, _ = sought.shape
        return None if place is None else Rect(0, 0, width, height).moved(*place)


async def _rest(sight: Sight, seconds: float) -> None:
    """Wait until nothing has changed for so long, or nothing but cursors that blink."""
    blinking = Blinking()
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(seconds) as quiet:
            while True:
                changed = await sight.changes()
                if sight.pixels is None or not blinking.has_only_blinked(changed, sight.pixels):
                    quiet.reschedule(loop.time() + seconds)
    except TimeoutError:
        return


def _grown(area: Rect, template: Image) -> Rect:
    """Return where a template may lie that overlaps an area."""
    width, height = template.size
    return Rect(area.left - width, area.top - height, area.right + width, area.bottom + height)


def _difference(before: Image, after: Image, parts: list[Rect]) -> Rect | None:
    """Return the bounds of what differs in these parts; None if nothing does."""
    if before.size != after.size:
        return bounds(parts) if parts else None
    differing: list[Rect] = []
    for part in parts:
        pixels = (image.pixels[part.rows, part.columns] for image in (before, after))
        rows, columns = np.nonzero(np.any(np.not_equal(*pixels), axis=2))
        if rows.size:
            box = Rect(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
            differing.append(Rect(*map(int, box)).moved(part.left, part.top))
    return bounds(differing) if differing else None
