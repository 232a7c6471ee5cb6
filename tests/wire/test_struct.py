from __future__ import annotations

from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.wire import (
    Enum8,
    Flags16,
    Struct,
    WireError,
    chosen_by,
    counted,
    exactly,
    fix28_4,
    i16,
    i32,
    i64,
    length_of,
    one_of,
    padding,
    pointer,
    rest,
    sized,
    tag_of,
    u8,
    u16,
    u32,
    u64,
    when,
    zero_follows,
    zero_terminated,
)
from tests.wire.checks import check_bytes, check_reading, check_round_trip, check_truncations
from tests.wire.strategies import damaged, fewer, values


class Colour(Enum8):
    RED = 1
    GREEN = 2


class Marks(Flags16):
    BOLD = 1
    WIDE = 2


class Point(Struct):
    x: i16
    y: i16


class Numbers(Struct):
    a: u8
    b: u16
    c: u32
    d: u64
    e: i16
    f: i32
    g: i64
    h: fix28_4


class Empty(Struct):
    pass


class Members(Struct):
    colour: Colour
    wide_colour: Annotated[Colour, u32]
    marks: Marks
    narrow_marks: Annotated[Marks, u8]


class Shapes(Struct):
    start: Point
    gap: ClassVar = padding(2)
    end: Point
    name: Annotated[bytes, exactly(2)]


class Texts(Struct):
    plain: Annotated[bytes, counted(u8)]
    terminated: Annotated[bytes, zero_terminated(), counted(u16, 64)]
    loose: Annotated[bytes, zero_follows(), counted(u8)]


class Lists(Struct):
    numbers: Annotated[list[u16], counted(u8)]
    points: Annotated[list[Point], counted(u8)]
    tail: Annotated[list[u32], rest(8)]


class Rows(Struct):
    stride: u16
    height: u8
    rows: Annotated[bytes, sized("stride * height", 512)]


class Announced(Struct):
    size: ClassVar = length_of("data", u8)
    flags: u8
    data: Annotated[bytes, sized("size", 64)]
    twin: Annotated[list[u8], sized("size", 64)]


class Far(Struct):
    point: Annotated[Point, pointer()]
    maybe: Annotated[Rows | None, pointer()]
    text_size: ClassVar = length_of("text", u16)
    text: Annotated[bytes, pointer(), zero_terminated(), sized("text_size", 64)]
    many: Annotated[list[Point], counted(u8), pointer()]


class Conditional(Struct):
    flags: Marks
    number: Annotated[int | None, when("flags & Marks.BOLD"), u32]
    rows: Annotated[Rows | None, when("flags & Marks.WIDE"), pointer(nullable=True)]


class Circle(Struct):
    radius: u16


class Union(Struct):
    inline: Annotated[Point | Circle | None, one_of(u8, {0: None, 1: Point, 9: Circle})]
    kind: ClassVar = tag_of("late", u8, {1: Point, 2: Circle, 3: Rows, 4: Texts})
    extra: u16
    late: Point | Circle | Rows | Texts
    chosen: Annotated[
        list[Point] | list[Circle] | None,
        chosen_by(
            "extra & 3",
            {1: Annotated[list[Point], counted(u8)], 2: Annotated[list[Circle], counted(u8)]},
        ),
    ]


class Dialect(Struct):
    polite: ClassVar[bool] = False
    title: Annotated[int | None, when("polite"), u16]
    gap: ClassVar = padding(2, "polite")
    name: u8


class PoliteDialect(Dialect):
    polite: ClassVar[bool] = True


