from __future__ import annotations

from typing import Annotated, ClassVar

import pytest

from piment.wire import (
    Enum8,
    Struct,
    WireError,
    chosen_by,
    counted,
    one_of,
    pointer,
    rest,
    sized,
    tag_of,
    u8,
    u16,
    u32,
)


class Colour(Enum8):
    RED = 1
    GREEN = 2


class Point(Struct):
    x: u16
    y: u16


class Line(Struct):
    start: Point
    colour: Colour
    width: u8


class Drawing(Struct):
    lines: Annotated[list[Line], counted(u16, 3)]
    name: Annotated[bytes, counted(u8)]


class Numbers(Struct):
    numbers: Annotated[list[u32], rest(2)]


class Points(Struct):
    points: Annotated[list[Point], rest(2)]


class Rows(Struct):
    stride: u32
    height: u32
    rows: Annotated[bytes, sized("stride * height", 1000)]


class Negative(Struct):
    size: u8
    data: Annotated[bytes, sized("size - 2", 10)]


class Far(Struct):
    point: Annotated[Point, pointer()]
    other: Annotated[Point | None, pointer()]


class Chain(Struct):
    far: Annotated[Far, pointer()]


class Blob(Struct):
    data: Annotated[bytes, counted(u16, 0xFFFF)]


class Many(Struct):
    blobs: Annotated[list[Blob], counted(u16, 0xFFFF), pointer()]


class Choice(Struct):
    value: Annotated[Point | None, one_of(u8, {0: None, 7: Point})]
    number: u8
    chosen: Annotated[Point | None, chosen_by("number", {1: Point})]


class Blue(Struct):
    pass


class Green(Struct):
    pass


class Red(Struct):
    tone: u8


class Purple(Struct):
    tone: u8


class Palette(Struct):
    kind: ClassVar = tag_of("value", u8, {1: Red, 2: Green, 3: Blue, 4: Point})
    value: Red | Green | Blue | Point


class Inks(Struct):
    value: Annotated[
        Red | Green | Blue | Purple, one_of(u8, {1: Red, 2: Green, 3: Blue, 4: Purple})
    ]


class Spot(Struct):
    colour: Colour
    where: Point


class Brush(Struct):
    where: Point
    line: Annotated[Line | None, pointer()]


class Stroke(Struct):
    spot: Spot
    brush: Brush


@pytest.mark.parametrize(
    ("cls", "text", "message"),
    [
        (Point, "", "Point.x: needs 2 bytes, 0 left"),
        (Point, "0100 02", "Point.y: needs 2 bytes, 1 left"),
        (Line, "0100", "Line.start.y: needs 2 bytes, 0 left"),
        (Line, "0100 0200 03 00", "Line.colour: 3 is none of 1, 2"),
        (Drawing, "0400", "Drawing.lines: 4 is over the limit 3"),
        (Drawing, "0200 0100 0200 01 00 0100", "Drawing.lines[1].start.y: needs 2 bytes, 0 left"),
        (Drawing, "0000 05 6162", "Drawing.name: needs 5 bytes, 2 left"),
        (Numbers, "01000000 02", "Numbers.numbers: 5 bytes are left, no multiple of 4"),
        (Numbers, "00" * 12, "Numbers.numbers: 3 is over the limit 2"),
        (Points, "00" * 6, "Points.points[1].y: needs 2 bytes, 0 left"),
        (Points, "00" * 12, "Points.points: more than 2 items"),
        (Rows, "ffffffff ffffffff", "Rows.rows: 18446744065119617025 is over the limit 1000"),
        (Rows, "10000000 02000000 00", "Rows.rows: needs 32 bytes, 1 left"),
        (Negative, "01", "Negative.data: -1 is over the limit 10"),
        (Far, "00000000 00000000", "Far.point: the offset must not be 0"),
        (Far, "08000000 00000000", "Far.point: offset 8, message has 8 bytes"),
        (Far, "04000000 ffffffff", "Far.other: offset 4294967295, message has 8 bytes"),
        (Far, "07000000 00000000", "Far.point.x: needs 2 bytes, 1 left"),
        (Chain, "04000000 0a000000 00000000", "Chain.far.point.y: needs 2 bytes, 0 left"),
        (Choice, "05", "Choice.value: tag 5 is none of 0, 7"),
        (Choice, "07 0100", "Choice.value.y: needs 2 bytes, 0 left"),
        (Choice, "00 01", "Choice.chosen.x: needs 2 bytes, 0 left"),
        (Palette, "05", "Palette.value: tag 5 is none of 1, 2, 3, 4"),
        (Palette, "01", "Palette.value.tone: needs 1 bytes, 0 left"),
        (Many, "0100 06000000", "Many.blobs[0]: offset 6, message has 6 bytes"),
        (Many, "0100", "Many.blobs: needs 4 bytes, 0 left"),
    ],
)
def test_errors_name_the_field_and_both_numbers(cls: type[Struct], text: str, message: str) -> None:
    with pytest.raises(WireError) as caught:
        cls.unpack(bytes.fromhex(text))
    assert str(caught.value) == message


