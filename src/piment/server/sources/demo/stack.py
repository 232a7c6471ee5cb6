"""Which windows lie over which, and which one has the keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from piment.geometry import Point
from piment.server.sources.demo.window import Window


class Stack:
    """Windows from bottom to top; keys go to the topmost one that is shown."""

    def __init__(self, windows: Iterable[Window]) -> None:
        self._windows = list(windows)
        self._focus()

    @property
    def shown(self) -> list[Window]:
        """The windows on the desktop, bottom to top."""
        return [window for window in self._windows if window.is_shown]

    @property
    def active(self) -> Window | None:
        """The window that keys go to."""
        shown = self.shown
        return shown[-1] if shown else None

    def at(self, point: Point) -> Window | None:
        """Return the topmost window whose frame covers this point of the desktop."""
        covering = (window for window in reversed(self.shown) if window.frame.contains(point))
        return next(covering, None)

    def bring_up(self, window: Window) -> None:
        """Put a window to the top, and onto the desktop if it is not there."""
        if not window.is_shown:
            window.show(shown=True)
        for above in self._windows[self._windows.index(window) + 1 :]:
            if above.is_shown:
                window.damage.add(window.outline.intersection(above.outline))
        self._windows.remove(window)
        self._windows.append(window)
        self._focus()

    def hide(self, window: Window) -> None:
        """Take a window from the desktop."""
        window.show(shown=False)
        self._focus()

    def _focus(self) -> None:
        active = self.active
        for window in self._windows:
            window.activate(active=window is active)
