"""Text, pixel by pixel (wire.md 19.12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from piment.protocol.common import Rect
from piment.protocol.draw import Pattern, Ropd, Solid
from tests.reference.canvas import DEPTH, RGB555, XRGB, Canvas, around, mul, unpack

BITS = {1: 1, 2: 4, 4: 8}


def text(canvas: Canvas, command: Any) -> None:
    back, ink = command.back_area, ink_of(canvas, command.fore)
    if back.left < back.right and back.top < back.bottom:
        if command.fore_mode != Ropd.OP_PUT:
            return
        inside = Rect(
            max(back.top, command.box.top),
            max(back.left, command.box.left),
            min(back.bottom, command.box.bottom),
            min(back.right, command.box.right),
        )
        brush = canvas.brush(command.back)
        canvas.fill(canvas.region(command, inside), brush, Ropd.OP_PUT, (Ropd(0), Ropd(0)))
    bits = BITS[command.str.flags & 7]
    glyphs = command.str.glyphs
    if not glyphs:
        return
    left, top, right, bottom = around(edges(glyph) for glyph in glyphs)
    mask = [[0] * (right - left) for _ in range(bottom - top)]
    for glyph in glyphs:
        put_glyph(mask, glyph, (left, top), bits)
    if command.fore is None or not mask:
        return
    pixels = canvas.region(command)
    for x, y in pixels:
        if not (left <= x < right and top <= y < bottom) or not mask[y - top][x - left]:
            continue
        colour = ink(x - left, y - top)
        if colour is None:
            continue
        m = mask[y - top][x - left]
        canvas.blend(x, y, [mul(c, m) for c in colour])
    if any(left <= x < right and top <= y < bottom for x, y in pixels):
        canvas.clear_pad(Rect(top, left, bottom, right))


def edges(glyph: Any) -> tuple[int, int, int, int]:
    left = glyph.render_pos.x + glyph.glyph_origin.x
    top = glyph.render_pos.y + glyph.glyph_origin.y
    return (left, top, left + glyph.width, top + glyph.height)


def put_glyph(mask: list[list[int]], glyph: Any, corner: tuple[int, int], bits: int) -> None:
    stride = (bits * glyph.width + 7) // 8
    left, top = edges(glyph)[0] - corner[0], edges(glyph)[1] - corner[1]
    for j in range(glyph.height):
        row = glyph.data[(glyph.height - 1 - j) * stride :][:stride]
        for i in range(glyph.width):
            line = mask[top + j]
            line[left + i] = covered(line[left + i], row, i, bits)


def covered(old: int, row: bytes, i: int, bits: int) -> int:
    match bits:
        case 1:
            return old | 255 * (row[i // 8] >> (7 - i % 8) & 1)
        case 4 if i % 2 == 0:
            return max(old, row[i // 2] >> 4 << 4)
        case 4:
            return (row[i // 2] & 15) * 16 if row[i // 2] * 16 > old else old
        case _:
            return max(old, row[i])


def ink_of(canvas: Canvas, brush: Any) -> Callable[[int, int], list[int] | None]:
    """Return what a brush is at a place in the text."""
    match brush:
        case Solid(color) if DEPTH[canvas.format] == 16:
            return lambda i, j: unpack(RGB555, color & 0xFFFF)
        case Solid(color):
            return lambda i, j: unpack(XRGB, color)
        case Pattern(pat, pos):
            tile = canvas.image(pat)
            if tile.width and tile.height:
                return lambda i, j: tile.colour((i - pos.x) % tile.width, (j - pos.y) % tile.height)
    return lambda i, j: None
