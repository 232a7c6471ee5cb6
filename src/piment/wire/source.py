"""Source text under construction: lines, blocks, and the constants that they name."""

from __future__ import annotations

import ast
import enum
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any


class Source:
    """A function's source, written line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.constants: dict[str, Any] = {}
        self._depth = 0

    def line(self, text: str) -> None:
        """Add a line at the current depth."""
        self.lines.append("    " * self._depth + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Indent what is added inside under `head`."""
        self.line(head)
        self._depth += 1
        before = len(self.lines)
        yield
        if len(self.lines) == before:
            self.line("pass")
        self._depth -= 1

    def constant(self, value: Any, prefix: str) -> str:
        """Return a name under which the source can use `value`."""
        for name, known in self.constants.items():
            if known is value:
                return name
        name = f"_{prefix}{len(self.constants)}"
        self.constants[name] = value
        return name

    def function(self, name: str) -> Any:
        """Compile the source, which must define `name`, and return the function."""
        namespace: dict[str, Any] = dict(self.constants)
        exec(compile("\n".join(self.lines), f"<{name}>", "exec"), namespace)  # noqa: S102 - our own text
        return namespace[name]


def scope_of(cls: type) -> dict[str, Any]:
    """Return the names that expressions of `cls` may use besides its fields."""
    constants = {
        name: value
        for base in reversed(cls.__mro__)
        for name, value in vars(base).items()
        if isinstance(value, bool)
    }
    return {**vars(sys.modules[cls.__module__]), **constants}


class _Resolve(ast.NodeTransformer):
    """Replaces `Flags.MEMBER` and truth values by their values, and collects the other names."""

    def __init__(self, scope: Mapping[str, Any]) -> None:
        self.scope = scope
        self.names: list[str] = []

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        owner = self.scope.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if not (isinstance(owner, type) and issubclass(owner, enum.Enum)):
            raise TypeError(f"{ast.unparse(node)}: only members of enumerations have a dot here")
        return ast.Constant(int(owner[node.attr].value))

    def visit_Name(self, node: ast.Name) -> ast.AST:
        constant = self.scope.get(node.id)
        if isinstance(constant, bool):
            return ast.Constant(constant)
        self.names.append(node.id)
        return node


def resolve(expression: str, scope: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return `expression` with enumeration members as numbers, and the field names in it."""
    visitor = _Resolve(scope)
    tree = visitor.visit(ast.parse(expression, mode="eval"))
    return ast.unparse(tree), list(dict.fromkeys(visitor.names))
