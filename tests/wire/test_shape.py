from __future__ import annotations

from typing import Annotated, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.wire import (
    Enum8,
    Flags8,
    Shape,
    Struct,
    counted,
    i32,
    one_of,
    padding,
    pointer,
    tag_of,
    u8,
    u16,
    u32,
)


class Mode(Flags8):
    PUT = 1


class Dot(Struct):
    x: i32
    y: i32


class Ink(Struct):
    colour: u32


class Stamp(Struct):
    picture: Annotated[Dot, pointer()]


class Nothing(Struct):
    pass


class Kept(Struct):
    kind: ClassVar = tag_of("what", u8, {7: Nothing, 9: Dot})
    what: Nothing | Dot


class Page(Struct):
    first: Annotated[Kept, pointer()]
    number: u16
    second: Annotated[Stamp | None, pointer()]


class Mark(Struct):
    id: u16
    pad: ClassVar = padding(1)
    at: Dot
    ink: Annotated[Ink | Stamp | None, one_of(u8, {0: None, 1: Ink, 2: Stamp})]
    mode: Mode
    mask: Annotated[Dot | None, pointer()]


class Colour(Enum8):
    RED = 1
    BLUE = 4


class Pen(Struct):
    width: u16
    colour: Colour


class Text(Struct):
    data: Annotated[bytes, counted(u8)]


PLAIN = Mark(0, Dot(0, 0), Ink(0), Mode.PUT, None)
SHAPE = Shape(PLAIN, "mode")


def test_a_shape_names_its_integers() -> None:
    assert SHAPE.names == ["id", "pad", "at.x", "at.y", "ink:", "ink.colour", "mode", "mask:"]
    assert SHAPE.size == len(PLAIN.pack()) == 21


@given(st.integers(0, 0xFFFF), st.integers(-(2**31), 2**31 - 1), st.integers(0, 2**32 - 1))
def test_what_looks_like_the_sample_is_read(number: int, x: int, colour: int) -> None:
    mark = Mark(number, Dot(x, -3), Ink(colour), Mode.PUT, None)
    row = SHAPE.read(b"??" + mark.pack() + b"??", 2)
    assert row is not None
    assert SHAPE.pick("id", "at.x", "at.y", "ink.colour")(row) == (number, x, -3, colour)


@pytest.mark.parametrize(
    "mark",
    [
        Mark(0, Dot(0, 0), None, Mode.PUT, None),
        Mark(0, Dot(0, 0), Stamp(Dot(1, 2)), Mode.PUT, None),
        Mark(0, Dot(0, 0), Ink(0), Mode(3), None),
        Mark(0, Dot(0, 0), Ink(0), Mode.PUT, Dot(0, 0)),
    ],
)
def test_what_does_not_is_not(mark: Mark) -> None:
    assert SHAPE.read(mark.pack(), 0) is None


def test_what_is_cut_off_is_not_read() -> None:
    whole = PLAIN.pack()
    assert all(SHAPE.read(whole[:end], 0) is None for end in range(len(whole)))
    assert SHAPE.read(whole, 1) is None


def test_parts_behind_pointers_come_in_the_order_of_the_pointers() -> None:
    page = Page(Kept(Nothing()), 5, Stamp(Dot(3, 4)))
    shape = Shape(page)
    names = ["first:", "number", "second:", "first.kind", "second.picture:"]
    assert shape.names == [*names, "second.picture.x", "second.picture.y"]
    row = shape.read(page.pack(), 0)
    assert row is not None
    assert shape.pick("number", "second.picture.x", "second.picture.y")(row) == (5, 3, 4)
    for other in (
        Page(Kept(Nothing()), 5, None),
        Page(Kept(Dot(1, 2)), 5, Stamp(Dot(3, 4))),
    ):
        assert shape.read(other.pack(), 0) is None
    moved = bytearray(page.pack())
    moved[0] += 1
    assert shape.read(moved, 0) is None


def test_what_can_have_any_size_has_no_shape() -> None:
    with pytest.raises(TypeError, match="data has no fixed size"):
        Shape(Text(b"abc"))


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        Shape(PLAIN, "colour")
    with pytest.raises(ValueError, match="colour"):
        SHAPE.pick("id", "colour")


def test_what_is_none_of_an_enumeration_has_another_shape() -> None:
    shape = Shape(Pen(0, Colour.RED))
    assert shape.read(Pen(7, Colour.BLUE).pack(), 0) == (7, 4)
    assert shape.read(b"\7\0\2", 0) is None
    fixed = Shape(Pen(0, Colour.RED), "colour")
    assert fixed.read(Pen(7, Colour.RED).pack(), 0) == (7, 1)
    assert fixed.read(Pen(7, Colour.BLUE).pack(), 0) is None
