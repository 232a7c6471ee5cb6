"""A moving picture: plasma, as long as it is switched on."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from piment.geometry import Point, Rect, Size
from piment.server.sources.demo import theme
from piment.server.sources.demo.cursors import Cursor
from piment.server.sources.demo.drawing import (
    Pixels,
    blank,
    fill,
    from_rgb,
    pill,
    polygon,
    tint,
    write,
)
from piment.server.sources.demo.keyboard import Stroke
from piment.server.sources.demo.window import Window

FRAMES_PER_SECOND = 25
PICTURE = Size(400, 224)
CONTENT = Size(PICTURE.width, PICTURE.height + 42)
BUTTON = Rect(0, PICTURE.height + 8, 96, PICTURE.height + 38)

_COLOURS = ((36, 30, 82), (94, 54, 140), (214, 64, 105), (250, 152, 92), (66, 160, 172))


TURN = 256
"""Frames of a turn: phases are 256ths of one, and go on by whole ones."""


class Plasma:
    """Frames of flowing colours, each the same every time it is drawn."""

    def __init__(self, size: Size) -> None:
        y, x = np.mgrid[0 : size.height, 0 : size.width].astype(np.float32)
        centre_x, centre_y = size.width * 0.65, size.height * 0.4
        radius = np.hypot(x - centre_x, y - centre_y)
        slant = np.sin(x / 61) * 34 + np.cos(y / 43) * 34 + (x + y) * 0.25
        # Phases in 256ths of a turn, so that a frame is two look-ups for each pixel.
        self._slant = slant.astype(np.int16)
        self._rings = (radius * 0.9 + np.sin(y / 37) * 22).astype(np.int16)
        turn = np.arange(256) / 256 * 2 * np.pi
        self._wave = (np.sin(turn) * 52).astype(np.int16)
        self._colours = _palette(turn)

    def frame(self, number: int) -> Pixels:
        """Return the pixels of a frame; all of them come again after `TURN` frames."""
        number %= TURN
        slant = self._wave[(self._slant + number * 2) & 255]
        rings = self._wave[(self._rings - number * 3) & 255]
        pixels: Pixels = self._colours[(slant + rings + number) & 255]
        return pixels


class Movie(Window):
    """A window with a moving picture and a button that switches it on and off."""

    def __init__(self) -> None:
        super().__init__("Moving picture", CONTENT)
        self.canvas[:] = blank(CONTENT, theme.PAPER)
        self._plasma = Plasma(PICTURE)
        self._frame = 0
        self._is_playing = False
        self._first_frame_at: datetime | None = None
        self._draw_frame()
        self._draw_button()
        note = f"plasma, {PICTURE.width} x {PICTURE.height}, {FRAMES_PER_SECOND} frames a second"
        at = Point(BUTTON.right + 16, BUTTON.top + 20)
        write(self.canvas, at, note, theme.INK_FAINT, theme.SMALL_TEXT_SIZE)

    @property
    def is_playing(self) -> bool:
        """Whether the picture moves."""
        return self._is_playing

    @property
    def button(self) -> Rect:
        """What switches the picture on and off, in desktop coordinates."""
        return BUTTON.moved(self.content.left, self.content.top)

    @property
    def picture(self) -> Rect:
        """What moves, in desktop coordinates."""
        return Rect.of_size(PICTURE).moved(self.content.left, self.content.top)

    def cursor_at(self, point: Point) -> Cursor:
        """Return the hand over the button."""
        return Cursor.HAND if BUTTON.contains(point) else Cursor.ARROW

    def press(self, point: Point) -> None:
        """Switch on or off at the button."""
        if BUTTON.contains(point):
            self._toggle()

    def type(self, stroke: Stroke) -> None:
        """Switch on or off with the space bar."""
        if stroke == " ":
            self._toggle()

    def tick(self, now: datetime) -> None:
        """Show the frame that is due, if the picture moves."""
        if not self._moves:
            # Going on later where it stops now.
            self._first_frame_at = None
            return
        if self._first_frame_at is None:
            self._first_frame_at = now - _duration(self._frame)
        due = int((now - self._first_frame_at) / _duration(1))
        if due != self._frame:
            self._frame = due
            self._draw_frame()

    def seconds_to_tick(self, now: datetime) -> float | None:
        """Return when the next frame is due."""
        if not self._moves:
            return None
        if self._first_frame_at is None:
            return 0.0
        due_at = self._first_frame_at + _duration(self._frame + 1)
        return (due_at - now).total_seconds()

    @property
    def _moves(self) -> bool:
        return self._is_playing and self.is_shown

    def _toggle(self) -> None:
        self._is_playing = not self._is_playing
        self._draw_button()

    def _draw_frame(self) -> None:
        self.canvas[: PICTURE.height] = self._plasma.frame(self._frame)
        self.touch(Rect.of_size(PICTURE))

    def _draw_button(self) -> None:
        fill(self.canvas, BUTTON, theme.PAPER)
        pill(self.canvas, BUTTON, theme.ACCENT)
        if self._is_playing:
            _draw_pause(self.canvas)
        else:
            _draw_play(self.canvas)
        label = "Pause" if self._is_playing else "Play"
        write(self.canvas, Point(40, BUTTON.top + 20), label, theme.WHITE, theme.TEXT_SIZE)
        self.touch(BUTTON)


def _duration(frames: int) -> timedelta:
    return timedelta(seconds=1) * frames / FRAMES_PER_SECOND


def _draw_pause(canvas: Pixels) -> None:
    for left in (21, 28):
        pill(canvas, Rect(left, BUTTON.top + 9, left + 4, BUTTON.bottom - 9), theme.WHITE, 1)


def _draw_play(canvas: Pixels) -> None:
    triangle = polygon(Size(14, 14), (1, 0.5), (13, 7), (1, 13.5))
    tint(canvas, triangle, Point(20, BUTTON.top + 8), theme.WHITE)


def _palette(turn: NDArray[np.float64]) -> Pixels:
    stops = np.array(_COLOURS, np.float64)
    at = turn / (2 * np.pi) * len(stops)
    after = np.floor(at).astype(int)
    mix = (1 - np.cos((at - after) * np.pi))[:, None] / 2
    blended = stops[after] * (1 - mix) + stops[(after + 1) % len(stops)] * mix
    return from_rgb(blended.round().astype(np.uint8))
