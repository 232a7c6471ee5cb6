"""What the two compilers of a struct have in common: code that fails with the path of its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from struct import error as StructError  # noqa: N812 - it is an exception
from typing import Any

from piment.wire.error import WireError
from piment.wire.source import Source
from piment.wire.types import Int

POINTER = Int("I")
"""How an offset travels."""


class Emitter:
    """Writes the body of one function for the struct `owner`.

    Integers are collected in `group`, as (expression, rule, path), until a field of varying size
    comes.
    """

    def __init__(self, owner: str, scope: Mapping[str, Any], **constants: Any) -> None:
        self.owner = owner
        self.scope = scope
        self.source = Source()
        self.group: list[tuple[str, Int, str]] = []
        self._names = 0
        # `type` itself is the name of many fields.
        known = {"WireError": WireError, "StructError": StructError, "kind_of": type}
        self.source.constants.update(known, **constants)

    def fail(self, path: str, why: str) -> str:
        """Return a statement that raises; `path` and `why` may hold {expressions}."""
        return f"raise WireError(f{f'{self.owner}.{path}'!r}, f{why!r})"

    def fresh(self, hint: str) -> str:
        """Return a variable name that no field has."""
        self._names += 1
        return f"_{hint}_{self._names}"

    @contextmanager
    def within(self, path: str) -> Iterator[None]:
        """Extend the path of the errors of what is called inside."""
        with self.source.block("try:"):
            yield
        with self.source.block("except WireError as _error:"):
            inside = f"_error.inside({self.owner!r}, f{path!r})"
            self.source.line(f"raise {inside} from None")
