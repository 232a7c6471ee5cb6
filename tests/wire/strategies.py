"""Values of any declared struct, made from its layout, and their bytes with some damage."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from piment.wire.rules import (
    ByTag,
    Bytes,
    Chosen,
    Formula,
    Inline,
    Items,
    Length,
    LengthOf,
    Pointer,
    Prefixed,
    Rule,
    Tagged,
    When,
    is_value,
)
from piment.wire.source import resolve, scope_of
from piment.wire.struct import Struct
from piment.wire.types import Int

fewer = settings(max_examples=settings().max_examples // 5)
"""For tests that run for each of many structs."""

MOST_BYTES = 24
MOST_ITEMS = 4
# Fields that formulas multiply stay this small, or messages would be megabytes.
MOST_FACTOR = 6

_ELEMENT = ""  # stands for the name of a field where an element of a list is meant

Draw = Callable[[st.SearchStrategy[Any]], Any]


def values(cls: type[Struct]) -> st.SearchStrategy[Any]:
    """Return values of `cls`."""

    @st.composite
    def build(draw: Draw) -> Any:
        return _Builder(cls, draw).value()

    return build()


def integers(rule: Int) -> st.SearchStrategy[int]:
    """Return what an integer field can hold."""
    if rule.kind is not None and issubclass(rule.kind, enum.IntEnum):
        return st.sampled_from(list(rule.kind))
    least = -(1 << (rule.bits - 1)) if rule.signed else 0
    numbers = st.integers(least, least + (1 << rule.bits) - 1)
    if rule.kind is None:
        return numbers
    kind = rule.kind
    members = st.sampled_from([kind(0), *kind])
    return members | st.lists(members).map(lambda some: _union(kind, some)) | numbers.map(kind)


def _union(kind: type[enum.IntFlag], flags: list[enum.IntFlag]) -> enum.IntFlag:
    union = kind(0)
    for flag in flags:
        union |= flag
    return union


class _Builder:
    """Draws the fields of one struct in order, since later ones depend on earlier ones."""

    def __init__(self, cls: type[Struct], draw: Draw) -> None:
        self.cls = cls
        self.draw = draw
        self.fields: dict[str, Any] = {}
        self.rules = dict(cls.layout)
        self.scope = scope_of(cls)
        self.factors = {name for rule in self.rules.values() for name in self.names_in(rule)}

    def value(self) -> Any:
        for name, rule in self.rules.items():
            if is_value(rule):
                self.fields[name] = self.field(name, rule)
        return self.cls(**self.fields)

    def names_in(self, rule: Rule) -> list[str]:
        """Return the fields that the length of a field is computed from."""
        match rule:
            case Bytes(Formula(text)) | Items(_, Formula(text)):
                return resolve(text, self.scope)[1]
            case Pointer(inner) | When(_, inner):
                return self.names_in(inner)
        return []

    def evaluate(self, expression: str) -> int:
        text, names = resolve(expression, self.scope)
        known = {name: self.known(name) for name in names}
        return int(eval(text, {}, known))  # noqa: S307 - our own declarations

    def known(self, name: str) -> Any:
        match self.rules[name]:
            case LengthOf(field):
                return len(self.fields[field] or ())
        return self.fields[name]

    def length(self, name: str, length: Length, most: int) -> st.SearchStrategy[int]:
        """Return the lengths that a field may have."""
        match length:
            case Formula(text):
                rules = [self.rules[name] for name in resolve(text, self.scope)[1]]
                if not any(isinstance(r, LengthOf) and r.field == name for r in rules):
                    return st.just(self.evaluate(text))
            case Prefixed(by):
                most = min(most, (1 << by.bits) - 1)
        return st.integers(0, min(most, length.most))

    def field(self, name: str, rule: Rule) -> Any:
        """Draw one field."""
        match rule:
            case Int():
                if name in self.factors:
                    return self.draw(st.integers(0, MOST_FACTOR))
                return self.draw(integers(rule))
            case Inline(struct):
                return self.draw(values(struct))
            case Bytes(length, terminated):
                size = self.draw(self.length(name, length, MOST_BYTES))
                size = max(0, size - 1) if terminated else size
                return self.draw(st.binary(min_size=size, max_size=size))
            case Items(of, length):
                size = self.draw(self.length(name, length, MOST_ITEMS))
                return [self.field(_ELEMENT, of) for _ in range(size)]
            case Pointer(to, nullable):
                return self.pointer(name, to, nullable)
            case When(condition, inner):
                return self.field(name, inner) if self.evaluate(condition) else None
        return self.union(name, rule)

    def pointer(self, name: str, to: Rule, nullable: bool) -> Any:
        if nullable and self.draw(st.booleans()):
            return None
        value = self.field(name, to)
        if value == [] or (value == b"" and isinstance(to, Bytes) and not to.terminated):
            return None  # nothing is left of an empty part but its null pointer
        return value

    def union(self, name: str, rule: Rule) -> Any:
        match rule:
            case Tagged(_, choices) | ByTag(_, choices):
                inner = self.draw(st.sampled_from([choice for _, choice in choices]))
            case Chosen(selector, choices):
                inner = dict(choices).get(self.evaluate(selector))
            case _:
                raise TypeError(f"{name}: no values for {rule!r}")
        return None if inner is None else self.field(name, inner)


@st.composite
def damaged(draw: Draw, data: bytes) -> bytes:
    """Return `data` with some bytes changed, lost or added."""
    damaged = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(damaged)))
        match draw(st.sampled_from(["change", "lose", "add"])):
            case "change":
                damaged[at : at + 1] = draw(st.sampled_from([b"\0", b"\1", b"\x7f", b"\xff"]))
            case "lose":
                del damaged[at : at + draw(st.integers(1, 8))]
            case "add":
                damaged[at:at] = draw(st.binary(min_size=1, max_size=8))
    return bytes(damaged)
