from __future__ import annotations

from typing import ClassVar

import pytest

from piment.wire.source import Source, resolve, scope_of
from piment.wire.types import Flags8


class Mark(Flags8):
    BOLD = 1
    BIG = 4


class Base:
    shouts: ClassVar[bool] = False


class Loud(Base):
    shouts: ClassVar[bool] = True


def test_lines_and_blocks_make_a_function() -> None:
    source = Source()
    with source.block("def add(a, b):"):
        source.line("return a + b")
    assert source.function("add")(2, 3) == 5


def test_an_empty_block_is_no_syntax_error() -> None:
    source = Source()
    with source.block("def nothing():"):
        pass
    assert source.function("nothing")() is None


def test_a_constant_has_one_name_however_often_it_is_used() -> None:
    source = Source()
    table = {"a": 1}
    name = source.constant(table, "table")
    assert source.constant(table, "again") == name
    assert source.constant({"a": 1}, "other") != name
    with source.block("def get():"):
        source.line(f"return {name}")
    assert source.function("get")() is table


def test_members_of_enumerations_become_numbers() -> None:
    text, names = resolve("flags & Mark.BIG or size * 2", scope_of(Base) | {"Mark": Mark})
    assert text == "flags & 4 or size * 2"
    assert names == ["flags", "size"]


def test_names_are_listed_once() -> None:
    assert resolve("a * a + b", {})[1] == ["a", "b"]


@pytest.mark.parametrize(("cls", "expected"), [(Base, "False"), (Loud, "True")])
def test_truth_values_of_the_class_are_constants(cls: type, expected: str) -> None:
    assert resolve("shouts", scope_of(cls)) == (expected, [])


@pytest.mark.parametrize("text", ["os.path", "flags.bit_count()"])
def test_other_attributes_are_refused(text: str) -> None:
    with pytest.raises(TypeError, match="only members of enumerations"):
        resolve(text, {})
