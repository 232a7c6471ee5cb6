"""The canvas, pixel by pixel in plain Python (wire.md section 19): slow and clear."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import floor
from re import sub
from typing import Any

from piment.canvas.format import PixelFormat
from piment.protocol import draw as commands
from piment.protocol.draw import AlphaFlags, Drawing, Pattern, Ropd, Solid

Rows = list[list[int]]
Pixel = tuple[int, int]
DEPTH = {1: 1, 8: 8, 16: 16, 80: 16, 32: 32, 96: 32}
XRGB, ARGB, RGB555, RGB565 = (
    PixelFormat.XRGB,
    PixelFormat.ARGB,
    PixelFormat.RGB555,
    PixelFormat.RGB565,
)


@dataclass
class Picture:
    """Pixels and what they are; `is_surface` if drawn as another surface's content."""

    format: PixelFormat
    rows: Rows
    is_surface: bool = False

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def at(self, x: int, y: int) -> int | None:
        inside = 0 <= y < self.height and 0 <= x < self.width
        return self.rows[y][x] if inside else None

    def colour(self, x: int, y: int) -> list[int]:
        """Return A, R, G, B; zeros outside."""
        pixel = self.at(x, y)
        return [0, 0, 0, 0] if pixel is None else unpack(self.format, pixel)

    def turned_into(self, wanted: PixelFormat) -> Picture:
        if wanted == self.format:
            return self
        rows = [[pack(wanted, unpack(self.format, p)) for p in row] for row in self.rows]
        return Picture(wanted, rows)


def snake_case(name: str) -> str:
    return sub("(?<!^)(?=[A-Z])", "_", name).lower()


def unpack(form: PixelFormat, pixel: int) -> list[int]:
    """Return A, R, G, B of 0 to 255."""
    match form:
        case PixelFormat.A1:
            return [255 * pixel, 0, 0, 0]
        case PixelFormat.A8:
            return [pixel, 0, 0, 0]
        case PixelFormat.RGB555:
            fives = [pixel >> 10 & 31, pixel >> 5 & 31, pixel & 31]
            return [255, *((c << 3) | (c >> 2) for c in fives)]
        case PixelFormat.RGB565:
            red, green, blue = pixel >> 11, pixel >> 5 & 63, pixel & 31
            wide = [(red << 3) | (red >> 2), (green << 2) | (green >> 4), (blue << 3) | (blue >> 2)]
            return [255, *wide]
        case PixelFormat.XRGB:
            return [255, pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255]
        case _:
            return [pixel >> 24, pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255]


def pack(form: PixelFormat, colour: list[int]) -> int:
    alpha, red, green, blue = colour
    match form:
        case PixelFormat.A1:
            return alpha >> 7
        case PixelFormat.A8:
            return alpha
        case PixelFormat.RGB555:
            return red >> 3 << 10 | green >> 3 << 5 | blue >> 3
        case PixelFormat.RGB565:
            return red >> 3 << 11 | green >> 2 << 5 | blue >> 3
        case _:
            return alpha << 24 | red << 16 | green << 8 | blue


def mul(a: int, b: int) -> int:
    t = a * b + 128
    return (t + (t >> 8)) >> 8


def ropd_result(ropd: Ropd, s: int, d: int, flips: tuple[Ropd, Ropd], ones: int) -> int:
    """Return what a descriptor makes of source and destination; `flips` invert them (19.3)."""
    plain_s, plain_d = s, d
    s ^= ones if ropd & flips[0] else 0
    d ^= ones if ropd & flips[1] else 0
    flip = ones if ropd & Ropd.INVERS_RES else 0
    if ropd & Ropd.OP_PUT:
        return s ^ flip
    if ropd & Ropd.OP_OR:
        return (s | d) ^ flip
    if ropd & Ropd.OP_AND:
        return (s & d) ^ flip
    if ropd & Ropd.OP_XOR:
        return s ^ d ^ flip
    if ropd & Ropd.OP_BLACKNESS:
        return 0
    if ropd & Ropd.OP_WHITENESS:
        return ones
    if ropd & Ropd.OP_INVERS:
        return plain_d ^ ones
    return plain_s


