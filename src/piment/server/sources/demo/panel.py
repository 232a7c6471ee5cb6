"""The bar at the top: a tab for every window, the lights of the keyboard, the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from piment.geometry import Point, Rect, Size
from piment.server.scene.updates import Leds
from piment.server.sources.demo import theme
from piment.server.sources.demo.drawing import (
    Mask,
    Pixels,
    blank,
    fill,
    pill,
    polygon,
    text_width,
    tint,
    write,
)
from piment.server.sources.demo.rows import Rows

_BASE_LINE = 23
_FIRST_TAB = 116
_TAB_PADDING = 14
_TAB_GAP = 4
_CLOCK_WIDTH = 168
_TIME_WIDTH = 66
_LIGHTS_WIDTH = 164
_LIGHT_LEFTS = (0, 50, 95)


class Tab(NamedTuple):
    """A window as the panel shows it."""

    title: str
    is_shown: bool
    is_active: bool


class _State(NamedTuple):
    second: datetime
    leds: Leds
    tabs: tuple[Tab, ...]


class Panel:
    """The bar over the whole width of the desktop; nothing comes before it."""

    def __init__(self, width: int, titles: Sequence[str]) -> None:
        size = Size(width, theme.PANEL_HEIGHT)
        self.pixels = blank(size, theme.PANEL)
        self.outline = self.opaque = Rect.of_size(size)
        self._tab_places = _tab_places(titles)
        self._row = Rows(self.pixels, theme.PANEL_HEIGHT, self._paint)

    @property
    def tab_places(self) -> Sequence[Rect]:
        """Where the windows' tabs are, in the order of the titles."""
        return self._tab_places

    def tab_at(self, point: Point) -> int | None:
        """Return which tab lies under a point of the desktop."""
        for index, place in enumerate(self._tab_places):
            if place.contains(point):
                return index
        return None

    def show(self, now: datetime, leds: Leds, tabs: Sequence[Tab]) -> list[Rect]:
        """Show this and return where pixels changed."""
        return self._row.show([_State(now.replace(microsecond=0), leds, tuple(tabs))])

    def _paint(self, pixels: Pixels, state: _State) -> None:
        pixels[:] = blank(self.outline.size, theme.PANEL)
        _paint_brand(pixels)
        for place, tab in zip(self._tab_places, state.tabs, strict=True):
            _paint_tab(pixels, place, tab)
        left = self.outline.right - _CLOCK_WIDTH - _LIGHTS_WIDTH
        # On a narrow desktop the clock goes before the tabs.
        fill(pixels, self.outline._replace(left=left - 10), theme.PANEL)
        _paint_lights(pixels, left, state.leds)
        _paint_clock(pixels, left + _LIGHTS_WIDTH, state.second)


def _tab_places(titles: Sequence[str]) -> list[Rect]:
    lefts = [_FIRST_TAB]
    for title in titles:
        width = round(text_width(title, theme.TEXT_SIZE)) + 2 * _TAB_PADDING
        lefts.append(lefts[-1] + width + _TAB_GAP)
    bottom = theme.PANEL_HEIGHT - 4
    return [Rect(left, 4, following - _TAB_GAP, bottom) for left, following in pairwise(lefts)]


def _paint_brand(pixels: Pixels) -> None:
    tint(pixels, _fruit(), Point(14, 8), theme.ACCENT)
    tint(pixels, _stalk(), Point(14, 8), theme.LAMP)
    write(pixels, Point(42, _BASE_LINE), "Piment", theme.WHITE, theme.TEXT_SIZE)


def _fruit() -> Mask:
    outer = ((13, 4), (17, 5), (18.5, 8), (17.5, 12), (14, 16), (9, 18.5), (3, 19), (0.5, 18))
    inner = ((5, 16.5), (8.5, 13.5), (10, 10), (10.5, 6))
    return polygon(Size(22, 20), *outer, *inner)


def _stalk() -> Mask:
    return polygon(Size(22, 20), (10, 6.5), (12, 3.2), (15, 3), (18, 0), (20, 1), (17, 4), (18, 6))


def _paint_tab(pixels: Pixels, place: Rect, tab: Tab) -> None:
    if tab.is_active:
        pill(pixels, place, theme.PANEL_RAISED, 7)
    ink = theme.PANEL_INK if tab.is_shown else theme.PANEL_INK_FAINT
    at = Point(place.left + _TAB_PADDING, _BASE_LINE)
    write(pixels, at, tab.title, ink, theme.TEXT_SIZE)


def _paint_lights(pixels: Pixels, left: int, leds: Leds) -> None:
    lights = (("Caps", leds.caps_lock), ("Num", leds.num_lock), ("Scroll", leds.scroll_lock))
    for offset, (label, is_on) in zip(_LIGHT_LEFTS, lights, strict=True):
        at = left + offset
        colour = theme.LAMP if is_on else theme.PANEL_RAISED
        pill(pixels, Rect(at, 15, at + 6, 21), colour)
        ink = theme.PANEL_INK if is_on else theme.PANEL_INK_FAINT
        write(pixels, Point(at + 10, 22), label, ink, theme.SMALL_TEXT_SIZE - 1)


def _paint_clock(pixels: Pixels, left: int, now: datetime) -> None:
    # In Python's own words: strftime's depend on the locale.
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[now.weekday()]
    date = f"{weekday} {now:%Y-%m-%d}"
    time_left = left + _CLOCK_WIDTH - 14 - _TIME_WIDTH
    date_left = time_left - 10 - round(text_width(date, theme.SMALL_TEXT_SIZE))
    ink = theme.PANEL_INK_FAINT
    write(pixels, Point(date_left, _BASE_LINE), date, ink, theme.SMALL_TEXT_SIZE)
    # Digits in cells of their own: a changed second moves and repaints nothing else.
    step = round(text_width("0", theme.TEXT_SIZE))
    for part, digits in enumerate(f"{now:%H %M %S}".split()):
        at = time_left + part * (2 * step + 6)
        write(pixels, Point(at, _BASE_LINE), digits[0], theme.PANEL_INK, theme.TEXT_SIZE)
        write(pixels, Point(at + step, _BASE_LINE), digits[1], theme.PANEL_INK, theme.TEXT_SIZE)
        if part:
            write(pixels, Point(at - 5, _BASE_LINE - 1), ":", theme.PANEL_INK, theme.TEXT_SIZE)
