"""Messages as one short line, for logs."""

from __future__ import annotations

import enum
from typing import Any

from piment.wire import Struct

_MOST_ITEMS = 4


def describe(value: Any) -> str:
    """Return `value` with the names of its fields, bytes as their number, long lists cut short."""
    match value:
        case Struct():
            fields = (f"{name}={describe(field)}" for name, field in vars(value).items())
            return f"{type(value).__name__}({', '.join(fields)})"
        case bytes():
            return f"<{len(value)} bytes>"
        case list():
            shown = [describe(item) for item in value[:_MOST_ITEMS]]
            more = len(value) - len(shown)
            return f"[{', '.join(shown)}{f', and {more} more' if more else ''}]"
        case enum.Enum():
            return value.name or str(int(value.value))
    return repr(value)