def test_parts_may_share_bytes_and_stand_in_any_order() -> None:
    data = bytes.fromhex("0c000000 08000000 01000200 03000400")
    assert Far.unpack(data) == Far(Point(3, 4), Point(1, 2))
    shared = bytes.fromhex("08000000 08000000 01000200")
    assert Far.unpack(shared) == Far(Point(1, 2), Point(1, 2))


def test_a_part_may_lie_in_the_inline_part() -> None:
    assert Far.unpack(bytes.fromhex("04000000 04000000")) == Far(Point(4, 0), Point(4, 0))


def test_a_choice_without_a_match_is_none() -> None:
    assert Choice.unpack(b"\0\2") == Choice(None, 2, None)


def test_a_list_of_offsets_cannot_blow_a_message_up() -> None:
    blob = Blob(bytes(1000)).pack()
    count = 500
    head = count.to_bytes(2, "little") + (2 + 4 * count).to_bytes(4, "little") * count
    message = head + blob
    with pytest.raises(WireError, match=r"^Many\.blobs: \d+ bytes of parts in a message of 3004$"):
        Many.unpack(message)


def test_distinct_parts_fill_a_message_without_complaint() -> None:
    many = Many([Blob(bytes(100)) for _ in range(50)])
    assert Many.unpack(many.pack()) == many


def test_a_part_of_zeros_is_the_same_value_in_all_messages() -> None:
    zeros = "01 0100 0200  0000 0000 00000000"
    nothing = Brush(Point(0, 0), None)
    one, other = (Stroke.unpack(bytes.fromhex(zeros)) for _ in range(2))
    assert one == other == Stroke(Spot(Colour.RED, Point(1, 2)), nothing)
    assert one.brush is other.brush
    assert one.spot is not other.spot


@pytest.mark.parametrize(
    ("text", "brush"),
    [
        ("01 0000 0000  0000 0100 00000000", Brush(Point(0, 1), None)),
        (
            "01 0000 0000  0000 0000 0d000000  0300 0400 02 05",
            Brush(Point(0, 0), Line(Point(3, 4), Colour.GREEN, 5)),
        ),
    ],
)
def test_a_part_with_any_number_in_it_is_a_value_of_its_own(text: str, brush: Brush) -> None:
    assert Stroke.unpack(bytes.fromhex(text)) == Stroke(Spot(Colour.RED, Point(0, 0)), brush)


def test_zeros_are_checked_like_all_numbers() -> None:
    with pytest.raises(WireError, match=r"^Stroke\.spot\.colour: 0 is none of 1, 2$"):
        Stroke.unpack(bytes(13))


def test_alternatives_are_compiled_when_a_message_first_has_their_tag() -> None:
    before = vars(Purple)["read"]
    assert Inks.unpack(b"\1\5") == Inks(Red(5))
    assert vars(Purple)["read"] is before
    assert Inks.unpack(b"\4\6") == Inks(Purple(6))
    assert vars(Purple)["read"] is not before
