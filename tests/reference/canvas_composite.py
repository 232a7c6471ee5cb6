"""Compositing, channel by channel (wire.md 19.10). Channels are A, R, G, B."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from piment.protocol.draw import CompositeFlags
from tests.reference.canvas import ARGB, DEPTH, Canvas, Picture, mixed, mul, pack, unpack

Colour = list[int]
F = np.float32


def composite(canvas: Canvas, command: Any) -> None:
    flags = int(command.flags)
    source = canvas.image(command.src_bitmap)
    if flags & CompositeFlags.SOURCE_OPAQUE and source.is_surface:
        rows = [[p | 0xFF000000 for p in row] for row in source.turned_into(ARGB).rows]
        source = Picture(ARGB, rows)
    fetch = reader(source, command.src_transform, flags >> 8 & 7, flags >> 14 & 3)
    mask = canvas.image(command.mask_bitmap) if command.mask_bitmap else None
    fetch_mask = None
    if mask:
        fetch_mask = reader(mask, command.mask_transform, flags >> 11 & 7, flags >> 16 & 3)
    by_channel = bool(flags & CompositeFlags.COMPONENT_ALPHA)
    by_channel = by_channel and mask is not None and DEPTH[mask.format] >= 16
    for x, y in canvas.region(command):
        i, j = x - command.box.left, y - command.box.top
        s = fetch(command.src_origin.x + i, command.src_origin.y + j)
        m = None
        if fetch_mask:
            m = fetch_mask(command.mask_origin.x + i, command.mask_origin.y + j)
            m = m if by_channel else [m[0]] * 4
            if by_channel and flags & 255 >= 0x3B:
                continue  # modes of all channels together do nothing then
        d = unpack(canvas.format, canvas.rows[y][x])
        canvas.rows[y][x] = pack(canvas.format, combined(flags & 255, s, m, d))


def reader(
    image: Picture, transform: Any, filtering: int, repeat: int
) -> Callable[[int, int], Colour]:
    def wrapped(at: int, size: int) -> int:
        match repeat:
            case 1:
                return at % size
            case 2:
                return min(max(at, 0), size - 1)
            case 3:
                at %= 2 * size
                return at if at < size else 2 * size - 1 - at
        return at

    def colour(x: int, y: int) -> Colour:
        if not image.width or not image.height:
            return [0, 0, 0, 0]
        return image.colour(wrapped(x, image.width), wrapped(y, image.height))

    def read(u: int, v: int) -> Colour:
        if transform is None:
            return colour(u, v)
        x, y = u * 65536 + 32768, v * 65536 + 32768
        t = [w - (1 << 32) if w >> 31 else w for w in vars_of(transform)]
        px = (t[0] * x + t[1] * y + t[2] * 65536 + 0x8000) >> 16
        py = (t[3] * x + t[4] * y + t[5] * 65536 + 0x8000) >> 16
        if filtering in (0, 3):
            return colour((px - 1) >> 16, (py - 1) >> 16)
        return mixed(colour, px - 0x8000, py - 0x8000)

    return read


def vars_of(t: Any) -> list[int]:
    return [t.t00, t.t01, t.t02, t.t10, t.t11, t.t12]


# Parts of source and destination: 1, 0, alpha of the other side, or what is left of that.
PARTS = ["00", "10", "01", "1-", "-1", "a0", "0a", "-0", "0-", "a-", "-a", "--", "11"]


def part(value: int, kind: str, alpha: int) -> int:
    match kind:
        case "0":
            return 0
        case "1":
            return value
        case "a":
            return mul(value, alpha)
        case _:
            return mul(value, 255 - alpha)


def combined(op: int, s: Colour, m: Colour | None, d: Colour) -> Colour:
    da = d[0]
    if op == 13 or op >= 0x3B or op in FLOATS:
        return in_floats(op, s, m or [255] * 4, d)
    alphas = [s[0]] * 4
    if m:
        alphas = [mul(s[0], c) for c in m]
        s = [mul(a, b) for a, b in zip(s, m, strict=True)]
    if op < 13:
        return [
            min(255, part(s[q], PARTS[op][0], da) + part(d[q], PARTS[op][1], alphas[q]))
            for q in range(4)
        ]
    if op == 0x30:
        return [
            min(255, min(255, mul(s[q], 255 - da) + mul(d[q], 255 - alphas[q])) + mul(s[q], d[q]))
            for q in range(4)
        ]
    return [mode(op, q, s[q], alphas[q], d[q], da) for q in range(4)]


def in_floats(op: int, s: Colour, m: Colour, d: Colour) -> Colour:
    """Combine without rounding to bytes before the end."""
    source, mask, under = ([unit(c) for c in colour] for colour in (s, m, d))
    alphas = [source[0] * c for c in mask]
    source = [a * b for a, b in zip(source, mask, strict=True)]
    if op == 13:
        result = [saturated(source[q], alphas[q], under[q], under[0]) for q in range(4)]
    elif op >= 0x3B:
        result = hsl(op, source, under)
    else:
        result = [soft(op, q, source[q], alphas[q], under[q], under[0]) for q in range(4)]
    return [byte(c) for c in result]


def byte(value: Any) -> int:
    return int(min(255, max(0, np.floor(F(value) * F(256)))))


def unit(value: int) -> Any:
    return F(value) * (F(1) / F(255))


def saturated(s: Any, sa: Any, d: Any, da: Any) -> Any:
    room = F(1) if sa == 0 else min(F(1), max(F(0), (F(1) - da) / sa))
    return min(F(1), s * room + d)


def div(x: int) -> int:
    return (x + 128 + ((x + 128) >> 8)) >> 8


def mode(op: int, q: int, s: int, sa: int, d: int, da: int) -> int:
    if q == 0:
        return div(255 * (sa + da) - sa * da)
    lit = sa * da - 2 * (da - d) * (sa - s)
    blend = {
        0x31: s * da + d * sa - s * d,
        0x32: 2 * s * d if 2 * d < da else lit,
        0x33: min(s * da, d * sa),
        0x34: max(s * da, d * sa),
        0x37: 2 * s * d if 2 * s < sa else lit,
        0x39: abs(s * da - d * sa),
        0x3A: s * da + d * sa - 2 * s * d,
    }[op]
    return div(min(65025, max(0, (255 - sa) * d + (255 - da) * s + blend)))


FLOATS = (0x35, 0x36, 0x38)


def soft(op: int, q: int, s: Any, sa: Any, d: Any, da: Any) -> Any:
    if q == 0:
        return sa + da - sa * da
    blend = {0x35: dodge, 0x36: burn, 0x38: soft_light}[op](s, sa, d, da)
    return (F(1) - sa) * d + (F(1) - da) * s + blend


def dodge(s: Any, sa: Any, d: Any, da: Any) -> Any:
    if d == 0:
        return F(0)
    if d * sa >= sa * da - s * da or sa == s:
        return sa * da
    return sa * sa * d / (sa - s)


def burn(s: Any, sa: Any, d: Any, da: Any) -> Any:
    if d >= da:
        return sa * da
    if sa * (da - d) >= s * da or s == 0:
        return F(0)
    return sa * (da - sa * (da - d) / s)


def soft_light(s: Any, sa: Any, d: Any, da: Any) -> Any:
    if da == 0:
        return d * sa if F(2) * s <= sa else F(0)
    if F(2) * s <= sa:
        return d * sa - d * (da - d) * (sa - F(2) * s) / da
    if F(4) * d <= da:
        return d * sa + (F(2) * s - sa) * d * ((F(16) * d / da - F(12)) * d / da + F(3))
    return d * sa + (np.sqrt(d * da) - d) * (F(2) * s - sa)


def lum(c: list[Any]) -> Any:
    return F(0.3) * c[0] + F(0.59) * c[1] + F(0.11) * c[2]


def sat(c: list[Any]) -> Any:
    return max(c) - min(c)


def with_sat(c: list[Any], wanted: Any) -> list[Any]:
    low, high = min(c), max(c)
    return [(x - low) * wanted / (high - low) for x in c] if high > low else [F(0)] * 3


def with_lum(c: list[Any], alpha: Any, wanted: Any) -> list[Any]:
    shift = wanted - lum(c)
    c = [x + shift for x in c]
    level, low, high = lum(c), min(c), max(c)
    if low < 0:
        down = level - low
        c = [F(0) if down == 0 else level + (x - level) * level / down for x in c]
    if high > alpha:
        up = high - level
        c = [alpha if up == 0 else level + (x - level) * (alpha - level) / up for x in c]
    return c


def hsl(op: int, s: list[Any], d: list[Any]) -> list[Any]:
    (sa, *source), (da, *under) = s, d
    s_da, d_sa = [x * da for x in source], [x * sa for x in under]
    match op:
        case 0x3B:
            blend = with_lum(with_sat(s_da, sat(under) * sa), sa * da, lum(under) * sa)
        case 0x3C:
            blend = with_lum(with_sat(d_sa, sat(source) * da), sa * da, lum(under) * sa)
        case 0x3D:
            blend = with_lum(s_da, sa * da, lum(under) * sa)
        case _:
            blend = with_lum(d_sa, sa * da, lum(source) * da)
    rest = [(F(1) - sa) * u + (F(1) - da) * c for u, c in zip(under, source, strict=True)]
    return [sa + da - sa * da, *(r + b for r, b in zip(rest, blend, strict=True))]
