"""A machine's desktop, driven by a program."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from piment.client.session import Session
from piment.client.terms import Locks
from piment.frontends.headless.audit import SECRET, Audit, Listener
from piment.frontends.headless.frames import Frame, frames
from piment.frontends.headless.image import Image, Template
from piment.frontends.headless.latency import key_to_pixels
from piment.frontends.headless.mouse import Mouse
from piment.frontends.headless.pace import PACE_MS, Pace
from piment.frontends.headless.screen import Monitor, Scope, Screen
from piment.frontends.headless.waiting import PATIENCE_SECONDS, QUIET_MS, Waiting
from piment.geometry import Point, Rect, Size

if TYPE_CHECKING:
    from piment.client.keyboard.layout import Layout
    from piment.frontends.headless.keyboard import Keyboard

DELIVERY_SECONDS = 2.0
"""How long a server may take to confirm the last input: one that is gone never does."""

Box = tuple[int, int, int, int]
"""A rectangle: left, top, right, bottom in pixels, the latter two exclusive; `Rect` is one."""


class Desktop:
    """Shows and drives a machine; `piment.connect` makes one, and opens it as a context manager.

    Places, regions and pictures are in pixels of a monitor, which is given by its number in
    `monitors`; without one, of the whole screen of the first display, where most machines have all
    of their monitors. What waits goes on when the session is lost and comes back; it ends with a
    `ConnectError` when the session is over, and with a `WaitTimeout` after `timeout` seconds
    (None: never). Each action is told to those who `listen`, and to the logger `piment.audit`.
    """

    def __init__(
        self, session: Session, *, layout: str | Layout = "us", pace_ms: float = PACE_MS
    ) -> None:
        """Take a session, open or not.

        Raises:
            InputError: there is no such layout.

        """
        self.session = session
        """What all of this is done with."""
        self._screen = Screen(session)
        self._pace = Pace(pace_ms)
        self._layout = layout
        if layout != "us":
            self._keyboard  # noqa: B018 - there may be no such layout
        self._mouse = Mouse(session, self._screen, self._pace)
        self._waiting = Waiting(self._screen)
        self._audit = Audit()

    async def __aenter__(self) -> Self:
        await self.session.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the session, once the server has taken what was typed and clicked."""
        try:
            inputs = self.session.inputs
            if inputs is not None and inputs.is_linked:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(DELIVERY_SECONDS):
                        await inputs.delivered()
        finally:
            await self.session.close()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every action from now on; return how to stop that."""
        return self._audit.listen(listener)

    # --- looking ---------------------------------------------------------------------------------

    @property
    def name(self) -> str | None:
        """What the server calls the machine."""
        return self.session.main.machine_name

    @property
    def monitors(self) -> list[Monitor]:
        """The monitors that show something."""
        return self._screen.monitors

    @property
    def size(self) -> Size | None:
        """Width and height of the first display in pixels; None while it has none."""
        whole = self._screen.find(None)
        return None if whole is None else whole.area.size

    async def screenshot(
        self,
        *,
        cursor: bool = False,
        monitor: int | None = None,
        timeout: float | None = PATIENCE_SECONDS,
    ) -> Image:
        """Return what is shown, with the pointer or without; wait for a first whole picture."""
        shown = await self._waiting.until_shown(Scope(monitor), timeout)
        return self._screen.picture(shown, cursor=cursor)

    async def wait_until_stable(
        self,
        quiet_ms: float = QUIET_MS,
        *,
        timeout: float | None = PATIENCE_SECONDS,
        region: Box | None = None,
        ignore: Iterable[Box] = (),
        monitor: int | None = None,
        streams: bool = False,
    ) -> Image:
        """Wait until no pixel has changed for `quiet_ms`, and return the picture.

        Pixels that are painted again in the colours that they have do not count, nor do text
        cursors that blink, nor what lies in the rectangles of `ignore`, such as a clock. While a
        video plays nothing is stable, unless `streams` says that it may play.
        """
        scope = Scope.of(monitor, region, ignore)
        return await self._waiting.until_stable(scope, quiet_ms, timeout, streams=streams)

    async def wait_for_change(
        self,
        region: Box | None = None,
        *,
        timeout: float | None = PATIENCE_SECONDS,
        since: Image | None = None,
        ignore: Iterable[Box] = (),
        monitor: int | None = None,
    ) -> Rect:
        """Wait until a pixel differs from now, or from the picture `since`; return the bounds.

        What was done before the call may have changed something already: take a screenshot before
        that, and give it as `since`. A text cursor that blinks changes too: choose a `region`, or
        `ignore` its place.
        """
        return await self._waiting.for_change(Scope.of(monitor, region, ignore), timeout, since)

    async def wait_for_image(
        self,
        template: Template,
        *,
        tolerance: int = 0,
        region: Box | None = None,
        timeout: float | None = PATIENCE_SECONDS,
        monitor: int | None = None,
    ) -> Rect:
        """Wait until a picture is to be seen, and return where.

        The template is an image, an array of R, G, B, or a file. No component of any pixel may
        differ by more than `tolerance`.

        Raises:
            OSError, ValueError: there is no such template or tolerance.

        """
        sought = Image.of(template)
        return await self._waiting.for_image(sought, Scope.of(monitor, region), tolerance, timeout)

    def frames(
        self, *, region: Box | None = None, monitor: int | None = None
    ) -> AsyncIterator[Frame]:
        """Yield a frame at once, and another whenever pixels have changed.

        Whoever is slow to ask for the next one misses states in between, and never falls behind.
        """
        return frames(self._screen, Scope.of(monitor, region))

    # --- the keyboard ----------------------------------------------------------------------------

    @cached_property
    def _keyboard(self) -> Keyboard:
        # Who only looks need not load tables of keys.
        from piment.client.keyboard.layout import Layout
        from piment.frontends.headless.keyboard import Keyboard

        layout = Layout(self._layout) if isinstance(self._layout, str) else self._layout
        return Keyboard(self.session, layout, self._pace)

    @property
    def locks(self) -> Locks:
        """The locks of the guest's keyboard; none without a keyboard."""
        inputs = self.session.inputs
        return Locks(0) if inputs is None else inputs.locks

    async def set_locks(
        self, *, caps: bool | None = None, num: bool | None = None, scroll: bool | None = None
    ) -> None:
        """Switch locks of the guest's keyboard on or off; None leaves one as it is."""
        with self._audit.action("set_locks", caps=caps, num=num, scroll=scroll):
            wanted = {Locks.CAPS_LOCK: caps, Locks.NUM_LOCK: num, Locks.SCROLL_LOCK: scroll}
            on = sum(lock for lock, switch in wanted.items() if switch)
            kept = ~sum(lock for lock, switch in wanted.items() if switch is not None)
            await self._keyboard.set_locks(Locks(self.locks & kept | on))

    async def type(self, text: str, *, pace_ms: float | None = None, secret: bool = False) -> None:
        r"""Write `text`; `\n` is Enter, `\t` is Tab. A secret is not told to who listens.

        Raises:
            InputError: the layout does not have all characters, and nothing was typed; or there is
                no keyboard.

        """
        with self._audit.action("type", text=SECRET if secret else text):
            await self._keyboard.type(text, pace_ms, secret=secret)

    async def key(self, *chords: str) -> None:
        """Press the keys of a chord together and release them: `ctrl-alt-f2`; then the next chord.

        Raises:
            InputError: there are no such keys, or no keyboard.

        """
        for chord in chords:
            with self._audit.action("key", chord=chord):
                await self._keyboard.press(chord)

    @asynccontextmanager
    async def hold(self, chord: str) -> AsyncIterator[None]:
        """Hold keys while a block runs: `async with desktop.hold("ctrl"): ...`.

        Raises:
            InputError: there are no such keys, or no keyboard.

        """
        with self._audit.action("hold", chord=chord):
            async with self._keyboard.hold(chord):
                yield

    async def measure_latency(
        self,
        chord: str,
        *,
        region: Box | None = None,
        timeout: float | None = PATIENCE_SECONDS,
        monitor: int | None = None,
    ) -> float:
        """Press keys, and return the milliseconds until a pixel has changed."""
        scope = Scope.of(monitor, region)
        with self._audit.action("key", chord=chord):
            work = key_to_pixels(self._screen, self._keyboard, chord, scope)
            return await self._waiting.no_longer(work, f"{chord} changed nothing", scope, timeout)

    # --- the mouse -------------------------------------------------------------------------------

    async def move(self, x: int, y: int, *, monitor: int | None = None) -> None:
        """Bring the pointer to a place.

        Where the machine has no tablet and no agent, the mouse is moved until the pointer that the
        guest shows is there.

        Raises:
            InputError: there is no such place, no mouse, or the pointer does not get there.

        """
        with self._audit.action("move", x=x, y=y, monitor=monitor):
            await self._mouse.move(x, y, monitor)

    async def move_by(self, dx: int, dy: int) -> None:
        """Move the mouse; a guest without a tablet accelerates.

        Raises:
            InputError: there is no mouse, or the pointer was put nowhere yet.

        """
        with self._audit.action("move_by", dx=dx, dy=dy):
            await self._mouse.move_by(dx, dy)

    async def click(
        self,
        x: int,
        y: int,
        *,
        button: str = "left",
        count: int = 1,
        monitor: int | None = None,
    ) -> None:
        """Click at a place: left, middle, right, side or extra; twice for a double click.

        Raises:
            InputError: there is no such place or button, or the pointer does not get there.

        """
        with self._audit.action("click", x=x, y=y, monitor=monitor, button=button, count=count):
            await self._mouse.move(x, y, monitor)
            await self._mouse.click(button, count)

    async def drag(
        self,
        start: tuple[int, int],
        end: tuple[int, int],
        *,
        button: str = "left",
        monitor: int | None = None,
    ) -> None:
        """Press a button at one place and release it at another.

        Raises:
            InputError: there is no such place or button, or the pointer does not get there.

        """
        with self._audit.action("drag", start=start, end=end, monitor=monitor, button=button):
            await self._mouse.drag(Point(*start), Point(*end), button, monitor)

    async def scroll(self, steps: int) -> None:
        """Turn the wheel where the pointer is: down, or up by less than no steps.

        Raises:
            InputError: there is no mouse.

        """
        with self._audit.action("scroll", steps=steps):
            await self._mouse.scroll(steps)
