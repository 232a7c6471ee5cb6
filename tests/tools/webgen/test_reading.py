from typing import Annotated

import pytest

from piment.protocol.common import Point16
from piment.protocol.draw import DrawFill, DrawOpaque, QMask
from piment.protocol.main import Uuid
from piment.wire import Struct, counted, u8, u32
from piment.wire.types import Int
from tools.webgen.reading import Choosers, is_plain, reader


def test_a_reader() -> None:
    class Row(Struct):
        x: u8
        y: Annotated[bytes, counted(u32, 9)]

    assert reader(Row) == [
        "/** @param {Reader} input @returns {Row} */",
        "export function readRow(input) {",
        '  const at = input.take(5, "Row", "x:1 y:4");',
        '  const y = input.bytes(limited(input.u32(at + 1), 9, "Row.y"), "Row.y");',
        "  return new Row(input.u8(at), y);",
        "}",
    ]


def test_a_plain_struct_is_read_anywhere() -> None:
    assert reader(Point16) == [
        "/** @param {Reader} input @param {number} at @returns {Point16} */",
        "export function atPoint16(input, at) {",
        "  return new Point16(input.i16(at), input.i16(at + 2));",
        "}",
        "/** @param {Reader} input @returns {Point16} */",
        "export function readPoint16(input) {",
        '  return atPoint16(input, input.take(4, "Point16", "x:2 y:2"));',
        "}",
    ]
    assert is_plain(Point16)
    assert not is_plain(QMask)


def test_a_union_is_read_by_one_function_wherever_it_stands() -> None:
    choosers = Choosers()
    first = reader(DrawFill, choosers)
    assert "function chooseBrush(input, tag) {" in first
    assert "    case 1: return readSolid(input);" in first
    second = "\n".join(reader(DrawOpaque, choosers))
    assert "function" not in second.replace("export function readDrawOpaque", "")
    assert "input.chosen(chooseBrush, input.u8(at" in second


def test_bytes_of_fixed_length_have_their_limit() -> None:
    assert any('limited(16, 16, "Uuid.uuid")' in line for line in reader(Uuid))


def test_names_that_readers_use_are_refused() -> None:
    class Taken(Struct):
        at: u8

    with pytest.raises(TypeError, match="must not be called at"):
        reader(Taken)


def test_integers_that_javascript_lacks_are_refused() -> None:
    class Odd(Struct):
        x: Annotated[int, Int("e")]

    with pytest.raises(TypeError, match="no such integer"):
        reader(Odd)


def test_lists_of_bytes_are_refused() -> None:
    class Lists(Struct):
        rows: Annotated[list[bytes], counted(u8), counted(u8)]

    with pytest.raises(TypeError, match="no list of"):
        reader(Lists)
