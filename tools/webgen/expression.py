"""Expressions of wire rules, in JavaScript."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from piment.wire.source import resolve

_OPERATORS: dict[type[ast.AST], str] = {
    ast.BitAnd: "&",
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Eq: "===",
    ast.NotEq: "!==",
    ast.Or: "||",
    ast.And: "&&",
}


def javascript(expression: str, scope: Mapping[str, Any], owner: str = "") -> str:
    """Return `expression`, with members of enumerations in `scope` as numbers.

    `owner` stands before the names of fields: "" where they are variables, or "value.".

    Raises:
        TypeError: it has something that no rule has needed so far.

    """
    return _text(ast.parse(resolve(expression, scope)[0], mode="eval").body, owner)


def _text(node: ast.expr, owner: str) -> str:
    match node:
        case ast.Name(name):
            return owner + name
        case ast.Constant(bool() as value):
            return str(value).lower()
        case ast.Constant(int() as value):
            return str(value)
        case ast.UnaryOp(ast.Not(), operand):
            return f"!({_text(operand, owner)})"
        case ast.BinOp(left, ast.FloorDiv(), right):
            return f"Math.floor({_text(left, owner)} / {_text(right, owner)})"
        case ast.BinOp(left, operator, right) if type(operator) in _OPERATORS:
            return f"({_text(left, owner)} {_OPERATORS[type(operator)]} {_text(right, owner)})"
        case ast.BoolOp(operator, values):
            parts = [_text(value, owner) for value in values]
            return f"({f' {_OPERATORS[type(operator)]} '.join(parts)})"
        case ast.Compare(left, [operator], [right]) if type(operator) in _OPERATORS:
            return f"({_text(left, owner)} {_OPERATORS[type(operator)]} {_text(right, owner)})"
    raise TypeError(f"{ast.unparse(node)}: no JavaScript for this")
