"""How a field travels, when its type alone does not say it.

A rule stands in the annotation of a field, outermost first:

    palette: Annotated[Palette | None, when("not flags & BitmapFlags.PAL_FROM_CACHE"), pointer()]

Expressions may use the names of earlier fields, integers, operators, members of enumerations of
the declaring module, and ClassVars that are True or False: with those, a subclass can be the same
value in other bytes. Expressions are compiled into the code of the struct.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from piment.wire.types import CODES, Int

# --- markers: what a declaration writes ----------------------------------------------------------


class counted(NamedTuple):  # noqa: N801 - reads as a word in annotations
    """A list or bytes behind its own length; at most `most` items."""

    by: Any
    most: int | None = None


class sized(NamedTuple):  # noqa: N801
    """A list or bytes whose length is computed from earlier fields; at most `most` items."""

    length: str
    most: int


class rest(NamedTuple):  # noqa: N801
    """A list or bytes up to the end of the message; at most `most` items."""

    most: int


class exactly(NamedTuple):  # noqa: N801
    """A list or bytes of fixed length."""

    length: int


class zero_terminated(NamedTuple):  # noqa: N801
    """Bytes followed by a zero byte that the following length rule counts but the value lacks."""


class zero_follows(NamedTuple):  # noqa: N801
    """Bytes followed by a zero byte that their length does not count; readers can do without it."""


class pointer(NamedTuple):  # noqa: N801
    """A part kept elsewhere in the message, found by its offset.

    Offset 0 stands for None if the type allows None. Behind `when`, where None may have another
    meaning, `nullable` says so.
    """

    nullable: bool = False


class when(NamedTuple):  # noqa: N801
    """A field that travels only if the condition holds, and is None otherwise."""

    condition: str


class one_of(NamedTuple):  # noqa: N801
    """A choice announced by a tag in front of it."""

    tag: Any
    choices: Mapping[int, Any]


class chosen_by(NamedTuple):  # noqa: N801
    """A choice made by the value of earlier fields; no match sends nothing (None)."""

    selector: str
    choices: Mapping[int, Any]


class length_of(NamedTuple):  # noqa: N801
    """The value of a ClassVar: here stands the length of a later field."""

    field: str
    by: Any


class tag_of(NamedTuple):  # noqa: N801
    """The value of a ClassVar: here stands the number of the type that a later field has."""

    field: str
    by: Any
    choices: Mapping[int, Any]


class padding(NamedTuple):  # noqa: N801
    """The value of a ClassVar: here stand bytes that mean nothing, if the condition holds.

    They are written as zeros, and whatever they are they are read over.
    """

    size: int
    condition: str | None = None


# --- rules: what the compiler works from ---------------------------------------------------------


class Inline(NamedTuple):
    """A struct within a struct."""

    struct: Any


class Prefixed(NamedTuple):
    """A length that travels in front."""

    by: Int
    most: int


class Formula(NamedTuple):
    """A length computed from earlier fields."""

    length: str
    most: int


class Rest(NamedTuple):
    """A length given by the end of the message."""

    most: int


Length = Prefixed | Formula | Rest


class Bytes(NamedTuple):
    """Raw bytes.

    `terminated`: a zero byte that the length counts, but not part of the value.
    `zero_follows`: a zero byte that the length does not count; it may be missing.
    """

    length: Length
    terminated: bool = False
    zero_follows: bool = False


class Items(NamedTuple):
    """A list."""

    of: Rule
    length: Length


class Pointer(NamedTuple):
    """A 32-bit offset from the start of the body."""

    to: Rule
    nullable: bool


class When(NamedTuple):
    """A field that may be absent."""

    condition: str
    rule: Rule


class Tagged(NamedTuple):
    """A union behind its tag."""

    tag: Int
    choices: tuple[tuple[int, Rule | None], ...]


class Chosen(NamedTuple):
    """A union selected by earlier fields."""

    selector: str
    choices: tuple[tuple[int, Rule], ...]


class LengthOf(NamedTuple):
    """The length of a later field."""

    field: str
    by: Int


class TagOf(NamedTuple):
    """The tag of a later field, whose value's type decides."""

    field: str
    by: Int
    choices: tuple[tuple[int, Rule], ...]


class ByTag(NamedTuple):
    """A field whose type an earlier `TagOf` announced."""

    tag: str
    choices: tuple[tuple[int, Rule], ...]


