from typing import Annotated

import pytest

from piment.protocol.main import Uuid
from piment.wire import Struct, counted, u8, u32
from piment.wire.types import Int
from tools.webgen.reading import reader


def test_a_reader() -> None:
    class Row(Struct):
        x: u8
        y: u32

    assert reader(Row) == [
        "/** @param {Reader} input @returns {Row} */",
        "export function readRow(input) {",
        "  let at, x, y;",
        '  at = input.take(5, "Row", "x:1 y:4");',
        "  x = input.body[at];",
        "  y = input.view.getUint32(at + 1, true);",
        "  return new Row(x, y);",
        "}",
    ]


def test_bytes_of_fixed_length_have_their_limit() -> None:
    assert '  limited(count$0, 16, "Uuid.uuid");' in reader(Uuid)


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
