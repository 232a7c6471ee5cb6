import numpy as np
import pytest

from piment.canvas import draw
from piment.canvas import stroke as module
from piment.canvas.stroke import dash_lengths, polylines, rounded
from piment.errors import ProtocolError
from piment.protocol.common import PointFix
from piment.protocol.draw import (
    DrawStroke,
    LineAttr,
    LineFlags,
    LineStyle,
    Path,
    PathFlags,
    PathSeg,
    Ropd,
    Solid,
)
from tests.canvas.boards import at, blank
from tests.canvas.scenes import Store

LINE = PathFlags.BEGIN | PathFlags.END
PLAIN = LineAttr(LineFlags(0))


def path(*points: tuple[float, float], flags: PathFlags = LINE) -> Path:
    return Path([PathSeg(flags, [PointFix(int(16 * x), int(16 * y)) for x, y in points])])


def dashed(*lengths: float, gap_first: bool = False) -> LineAttr:
    flags = LineFlags.STYLED | (LineFlags.START_WITH_GAP if gap_first else LineFlags(0))
    return LineAttr(flags, LineStyle([int(16 * length) for length in lengths]))


def stroked(
    line: Path, attr: LineAttr = PLAIN, mode: Ropd = Ropd.OP_XOR, size: tuple[int, int] = (8, 4)
) -> list[str]:
    surface = blank(*size)
    draw(surface, DrawStroke(*at(0, 0, *size), line, attr, Solid(1), mode, mode), Store())
    return ["".join(".#"[pixel] for pixel in row) for row in surface.words.tolist()]


def test_half_a_pixel_rounds_down() -> None:
    values = np.array([[8, 9], [-8, -7], [2**31 - 1, -(2**31)]], np.int32)
    assert rounded(values).tolist() == [[0, 1], [-1, 0], [2**27, -(2**27)]]


def test_the_last_pixel_is_not_drawn() -> None:
    assert stroked(path((1, 0), (4, 0)))[0] == ".###...."
    assert stroked(path((4, 0), (1, 0)))[0] == "..###..."


def test_a_line_covers_the_same_pixels_both_ways() -> None:
    there = stroked(path((0, 0), (7, 3)))
    assert there == ["##......", "..##....", "....##..", "......#."]
    back = stroked(path((7, 3), (0, 0)))
    assert back == [".#......", "..##....", "....##..", "......##"]


def test_pixels_hit_twice_are_drawn_twice() -> None:
    assert stroked(path((0, 0), (4, 0), (0, 0)))[0] == "#...#..."


def test_closing_leads_to_the_first_point() -> None:
    box = path((1, 0), (4, 0), (4, 3), (1, 3), flags=LINE | PathFlags.CLOSE)
    assert stroked(box) == [".####...", ".#..#...", ".#..#...", ".####..."]


def test_a_curve_is_cut_into_lines() -> None:
    arc = path((0, 0), (0, 3), (7, 3), (7, 0), flags=LINE | PathFlags.BEZIER)
    lines = list(polylines(arc))
    assert len(lines) == 1
    assert (lines[0][0].tolist(), lines[0][-1].tolist()) == ([0, 0], [7, 0])
    assert len(lines[0]) > 3


@pytest.mark.parametrize(
    ("attr", "row"),
    [
        (dashed(2, 1), "##.##.##"),
        (dashed(2, 1, gap_first=True), "..#..#.."),
        (dashed(1, 1, 2, 2, gap_first=True), "..##.#.."),
        (dashed(2, 1, 1), "##.###.#"),
        (dashed(3), "########"),
        (dashed(0, 0), "########"),
        (LineAttr(LineFlags.STYLED, LineStyle(None)), "########"),
    ],
)
def test_dashes(attr: LineAttr, row: str) -> None:
    assert stroked(path((0, 0), (9, 0)), attr)[0] == row


def test_dashes_are_measured_along_the_line() -> None:
    diagonal = stroked(path((0, 0), (4, 4)), dashed(2, 2))
    # Pixels at 0, 1.41, 2.83 and 4.24.
    assert [row[i] for i, row in enumerate(diagonal)] == ["#", "#", ".", "#"]
    around = stroked(path((0, 0), (3, 0), (3, 4)), dashed(2, 2))
    assert around[0] == "##......"
    assert [row[3] for row in around] == [".", "#", "#", "."]


def test_long_lengths_are_cut_to_eight_bits() -> None:
    assert dash_lengths(dashed(257, 1.5, 1.5625)) == (bytes([1, 1, 2]), 0)


def test_far_points_cost_nothing() -> None:
    most = (2**31 - 1) / 16
    assert stroked(path((-most, -most), (most, most))) != stroked(path((0, 0)))
    wild = path((-most, 0), (most, -most), (-most, most), (0, 3), flags=LINE | PathFlags.BEZIER)
    assert len(stroked(wild)) == 4


def test_a_path_that_never_ends_is_refused() -> None:
    points = [PointFix(16 * 4000 * (i % 2), 0) for i in range(80_000)]
    long = Path([PathSeg(LINE, points)])
    surface = blank(4000, 1)
    command = DrawStroke(*at(0, 0, 4000, 1), long, PLAIN, Solid(1), Ropd.OP_PUT, Ropd.OP_PUT)
    with pytest.raises(ProtocolError, match="too long"):
        draw(surface, command, Store())
    assert not surface.words.any()


def test_curves_are_counted_over_all_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    arc = path((0, 0), (0, 300), (700, 300), (700, 0), flags=LINE | PathFlags.BEZIER)
    points = len(next(polylines(arc))) - 1
    monkeypatch.setattr(module, "_MOST_POINTS", 3 * points)
    assert len(list(polylines(Path(3 * arc.segments)))) == 3
    with pytest.raises(OverflowError, match="too long"):
        list(polylines(Path(4 * arc.segments)))


def test_segments_without_points_draw_nothing() -> None:
    empty = Path([PathSeg(PathFlags(flags), []) for flags in range(32)])
    assert stroked(empty) == ["........"] * 4
    assert stroked(Path([])) == ["........"] * 4