ON_SURFACE = (Ropd.INVERS_SRC, Ropd.INVERS_DEST)
BRUSH = (Ropd.INVERS_BRUSH, Ropd.INVERS_DEST)
BRUSH_ON_IMAGE = (Ropd.INVERS_BRUSH, Ropd.INVERS_SRC)


class Canvas(Picture):
    """A surface that can be drawn on. `find` gives the picture of an image descriptor."""

    def __init__(self, form: PixelFormat, rows: Rows, find: Callable[[Any], Picture]) -> None:
        super().__init__(form, rows)
        self.find = find
        self.ones = (1 << DEPTH[form]) - 1

    def draw(self, command: Drawing) -> None:
        from tests.reference import canvas_composite, canvas_stroke, canvas_text

        match command:
            case commands.DrawStroke():
                canvas_stroke.stroke(self, command)
            case commands.DrawText():
                canvas_text.text(self, command)
            case commands.DrawComposite():
                canvas_composite.composite(self, command)
            case _:
                getattr(self, snake_case(type(command).__name__))(command)

    # --- where -----------------------------------------------------------------------------------

    def region(self, command: Any, box: Any = None) -> list[Pixel]:
        """Return the pixels of box, clip and mask (19.3, 19.5)."""
        box = box or command.box
        return [
            (x, y)
            for y in range(max(box.top, 0), min(box.bottom, self.height))
            for x in range(max(box.left, 0), min(box.right, self.width))
            if in_clip(command.clip, x, y) and self.in_mask(command, x, y)
        ]

    def in_mask(self, command: Any, x: int, y: int) -> bool:
        mask = getattr(command, "mask", None)
        if mask is None or mask.bitmap is None:
            return True
        bit = self.find(mask.bitmap).at(
            x - command.box.left + mask.pos.x, y - command.box.top + mask.pos.y
        )
        return bit is not None and bit != (mask.flags & 1)

    # --- what ------------------------------------------------------------------------------------

    def image(self, descriptor: Any) -> Picture:
        """Return an image as whole pixels of this surface (19.2)."""
        found = self.find(descriptor)
        found = Picture(found.format, [row[:] for row in found.rows], found.is_surface)
        if found.is_surface:
            return found
        if DEPTH[self.format] != 32:
            return found.turned_into(self.format)
        return found if found.format is ARGB else found.turned_into(XRGB)

    def brush(self, brush: Any) -> Callable[[int, int], int | None]:
        """Return what a brush paints at a place (19.4)."""
        match brush:
            case Solid(color):
                return lambda x, y: color & self.ones
            case Pattern(pat, pos):
                tile = self.image(pat)
                if not tile.width or not tile.height:
                    return lambda x, y: None
                return lambda x, y: tile.rows[(y - pos.y) % tile.height][(x - pos.x) % tile.width]
        return lambda x, y: 0

    def sampler(self, image: Picture, command: Any) -> Callable[[int, int], int | None]:
        """Return the source pixel for a place, or None where nothing is drawn (19.6)."""
        box, area = command.box, command.src_area
        wide, high = area.right - area.left, area.bottom - area.top
        if (wide, high) == (box.right - box.left, box.bottom - box.top):
            return lambda x, y: image.at(x - box.left + area.left, y - box.top + area.top)
        fx, fy = wide * 65536 // (box.right - box.left), high * 65536 // (box.bottom - box.top)

        def sample(x: int, y: int) -> int:
            px = ((fx * (2 * (x - box.left) + 1) + 1) >> 1) + (area.left << 16)
            py = ((fy * (2 * (y - box.top) + 1) + 1) >> 1) + (area.top << 16)
            return pack(image.format, sampled(image, px, py, command.scale_mode))

        return sample

    def put(self, command: Any, ropd: Ropd, image: Picture) -> None:
        pixels = self.region(command)
        table = [ropd_result(ropd, s, d, ON_SURFACE, 1) for s in (0, 1) for d in (0, 1)]
        if table != [0, 0, 1, 1]:
            image = as_data(image)
        if not pixels:
            return
        sample = self.sampler(image, command)
        for x, y in pixels:
            s = sample(x, y)
            if s is not None:
                self.rows[y][x] = ropd_result(ropd, s, self.rows[y][x], ON_SURFACE, self.ones)

    def fill(self, pixels: list[Pixel], brush: Any, ropd: Ropd, flips: tuple[Ropd, Ropd]) -> None:
        for x, y in pixels:
            s = brush(x, y)
            if s is not None:
                self.rows[y][x] = ropd_result(ropd, s, self.rows[y][x], flips, self.ones)

    # --- commands --------------------------------------------------------------------------------

    def draw_fill(self, command: Any) -> None:
        self.fill(self.region(command), self.brush(command.brush), command.ropd, BRUSH)

    def draw_blackness(self, command: Any) -> None:
        self.fill(self.region(command), lambda x, y: 0, Ropd.OP_PUT, BRUSH)

    def draw_whiteness(self, command: Any) -> None:
        self.fill(self.region(command), lambda x, y: self.ones, Ropd.OP_PUT, BRUSH)

    def draw_invers(self, command: Any) -> None:
        self.fill(self.region(command), lambda x, y: 0, Ropd.OP_INVERS, BRUSH)

    def draw_copy(self, command: Any) -> None:
        self.put(command, command.ropd, self.image(command.src_bitmap))

    draw_blend = draw_copy

    def draw_opaque(self, command: Any) -> None:
        image, brush = self.image(command.src_bitmap), self.brush(command.brush)
        self.put(command, Ropd.OP_PUT, image)
        self.fill(self.region(command), brush, command.ropd, BRUSH_ON_IMAGE)

    def copy_bits(self, command: Any) -> None:
        before = Picture(self.format, [row[:] for row in self.rows])
        for x, y in self.region(command):
            dx, dy = x - command.box.left, y - command.box.top
            pixel = before.at(command.src_pos.x + dx, command.src_pos.y + dy)
            if pixel is not None:
                self.rows[y][x] = pixel

    def draw_transparent(self, command: Any) -> None:
        image = self.image(command.src_bitmap)
        # Whole words: here no format is looked into.
        whole = Picture(self.format, image.rows)
        pixels = self.region(command)
        if not pixels:
            return
        sample = raw_sampler(whole, command)
        key = command.true_color
        if DEPTH[self.format] != 32:
            is_16 = DEPTH[self.format] == 16
            key = pack(self.format, unpack(XRGB, key)) if is_16 else 0
        bits = 0xFFFFFF & self.ones
        for x, y in pixels:
            s = sample(x, y)
            if s is not None and s & bits != key & bits:
                self.rows[y][x] = s

    def draw_rop3(self, command: Any) -> None:
        image, brush = as_data(self.image(command.src_bitmap)), self.brush(command.brush)
        pixels = self.region(command)
        if not pixels:
            return
        box, area = command.box, command.src_area
        rx = (area.right - area.left) / (box.right - box.left)
        ry = (area.bottom - area.top) / (box.bottom - box.top)
        dx, dy = floor(area.left / rx + 0.5), floor(area.top / ry + 0.5)
        wide, high = floor(image.width / rx + 0.5), floor(image.height / ry + 0.5)
        fits_across = dx >= 0 and dx + box.right - box.left <= wide
        if not fits_across or dy < 0 or dy + box.bottom - box.top > high:
            raise ValueError("too small")
        shifted = type("Moved", (), {})()
        shifted.box = type(box)(box.top - dy, box.left - dx, 0, 0)
        shifted.box.right = shifted.box.left + box.right - box.left
        shifted.box.bottom = shifted.box.top + box.bottom - box.top
        shifted.src_area = type(area)(0, 0, area.bottom - area.top, area.right - area.left)
        shifted.scale_mode = command.scale_mode
        sample = self.sampler(image, shifted)
        for x, y in pixels:
            p, s, d = brush(x, y), sample(x, y), self.rows[y][x]
            if p is not None and s is not None:
                self.rows[y][x] = ternary(command.rop3, p, s, d, DEPTH[self.format])

    def draw_alpha_blend(self, command: Any) -> None:
        found = self.find(command.src_bitmap)
        form = found.format
        if found.is_surface and form is XRGB and command.alpha_flags & 2:
            form = ARGB
        rows = [[pack(ARGB, unpack(form, p)) for p in row] for row in found.rows]
        keeps = bool(command.alpha_flags & AlphaFlags.DEST_HAS_ALPHA)
        pixels = self.region(command)
        if command.alpha == 0 or not pixels:
            return
        sample = raw_sampler(Picture(ARGB, rows), command)
        for x, y in pixels:
            if self.format is RGB555:
                self.rows[y][x] &= 0x7FFF
            s = sample(x, y)
            if s is not None:
                self.blend(x, y, [mul(c, command.alpha) for c in unpack(ARGB, s)])
        if not keeps:
            self.clear_pad(command.box)

    def blend(self, x: int, y: int, s: list[int]) -> None:
        """Put a premultiplied colour over a pixel (19.8); X counts as alpha here."""
        d = unpack(ARGB if self.format is XRGB else self.format, self.rows[y][x])
        new = [min(255, c + mul(below, 255 - s[0])) for c, below in zip(s, d, strict=True)]
        self.rows[y][x] = pack(self.format, new)

    def clear_pad(self, box: Any) -> None:
        pixels = self.region(type("Plain", (), {"box": box, "clip": None})())
        if self.format is XRGB and pixels and self.rows[pixels[0][1]][pixels[0][0]] >> 24 == 255:
            for x, y in pixels:
                self.rows[y][x] &= 0xFFFFFF


