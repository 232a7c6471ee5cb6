from __future__ import annotations

from typing import Annotated, ClassVar

import pytest

from piment.wire import (
    Flags8,
    Struct,
    WireError,
    chosen_by,
    counted,
    exactly,
    i16,
    length_of,
    one_of,
    padding,
    pointer,
    rest,
    sized,
    u8,
    u16,
    u32,
    when,
)


class Flags(Flags8):
    HAS = 1


class Point(Struct):
    x: i16
    y: i16


class Padded(Struct):
    a: u8
    gap: ClassVar = padding(3)
    b: u8


class Line(Struct):
    start: Point
    numbers: Annotated[list[u8], counted(u8)]


class Limited(Struct):
    data: Annotated[bytes, counted(u16, 3)]
    tail: Annotated[list[u8], rest(2)]


class Announced(Struct):
    size: ClassVar = length_of("data", u8)
    data: Annotated[bytes, sized("size", 3)]
    twin: Annotated[bytes, sized("2 * size", 8)]


class Fixed(Struct):
    magic: Annotated[bytes, exactly(4)]


class Leaf(Struct):
    point: Annotated[Point | None, pointer()]
    name: u8


class Tree(Struct):
    left: Annotated[Leaf | None, pointer()]
    right: Annotated[Leaf | None, pointer()]
    style: Annotated[list[u8] | None, pointer(), sized("count", 9)]
    count: ClassVar = length_of("style", u8)


class Strict(Struct):
    point: Annotated[Point, pointer()]


class Maybe(Struct):
    flags: Flags
    number: Annotated[int | None, when("flags & Flags.HAS"), u32]


class Choice(Struct):
    value: Annotated[Point | None, one_of(u8, {0: None, 1: Point})]
    number: u8
    chosen: Annotated[Point | None, chosen_by("number", {1: Point})]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (Point(1, 40000), "Point.y: 40000 does not fit into -32768..32767"),
        (Point(-40000, 0), "Point.x: -40000 does not fit into -32768..32767"),
        (Point(1, "2"), "Point.y: '2' is no integer"),  # type: ignore[arg-type]
        (Padded(1, 256), "Padded.b: 256 does not fit into 0..255"),
        (Line(Point(70000, 0), []), "Line.start.x: 70000 does not fit into -32768..32767"),
        (Line(Point(0, 0), [1, 2, 300]), "Line.numbers[2]: 300 does not fit into 0..255"),
        (Line(Point(0, 0), [0] * 256), "Line.numbers: 256 is over the limit 255"),
        (Limited(b"abcd", []), "Limited.data: 4 is over the limit 3"),
        (Limited(b"", [1, 2, 3]), "Limited.tail: 3 is over the limit 2"),
        (Announced(b"abcd", bytes(8)), "Announced.data: 4 is over the limit 3"),
        (Announced(b"abc", b"abc"), "Announced.twin: holds 3, 2 * size announces 6"),
        (Fixed(b"abc"), "Fixed.magic: holds 3, 4 announces 4"),
        (Strict(None), "Strict.point: must not be None"),  # type: ignore[arg-type]
        (Strict(Point(1, 70000)), "Strict.Point.y: 70000 does not fit into -32768..32767"),
        (Maybe(Flags.HAS, None), "Maybe.number: is None although flags & Flags.HAS"),
        (Maybe(Flags(0), 1), "Maybe.number: must be None unless flags & Flags.HAS"),
        (Choice(Padded(1, 2), 0, None), "Choice.value: Padded is no alternative"),  # type: ignore[arg-type]
        (Choice(Point(1, 70000), 0, None), "Choice.value.y: 70000 does not fit into -32768..32767"),
        (Choice(None, 0, Point(1, 2)), "Choice.chosen: must be None where number is 0"),
        (Choice(None, 1, None), "Choice.chosen: must not be None where number is 1"),
    ],
)
def test_errors_name_the_field_and_both_numbers(value: Struct, message: str) -> None:
    with pytest.raises(WireError) as caught:
        value.pack()
    assert str(caught.value) == message


def test_parts_follow_in_the_order_of_their_pointers() -> None:
    tree = Tree(Leaf(Point(1, 2), 3), Leaf(Point(4, 5), 6), [7, 8])
    # Parts of parts come after all parts that are already owed (wire.md 4, rule 5).
    assert tree.pack() == bytes.fromhex(
        "0d000000 12000000 17000000 02  19000000 03  1d000000 06  07 08  0100 0200  0400 0500"
    )
    assert Tree.unpack(tree.pack()) == tree


def test_an_empty_part_leaves_its_pointer_null() -> None:
    assert Tree(None, None, []).pack() == bytes(13)


def test_two_tags_for_one_type_are_refused() -> None:
    annotation = Annotated[Point | None, one_of(u8, {0: None, 1: Point, 2: Point})]
    bad = type("Bad", (Struct,), {"__annotations__": {"v": annotation}, "__module__": __name__})
    with pytest.raises(TypeError, match=r"Bad\.v: two tags for one type"):
        _ = bad.write


def test_a_formula_may_not_use_what_is_no_field() -> None:
    annotation = Annotated[bytes, sized("size", 9)]
    bad = type("Bad", (Struct,), {"__annotations__": {"v": annotation}, "__module__": __name__})
    with pytest.raises(TypeError, match="names no field size"):
        _ = bad.write
