"""Lines and curves, step by step (wire.md 19.13)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import sqrt
from typing import Any

from piment.protocol.draw import LineFlags, PathFlags
from tests.reference.canvas import BRUSH, Canvas

Point = tuple[int, int]


def stroke(canvas: Canvas, command: Any) -> None:
    brush = canvas.brush(command.brush)
    inside = set(canvas.region(command))
    lengths, offset = dashes(command.attr)
    for line in polylines(command.path):
        distance = 0.0
        for start, end in pairwise(line):
            a, b = sorted((abs(end[0] - start[0]), abs(end[1] - start[1])), reverse=True)
            length = sqrt(float(a) * a + float(b) * b)
            for step, (x, y) in enumerate(walk(start, end)):
                place = distance + step * (length / a)
                if (x, y) in inside and is_on(lengths, offset + place):
                    canvas.fill([(x, y)], brush, command.fore_mode, BRUSH)
            distance += length


def rounded(value: int) -> int:
    return (value >> 4) + (value & 15 > 8)


def polylines(path: Any) -> list[list[Point]]:
    done: list[list[Point]] = []
    line: list[Point] = []
    for segment in path.segments:
        points = [(p.x, p.y) for p in segment.points]
        if segment.flags & PathFlags.BEGIN:
            done.append(line)
            line = []
        if not line and points:
            x, y = points.pop(0)
            line.append((rounded(x), rounded(y)))
        if not segment.flags & PathFlags.BEZIER:
            line += [(rounded(x), rounded(y)) for x, y in points]
        elif line:
            for i in range(0, len(points) - 2, 3):
                x, y = line[-1]
                line += curve((x << 4, y << 4), *points[i : i + 3])
        if segment.flags & PathFlags.END:
            if segment.flags & PathFlags.CLOSE and line:
                line.append(line[0])
            done.append(line)
            line = []
    return [*done, line]


def half(p: Point, q: Point) -> Point:
    def to_zero(n: int) -> int:
        return n // 2 if n >= 0 else -(-n // 2)

    return to_zero(p[0] + q[0]), to_zero(p[1] + q[1])


def curve(*points: Point) -> Iterator[Point]:
    p0, p1, p2, p3 = points
    ab, bc, cd = half(p0, p1), half(p1, p2), half(p2, p3)
    abc, bcd = half(ab, bc), half(bc, cd)
    middle = half(abc, bcd)
    halves = [(p0, ab, abc, middle), (middle, bcd, cd, p3)]
    # A curve that is a half of itself would be split for ever.
    if (flat(p0, p1, p3) and flat(p3, p2, p0)) or points in halves:
        yield rounded(p3[0]), rounded(p3[1])
        return
    for part in halves:
        yield from curve(*part)


def flat(o: Point, c: Point, e: Point) -> bool:
    cx, cy, ex, ey = c[0] - o[0], c[1] - o[1], e[0] - o[0], e[1] - o[1]
    a, b, m = (cx * cx + cy * cy) >> 4, (ex * ex + ey * ey) >> 4, (cx * ex + cy * ey) >> 4
    return (a * b - m * m) >> 3 < b


def walk(start: Point, end: Point) -> Iterator[Point]:
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    sx, sy = (dx > 0) - (dx < 0), (dy > 0) - (dy < 0)
    is_wide = abs(dx) > abs(dy)
    a, b = (abs(dx), abs(dy)) if is_wide else (abs(dy), abs(dx))
    e = -a - ((dx if is_wide else dy) < 0)
    for _ in range(a):
        yield x, y
        e += 2 * b
        moves_aside = e >= 0
        if moves_aside:
            e -= 2 * a
        if is_wide or moves_aside:
            x += sx
        if not is_wide or moves_aside:
            y += sy


def dashes(attr: Any) -> tuple[list[int], int]:
    style = attr.line_style.style if attr.line_style else None
    lengths = [rounded(length) & 255 for length in style or []]
    if lengths and attr.flags & LineFlags.START_WITH_GAP:
        lengths = lengths[1:] + lengths[:1]
        return lengths, lengths[0]
    return lengths, 0


def is_on(lengths: list[int], distance: float) -> bool:
    total = sum(lengths)
    if not total:
        return True
    rest = distance % total
    for index, length in enumerate(lengths):
        if rest < length:
            return index % 2 == 0
        rest -= length
    raise AssertionError("the rest is less than the total")
