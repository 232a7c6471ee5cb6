"""Constructors."""

from __future__ import annotations

from typing import Annotated, ClassVar

import pytest

from piment.wire import Struct, length_of, rest, sized, u8, u16


class Text(Struct):
    """A length, a text, and what may be left out."""

    size: ClassVar = length_of("text", u8)
    text: Annotated[bytes, sized("size", 9)]
    kind: u16 = 7
    more: Annotated[bytes, rest(9)] = b""


class Longer(Text):
    """One more field, and another default."""

    more: Annotated[bytes, rest(9)] = b"!"


def test_values_come_by_position_or_by_name_and_some_have_defaults() -> None:
    assert Text(b"ab") == Text(text=b"ab", kind=7, more=b"")
    assert Text(b"ab", 9, b"c").pack() == b"\x02ab\x09\x00c"
    assert Longer(b"").more == b"!"


def test_what_follows_from_other_fields_is_no_parameter() -> None:
    with pytest.raises(TypeError, match="size"):
        Text(size=2, text=b"ab")  # type: ignore[call-arg]


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(TypeError, match=r"Text\.__init__\(\) missing .* 'text'"):
        Text()  # type: ignore[call-arg]


def test_patterns_match_by_position() -> None:
    match Text(b"x", 3):
        case Text(text, kind, more):
            assert (text, kind, more) == (b"x", 3, b"")
