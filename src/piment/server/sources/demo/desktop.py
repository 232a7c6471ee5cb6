"""The demo desktop: a stack of windows, a panel, a pointer and a keyboard."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from piment.geometry import Point, Rect, Size
from piment.server.scene.actions import (
    Action,
    Button,
    ButtonChanged,
    Key,
    PointerMoved,
    PointerPlaced,
)
from piment.server.scene.updates import Leds
from piment.server.sources.demo.compositor import Compositor
from piment.server.sources.demo.cursors import Cursor
from piment.server.sources.demo.drawing import Pixels
from piment.server.sources.demo.keyboard import Keyboard
from piment.server.sources.demo.movie import Movie
from piment.server.sources.demo.notepad import Notepad
from piment.server.sources.demo.panel import Panel, Tab
from piment.server.sources.demo.peppers import Peppers
from piment.server.sources.demo.photo import Photo
from piment.server.sources.demo.stack import Stack
from piment.server.sources.demo.theme import PANEL_HEIGHT, TITLE_HEIGHT
from piment.server.sources.demo.window import Window

# How much of a title bar stays on the desktop when that gets smaller, to drag the window by.
_GRIP = 120

_WHEEL = {Button.UP: -1, Button.DOWN: 1}


class _Carried(NamedTuple):
    """A window that follows the pointer, which holds it this far from its corner."""

    window: Window
    hold: Point


class _Pressed(NamedTuple):
    """A window whose content the left button went down on."""

    window: Window


class Desktop:
    """Everything on the screen, without time and without readers of its own.

    What input changes is drawn by the next `render`.
    """

    def __init__(self, size: Size, now: datetime) -> None:
        self.notepad = Notepad()
        self.photo = Photo()
        self.movie = Movie()
        self.peppers = Peppers()
        self.windows: tuple[Window, ...] = (self.notepad, self.photo, self.movie, self.peppers)
        self._stack = Stack([self.movie, self.peppers, self.photo, self.notepad])
        self._keyboard = Keyboard()
        self._compositor = Compositor(size)
        self._panel = self._new_panel()
        self._pointer = Point(size.width // 2, size.height // 2)
        self._grab: _Carried | _Pressed | None = None
        self._now = now
        self._lay_out()

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return self._compositor.size

    @property
    def framebuffer(self) -> Pixels:
        """The pixels as last rendered."""
        return self._compositor.framebuffer

    @property
    def panel(self) -> Panel:
        """The bar at the top; another one after a change of size."""
        return self._panel

    @property
    def pointer(self) -> Point:
        """Where the pointer's hot spot stands."""
        return self._pointer

    @property
    def leds(self) -> Leds:
        """The lights of the keyboard."""
        return self._keyboard.leds

    @property
    def cursor(self) -> Cursor:
        """How the pointer looks."""
        if isinstance(self._grab, _Carried):
            return Cursor.MOVE
        if self._grab is None and self._panel.outline.contains(self._pointer):
            over_tab = self._panel.tab_at(self._pointer) is not None
            return Cursor.HAND if over_tab else Cursor.ARROW
        window = self._grab.window if self._grab else self._window_at(self._pointer)
        return Cursor.ARROW if window is None else self._cursor_over(window)

    def act(self, action: Action) -> None:
        """Do what a viewer did."""
        match action:
            case Key():
                stroke = self._keyboard.turn(action)
                active = self._stack.active
                if stroke is not None and active is not None:
                    active.type(stroke)
            case PointerPlaced(position):
                self._move_pointer(position)
            case PointerMoved(dx, dy):
                self._move_pointer(Point(self._pointer.x + dx, self._pointer.y + dy))
            case ButtonChanged(Button.LEFT, pressed=True):
                self._press()
            case ButtonChanged(Button.LEFT):
                self._grab = None
            case ButtonChanged(button, pressed=True) if button in _WHEEL:
                window = self._window_at(self._pointer)
                if window is not None:
                    window.turn_wheel(_WHEEL[button])

    def resize(self, size: Size) -> None:
        """Change the size of the desktop; windows and pointer stay in reach."""
        self._compositor.resize(size)
        self._panel = self._new_panel()
        for window in self.windows:
            window.move_to(self._in_reach(window))
        self._move_pointer(self._pointer)

    def tick(self, now: datetime) -> None:
        """Show what is due now."""
        self._now = now
        for window in self.windows:
            window.tick(now)

    def seconds_to_tick(self, now: datetime) -> float:
        """Return after how many seconds something changes by itself."""
        to_next_second = 1 - now.microsecond / 1_000_000
        due = [window.seconds_to_tick(now) for window in self.windows]
        return min([to_next_second, *(seconds for seconds in due if seconds is not None)])

    def render(self) -> list[Rect]:
        """Bring the framebuffer up to date and return what was drawn anew."""
        for window in self.windows:
            self._compositor.spoil(window.damage.take())
        tabs = [Tab(window.title, window.is_shown, window.is_active) for window in self.windows]
        self._compositor.spoil(self._panel.show(self._now, self.leds, tabs))
        return self._compositor.render([*self._stack.shown, self._panel])

    def _window_at(self, point: Point) -> Window | None:
        return None if self._panel.outline.contains(point) else self._stack.at(point)

    def _cursor_over(self, window: Window) -> Cursor:
        if self._grab or window.content.contains(self._pointer):
            return window.cursor_at(self._within(window))
        if window.close_button.contains(self._pointer):
            return Cursor.HAND
        return Cursor.MOVE if window.title_bar.contains(self._pointer) else Cursor.ARROW

    def _within(self, window: Window) -> Point:
        """Return where the pointer stands in the window's content."""
        content = window.content
        return Point(self._pointer.x - content.left, self._pointer.y - content.top)

    def _move_pointer(self, position: Point) -> None:
        width, height = self.size
        self._pointer = Point(
            min(max(position.x, 0), width - 1), min(max(position.y, 0), height - 1)
        )
        match self._grab:
            case _Carried(window, hold):
                left, top = self._pointer.x - hold.x, self._pointer.y - hold.y
                window.move_to(Point(left, max(top, PANEL_HEIGHT)))
            case _Pressed(window):
                window.drag(self._within(window))

    def _press(self) -> None:
        tab = self._panel.tab_at(self._pointer)
        if tab is not None:
            self._toggle(self.windows[tab])
            return
        window = self._window_at(self._pointer)
        if window is None:
            return
        self._stack.bring_up(window)
        if window.close_button.contains(self._pointer):
            self._stack.hide(window)
        elif window.title_bar.contains(self._pointer):
            corner = window.position
            hold = Point(self._pointer.x - corner.x, self._pointer.y - corner.y)
            self._grab = _Carried(window, hold)
        elif window.content.contains(self._pointer):
            self._grab = _Pressed(window)
            window.press(self._within(window))

    def _toggle(self, window: Window) -> None:
        if window is self._stack.active:
            self._stack.hide(window)
        else:
            self._stack.bring_up(window)

    def _new_panel(self) -> Panel:
        return Panel(self.size.width, [window.title for window in self.windows])

    def _lay_out(self) -> None:
        for window, (across, down) in zip(self.windows, _PLACES, strict=True):
            spare_width = max(self.size.width - window.frame.width, 0)
            spare_height = max(self.size.height - PANEL_HEIGHT - window.frame.height, 0)
            left, top = round(spare_width * across), round(spare_height * down)
            window.move_to(Point(left, PANEL_HEIGHT + top))

    def _in_reach(self, window: Window) -> Point:
        left, top = window.position
        return Point(
            min(max(left, _GRIP - window.frame.width), max(self.size.width - _GRIP, 0)),
            max(min(top, self.size.height - TITLE_HEIGHT), PANEL_HEIGHT),
        )


# Where `windows` stand: fractions of the room that they leave, across and down.
_PLACES = ((0.07, 0.08), (0.87, 0.06), (0.93, 0.94), (0.20, 0.93))
