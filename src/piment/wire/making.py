"""Compiles the layout of a struct into its constructor."""

from __future__ import annotations

from collections.abc import Callable

from piment.wire.rules import Rule, is_value
from piment.wire.source import Source


def compile_maker(cls: type, layout: tuple[tuple[str, Rule], ...]) -> Callable[..., None]:
    """Return `__init__` of `cls`: a parameter for each value, with the class's value as default."""
    source = Source()
    names = [name for name, rule in layout if is_value(rule)]
    parameters = [
        f"{name}={source.constant(getattr(cls, name), name)}" if hasattr(cls, name) else name
        for name in names
    ]
    with source.block(f"def __init__({', '.join(['_self', *parameters])}):"):
        for name in names:
            source.line(f"_self.{name} = {name}")
    maker: Callable[..., None] = source.function("__init__")
    maker.__qualname__ = f"{cls.__qualname__}.__init__"
    return maker
