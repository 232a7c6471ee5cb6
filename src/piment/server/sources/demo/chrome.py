"""The looks of a window around its content: shadow, round corners, title bar, close button."""

from __future__ import annotations

import functools

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from piment.geometry import Point, Rect, Size
from piment.server.sources.demo import theme
from piment.server.sources.demo.drawing import (
    Mask,
    Pixels,
    blank,
    fill,
    pill,
    rounded,
    scaled,
    shape,
    text_width,
    tint,
    write,
)

# Room around the content; keeps it clear of the round corners, so that it is a plain rectangle.
PADDING = 12

_SHADOW_STRENGTH = 0.38
_SHADOW_BLUR = 11
_SHADOW_DROP = 7
_BUTTON = Size(20, 20)
_BUTTON_INSET = 10


def outline_size(content: Size) -> Size:
    """Return the size of a whole window, with its shadow."""
    frame = frame_rect(content)
    return Size(frame.right + theme.SHADOW_MARGIN, frame.bottom + theme.SHADOW_MARGIN)


def frame_rect(content: Size) -> Rect:
    """Return where the frame lies in the window's pixels."""
    width = content.width + 2 * PADDING
    height = content.height + theme.TITLE_HEIGHT + 2 * PADDING
    return Rect(0, 0, width, height).moved(theme.SHADOW_MARGIN, theme.SHADOW_MARGIN)


def content_rect(content: Size) -> Rect:
    """Return where the content lies in the window's pixels."""
    frame = frame_rect(content)
    return Rect.of_size(content).moved(
        frame.left + PADDING, frame.top + theme.TITLE_HEIGHT + PADDING
    )


def title_rect(content: Size) -> Rect:
    """Return where the title bar lies in the window's pixels."""
    frame = frame_rect(content)
    return frame._replace(bottom=frame.top + theme.TITLE_HEIGHT)


def close_rect(content: Size) -> Rect:
    """Return where the close button lies in the window's pixels."""
    bar = title_rect(content)
    left = bar.right - _BUTTON_INSET - _BUTTON.width
    top = bar.top + (bar.height - _BUTTON.height) // 2
    return Rect.of_size(_BUTTON).moved(left, top)


def opaque_rect(content: Size) -> Rect:
    """Return the rows of the frame that no round corner makes see-through."""
    frame = frame_rect(content)
    return frame._replace(
        top=frame.top + theme.CORNER_RADIUS, bottom=frame.bottom - theme.CORNER_RADIUS
    )


def window_pixels(content: Size, title: str, *, active: bool) -> Pixels:
    """Return a window's premultiplied pixels, content still empty."""
    frame = frame_rect(content)
    whole = _frame_mask(content)
    see_through = 255 - whole.astype(np.uint16)
    pixels = blank(outline_size(content), theme.PAPER)
    bar = title_rect(content)
    fill(pixels, bar, theme.FRAME if active else theme.FRAME_ASLEEP)
    pixels[..., :3] = scaled(pixels[..., :3], whole[..., None].astype(np.uint16))
    pixels[..., 3] = whole + scaled(_shadow(whole), see_through)
    line = Rect(frame.left, bar.bottom - 1, frame.right, bar.bottom)
    fill(pixels, line, theme.LINE)
    _write_title(pixels, bar, title, active=active)
    _draw_close(pixels, close_rect(content), active=active)
    return pixels


def _write_title(pixels: Pixels, bar: Rect, title: str, *, active: bool) -> None:
    left = bar.left + (bar.width - round(text_width(title, theme.TEXT_SIZE))) // 2
    ink = theme.INK if active else theme.INK_FAINT
    write(pixels, Point(left, bar.top + 23), title, ink, theme.TEXT_SIZE)


def _draw_close(pixels: Pixels, place: Rect, *, active: bool) -> None:
    pill(pixels, place, theme.ACCENT if active else theme.LINE)
    tint(pixels, _cross(), Point(place.left, place.top), theme.WHITE)


@functools.cache
def _cross() -> Mask:
    def draw(ink: ImageDraw.ImageDraw, scale: int) -> None:
        near, far = 7 * scale, 13 * scale
        ink.line((near, near, far, far), fill=255, width=int(1.6 * scale))
        ink.line((near, far, far, near), fill=255, width=int(1.6 * scale))

    return shape(_BUTTON, draw)


def _frame_mask(content: Size) -> Mask:
    frame, size = frame_rect(content), outline_size(content)
    mask = np.zeros((size.height, size.width), np.uint8)
    mask[frame.rows, frame.columns] = rounded(frame.size, theme.CORNER_RADIUS)
    return mask


def _shadow(whole: Mask) -> Mask:
    blurred = Image.fromarray(whole).filter(ImageFilter.GaussianBlur(_SHADOW_BLUR))
    fallen = np.roll(np.asarray(blurred), _SHADOW_DROP, axis=0)
    return (fallen * _SHADOW_STRENGTH).astype(np.uint8)