ALL = [
    Announced,
    Members,
    Conditional,
    Dialect,
    Empty,
    Far,
    Lists,
    Numbers,
    Point,
    PoliteDialect,
    Rows,
    Shapes,
    Texts,
    Union,
]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            Numbers(1, 2, 3, 4, -2, -3, -4, -16),
            "01 0200 03000000 0400000000000000 feff fdffffff fcffffffffffffff f0ffffff",
        ),
        (Empty(), ""),
        (Members(Colour.RED, Colour.GREEN, Marks.WIDE, Marks(3)), "01 02000000 0200 03"),
        (Shapes(Point(1, 2), Point(3, 4), b"ab"), "0100 0200 0000 0300 0400 6162"),
        (Texts(b"ab", b"cd", b"e"), "02 6162 0300 636400 01 65 00"),
        (Texts(b"", b"", b""), "00 0100 00 00 00"),
        (Lists([1], [Point(2, 3)], [4, 5]), "01 0100 01 0200 0300 04000000 05000000"),
        (Rows(2, 2, b"abcd"), "0200 02 61626364"),
        (Announced(7, b"xy", [1, 2]), "02 07 7879 0102"),
        (
            Far(Point(1, 2), Rows(1, 1, b"r"), b"t", [Point(3, 4), Point(5, 6)]),
            "17000000 1b000000 0200 1f000000 02 21000000 25000000"
            "01000200 0100 01 72 7400 03000400 05000600",
        ),
        (
            Far(Point(1, 2), None, b"", []),
            "0f000000 00000000 0100 13000000 00 01000200 00",
        ),
        (Conditional(Marks(0), None, None), "0000"),
        (Conditional(Marks(3), 7, Rows(0, 0, b"")), "0300 07000000 0a000000 0000 00"),
        (Conditional(Marks(2), None, None), "0200 00000000"),
        (Union(None, 0, Circle(5), None), "00 02 0000 0500"),
        (
            Union(Point(1, 2), 1, Rows(1, 1, b"r"), [Point(3, 4)]),
            "01 01000200 03 0100 0100 01 7201 0300 0400",
        ),
        (Union(Circle(1), 2, Point(2, 3), [Circle(4)]), "09 0100 01 0200 02000300 01 0400"),
        (Dialect(None, 5), "05"),
        (PoliteDialect(6, 5), "0600 0000 05"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


@pytest.mark.parametrize("cls", ALL)
@fewer
@given(st.data())
def test_values_come_back(cls: type[Struct], data: st.DataObject) -> None:
    check_round_trip(data.draw(values(cls)))


@pytest.mark.parametrize("cls", ALL)
@fewer
@given(st.data())
def test_no_bytes_do_harm(cls: type[Struct], data: st.DataObject) -> None:
    value = data.draw(values(cls))
    check_truncations(value)
    check_reading(cls, data.draw(damaged(value.pack())))


@pytest.mark.parametrize(
    ("cls", "size", "is_flat"),
    [
        (Empty, 0, True),
        (Point, 4, True),
        (Numbers, 33, True),
        (Shapes, 12, True),
        (Texts, None, False),
        (Far, None, False),
        (Announced, None, False),
        (Conditional, None, False),
    ],
)
def test_a_struct_knows_its_size(cls: type[Struct], size: int | None, is_flat: bool) -> None:
    assert cls.fixed_size == size
    assert cls.is_flat is is_flat


def test_values_are_compared_and_hashed_by_their_fields() -> None:
    assert Point(1, 2) == Point(1, 2) != Point(2, 1)
    assert len({Point(1, 2), Point(1, 2), Point(2, 1)}) == 2
    assert repr(Point(1, 2)) == "Point(x=1, y=2)"


def test_unpack_takes_exactly_its_bytes() -> None:
    with pytest.raises(WireError, match=r"^Point: 2 bytes are left over$"):
        Point.unpack(bytes(6))


def test_bytes_behind_a_far_part_are_left_over() -> None:
    data = Far(Point(1, 2), None, b"", []).pack()
    with pytest.raises(WireError, match=r"^Far: 1 bytes are left over$"):
        Far.unpack(data + b"!")


def test_unpack_takes_any_buffer() -> None:
    assert Point.unpack(memoryview(bytearray(Point(1, 2).pack()))) == Point(1, 2)  # type: ignore[arg-type]


def test_unpack_at_reads_over_what_surrounds_a_value() -> None:
    assert Point.unpack_at(b"??" + Point(1, 2).pack() + b"!!", 2) == Point(1, 2)
    with pytest.raises(WireError, match=r"^Point\.y: needs 2 bytes, 1 left$"):
        Point.unpack_at(bytes(5), 2)


def test_padding_is_read_over() -> None:
    assert Shapes.unpack(bytes.fromhex("0100 0200 ffff 0300 0400 6162")).end == Point(3, 4)


def test_a_zero_that_may_be_missing_may_be_missing() -> None:
    assert Texts.unpack(bytes.fromhex("00 0100 00 01 65")) == Texts(b"", b"", b"e")


def test_a_terminator_that_is_counted_may_be_missing() -> None:
    assert Texts.unpack(bytes.fromhex("00 0200 6364 00 00")).terminated == b"cd"


def test_a_subclass_may_be_the_same_value_in_other_bytes() -> None:
    polite = PoliteDialect(6, 5)
    assert isinstance(polite, Dialect)
    assert (polite.title, polite.name) == (6, 5)


def test_fields_may_not_take_the_names_of_the_generated_code() -> None:
    bad = type("Bad", (Struct,), {"__annotations__": {"len": u8}, "__module__": __name__})
    with pytest.raises(TypeError, match="must not be called len"):
        _ = bad.layout


def test_code_is_written_when_it_is_first_needed_and_only_then() -> None:
    late = type("Late", (Struct,), {"__annotations__": {"n": u8}, "__module__": __name__})
    names = ("_packer", "_unpacker", "read", "write")
    unpack = late.unpack

    def written(since: dict[str, Any]) -> list[str]:
        return [name for name in names if vars(late)[name] is not since[name]]

    first = dict(vars(late))
    assert late(7).pack() == b"\x07"
    assert written(first) == ["_packer"]
    assert unpack(b"\x07") == late(n=7)
    assert written(first) == ["_packer", "_unpacker"]
    second = dict(vars(late))
    assert unpack(late(8).pack()) == late(8)
    assert written(second) == []
    assert late.read is late.read


def test_a_struct_is_equal_to_one_of_its_class_only() -> None:
    one, other = (
        type(name, (Struct,), {"__annotations__": {"n": u8}, "__module__": __name__})
        for name in ("One", "Other")
    )
    assert one(1) == one(1)
    assert hash(one(1)) == hash(one(1))
    assert one(1) != one(2)
    assert one(1) != other(1)
    assert repr(one(1)) == "One(n=1)"
