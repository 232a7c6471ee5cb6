"""Types of values, for the type checker of JavaScript."""

from __future__ import annotations

from enum import Enum
from typing import Any

from piment.wire.rules import (
    ByTag,
    Bytes,
    Chosen,
    Inline,
    Items,
    Pointer,
    Rule,
    Tagged,
    TagOf,
    When,
)
from piment.wire.types import Int

BIG = 64
"""Bits of integers that are a `bigint` in JavaScript."""

PACKAGE = "piment.protocol."

_PRIMITIVE = {"String", "Number", "Boolean", "Symbol"}
"""Names by which JSDoc means primitive types, even where a class is called so."""


def module_of(cls: type) -> str:
    """Return the file, without suffix, that a declared class goes to."""
    return cls.__module__.removeprefix(PACKAGE)


def type_of(rule: Rule, module: str) -> str:
    """Return the type of a field's value, as a file of `module` writes it in JSDoc."""
    return " | ".join(dict.fromkeys(_types(rule, module)))


def reference(struct: type, module: str) -> str:
    """Return how a file of `module` names a struct in JSDoc."""
    owner, name = module_of(struct), struct.__name__
    return name if owner == module and name not in _PRIMITIVE else f'import("./{owner}.js").{name}'


def structs_in(rule: Rule | None) -> list[Any]:
    """Return the structs that a rule names itself."""
    match rule:
        case Inline(struct):
            return [struct]
        case Items(of):
            return structs_in(of)
        case Pointer(to):
            return structs_in(to)
        case When(_, inner):
            return structs_in(inner)
        case Tagged(_, choices) | Chosen(_, choices) | TagOf(_, _, choices) | ByTag(_, choices):
            return [struct for _, choice in choices for struct in structs_in(choice)]
    return []


def kinds_in(rule: Rule | None) -> list[type[Enum]]:
    """Return the enumerations that a rule names itself."""
    match rule:
        case Int(_, kind) if kind is not None:
            return [kind]
        case Items(of):
            return kinds_in(of)
        case When(_, inner):
            return kinds_in(inner)
    return []


def _types(rule: Rule | None, module: str) -> list[str]:
    match rule:
        case None:
            return ["null"]
        case Int():
            return ["bigint" if rule.bits == BIG else "number"]
        case Inline(struct):
            return [reference(struct, module)]
        case Bytes():
            return ["Uint8Array"]
        case Items(of):
            return [f"({' | '.join(_types(of, module))})[]"]
        case Pointer(to, nullable):
            return _types(to, module) + ["null"] * nullable
        case When(_, inner):
            return [*_types(inner, module), "null"]
        case Tagged(_, choices) | ByTag(_, choices):
            return [name for _, choice in choices for name in _types(choice, module)]
        case Chosen(_, choices):
            return [name for _, choice in choices for name in _types(choice, module)] + ["null"]
    raise TypeError(f"{rule!r} has no value")
