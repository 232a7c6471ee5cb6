"""Compiles the layout of a struct into straight-line code that reads it.

The generated function is `read(body, at, ends)`: it returns the value and the position after its
inline part, and appends to `ends` where each part behind a pointer ends. Consecutive fields of
fixed size, nested structs included, become one call of `struct`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from struct import Struct as Packer
from struct import unpack_from
from typing import Any

from piment.wire.emitter import POINTER, Emitter
from piment.wire.error import WireError
from piment.wire.rules import (
    ByTag,
    Bytes,
    Chosen,
    Formula,
    Inline,
    Items,
    Length,
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
)
from piment.wire.source import resolve, scope_of
from piment.wire.types import Int, flags_of

Layout = tuple[tuple[str, Rule], ...]
Reader = Callable[[bytes, int, list[int]], tuple[Any, int]]

_MANY = 4
"""Alternatives from which on a table is faster than a chain of comparisons, and shorter."""


def compile_reader(cls: type, layout: Layout) -> Reader:
    """Return the function that reads `cls` inside a message."""
    emitter = _ReaderEmitter(cls.__name__, scope_of(cls))
    with emitter.source.block("def read(_body, _at, _ends):"):
        emitter.value("_self", cls, layout)
        emitter.source.line("return _self, _at")
    reader: Reader = emitter.source.function("read")
    return reader


def compile_unpacker(cls: type, layout: Layout) -> Callable[[bytes], Any]:
    """Return the function that reads `cls` from a whole message."""
    emitter = _ReaderEmitter(cls.__name__, scope_of(cls))
    source = emitter.source
    with source.block("def unpack(_body):"):
        with source.block("if kind_of(_body) is not bytes:"):
            source.line("_body = bytes(_body)")
        source.line("_at, _ends = 0, []")
        emitter.value("_self", cls, layout)
        with source.block("if _at != len(_body) and len(_body) not in _ends:"):
            source.line(f"raise _surplus({cls.__name__!r}, _body, _at, _ends)")
        source.line("return _self")
    unpacker: Callable[[bytes], Any] = source.function("unpack")
    return unpacker


class _ReaderEmitter(Emitter):
    """Writes the body of one reading function.

    What must wait until the integers in `group` are read is collected in `after`.
    """

    def __init__(self, owner: str, scope: Mapping[str, Any]) -> None:
        helpers = {"unpack_from": unpack_from, "flags_of": flags_of, "short": _short}
        super().__init__(owner, scope, **helpers, _left=_left, _surplus=_surplus)
        self.after: list[Callable[[], None]] = []

    # --- pieces --------------------------------------------------------------------------------

    def flush(self) -> None:
        """Read the collected integers at once, then do what waited for them."""
        group, after = self.group, self.after
        self.group, self.after = [], []
        if group:
            packer = Packer("<" + "".join(rule.code for _, rule, _ in group))
            unpack = self.source.constant(packer.unpack_from, "unpack")
            table = tuple((f"{self.owner}.{path}", rule.size) for _, rule, path in group)
            fields = self.source.constant(table, "fields")
            with self.source.block("try:"):
                names = ", ".join(name for name, _, _ in group)
                self.source.line(f"{names}, = {unpack}(_body, _at)")
            with self.source.block("except StructError:"):
                self.source.line(f"raise short(_body, _at, {fields}) from None")
            self.source.line(f"_at += {packer.size}")
        for emit in after:
            emit()
        if self.group or self.after:
            self.flush()

    def value(self, name: str, cls: type, layout: Layout) -> None:
        """Read all fields, and build the value."""
        for field, rule in layout:
            self.field(field, rule, field)
        self.flush()
        self.construct(name, cls, [(field, field) for field, rule in layout if is_value(rule)])

    def construct(self, name: str, cls: type, fields: list[tuple[str, str]]) -> None:
        """Build an instance without the cost of a call to its constructor."""
        kind = self.source.constant(cls, "kind")
        new = self.source.constant(object.__new__, "new")
        self.source.line(f"{name} = {new}({kind})")
        for attribute, variable in fields:
            self.source.line(f"{name}.{attribute} = {variable}")

    def member(self, name: str, rule: Int, path: str) -> None:
        """Turn an integer into its enumeration."""
        if rule.kind is None:
            return
        kind = self.source.constant(rule.kind, "kind")
        if issubclass(rule.kind, enum.IntFlag):
            rule.kind(0)  # makes `no flags` a member
        members = self.source.constant(rule.kind._value2member_map_, "members")
        with self.source.block("try:"):
            self.source.line(f"{name} = {members}[{name}]")
        with self.source.block("except KeyError:"):
            if issubclass(rule.kind, enum.IntFlag):
                self.source.line(f"{name} = flags_of({kind}, {name})")
                return
            known = ", ".join(str(int(member)) for member in rule.kind)
            why = f"{{{name}}} is none of {known}"
            self.source.line(self.fail(path, why) + " from None")

    def nested(self, name: str, cls: Any, path: str) -> None:
        """Call the reader of another struct."""
        self.call(name, self.source.constant(cls.read, "read"), path)

    def call(self, name: str, read: str, path: str) -> None:
        """Call a reader and extend the path of its errors."""
        with self.within(path):
            self.source.line(f"{name}, _at = {read}(_body, _at, _ends)")

    # --- rules ---------------------------------------------------------------------------------

    def field(self, name: str, rule: Rule, path: str) -> None:
        """Emit the reading of one field into the variable `name`."""
        match rule:
            case Int():
                self.group.append((name, rule, path))
                if rule.kind is not None:
                    self.after.append(lambda: self.member(name, rule, path))
            case LengthOf(_, by):
                self.group.append((name, by, path))
            case TagOf(_, by):
                self.group.append((name, by, path))
            case Padding():
                self.group.append((name, rule.run, path))
            case Pointer():
                self.pointer(name, rule, path)
            case Inline(struct) if struct.is_flat:
                self.inline(name, struct, path)
            case Inline(struct):
                self.flush()
                self.nested(name, struct, path)
            case Bytes():
                self.bytes(name, rule, path)
            case Items(of, length):
                self.items(name, of, length, path)
            case When(condition, inner):
                self.when(name, condition, inner, path)
            case Tagged(tag, choices):
                number = self.fresh(name)
                self.group.append((number, Int(tag.code), path))
                self.choice(name, number, choices, path)
            case Chosen(selector, choices):
                self.flush()
                number = self.fresh(name)
                self.source.line(f"{number} = {self.expression(selector)}")
                self.choice(name, number, choices, path, otherwise_none=True)
            case ByTag(tag, choices):
                self.choice(name, tag, choices, path)

    def expression(self, text: str) -> str:
        return f"({resolve(text, self.scope)[0]})"

    def inline(self, name: str, struct: Any, path: str) -> None:
        """Put the fields of a fixed-size struct into the current group."""
        nothing = _nothing(struct)
        if nothing is not None:
            self.shared(name, struct, path, nothing)
            return
        parts = self.parts(name, struct, path)
        self.after.append(lambda: self.construct(name, struct, parts))

    def shared(self, name: str, struct: Any, path: str, nothing: Any) -> None:
        """Likewise, but zeros are always the same value."""
        start, before, self.after = len(self.group), self.after, []
        parts = self.parts(name, struct, path)
        inside, self.after = self.after, before
        numbers = " or ".join(number for number, _, _ in self.group[start:])

        def make() -> None:
            with self.source.block(f"if {numbers}:"):
                for emit in inside:
                    emit()
                self.construct(name, struct, parts)
            with self.source.block("else:"):
                self.source.line(f"{name} = {self.source.constant(nothing, 'nothing')}")

        self.after.append(make)

    def parts(self, name: str, struct: Any, path: str) -> list[tuple[str, str]]:
        """Put the fields of `struct` into the group; return them with their variables."""
        parts = []
        for field, rule in struct.layout:
            variable = f"_{name}_{field}"
            self.field(variable, rule, f"{path}.{field}")
            if is_value(rule):
                parts.append((field, variable))
        return parts

    def pointer(self, name: str, rule: Pointer, path: str) -> None:
        offset = self.fresh(name)
        self.group.append((offset, POINTER, path))

        def follow() -> None:
            self.check_offset(offset, path)
            with self.source.block(f"if {offset}:"):
                back = self.fresh("back")
                self.source.line(f"{back}, _at = _at, {offset}")
                self.field(name, rule.to, path)
                self.flush()
                self.source.line("_ends.append(_at)")
                self.source.line(f"_at = {back}")
            with self.source.block("else:"):
                empty = self.fail(path, "the offset must not be 0")
                self.source.line(f"{name} = None" if rule.nullable else empty)

        self.after.append(follow)

    def check_offset(self, offset: str, path: str) -> None:
        with self.source.block(f"if {offset} >= len(_body):"):
            why = f"offset {{{offset}}}, message has {{len(_body)}} bytes"
            self.source.line(self.fail(path, why))

    def length(self, length: Length, path: str, unit: int = 1) -> str:
        """Emit the reading and checking of a length; return the variable that holds it."""
        count = self.fresh("count")
        if isinstance(length, Prefixed):
            self.group.append((count, Int(length.by.code), path))
        self.flush()
        match length:
            case Formula(text):
                self.source.line(f"{count} = {self.expression(text)}")
            case Rest():
                self.source.line(f"{count}, _odd = divmod(len(_body) - _at, {unit})")
                with self.source.block("if _odd:"):
                    why = f"{{len(_body) - _at}} bytes are left, no multiple of {unit}"
                    self.source.line(self.fail(path, why))
        with self.source.block(f"if not 0 <= {count} <= {length.most}:"):
            self.source.line(self.fail(path, f"{{{count}}} is over the limit {length.most}"))
        return count

    def bytes(self, name: str, rule: Bytes, path: str) -> None:
        count = self.length(rule.length, path)
        end = self.fresh("end")
        self.source.line(f"{end} = _at + {count}")
        with self.source.block(f"if {end} > len(_body):"):
            why = f"needs {{{count}}} bytes, {{_left(_body, _at)}} left"
            self.source.line(self.fail(path, why))
        self.source.line(f"{name} = _body[_at:{end}]")
        if rule.terminated:
            self.source.line(f"{name} = {name}.removesuffix(b'\\0')")
        self.source.line(f"_at = {end}")
        if rule.zero_follows:
            with self.source.block("if _body[_at:_at + 1] == b'\\0':"):
                self.source.line("_at += 1")

    def items(self, name: str, of: Rule, length: Length, path: str) -> None:
        match of, length:
            case Int(), _:
                self.integers(name, of, length, path)
            case Inline(struct), Rest(most):
                self.flush()
                self.source.line(f"{name} = []")
                with self.source.block("while _at < len(_body):"):
                    with self.source.block(f"if len({name}) == {most}:"):
                        self.source.line(self.fail(path, f"more than {most} items"))
                    self.element(name, struct, f"{path}[{{len({name})}}]")
            case Inline(struct), _:
                count = self.length(length, path)
                index = self.fresh("index")
                self.source.line(f"{name} = []")
                with self.source.block(f"for {index} in range({count}):"):
                    self.element(name, struct, f"{path}[{{{index}}}]")
            case Pointer(Inline(struct)), _:
                self.pointers(name, struct, length, path)
            case _:
                raise TypeError(f"{self.owner}.{path}: no list of {of!r}")

    def element(self, name: str, struct: Any, path: str) -> None:
        item = self.fresh("item")
        self.nested(item, struct, path)
        self.source.line(f"{name}.append({item})")

    def pointers(self, name: str, struct: Any, length: Length, path: str) -> None:
        """Read a list of offsets, and what they lead to.

        Many offsets may name the same bytes; all parts together may not be longer than the
        message, lest a small message grow without bounds.
        """
        offsets, offset, index = self.fresh("offsets"), self.fresh("offset"), self.fresh("index")
        self.integers(offsets, POINTER, length, path)
        back, spent = self.fresh("back"), self.fresh("spent")
        self.source.line(f"{name}, {back}, {spent} = [], _at, 0")
        with self.source.block(f"for {index}, {offset} in enumerate({offsets}):"):
            self.check_offset(offset, f"{path}[{{{index}}}]")
            self.source.line(f"_at = {offset}")
            self.element(name, struct, f"{path}[{{{index}}}]")
            self.source.line("_ends.append(_at)")
            self.source.line(f"{spent} += _at - {offset}")
            with self.source.block(f"if {spent} > len(_body):"):
                why = f"{{{spent}}} bytes of parts in a message of {{len(_body)}}"
                self.source.line(self.fail(path, why))
        self.source.line(f"_at = {back}")

    def integers(self, name: str, of: Int, length: Length, path: str) -> None:
        count = self.length(length, path, of.size)
        with self.source.block("try:"):
            self.source.line(f"{name} = list(unpack_from(f'<{{{count}}}{of.code}', _body, _at))")
        with self.source.block("except StructError:"):
            why = f"needs {{{count} * {of.size}}} bytes, {{_left(_body, _at)}} left"
            self.source.line(self.fail(path, why) + " from None")
        self.source.line(f"_at += {count} * {of.size}")
        if of.kind is not None:
            index = self.fresh("index")
            with self.source.block(f"for {index}, _value in enumerate({name}):"):
                self.member("_value", of, f"{path}[{{{index}}}]")
                self.source.line(f"{name}[{index}] = _value")

    def when(self, name: str, condition: str, inner: Rule, path: str) -> None:
        self.flush()
        with self.source.block(f"if {self.expression(condition)}:"):
            self.field(name, inner, path)
            self.flush()
        with self.source.block("else:"):
            self.source.line(f"{name} = None")

    def choice(
        self,
        name: str,
        number: str,
        choices: tuple[tuple[int, Rule | None], ...],
        path: str,
        otherwise_none: bool = False,
    ) -> None:
        self.flush()
        known = ", ".join(str(value) for value, _ in choices)
        unknown = self.fail(path, f"tag {{{number}}} is none of {known}")
        structs = {value: rule.struct for value, rule in choices if isinstance(rule, Inline)}
        if len(structs) == len(choices) >= _MANY and not otherwise_none:
            table = self.source.constant(_Readers(structs), "readers")
            read = self.fresh("read")
            self.source.line(f"{read} = {table}[{number}]")
            with self.source.block(f"if {read} is None:"):
                self.source.line(unknown)
            self.call(name, read, path)
            return
        word = "if"
        for value, rule in choices:
            with self.source.block(f"{word} {number} == {value}:"):
                if rule is None:
                    self.source.line(f"{name} = None")
                else:
                    self.field(name, rule, path)
                    self.flush()
            word = "elif"
        with self.source.block("else:"):
            self.source.line(f"{name} = None" if otherwise_none else unknown)


class _Readers(dict[int, Reader | None]):
    """Readers of alternatives by their tags, each compiled when a message first has its tag."""

    def __init__(self, structs: dict[int, Any]) -> None:
        super().__init__()
        self._structs = structs

    def __missing__(self, tag: int) -> Reader | None:
        if tag not in self._structs:
            return None  # and not kept: a peer can send any number
        self[tag] = self._structs[tag].read
        return self[tag]


def _nothing(struct: Any) -> Any:
    """Return the value that consists of zeros, if several objects make it up; else None.

    Such are the masks of nearly all draw commands.
    """
    is_nested = any(isinstance(rule, Inline) for _, rule in struct.layout)
    if not is_nested or not all(isinstance(rule, Int | Pointer) for rule in _leaves(struct)):
        return None
    try:
        return struct.unpack(bytes(struct.fixed_size))
    except WireError:
        return None  # some of it must not be zero


def _leaves(struct: Any) -> Iterator[Rule]:
    for _, rule in struct.layout:
        if isinstance(rule, Inline):
            yield from _leaves(rule.struct)
        else:
            yield rule


def _left(body: bytes, at: int) -> int:
    return max(0, len(body) - at)


def _short(body: bytes, at: int, fields: tuple[tuple[str, int], ...]) -> WireError:
    """Name the first field that the message is too short for."""
    for path, size in fields:
        if at + size > len(body):
            return WireError(path, f"needs {size} bytes, {_left(body, at)} left")
        at += size
    raise AssertionError("the message was long enough")


def _surplus(owner: str, body: bytes, at: int, ends: list[int]) -> WireError:
    """Say how many bytes there are behind all parts."""
    return WireError(owner, f"{len(body) - max(at, *ends, 0)} bytes are left over")
