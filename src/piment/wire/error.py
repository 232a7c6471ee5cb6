"""The one error of this package."""

from __future__ import annotations


class WireError(ValueError):
    """Bytes do not fit a declared struct, or a value does not fit its bytes.

    Attributes:
        where: path of the offending field, from the outermost struct: `DrawFill.brush.pat.id`.
        why: what is wrong, with both numbers.

    """

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why

    def inside(self, struct: str, field: str) -> WireError:
        """Return the same error, seen from the struct that holds the field."""
        inner = self.where.partition(".")[2]
        return WireError(f"{struct}.{field}.{inner}" if inner else f"{struct}.{field}", self.why)
