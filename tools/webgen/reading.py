"""Writes readers in JavaScript, statement by statement as `piment.wire.reading` does in Python.

So both find the same errors in the same order.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

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
from tools.webgen.types import module_of, reference

GETTERS = {
    "H": "getUint16",
    "I": "getUint32",
    "Q": "getBigUint64",
    "h": "getInt16",
    "i": "getInt32",
    "q": "getBigInt64",
}
"""Methods of DataView by the letters of `struct`; a byte is taken from the array."""

# What no field may be called, since it would hide a name that the readers use.
_TAKEN = {"at", "input", "limited", "member", "withoutZero", "Math", "DataView"}


def reader(cls: type[Struct]) -> list[str]:
    """Return the lines of the function that reads `cls`."""
    emitter = _Reader(cls)
    for name, rule in cls.layout:
        emitter.field(name, rule, name)
    emitter.flush()
    values = ", ".join(name for name, rule in cls.layout if is_value(rule))
    emitter.line(f"return new {cls.__name__}({values});")
    variables = [f"  let {', '.join(emitter.variables)};"] if emitter.variables else []
    return [
        f"/** @param {{Reader}} input @returns {{{reference(cls, module_of(cls))}}} */",
        f"export function read{cls.__name__}(input) {{",
        *variables,
        *emitter.lines,
        "}",
    ]


class _Reader:
    """Writes the body of one reading function."""

    def __init__(self, cls: type[Struct]) -> None:
        self.owner = cls.__name__
        self.scope = scope_of(cls)
        self.lines: list[str] = []
        self.variables: dict[str, None] = {}
        self.group: list[tuple[str, Int, str]] = []
        self.after: list[Callable[[], None]] = []
        self.depth = 1
        if taken := _TAKEN.intersection(name for name, _ in cls.layout):
            raise TypeError(f"{self.owner}: fields must not be called {', '.join(sorted(taken))}")

    # --- pieces --------------------------------------------------------------------------------

    def line(self, text: str) -> None:
        self.lines.append("  " * self.depth + text)

    @contextmanager
    def block(self, head: str, end: str = "}") -> Iterator[None]:
        self.line(head)
        self.depth += 1
        yield
        self.depth -= 1
        self.line(end)

    def variable(self, name: str) -> str:
        """Declare a variable of the function, and return its name."""
        self.variables[name] = None
        return name

    def fresh(self, hint: str) -> str:
        """Declare a variable that no field is called like, and return its name."""
        return self.variable(f"{hint}${len(self.variables)}")

    def where(self, path: str) -> str:
        return json.dumps(f"{self.owner}.{path}")

    def expression(self, text: str) -> str:
        return javascript(text, self.scope)

    def flush(self) -> None:
        """Read the collected integers at once, then do what waited for them."""
        group, after = self.group, self.after
        self.group, self.after = [], []
        if group:
            self.take(group)
        for emit in after:
            emit()
        if self.group or self.after:
            self.flush()

    def take(self, group: list[tuple[str, Int, str]]) -> None:
        fields = " ".join(f"{path}:{rule.size}" for _, rule, path in group)
        size = sum(rule.size for _, rule, _ in group)
        self.variable("at")
        self.line(f'at = input.take({size}, "{self.owner}", "{fields}");')
        offset = 0
        for name, rule, _ in group:
            if name:
                self.line(f"{self.variable(name)} = {_get(rule, offset)};")
            offset += rule.size

    # --- rules ---------------------------------------------------------------------------------

    def field(self, name: str, rule: Rule, path: str) -> None:
        """Emit the reading of one field into the variable `name`."""
        match rule:
            case Int():
                self.group.append((name, rule, path))
                if rule.kind is not None and issubclass(rule.kind, enum.IntEnum):
                    self.after.append(lambda: self.member(name, rule, path))
            case LengthOf(_, by) | TagOf(_, by):
                self.group.append((name, by, path))
            case Padding():
                self.group.append(("", rule.run, path))
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
            case _:
                self.branch(name, rule, path)

    def branch(self, name: str, rule: Rule, path: str) -> None:
        """Emit the reading of a field that may take more than one form."""
        match rule:
            case When(condition, inner):
                self.flush()
                with self.block(f"if ({self.expression(condition)}) {{", "} else {"):
                    self.field(name, inner, path)
                    self.flush()
                self.line(f"  {self.variable(name)} = null;")
                self.line("}")
            case Tagged(tag, choices):
                number = self.fresh(name)
                self.group.append((number, Int(tag.code), path))
                self.choice(name, number, choices, path)
            case Chosen(selector, choices):
                self.flush()
                number = self.fresh(name)
                self.line(f"{number} = {self.expression(selector)};")
                self.choice(name, number, choices, path, otherwise_none=True)
            case ByTag(tag_name, choices):
                self.choice(name, tag_name, choices, path)
            case _:
                raise TypeError(f"{self.owner}.{path}: no reader for {rule!r}")

    def member(self, name: str, rule: Int, path: str) -> None:
        kind = rule.kind.__name__ if rule.kind else ""
        self.line(f"member({name}, {kind}, {self.where(path)});")

    def nested(self, name: str, struct: Any, path: str) -> None:
        read = f"read{struct.__name__}"
        self.line(f"{self.variable(name)} = input.nested({read}, {self.where(path)});")

    def inline(self, name: str, struct: Any, path: str) -> None:
        """Put the fields of a fixed-size struct into the current group."""
        parts = []
        for field, rule in struct.layout:
            variable = f"{name}${field}"
            self.field(variable, rule, f"{path}.{field}")
            if is_value(rule):
                parts.append(variable)
        made = f"new {struct.__name__}({', '.join(parts)})"
        self.after.append(lambda: self.line(f"{self.variable(name)} = {made};"))

    def pointer(self, name: str, rule: Pointer, path: str) -> None:
        offset = self.fresh(name)
        self.group.append((offset, POINTER, path))

        def follow() -> None:
            where = self.where(path)
            self.line(f"input.seek({offset}, {where});")
            with self.block(f"if ({offset}) {{", "} else {"):
                back = self.fresh("back")
                self.line(f"{back} = input.jump({offset});")
                self.field(name, rule.to, path)
                self.flush()
                self.line(f"input.comeBack({back});")
            empty = f"throw new WireError({where}, {json.dumps('the offset must not be 0')});"
            self.line(f"  {self.variable(name)} = null;" if rule.nullable else f"  {empty}")
            self.line("}")

        self.after.append(follow)

    def length(self, length: Length, path: str, unit: int = 1) -> str:
        """Emit the reading and checking of a length; return the variable that holds it."""
        count = self.fresh("count")
        if isinstance(length, Prefixed):
            self.group.append((count, Int(length.by.code), path))
        self.flush()
        match length:
            case Formula(text):
                self.line(f"{count} = {self.expression(text)};")
            case Rest():
                self.line(f"{count} = input.rest({unit}, {self.where(path)});")
        self.line(f"limited({count}, {length.most}, {self.where(path)});")
        return count

    def bytes(self, name: str, rule: Bytes, path: str) -> None:
        count = self.length(rule.length, path)
        taken = f"input.bytes({count}, {self.where(path)})"
        value = f"withoutZero({taken})" if rule.terminated else taken
        self.line(f"{self.variable(name)} = {value};")
        if rule.zero_follows:
            self.line("input.passZero();")

    def items(self, name: str, of: Rule, length: Length, path: str) -> None:
        where = self.where(path)
        match of, length:
            case Int(), _:
                value = self.integers(of, length, path)
            case Inline(struct), Rest(most):
                self.flush()
                value = f"input.listToEnd(read{struct.__name__}, {most}, {where})"
            case Inline(struct), _:
                count = self.length(length, path)
                value = f"input.list(read{struct.__name__}, {count}, {where})"
            case Pointer(Inline(struct)), _:
                offsets = self.integers(POINTER, length, path)
                value = f"input.parts(read{struct.__name__}, {offsets}, {where})"
            case _:
                raise TypeError(f"{self.owner}.{path}: no list of {of!r}")
        self.line(f"{self.variable(name)} = {value};")

    def integers(self, of: Int, length: Length, path: str) -> str:
        if of.kind is not None:
            raise TypeError(f"{self.owner}.{path}: no list of {of.kind.__name__}")
        count = self.length(length, path, of.size)
        getter = f"DataView.prototype.{GETTERS.get(of.code, 'getUint8')}"
        return f"input.integers({getter}, {of.size}, {count}, {self.where(path)})"

    def choice(
        self,
        name: str,
        number: str,
        choices: tuple[tuple[int, Rule | None], ...],
        path: str,
        otherwise_none: bool = False,
    ) -> None:
        self.flush()
        with self.block(f"switch ({number}) {{"):
            for value, rule in choices:
                with self.block(f"case {value}:", "  break;"):
                    if rule is None:
                        self.line(f"{self.variable(name)} = null;")
                    else:
                        self.field(name, rule, path)
                        self.flush()
            known = ", ".join(str(value) for value, _ in choices)
            unknown = f"`tag ${{{number}}} is none of {known}`"
            fail = f"throw new WireError({self.where(path)}, {unknown});"
            self.line("default:")
            self.line(f"  {name} = null;" if otherwise_none else f"  {fail}")


def _get(rule: Int, offset: int) -> str:
    place = f"at + {offset}" if offset else "at"
    if rule.code == "B":
        return f"input.body[{place}]"
    if rule.code not in GETTERS:
        raise TypeError(f"{rule!r}: no such integer in JavaScript")
    return f"input.view.{GETTERS[rule.code]}({place}, true)"
