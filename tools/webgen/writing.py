"""Writes writers in JavaScript, for the rules that the messages of clients have."""

from __future__ import annotations

import json
from typing import Any

from piment.wire.rules import (
    Bytes,
    Formula,
    Inline,
    Items,
    Length,
    LengthOf,
    Padding,
    Prefixed,
    Rule,
    When,
)
from piment.wire.source import resolve, scope_of
from piment.wire.struct import Struct
from piment.wire.types import Int
from tools.webgen.expression import javascript
from tools.webgen.types import module_of, reference

METHODS = {"B": "u8", "H": "u16", "I": "u32", "Q": "u64", "h": "i16", "i": "i32", "q": "i64"}
"""Methods of `Writer` by the letters of `struct`."""


def writer(cls: type[Struct]) -> list[str]:
    """Return the lines of the function that writes `cls`.

    Raises:
        TypeError: it has a rule that no message of a client has had so far.

    """
    emitter = _Writer(cls)
    for name, rule in cls.layout:
        emitter.field(rule, f"value.{name}", name)
    kind = reference(cls, module_of(cls))
    given = ("output", "value") if emitter.lines else ("_output", "_value")
    return [
        f"/** @param {{Writer}} {given[0]} @param {{{kind}}} {given[1]} */",
        f"export function write{cls.__name__}({', '.join(given)}) {{",
        *(f"  {line}" for line in emitter.lines),
        "}",
    ]


class _Writer:
    """Writes the body of one writing function."""

    def __init__(self, cls: type[Struct]) -> None:
        self.owner = cls.__name__
        self.scope = scope_of(cls)
        self.layout = dict(cls.layout)
        self.lines: list[str] = []

    def where(self, path: str) -> str:
        return json.dumps(f"{self.owner}.{path}")

    def integer(self, by: Int, value: str, path: str) -> None:
        self.lines.append(f"output.{METHODS[by.code]}({value}, {self.where(path)});")

    def field(self, rule: Rule, value: str, path: str) -> None:
        """Emit the writing of one field, found in the expression `value`."""
        match rule:
            case Int():
                self.integer(rule, value, path)
            case LengthOf(field, by):
                self.integer(by, self.count(field), path)
            case Padding(size):
                self.lines.append(f"output.room({size});")
            case Inline(struct):
                self.nested(struct, value, path)
            case Bytes():
                self.bytes(rule, value, path)
            case Items(of, length):
                self.items(of, length, value, path)
            case When(condition, inner):
                self.when(condition, inner, value, path)
            case _:
                raise TypeError(f"{self.owner}.{path}: no writer for {rule!r}")

    def count(self, field: str) -> str:
        """Return an expression for the length of a later field."""
        rule = self.layout[field]
        extra = " + 1" if isinstance(rule, Bytes) and rule.terminated else ""
        return f"value.{field}.length{extra}"

    def nested(self, struct: Any, value: str, path: str) -> None:
        self.lines.append(f"output.nested(write{struct.__name__}, {value}, {self.where(path)});")

    def bytes(self, rule: Bytes, value: str, path: str) -> None:
        extra = " + 1" if rule.terminated else ""
        self.length(rule.length, f"{value}.length{extra}", path)
        self.lines.append(f"output.raw({value});")
        if rule.terminated or rule.zero_follows:
            self.lines.append("output.room(1);")

    def items(self, of: Rule, length: Length, value: str, path: str) -> None:
        self.length(length, f"{value}.length", path)
        match of:
            case Int():
                item = f"output.{METHODS[of.code]}(item, `{self.owner}.{path}[${{index}}]`);"
            case Inline(struct):
                where = f"`{self.owner}.{path}[${{index}}]`"
                item = f"output.nested(write{struct.__name__}, item, {where});"
            case _:
                raise TypeError(f"{self.owner}.{path}: no list of {of!r}")
        self.lines.append(f"for (const [index, item] of {value}.entries()) {{")
        self.lines += [f"  {item}", "}"]

    def length(self, length: Length, count: str, path: str) -> None:
        """Check a length, and write it if it travels in front."""
        self.lines.append(f"limited({count}, {length.most}, {self.where(path)});")
        match length:
            case Prefixed(by):
                self.integer(by, count, path)
            case Formula(text):
                self.announced(text, count, path)

    def announced(self, formula: str, count: str, path: str) -> None:
        """Check a length against the one that other fields announce."""
        names = resolve(formula, self.scope)[1]
        rules = [self.layout[name] for name in names]
        if any(isinstance(rule, LengthOf) and rule.field == path for rule in rules):
            return  # it is computed from this very value
        match rules:
            case []:
                expected = formula
            case [LengthOf(field)] if list(names) == [formula]:
                expected = self.count(field)
            case _:
                raise TypeError(f"{self.owner}.{path}: no writer for a length by formula")
        self.lines.append(f"announced({count}, {expected}, {self.where(path)});")

    def when(self, condition: str, inner: Rule, value: str, path: str) -> None:
        text = javascript(condition, self.scope, "value.")
        outer, self.lines = self.lines, []
        self.field(inner, value, path)
        lines, self.lines = self.lines, outer
        missing = json.dumps(f"is null although {condition}")
        present = json.dumps(f"must be null unless {condition}")
        self.lines += [
            f"if ({text}) {{",
            f"  if ({value} === null) throw new WireError({self.where(path)}, {missing});",
            *(f"  {line}" for line in lines),
            f"}} else if ({value} !== null) {{",
            f"  throw new WireError({self.where(path)}, {present});",
            "}",
        ]
