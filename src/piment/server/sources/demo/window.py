"""A window of the demo desktop: its place, its pixels, and what it does with input."""

from __future__ import annotations

from datetime import datetime

from piment.geometry import Point, Rect, Region, Size
from piment.server.sources.demo import chrome
from piment.server.sources.demo.cursors import Cursor
from piment.server.sources.demo.drawing import Pixels
from piment.server.sources.demo.keyboard import Stroke
from piment.server.sources.demo.theme import SHADOW_MARGIN


class Window:
    """A frame around a content; subclasses draw the content and answer input.

    Points given to `press`, `drag` and `cursor_at`, and rectangles given to `touch`, are relative
    to the content's top left corner; everything else is in desktop coordinates.
    """

    def __init__(self, title: str, content_size: Size) -> None:
        self.title = title
        self.damage = Region()
        self.is_shown = True
        self._position = Point(0, 0)
        self._content_size = content_size
        self._faces = {
            active: chrome.window_pixels(content_size, title, active=active)
            for active in (False, True)
        }
        self._is_active = False
        inside = chrome.content_rect(content_size)
        self.pixels = self._faces[False].copy()
        self.canvas: Pixels = self.pixels[inside.rows, inside.columns]

    @property
    def position(self) -> Point:
        """Where the top left corner of the frame stands."""
        return self._position

    @property
    def outline(self) -> Rect:
        """What `pixels` covers: the frame and its shadow."""
        return self._placed(Rect.of_size(chrome.outline_size(self._content_size)))

    @property
    def opaque(self) -> Rect:
        """A part of the outline that nothing shines through."""
        return self._placed(chrome.opaque_rect(self._content_size))

    @property
    def frame(self) -> Rect:
        """The window without its shadow."""
        return self._placed(chrome.frame_rect(self._content_size))

    @property
    def title_bar(self) -> Rect:
        """What the window can be dragged by."""
        return self._placed(chrome.title_rect(self._content_size))

    @property
    def close_button(self) -> Rect:
        """What hides the window when it is clicked."""
        return self._placed(chrome.close_rect(self._content_size))

    @property
    def content(self) -> Rect:
        """What `canvas` covers."""
        return self._placed(chrome.content_rect(self._content_size))

    @property
    def is_active(self) -> bool:
        """Whether keys go to this window."""
        return self._is_active

    def activate(self, *, active: bool) -> None:
        """Take or lose the keyboard, and look like it."""
        if active == self._is_active:
            return
        self._is_active = active
        content = self.canvas.copy()
        self.pixels[:] = self._faces[active]
        self.canvas[:] = content
        if self.is_shown:
            self.damage.update(self.frame.minus(self.content))

    def move_to(self, position: Point) -> None:
        """Put the frame's top left corner there."""
        if position != self._position:
            self._damage_all()
            self._position = position
            self._damage_all()

    def show(self, *, shown: bool) -> None:
        """Put the window onto the desktop, or take it away."""
        self._damage_all()
        self.is_shown = shown
        self._damage_all()

    def touch(self, rect: Rect) -> None:
        """Note that pixels of the content have changed."""
        if self.is_shown:
            content = self.content
            self.damage.add(rect.moved(content.left, content.top).intersection(content))

    def cursor_at(self, point: Point) -> Cursor:
        """Return how the pointer looks over this point of the content."""
        del point
        return Cursor.ARROW

    def press(self, point: Point) -> None:
        """Answer the left button."""

    def drag(self, point: Point) -> None:
        """Answer the pointer moving while the left button is held since `press`."""

    def turn_wheel(self, steps: int) -> None:
        """Answer the wheel; down is positive."""

    def type(self, stroke: Stroke) -> None:
        """Answer a key."""

    def tick(self, now: datetime) -> None:
        """Show what is due now."""

    def seconds_to_tick(self, now: datetime) -> float | None:
        """Return after how long the picture changes by itself; `None` when it does not."""
        del now
        return None

    def _damage_all(self) -> None:
        if self.is_shown:
            self.damage.add(self.outline)

    def _placed(self, rect: Rect) -> Rect:
        return rect.moved(self._position.x - SHADOW_MARGIN, self._position.y - SHADOW_MARGIN)
