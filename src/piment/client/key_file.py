"""Files of groups with keys and values, as GLib's GKeyFile reads and writes them.

    # a comment
    [group]
    key=value

Values are text until a `Kind` makes something of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

Groups = dict[str, dict[str, str]]
"""Values by key by group, as they stand in the file."""

_BLANK = " \t"
_GROUP = re.compile(r"\[([^\[\]\x00-\x1f]+)\][ \t]*")
_ESCAPED = re.compile(r"\\(.?)", re.DOTALL)
_ITEM = re.compile(r"((?:[^;\\]|\\.)*);?", re.DOTALL)
_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_SPECIAL = re.compile(r"^[ \t]|[\n\r\\]")


def read(text: str) -> Groups:
    """Return what a file says; of several values for a key, the last.

    Raises:
        ValueError: a line is no comment, group or pair; the message names it.

    """
    groups: Groups = {}
    group: dict[str, str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        if not line.strip(_BLANK) or line.lstrip(_BLANK).startswith("#"):
            continue
        if match := _GROUP.fullmatch(line):
            group = groups.setdefault(match[1], {})
        elif group is None:
            raise ValueError(f"line {number} stands before the first [group]")
        else:
            key, value = _pair(line, number)
            group[key] = value
    return groups


def _pair(line: str, number: int) -> tuple[str, str]:
    key, mark, value = line.partition("=")
    key = key.strip(_BLANK)
    if not mark or not key or key.startswith("["):
        raise ValueError(f"line {number} is no KEY=VALUE, [group] or # comment")
    return key, value.lstrip(_BLANK)


def write(groups: Mapping[str, Mapping[str, str]]) -> str:
    """Return the file that says this."""
    parts = [
        "\n".join([f"[{name}]", *(f"{key}={value}" for key, value in pairs.items()), ""])
        for name, pairs in groups.items()
    ]
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """What the values of a key are: how they are read, and how they are written.

    Reading raises a ValueError, whose message goes on where `KEY=VALUE` has begun.
    """

    read: Callable[[str], T]
    write: Callable[[T], str]


def _unescape(value: str, also: str = "") -> str:
    """Return what a value means; a backslash may stand before one of `also`, too."""

    def meaning(match: re.Match[str]) -> str:
        if match[1] and match[1] in also:
            return match[1]
        if match[1] not in _ESCAPES:
            raise ValueError("has a backslash that means nothing: write two for one")
        return _ESCAPES[match[1]]

    return _ESCAPED.sub(meaning, value)


def _escape(text: str) -> str:
    names = {meaning: name for name, meaning in _ESCAPES.items()}
    return _SPECIAL.sub(lambda match: f"\\{names[match[0]]}", text)


def _read_list(value: str) -> list[str]:
    _unescape(value, also=";")  # a backslash at the end would belong to no item
    return [_unescape(match[1], also=";") for match in _ITEM.finditer(value) if match[0]]


def _write_list(items: list[str]) -> str:
    return ";".join(_escape(item).replace(";", r"\;") for item in items)


def _read_boolean(value: str) -> bool:
    try:
        return {"1": True, "true": True, "0": False, "false": False}[value.strip()]
    except KeyError:
        raise ValueError("is neither 1 nor 0") from None


def _read_integer(value: str) -> int:
    if not re.fullmatch(r"\s*[+-]?[0-9]{1,10}\s*", value):
        raise ValueError("is no number")
    return int(value)


STRING: Kind[str] = Kind(_unescape, _escape)
LIST: Kind[list[str]] = Kind(_read_list, _write_list)
BOOLEAN: Kind[bool] = Kind(_read_boolean, lambda value: str(int(value)))
INTEGER: Kind[int] = Kind(_read_integer, str)
AnyKind = Kind[Any]
