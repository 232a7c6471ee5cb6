from __future__ import annotations

from typing import Annotated, Any

import pytest

from piment.wire import rules
from piment.wire.rules import (
    Bytes,
    Chosen,
    Formula,
    Inline,
    Items,
    LengthOf,
    Padding,
    Pointer,
    Prefixed,
    Rest,
    Rule,
    Tagged,
    TagOf,
    When,
    is_value,
    rule_of,
)
from piment.wire.struct import Struct
from piment.wire.types import Enum8, Int, u8, u16, u32

U8, U16, U32 = Int("B"), Int("H"), Int("I")


class Kind(Enum8):
    ONE = 1


class Leaf(Struct):
    x: u8


@pytest.mark.parametrize(
    ("hint", "rule"),
    [
        (u32, U32),
        (Kind, Int("B", Kind)),
        (Annotated[Kind, u32], Int("I", Kind)),
        (Leaf, Inline(Leaf)),
        (Annotated[bytes, rules.counted(u16, 9)], Bytes(Prefixed(U16, 9))),
        (Annotated[bytes, rules.counted(u8)], Bytes(Prefixed(U8, 255))),
        (Annotated[bytes, rules.sized("2 * n", 9)], Bytes(Formula("2 * n", 9))),
        (Annotated[bytes, rules.exactly(3)], Bytes(Formula("3", 3))),
        (Annotated[bytes, rules.rest(9)], Bytes(Rest(9))),
        (Annotated[bytes, rules.zero_terminated(), rules.rest(9)], Bytes(Rest(9), terminated=True)),
        (Annotated[bytes, rules.zero_follows(), rules.rest(9)], Bytes(Rest(9), zero_follows=True)),
        (Annotated[list[u16], rules.counted(u8)], Items(U16, Prefixed(U8, 255))),
        (Annotated[list[Leaf], rules.rest(9)], Items(Inline(Leaf), Rest(9))),
        (
            Annotated[list[Leaf], rules.counted(u8), rules.pointer()],
            Items(Pointer(Inline(Leaf), nullable=False), Prefixed(U8, 255)),
        ),
        (Annotated[Leaf, rules.pointer()], Pointer(Inline(Leaf), nullable=False)),
        (Annotated[Leaf | None, rules.pointer()], Pointer(Inline(Leaf), nullable=True)),
        (Annotated[int | None, rules.when("n"), u16], When("n", U16)),
        (
            Annotated[Leaf | None, rules.when("n"), rules.pointer()],
            When("n", Pointer(Inline(Leaf), nullable=False)),
        ),
        (
            Annotated[Leaf | None, rules.when("n"), rules.pointer(nullable=True)],
            When("n", Pointer(Inline(Leaf), nullable=True)),
        ),
        (
            Annotated[Leaf | None, rules.one_of(u8, {0: None, Kind.ONE: Leaf})],
            Tagged(U8, ((0, None), (1, Inline(Leaf)))),
        ),
        (
            Annotated[Leaf | None, rules.chosen_by("n", {4: Leaf})],
            Chosen("n", ((4, Inline(Leaf)),)),
        ),
    ],
)
def test_an_annotation_says_how_a_field_travels(hint: Any, rule: Rule) -> None:
    assert rule_of(hint) == rule


@pytest.mark.parametrize(
    ("hint", "why"),
    [
        (int, "has no wire rule"),
        (str, "has no wire rule"),
        (bytes, "has no wire rule"),
        (Annotated[bytes, "what?"], "is no wire rule"),
        (Annotated[int, rules.rest(3)], "bytes or list"),
        (Annotated[bytes, rules.counted(u16)], "needs a limit"),
        (Annotated[bytes, rules.counted(Leaf, 3)], "is no integer"),
        (Annotated[bytes, rules.zero_terminated(), rules.pointer()], "is no length"),
    ],
)
def test_what_is_not_said_is_refused(hint: Any, why: str) -> None:
    with pytest.raises(TypeError, match=why):
        rule_of(hint)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (U8, True),
        (When("n", U8), True),
        (LengthOf("data", U8), False),
        (TagOf("data", U8, ()), False),
        (Padding(3), False),
        (When("n", Padding(3)), False),
    ],
)
def test_what_follows_from_fields_is_no_value(rule: Rule, expected: bool) -> None:
    assert is_value(rule) is expected
