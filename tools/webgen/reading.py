"""Writes readers in JavaScript, which find the same errors in the same order as Python's.

Neighbouring fields of fixed size are passed by one `take`. What cannot fail is read from there at
the very end, in the arguments of the constructor; what can fail is read in the order of the fields.
"""

from __future__ import annotations

import ast
import enum
import json
from collections.abc import Callable, Iterator
from typing import Any

from piment.protocol.channel import Message
from piment.wire.emitter import POINTER
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
from piment.wire.source import scope_of
from piment.wire.struct import Struct
from piment.wire.types import Int
from tools.webgen.expression import javascript
from tools.webgen.types import module_of, reference, type_of

GETTERS = {"B": "u8", "H": "u16", "I": "u32", "Q": "u64", "h": "i16", "i": "i32", "q": "i64"}
"""Methods of `Reader` by the letters of `struct`."""

# What no field may be called, since it would hide a name that the readers use.
_TAKEN = {"at", "input", "limited", "member", "withoutZero", "Math"}

Choices = tuple[tuple[int, Rule | None], ...]


class Choosers:
    """The functions of a module that read unions by their tags, each union once."""

    def __init__(self) -> None:
        self.names: dict[Choices, str] = {}

    def name(self, field: str, choices: Choices) -> tuple[str, bool]:
        """Return the name of the function for `choices`, and whether it is a new one."""
        if choices in self.names:
            return self.names[choices], False
        taken = set(self.names.values())
        name = f"choose{field.capitalize()}"
        while name in taken:
            name += "Too"
        self.names[choices] = name
        return name, True


def is_plain(struct: type[Struct]) -> bool:
    """Whether a struct is only integers that may be anything: reading it cannot fail."""
    return struct.is_flat and all(_is_plain(rule) for _, rule in struct.layout)


def _is_plain(rule: Rule) -> bool:
    match rule:
        case Int(_, kind):
            return kind is None or not issubclass(kind, enum.IntEnum)
        case Inline(struct):
            return is_plain(struct)
    return False


def reader(cls: type[Struct], choosers: Choosers | None = None) -> list[str]:
    """Return the lines of the function that reads `cls`, and of those that only it needs.

    A plain struct that others hold has a function besides that reads it anywhere.
    """
    emitter = _Reader(cls, choosers or Choosers())
    names = {name: emitter.value(name, rule, name) for name, rule in cls.layout}
    emitter.flush()
    values = ", ".join(names[name] for name, rule in cls.layout if is_value(rule))
    kind = reference(cls, module_of(cls))
    made = f"new {cls.__name__}({values})"
    lines = [*emitter.lines, f"  return {made};"]
    anywhere: list[str] = []
    if is_plain(cls) and not issubclass(cls, Message) and emitter.lines:
        take = emitter.lines[-1].partition(" = ")[2].rstrip(";")
        lines = [f"  return at{cls.__name__}(input, {take});"]
        anywhere = [
            f"/** @param {{Reader}} input @param {{number}} at @returns {{{kind}}} */",
            f"export function at{cls.__name__}(input, at) {{",
            f"  return {made};",
            "}",
        ]
    head = f"/** @param {{Reader}} input @returns {{{kind}}} */"
    return [
        *emitter.choosers_lines,
        *anywhere,
        head,
        f"export function read{cls.__name__}(input) {{",
        *lines,
        "}",
    ]