def in_clip(clip: Any, x: int, y: int) -> bool:
    return clip is None or any(r.left <= x < r.right and r.top <= y < r.bottom for r in clip.rects)


def as_data(image: Picture) -> Picture:
    """What is combined keeps its undefined byte when it is scaled; a plain copy gets opaque."""
    return Picture(ARGB if image.format is XRGB else image.format, image.rows)


def raw_sampler(image: Picture, command: Any) -> Callable[[int, int], int | None]:
    """As `Canvas.sampler` with the nearest pixel, for words that are not looked into."""
    box, area = command.box, command.src_area
    wide, high = area.right - area.left, area.bottom - area.top
    if (wide, high) == (box.right - box.left, box.bottom - box.top):
        return lambda x, y: image.at(x - box.left + area.left, y - box.top + area.top)
    fx, fy = wide * 65536 // (box.right - box.left), high * 65536 // (box.bottom - box.top)

    def sample(x: int, y: int) -> int:
        px = ((fx * (2 * (x - box.left) + 1) + 1) >> 1) + (area.left << 16)
        py = ((fy * (2 * (y - box.top) + 1) + 1) >> 1) + (area.top << 16)
        return image.at((px - 1) >> 16, (py - 1) >> 16) or 0

    return sample


def sampled(image: Picture, px: int, py: int, mode: int) -> list[int]:
    """Return the colour at a place, 16.16, outside of which is nothing (19.6)."""
    if mode == 1:
        return image.colour((px - 1) >> 16, (py - 1) >> 16)
    return mixed(image.colour, px - 0x8000, py - 0x8000)


def mixed(colour: Callable[[int, int], list[int]], x: int, y: int) -> list[int]:
    u, a = x >> 16, (x & 0xFFFF) >> 9
    v, b = y >> 16, (y & 0xFFFF) >> 9
    corners = [colour(u, v), colour(u + 1, v), colour(u, v + 1), colour(u + 1, v + 1)]
    weights = [(128 - a) * (128 - b), a * (128 - b), (128 - a) * b, a * b]
    return [
        sum(w * corner[q] for w, corner in zip(weights, corners, strict=True)) >> 14
        for q in range(4)
    ]


def ternary(code: int, p: int, s: int, d: int, depth: int) -> int:
    """Combine bit by bit (19.9)."""
    result = 0
    for bit in range(depth):
        index = 4 * (p >> bit & 1) + 2 * (s >> bit & 1) + (d >> bit & 1)
        result |= (code >> index & 1) << bit
    return result


def around(places: Iterator[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    """Return the smallest left, top, right, bottom around all, empty ones too."""
    left, top, right, bottom = zip(*places, strict=True)
    return (min(left), min(top), max(right), max(bottom))