class Padding(NamedTuple):
    """Bytes that mean nothing."""

    size: int

    @property
    def run(self) -> Int:
        """The bytes as `struct` knows them."""
        return Int(f"{self.size}s")


Rule = (
    Int
    | Inline
    | Bytes
    | Items
    | Pointer
    | When
    | Tagged
    | Chosen
    | LengthOf
    | TagOf
    | ByTag
    | Padding
)


def is_value(rule: Rule) -> bool:
    """Whether a rule stands for a field of the class, not for something that follows from them."""
    match rule:
        case When(_, inner):
            return is_value(inner)
        case LengthOf() | TagOf() | Padding():
            return False
    return True


def rule_of(hint: Any, markers: tuple[Any, ...] = ()) -> Rule:
    """Return the rule of an annotated type.

    Raises:
        TypeError: nothing says how the type travels.

    """
    if get_origin(hint) is Annotated:
        inner, *outer = get_args(hint)
        return rule_of(inner, (*outer, *markers))
    if not markers:
        return _rule_of_type(hint)
    head, *tail = markers
    return _rule_of_marker(hint, head, tuple(tail))


def choices_of(choices: Mapping[int, Any]) -> tuple[tuple[int, Rule], ...]:
    """Return the rules of the alternatives, keyed by their numbers."""
    return tuple((int(number), rule_of(choice)) for number, choice in choices.items())


def _rule_of_type(hint: Any) -> Rule:
    if isinstance(hint, type):
        for base, code in CODES.items():
            if issubclass(hint, base):
                return Int(code, hint)  # type: ignore[arg-type]
        if hasattr(hint, "layout"):
            return Inline(hint)
    raise TypeError(f"{hint!r} has no wire rule")


def _rule_of_marker(hint: Any, marker: Any, tail: tuple[Any, ...]) -> Rule:
    if get_origin(marker) is Annotated:  # an integer type closes the list: when("..."), u16
        return _of_kind(_int(marker), hint)
    match marker:
        case Int():
            return _of_kind(marker, hint)
        case when(condition):
            return When(condition, rule_of(_without_none(hint), tail))
        case pointer(nullable):
            to = rule_of(_without_none(hint), tail)
            return Pointer(to, nullable or _allows_none(hint))
        case one_of(tag, choices):
            return Tagged(
                _int(tag),
                tuple((int(n), None if c is None else rule_of(c)) for n, c in choices.items()),
            )
        case chosen_by(selector, choices):
            return Chosen(selector, choices_of(choices))
        case zero_terminated():
            (length,) = tail
            return Bytes(_length(length), terminated=True)
        case zero_follows():
            (length,) = tail
            return Bytes(_length(length), zero_follows=True)
        case counted() | sized() | rest() | exactly():
            return _sequence(hint, _length(marker), tail)
    raise TypeError(f"{marker!r} is no wire rule")


def _of_kind(rule: Int, hint: Any) -> Int:
    """Return `rule`, or the integer that carries the enumeration `hint` in another width."""
    is_enum = isinstance(hint, type) and issubclass(hint, enum.IntEnum | enum.IntFlag)
    return Int(rule.code, hint) if is_enum else rule


def _sequence(hint: Any, length: Length, tail: tuple[Any, ...]) -> Rule:
    if hint is bytes:
        return Bytes(length)
    if get_origin(hint) is list:
        (item,) = get_args(hint)
        return Items(rule_of(item, tail), length)
    raise TypeError(f"{hint!r} has no length: bytes or list[...] is needed")


def _length(marker: Any) -> Length:
    match marker:
        case counted(by, most):
            prefix = _int(by)
            if most is None and prefix.size > 1:
                raise TypeError("a length of more than 8 bits needs a limit: most=...")
            return Prefixed(prefix, most if most is not None else 0xFF)
        case sized(length, most):
            return Formula(length, most)
        case rest(most):
            return Rest(most)
        case exactly(length):
            return Formula(str(length), length)
    raise TypeError(f"{marker!r} is no length")


def _int(hint: Any) -> Int:
    rule = rule_of(hint)
    if not isinstance(rule, Int):
        raise TypeError(f"{hint!r} is no integer")
    return rule


def _allows_none(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)


def _without_none(hint: Any) -> Any:
    if not _allows_none(hint):
        return hint
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    return kinds[0] if len(kinds) == 1 else Union[tuple(kinds)]  # noqa: UP007 - built at run time
