"""What a machine shows: its displays, their monitors, and pictures of them."""

from __future__ import annotations

from collections.abc import Iterable

from piment.client.session import Session
from piment.client.terms import Head
from piment.client.until import until
from piment.errors import InputError
from piment.frontends.headless.image import Image, Pixels
from piment.geometry import Point, Rect
from piment.record import Record

FIRST_DISPLAY = 0

_PRIMARY = 0
"""The surface that is a display's screen; monitors that show others show nothing of a machine."""


class Monitor(Record):
    """A part of a display's screen, in pixels of that."""

    display: int
    area: Rect

    def part(self, region: Rect | None) -> Rect:
        """Return a region of the monitor, or all of it, as a part of the screen."""
        if region is None:
            return self.area
        return region.moved(self.area.left, self.area.top).intersection(self.area)

    def of_screen(self, part: Rect) -> Rect:
        """Return a part of the screen as a region of the monitor."""
        return part.moved(-self.area.left, -self.area.top)


class Scope(Record):
    """Where to look: on a monitor (None: the whole first display), there in a region or everywhere.

    Regions are in pixels of the monitor; those of `ignore` do not count.
    """

    monitor: int | None = None
    region: Rect | None = None
    ignore: tuple[Rect, ...] = ()

    @classmethod
    def of(
        cls,
        monitor: int | None,
        region: tuple[int, int, int, int] | None,
        ignore: Iterable[tuple[int, int, int, int]] = (),
    ) -> Scope:
        """Return a scope of rectangles that may be plain tuples: left, top, right, bottom."""
        holes = tuple(Rect(*hole) for hole in ignore)
        return cls(monitor, None if region is None else Rect(*region), holes)

    def parts(self, monitor: Monitor) -> list[Rect]:
        """Return what is to be looked at, as parts of the screen that do not overlap."""
        parts = [monitor.part(self.region)]
        for hole in self.ignore:
            cut = monitor.part(hole)
            parts = [piece for part in parts for piece in part.minus(cut)]
        return parts


class Screen:
    """The displays of a session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.placed: tuple[int, Point] | None = None
        """The display and the place that the pointer was put to, in mouse mode CLIENT."""

    @property
    def monitors(self) -> list[Monitor]:
        """All monitors: those of the first display, then those of the next ones."""
        return [
            Monitor(number, area)
            for number, display in sorted(self.session.displays.items())
            if display.primary is not None
            for head in display.heads
            if head.surface_id == _PRIMARY
            and not (area := _area(head).intersection(display.primary.area)).is_empty
        ]

    def find(self, number: int | None) -> Monitor | None:
        """Return a monitor, or the whole first display; None if there is none for now."""
        if number is not None:
            monitors = self.monitors
            return monitors[number] if 0 <= number < len(monitors) else None
        display = self.session.displays.get(FIRST_DISPLAY)
        if display is None or display.primary is None:
            return None
        return Monitor(FIRST_DISPLAY, display.primary.area)

    def shown(self, number: int | None) -> Monitor | None:
        """Return a monitor if it can be looked at: its display is there and whole."""
        monitor = self.find(number)
        if monitor is None:
            return None
        display = self.session.displays[monitor.display]
        return monitor if display.is_linked and display.is_marked else None

    async def appear(self, number: int | None) -> Monitor:
        """Wait until a monitor can be looked at.

        Raises:
            InputError: the server has no display.
            ConnectError: the session is over.

        """
        if not self.session.displays:
            raise InputError("the server offers no display")
        await until(self.session, lambda: self.shown(number) is not None)
        monitor = self.shown(number)
        assert monitor is not None  # noqa: S101 - that was waited for
        return monitor

    def picture(self, monitor: Monitor, *, cursor: bool = False) -> Image:
        """Return what a monitor that is shown shows now, with the pointer or without."""
        pixels = self.session.displays[monitor.display].look(monitor.area)
        if cursor:
            pixels = pixels.copy()
            self._put_pointer_on(pixels, monitor)
        return Image.of_bgrx(pixels)

    def last_seen(self, number: int | None) -> Image | None:
        """Return what a monitor showed last, whole or not; None if that was nothing."""
        monitor = self.find(number)
        return None if monitor is None else self.picture(monitor)

    def streams(self, monitor: Monitor, parts: Iterable[Rect]) -> list[str]:
        """Return the codecs of the video streams that play in parts of the screen."""
        display = self.session.displays[monitor.display]
        within = list(parts)
        return [
            stream.codec
            for stream in display.streams.open.values()
            if stream.surface_id == _PRIMARY and any(map(stream.dest.overlaps, within))
        ]

    def _put_pointer_on(self, pixels: Pixels, monitor: Monitor) -> None:
        """Draw the pointer on the picture of a monitor, if it is there and not hidden."""
        pointer = self.session.cursors.get(monitor.display)
        if pointer is None or pointer.shape is None or not pointer.is_visible:
            return
        display, place = self.placed or (monitor.display, pointer.position)
        if display == monitor.display:
            x, y = place.x - monitor.area.left, place.y - monitor.area.top
            pointer.shape.put_on(pixels, Point(x, y))


def _area(head: Head) -> Rect:
    return Rect(head.x, head.y, head.x + head.width, head.y + head.height)