class _Reader:
    """Writes the body of one reading function."""

    def __init__(self, cls: type[Struct], choosers: Choosers) -> None:
        self.owner = cls.__name__
        self.module = module_of(cls)
        self.scope = scope_of(cls)
        self.choosers = choosers
        self.choosers_lines: list[str] = []
        self.used = {name for _, rule in cls.layout for name in _names_in(rule)}
        self.lines: list[str] = []
        self.groups = 0
        self.group: list[tuple[str, int]] = []
        self.after: list[Callable[[], None]] = []
        if taken := _TAKEN.intersection(name for name, _ in cls.layout):
            raise TypeError(f"{self.owner}: fields must not be called {', '.join(sorted(taken))}")

    # --- pieces --------------------------------------------------------------------------------

    def where(self, path: str) -> str:
        return json.dumps(f"{self.owner}.{path}")

    def keep(self, name: str, text: str) -> str:
        """Emit the reading of a value that has to be read here; return its name."""
        self.lines.append(f"  const {name} = {text};")
        return name

    def later(self, name: str, text: Callable[[], str]) -> str:
        """Keep a value as soon as the current group was taken."""
        self.after.append(lambda: self.lines.append(f"  const {name} = {text()};"))
        return name

    @property
    def at(self) -> str:
        """What the place of the current group is called."""
        return f"at{self.groups + 1}" if self.groups else "at"

    def place(self, rule: Int, path: str) -> str:
        """Put an integer into the current group; return the expression that reads it."""
        offset = sum(size for _, size in self.group)
        self.group.append((path, rule.size))
        return _get(rule, f"{self.at} + {offset}" if offset else self.at)

    def flush(self) -> None:
        """Take the current group, then do what waited for it."""
        group, after = self.group, self.after
        self.group, self.after = [], []
        if group:
            self.keep(self.at, self.take(group))
            self.groups += 1
        for emit in after:
            emit()

    def take(self, group: list[tuple[str, int]]) -> str:
        fields = " ".join(f"{path}:{size}" for path, size in group)
        return f'input.take({sum(size for _, size in group)}, "{self.owner}", "{fields}")'

    # --- rules ---------------------------------------------------------------------------------

    def value(self, name: str, rule: Rule, path: str) -> str:
        """Emit what reads a field; return the expression of its value."""
        match rule:
            case Int():
                return self.integer(name, rule, path)
            case LengthOf(_, by) | TagOf(_, by):
                return self.integer(name, by, path)
            case Padding():
                return self.place(rule.run, path)
            case Pointer():
                offset = self.place(POINTER, path)
                return self.later(name, lambda: self.part(rule, offset, path))
            case Inline(struct) if struct.is_flat:
                return self.inline(name, struct, path)
            case Tagged(tag, choices):
                number = self.place(Int(tag.code), path)
                self.flush()
                return self.keep(name, self.choice(name, number, choices, path))
            case Bytes(length) | Items(_, length):
                return self.sequence(name, rule, length, path)
            case Chosen(selector, choices):
                self.flush()
                number = self.keep(f"{name}$kind", javascript(selector, self.scope))
                return self.keep(name, self.chosen(number, choices, path))
            case _:
                self.flush()
                return self.keep(name, self.whole(name, rule, path))

    def integer(self, name: str, rule: Int, path: str) -> str:
        text = self.place(rule, path)
        checked = self.member(text, rule, path)
        return self.later(name, lambda: checked) if checked != text or name in self.used else text

    def member(self, text: str, rule: Int, path: str) -> str:
        if rule.kind is None or not issubclass(rule.kind, enum.IntEnum):
            return text
        return f"member({text}, {rule.kind.__name__}, {self.where(path)})"

    def inline(self, name: str, struct: Any, path: str) -> str:
        """Put the fields of a fixed-size struct into the current group."""
        start = sum(size for _, size in self.group)
        at = f"{self.at} + {start}" if start else self.at
        parts = [
            self.value(f"{name}${field}", rule, f"{path}.{field}") for field, rule in struct.layout
        ]
        if is_plain(struct) and not issubclass(struct, Message):
            return f"at{struct.__name__}(input, {at})"
        given = (
            part for part, (_, rule) in zip(parts, struct.layout, strict=True) if is_value(rule)
        )
        return f"new {struct.__name__}({', '.join(given)})"

    def sequence(self, name: str, rule: Bytes | Items, length: Length, path: str) -> str:
        """Emit the reading of bytes or a list, whose length may stand in the current group."""
        count = self.place(Int(length.by.code), path) if isinstance(length, Prefixed) else None
        self.flush()
        kept = self.keep(name, self.whole(name, rule, path, count))
        if isinstance(rule, Bytes) and rule.zero_follows:
            self.lines.append("  input.passZero();")
        return kept

    # --- expressions that read from where the input is -------------------------------------------

    def whole(self, name: str, rule: Rule | None, path: str, count: str | None = None) -> str:
        """Return an expression that reads a value; `count` has the length, if that was read."""
        match rule:
            case None:
                return "null"
            case Int():
                text = _get(Int(rule.code), self.take([(path, rule.size)]))
                return self.member(text, rule, path)
            case Inline(struct):
                return f"input.nested(read{struct.__name__}, {self.where(path)})"
            case Pointer():
                return self.part(rule, self.whole(name, POINTER, path), path)
            case When(condition, inner):
                text = javascript(condition, self.scope)
                return f"{text} ? {self.whole(name, inner, path)} : null"
            case ByTag(tag, choices):
                return self.choice(name, tag, choices, path)
            case Padding():
                return self.take([(path, rule.size)])
            case Bytes(length, terminated):
                text = f"input.bytes({self.length(length, path, count)}, {self.where(path)})"
                return f"withoutZero({text})" if terminated else text
            case Items(of, length):
                return self.items(of, length, path, count)
        raise TypeError(f"{self.owner}.{path}: no reader for {rule!r}")

    def part(self, rule: Pointer, offset: str, path: str) -> str:
        """Return an expression that reads what lies at an offset."""
        end = "OrNull" if rule.nullable else ""
        match rule.to:
            case Inline(struct):
                return f"input.part{end}(read{struct.__name__}, {offset}, {self.where(path)})"
            case other:
                read = f"() => {self.whole('', other, path)}"
                return f"input.away{end}({read}, {offset}, {self.where(path)})"

    def length(self, length: Length, path: str, count: str | None = None, unit: int = 1) -> str:
        where = self.where(path)
        match length:
            case Prefixed(by):
                found = count or self.whole(path, Int(by.code), path)
            case Formula(text):
                found = javascript(text, self.scope)
            case Rest():
                found = f"input.rest({unit}, {where})"
        return f"limited({found}, {length.most}, {where})"

    def items(self, of: Rule, length: Length, path: str, count: str | None) -> str:
        where = self.where(path)
        match of, length:
            case Int(), _:
                return self.integers(of, length, path, count)
            case Inline(struct), Rest(most):
                return f"input.listToEnd(read{struct.__name__}, {most}, {where})"
            case Inline(struct), _:
                number = self.length(length, path, count)
                return f"input.list(read{struct.__name__}, {number}, {where})"
            case Pointer(Inline(struct)), _:
                offsets = self.integers(POINTER, length, path, count)
                return f"input.parts(read{struct.__name__}, {offsets}, {where})"
        raise TypeError(f"{self.owner}.{path}: no list of {of!r}")

    def integers(self, of: Int, length: Length, path: str, count: str | None) -> str:
        if of.kind is not None:
            raise TypeError(f"{self.owner}.{path}: no list of {of.kind.__name__}")
        number = self.length(length, path, count, of.size)
        return f"input.integers(input.{_getter(of)}, {of.size}, {number}, {self.where(path)})"

    def choice(self, name: str, number: str, choices: Choices, path: str) -> str:
        """Return an expression that reads a union, and write the function for that."""
        choose, is_new = self.choosers.name(name.rpartition("$")[2], choices)
        if is_new:
            self.choosers_lines += self.chooser(choose, choices)
        return f"input.chosen({choose}, {number}, {self.where(path)})"

    def chooser(self, name: str, choices: Choices) -> Iterator[str]:
        kind = type_of(Tagged(Int("B"), choices), self.module)
        yield f"/** @param {{Reader}} input @param {{number}} tag @returns {{{kind}}} */"
        yield f"function {name}(input, tag) {{"
        yield "  switch (tag) {"
        for value, rule in choices:
            match rule:
                case None:
                    yield f"    case {value}: return null;"
                case Inline(struct):
                    yield f"    case {value}: return read{struct.__name__}(input);"
                case _:
                    raise TypeError(f"{self.owner}: no choice of {rule!r}")
        known = ", ".join(str(value) for value, _ in choices)
        yield f'    default: throw new WireError("", `tag ${{tag}} is none of {known}`);'
        yield from ("  }", "}")

    def chosen(self, number: str, choices: Any, path: str) -> str:
        """Return an expression that reads what earlier fields choose, or null."""
        parts = [f"{number} === {value} ? {self.whole('', rule, path)}" for value, rule in choices]
        return f"{' : '.join(parts)} : null"


def _names_in(rule: Rule | None) -> Iterator[str]:
    """Yield the names of the fields that a rule looks at."""
    match rule:
        case When(condition, inner):
            yield from _names_of(condition)
            yield from _names_in(inner)
        case Chosen(selector, choices):
            yield from _names_of(selector)
            for _, choice in choices:
                yield from _names_in(choice)
        case ByTag(tag):
            yield tag
        case Pointer(to):
            yield from _names_in(to)
        case Bytes(length) | Items(_, length):
            if isinstance(length, Formula):
                yield from _names_of(length.length)


def _names_of(expression: str) -> Iterator[str]:
    tree = ast.parse(expression, mode="eval")
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _get(rule: Int, place: str) -> str:
    return f"input.{_getter(rule)}({place})"


def _getter(rule: Int) -> str:
    if rule.code not in GETTERS:
        raise TypeError(f"{rule!r}: no such integer in JavaScript")
    return GETTERS[rule.code]
