"""Declare a struct as a typed class; get `pack` and `unpack` from it.

    class Point(Struct):
        x: i32
        y: i32

    Point(1, 2).pack() == bytes.fromhex("01000000 02000000")

Every field's annotation says how it travels (`types`, `rules`). Straight-line code for both
directions is generated once, when it is first needed: a program uses few of the messages that are
declared, and code for all of them would make up most of its start. Nothing here performs I/O.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, ClassVar, Self, get_origin

from piment.record import Record
from piment.wire.reading import Reader, compile_reader, compile_unpacker
from piment.wire.rules import (
    ByTag,
    Bytes,
    Formula,
    Inline,
    LengthOf,
    Padding,
    Pointer,
    Rule,
    TagOf,
    When,
    choices_of,
    length_of,
    padding,
    rule_of,
    tag_of,
)
from piment.wire.types import Int
from piment.wire.writing import Writer, compile_packer, compile_writer


class Struct(Record):
    """Base of everything that travels."""

    layout: ClassVar[tuple[tuple[str, Rule], ...]]
    fixed_size: ClassVar[int | None]
    """Bytes of the inline part, or None if it varies."""
    is_flat: ClassVar[bool]
    """Whether the fields can stand among those of a struct that holds this one."""
    read: ClassVar[Reader]
    write: ClassVar[Writer]
    _packer: ClassVar[Callable[[Any], bytes]]
    _unpacker: ClassVar[Callable[[bytes], Any]]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, make in _LATE.items():
            setattr(cls, name, _Late(name, make))

    def pack(self) -> bytes:
        """Return the bytes of this value.

        Raises:
            WireError: a field holds what its bytes cannot.

        """
        return self._packer()

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Return the value of exactly these bytes.

        Raises:
            WireError: the bytes do not fit, or some are left over.

        """
        return cls._unpacker(data)  # type: ignore[no-any-return]

    @classmethod
    def unpack_at(cls, data: bytes, offset: int) -> Self:
        """Return the value that begins at `offset`, whatever else there is in these bytes.

        Raises:
            WireError: the bytes do not fit.

        """
        value, _ = cls.read(bytes(data), offset, [])
        return value  # type: ignore[no-any-return]


class _Late:
    """Part of a struct's class that is made when somebody asks for it, and then stays."""

    def __init__(self, name: str, make: Callable[[type[Struct]], Any]) -> None:
        self._name = name
        self._make = make

    def __get__(self, value: Struct | None, cls: type[Struct]) -> Any:
        setattr(cls, self._name, self._make(cls))
        return getattr(cls if value is None else value, self._name)


# Names that the generated code uses itself. Its other names have an underscore in front.
_TAKEN = frozenset(
    {"WireError", "StructError", "bytes", "divmod", "enumerate", "flags_of", "kind_of", "len"}
    | {"list", "misfit", "range", "short", "tuple", "unpack_from"}
)


def _layout_of(cls: type) -> tuple[tuple[str, Rule], ...]:
    hints = _hints_of(cls)
    taken = _TAKEN.intersection(hints)
    if taken:
        raise TypeError(f"{cls.__name__}: fields must not be called {', '.join(sorted(taken))}")
    layout: list[tuple[str, Rule]] = []
    announced: dict[str, ByTag] = {}
    for name, hint in hints.items():
        if hint is ClassVar or get_origin(hint) is ClassVar:
            marker = getattr(cls, name, None)
            if isinstance(marker, tag_of):
                rule = TagOf(marker.field, _int(marker.by), choices_of(marker.choices))
                announced[marker.field] = ByTag(name, rule.choices)
                layout.append((name, rule))
            elif isinstance(marker, length_of):
                layout.append((name, LengthOf(marker.field, _int(marker.by))))
            elif isinstance(marker, padding):
                pad = Padding(marker.size)
                layout.append((name, When(marker.condition, pad) if marker.condition else pad))
        else:
            layout.append((name, announced.get(name) or rule_of(hint)))
    return tuple(layout)


def _hints_of(cls: type) -> dict[str, Any]:
    """Return the annotations of a struct's class, and of those between it and `Struct`.

    `typing.get_type_hints` looks for more than a struct has, and takes five times as long.
    """
    bases = [base for base in reversed(cls.__mro__) if base not in Struct.__mro__]
    return {
        name: hint
        for base in bases
        for name, hint in inspect.get_annotations(base, eval_str=True).items()
    }


def _size_of(cls: type[Struct]) -> int | None:
    sizes = [_fixed_size(rule) for _, rule in cls.layout]
    return None if None in sizes else sum(filter(None, sizes))


def _int(hint: Any) -> Int:
    rule = rule_of(hint)
    if not isinstance(rule, Int):
        raise TypeError(f"{hint!r} is no integer")
    return rule


def _is_flat(rule: Rule) -> bool:
    """Whether a field can be read without knowing the other fields of its struct."""
    match rule:
        case Int() | Padding():
            return True
        case Inline(struct):
            return bool(struct.is_flat)
        case Pointer(Inline()):
            return True
        case Bytes(Formula(length)):
            return length.isdigit()
    return False


def _fixed_size(rule: Rule) -> int | None:
    match rule:
        case Int() | Padding():
            return rule.size
        case LengthOf(_, by) | TagOf(_, by, _):
            return None if isinstance(rule, TagOf) else by.size
        case Inline(struct):
            size: int | None = struct.fixed_size
            return size
        case Pointer():
            return 4
        case Bytes(Formula(length), zero_follows=False) if length.isdigit():
            return int(length)
    return None


_LATE: dict[str, Callable[[type[Struct]], Any]] = {
    "layout": _layout_of,
    "fixed_size": _size_of,
    "is_flat": lambda cls: all(_is_flat(rule) for _, rule in cls.layout),
    "read": lambda cls: staticmethod(compile_reader(cls, cls.layout)),
    "write": lambda cls: compile_writer(cls, cls.layout),
    "_packer": lambda cls: compile_packer(cls, cls.layout),
    "_unpacker": lambda cls: staticmethod(compile_unpacker(cls, cls.layout)),
}
"""What a struct's class has, and how it is made from the class."""
