"""Compiles the layout of a struct into straight-line code that writes it.

The generated function `write(value, at, out, owed)` appends the inline part of `value` to the
list `out`, chunk by chunk, and returns the position after it; `at` is where it begins. An offset is
a chunk of its own: for each part that one refers to, `owed` gets an entry (index of the chunk,
writer, value). Parts are written after the inline part, in the order of their offsets, which are
only then known. The generated function `pack(value)` returns all of that as bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from struct import Struct as Packer
from struct import pack
from typing import Any

from piment.wire.emitter import Emitter
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
    Rule,
    Tagged,
    TagOf,
    When,
)
from piment.wire.source import resolve, scope_of
from piment.wire.types import Int

Chunks = list[bytes]
Owed = list[tuple[int, "Writer", Any]]
Writer = Callable[[Any, int, Chunks, Owed], int]
Layout = tuple[tuple[str, Rule], ...]

_pack_offset = Packer("<I").pack
_NULL = repr(_pack_offset(0))
"""An offset that leads nowhere, and what stands for one that is not yet known: as source text."""


def compile_writer(cls: type, layout: Layout) -> Writer:
    """Return the function that writes `cls` into a message."""
    emitter = _WriterEmitter(cls.__name__, scope_of(cls), layout)
    with emitter.source.block("def write(_self, _at, _out, _owed):"):
        emitter.fields()
        emitter.flush()
        emitter.source.line("return _at")
    writer: Writer = emitter.source.function("write")
    return writer


def compile_packer(cls: type, layout: Layout) -> Callable[[Any], bytes]:
    """Return the function that makes a message of `cls`."""
    emitter = _WriterEmitter(cls.__name__, scope_of(cls), layout)
    source = emitter.source
    with source.block("def pack(_self):"):
        if all(_is_plain(rule) for _, rule in layout):
            emitter.fields()
            emitter.pack_group("return {}")
        else:
            source.line("_at, _out, _owed = 0, [], []")
            emitter.fields()
            emitter.flush()
            settle = source.constant(_settle, "settle")
            with source.block("if _owed:"):
                source.line(f"{settle}({cls.__name__!r}, _at, _out, _owed)")
            source.line("return b''.join(_out)")
    packer: Callable[[Any], bytes] = source.function("pack")
    return packer


def _settle(owner: str, at: int, out: Chunks, owed: Owed) -> None:
    """Write what is owed, and what is then owed for that, and fill in the offsets."""
    for index, write, value in owed:  # grows while we iterate
        out[index] = _pack_offset(at)
        try:
            at = write(value, at, out, owed)
        except WireError as error:
            raise WireError(f"{owner}.{error.where}", error.why) from None


def _is_plain(rule: Rule) -> bool:
    match rule:
        case Int() | Padding():
            return True
        case Inline(struct):
            return all(_is_plain(inner) for _, inner in struct.layout)
    return False


class _WriterEmitter(Emitter):
    """Writes the body of one writing function."""

    def __init__(self, owner: str, scope: Mapping[str, Any], layout: Layout) -> None:
        super().__init__(owner, scope, _pack=pack, misfit=_misfit)
        self.layout = dict(layout)

    # --- pieces --------------------------------------------------------------------------------

    def fields(self) -> None:
        """Emit the writing of all fields."""
        for name, rule in self.layout.items():
            self.field(name, rule, f"_self.{name}", name)

    def flush(self) -> None:
        """Write the collected integers at once."""
        if self.group:
            size = self.pack_group("_out.append({})")
            self.source.line(f"_at += {size}")

    def pack_group(self, statement: str) -> int:
        """Emit `statement` with the bytes of the collected integers; return their number."""
        group, self.group = self.group, []
        if not group:
            self.source.line(statement.format("b''"))
            return 0
        packer = Packer("<" + "".join(rule.code for _, rule, _ in group))
        pack_all = self.source.constant(packer.pack, "pack")
        values = ", ".join(value for value, _, _ in group)
        table = tuple((f"{self.owner}.{path}", rule) for _, rule, path in group)
        fields = self.source.constant(table, "fields")
        with self.source.block("try:"):
            self.source.line(statement.format(f"{pack_all}({values})"))
        with self.source.block("except StructError:"):
            self.source.line(f"raise misfit({fields}, ({values},)) from None")
        return packer.size

    def expression(self, text: str) -> str:
        """Return `text` with the names of fields as they are reached here."""
        expression, names = resolve(text, self.scope)
        assignments = []
        for name in names:
            match self.layout.get(name):
                case LengthOf(field):
                    assignments.append(f"{name} = {self.count(field)}")
                case TagOf():
                    raise TypeError(f"{self.owner}: {text!r} must not use the tag {name}")
                case None:
                    raise TypeError(f"{self.owner}: {text!r} names no field {name}")
                case _:
                    assignments.append(f"{name} = _self.{name}")
        for line in assignments:
            self.source.line(line)
        return f"({expression})"

    def count(self, field: str) -> str:
        """Return an expression for the length of a later field."""
        rule = self.layout[field]
        extra = 1 if _is_terminated(rule) else 0
        return f"(len(_self.{field}) + {extra} if _self.{field} is not None else 0)"

    def nested(self, value: str, cls: Any, path: str) -> None:
        write = self.source.constant(cls.write, "write")
        with self.within(path):
            self.source.line(f"_at = {write}({value}, _at, _out, _owed)")

    # --- rules ---------------------------------------------------------------------------------

    def field(self, name: str, rule: Rule, value: str, path: str) -> None:
        """Emit the writing of one field, found in the expression `value`."""
        match rule:
            case Int():
                self.group.append((value, rule, path))
            case LengthOf(field, by):
                self.group.append((self.count(field), by, path))
            case Padding():
                self.group.append(("b''", rule.run, path))
            case TagOf(field, by, choices):
                self.tag(f"_self.{field}", by, choices, path)
            case Pointer():
                self.pointer(rule, value, path)
            case Inline(struct) if struct.is_flat:
                part = self.fresh(name)
                self.source.line(f"{part} = {value}")
                for inner, inner_rule in struct.layout:
                    self.field(inner, inner_rule, f"{part}.{inner}", f"{path}.{inner}")
            case Inline(struct):
                self.flush()
                self.nested(value, struct, path)
            case Bytes():
                self.bytes(value, rule, path)
            case Items(of, length):
                self.items(value, of, length, path)
            case When(condition, Padding() as padding):
                self.flush()
                with self.source.block(f"if {self.expression(condition)}:"):
                    self.field(name, padding, value, path)
                    self.flush()
            case When(condition, inner):
                self.when(condition, name, inner, value, path)
            case Tagged(tag, choices):
                self.tag(value, tag, choices, path)
                self.alternatives(value, path)
            case Chosen(selector, choices):
                self.chosen(name, selector, choices, value, path)
            case ByTag():
                self.alternatives(value, path)

    def tag(
        self, value: str, by: Int, choices: tuple[tuple[int, Rule | None], ...], path: str
    ) -> None:
        """Put the number of the alternative that `value` is into the current group."""
        kinds = [type(None) if rule is None else _struct(rule) for _, rule in choices]
        if len(set(kinds)) < len(kinds):
            raise TypeError(f"{self.owner}.{path}: two tags for one type")
        tags = {kind: number for kind, (number, _) in zip(kinds, choices, strict=True)}
        table = self.source.constant(tags, "tags")
        number = self.fresh("tag")
        self.source.line(f"{number} = {table}.get(kind_of({value}))")
        with self.source.block(f"if {number} is None:"):
            self.source.line(self.fail(path, f"{{kind_of({value}).__name__}} is no alternative"))
        self.group.append((number, Int(by.code), path))

    def alternatives(self, value: str, path: str) -> None:
        """Write whichever alternative `value` is."""
        self.flush()
        with self.source.block(f"if {value} is not None:"), self.within(path):
            self.source.line(f"_at = {value}.write(_at, _out, _owed)")

    def pointer(self, rule: Pointer, value: str, path: str) -> None:
        if isinstance(rule.to, Bytes | Items):
            if isinstance(rule.to.length, Prefixed):
                raise TypeError(f"{self.owner}.{path}: a part with a length in front is a struct")
            with self.source.block(f"if {value} is not None:"):
                self.length(rule.to.length, f"len({value})", path)
        self.flush()
        has_bytes = _is_struct(rule.to) or _is_terminated(rule.to)
        with self.source.block(f"if {value} is not None:" if has_bytes else f"if {value}:"):
            self.owe(value, self.part_writer(rule.to, path))
        if not rule.nullable:
            with self.source.block(f"elif {value} is None:"):
                self.source.line(self.fail(path, "must not be None"))
        self.offset()

    def owe(self, value: str, writer: Writer) -> None:
        """Let the next chunk be the offset of a part."""
        write = self.source.constant(writer, "write")
        self.source.line(f"_owed.append((len(_out), {write}, {value}))")

    def offset(self) -> None:
        """Leave room for an offset."""
        self.chunk(_NULL, "4")

    def chunk(self, data: str, size: str) -> None:
        self.source.line(f"_out.append({data})")
        self.source.line(f"_at += {size}")

    def part_writer(self, rule: Rule, path: str) -> Writer:
        """Return the function that writes what a pointer leads to."""
        if isinstance(rule, Inline):
            writer: Writer = rule.struct.write
            return writer
        part = _WriterEmitter(self.owner, self.scope, tuple(self.layout.items()))
        with part.source.block("def part(_value, _at, _out, _owed):"):
            match rule:
                case Bytes(_, terminated, zero_follows):
                    part.raw("_value", terminated or zero_follows)
                case Items(of, _):
                    part.elements("_value", of, path)
            part.source.line("return _at")
        inline: Writer = part.source.function("part")
        return inline

    def length(self, length: Length, count: str, path: str) -> None:
        """Write a length, or check the one that other fields announce."""
        match length:
            case Prefixed(by):
                self.group.append((count, Int(by.code), path))
            case Formula(text) if not self.follows_value(text, path):
                expected = self.fresh("expected")
                self.source.line(f"{expected} = {self.expression(text)}")
                with self.source.block(f"if {count} != {expected}:"):
                    why = f"holds {{{count}}}, {text} announces {{{expected}}}"
                    self.source.line(self.fail(path, why))
        with self.source.block(f"if {count} > {length.most}:"):
            self.source.line(self.fail(path, f"{{{count}}} is over the limit {length.most}"))

    def follows_value(self, formula: str, field: str) -> bool:
        """Whether a length is computed from the very value whose length it is."""
        names = resolve(formula, self.scope)[1]
        rules = [self.layout.get(name) for name in names]
        return any(isinstance(rule, LengthOf) and rule.field == field for rule in rules)

    def bytes(self, value: str, rule: Bytes, path: str) -> None:
        count = f"len({value}) + 1" if rule.terminated else f"len({value})"
        self.length(rule.length, count, path)
        self.flush()
        self.raw(value, rule.terminated or rule.zero_follows)

    def raw(self, value: str, zero: bool) -> None:
        """Write bytes, and perhaps a zero."""
        self.chunk(value, f"len({value})")
        if zero:
            self.chunk(repr(bytes(1)), "1")

    def items(self, value: str, of: Rule, length: Length, path: str) -> None:
        self.length(length, f"len({value})", path)
        self.flush()
        self.elements(value, of, path)

    def elements(self, value: str, of: Rule, path: str) -> None:
        if isinstance(of, Int):
            with self.source.block("try:"):
                numbers = f"_pack(f'<{{len({value})}}{of.code}', *{value})"
                self.chunk(numbers, f"{of.size} * len({value})")
            table = self.source.constant(of, "item")
            with self.source.block("except StructError:"):
                where = f"(f'{self.owner}.{path}[{{i}}]', {table}) for i in range(len({value}))"
                self.source.line(f"raise misfit(tuple({where}), {value}) from None")
            return
        index, item = self.fresh("index"), self.fresh("item")
        with self.source.block(f"for {index}, {item} in enumerate({value}):"):
            match of:
                case Inline(struct):
                    self.nested(item, struct, f"{path}[{{{index}}}]")
                case Pointer(Inline(struct)):
                    self.owe(item, struct.write)
                    self.offset()

    def when(self, condition: str, name: str, inner: Rule, value: str, path: str) -> None:
        self.flush()
        with self.source.block(f"if {self.expression(condition)}:"):
            with self.source.block(f"if {value} is None and {not _is_nullable(inner)}:"):
                self.source.line(self.fail(path, f"is None although {condition}"))
            self.field(name, inner, value, path)
            self.flush()
        with self.source.block(f"elif {value} is not None:"):
            self.source.line(self.fail(path, f"must be None unless {condition}"))

    def chosen(
        self,
        name: str,
        selector: str,
        choices: tuple[tuple[int, Rule], ...],
        value: str,
        path: str,
    ) -> None:
        self.flush()
        number = self.fresh("number")
        self.source.line(f"{number} = {self.expression(selector)}")
        word = "if"
        for known, rule in choices:
            with self.source.block(f"{word} {number} == {known}:"):
                with self.source.block(f"if {value} is None:"):
                    why = f"must not be None where {selector} is {{{number}}}"
                    self.source.line(self.fail(path, why))
                self.field(name, rule, value, path)
                self.flush()
            word = "elif"
        with self.source.block(f"elif {value} is not None:"):
            self.source.line(self.fail(path, f"must be None where {selector} is {{{number}}}"))


def _struct(rule: Rule) -> type:
    if not isinstance(rule, Inline):
        raise TypeError(f"{rule!r}: the alternatives of a tag are structs")
    struct: type = rule.struct
    return struct


def _is_struct(rule: Rule) -> bool:
    return isinstance(rule, Inline)


def _is_nullable(rule: Rule) -> bool:
    return isinstance(rule, Pointer) and rule.nullable


def _is_terminated(rule: Rule) -> bool:
    match rule:
        case Bytes():
            return rule.terminated
        case Pointer(to, _):
            return _is_terminated(to)
    return False


def _misfit(fields: tuple[tuple[str, Int], ...], values: tuple[Any, ...]) -> WireError:
    """Name the first value that its integer cannot hold."""
    for (path, rule), value in zip(fields, values, strict=True):
        if isinstance(value, bytes):
            continue  # padding
        least = -(1 << (rule.bits - 1)) if rule.signed else 0
        most = (1 << (rule.bits - 1 if rule.signed else rule.bits)) - 1
        if not isinstance(value, int):
            return WireError(path, f"{value!r} is no integer")
        if not least <= value <= most:
            return WireError(path, f"{value} does not fit into {least}..{most}")
    raise AssertionError("every value fits")
