"""Reading plain command lines, in no time.

What is not plain is left to typer: abbreviations, help, and everything that is wrong.
"""

from __future__ import annotations

import enum
import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from piment.cli.declare import Command, Parameter


class _NotPlain(Exception):  # noqa: N818 - no error of anybody
    """Typer should have a look."""


def read(command: Command, words: Sequence[str]) -> dict[str, Any] | None:
    """Return the value of each parameter; None if typer should have a look."""
    try:
        return _read(command.parameters, words)
    except _NotPlain:
        return None


def _read(parameters: Sequence[Parameter], words: Sequence[str]) -> dict[str, Any]:
    arguments = [each for each in parameters if each.is_argument]
    options = {name: each for each in parameters for name in names_of(each)}
    given: dict[str, list[str]] = {}
    rest = iter(words)
    places: list[str] = []
    for word in rest:
        if word == "-" or not word.startswith("-"):
            places.append(word)
            continue
        name, equals, text = word.partition("=")
        option = options.get(name)
        if option is None or (equals and _is_flag(option)):
            raise _NotPlain
        said = text if equals else name if _is_flag(option) else next(rest, None)
        if said is None:
            raise _NotPlain
        given.setdefault(option.name, []).append(said)
    given |= _place(arguments, places)
    return {each.name: _value(each, given.get(each.name, [])) for each in parameters}


def names_of(parameter: Parameter) -> tuple[str, ...]:
    """Return the names of an option, as typer gives them."""
    if parameter.is_argument:
        return ()
    plain = parameter.name.replace("_", "-")
    unnamed = (f"--{plain}", f"--no-{plain}") if _is_flag(parameter) else (f"--{plain}",)
    return parameter.mark.names or unnamed


def _place(arguments: Sequence[Parameter], words: Sequence[str]) -> dict[str, list[str]]:
    """Give each argument its word; the last one may take all that are left."""
    placed = {each.name: [word] for each, word in zip(arguments, words, strict=False)}
    left = words[len(arguments) :]
    if left:
        if not arguments or _items(arguments[-1]) is None:
            raise _NotPlain
        placed[arguments[-1].name] += left
    return placed


def _value(parameter: Parameter, said: list[str]) -> Any:
    """Return what the words mean for a parameter."""
    if not said:
        if parameter.default is inspect.Parameter.empty:
            raise _NotPlain
        return parameter.default
    item = _items(parameter)
    if item is not None:
        return [_converted(parameter, item, word) for word in said]
    if len(said) > 1:
        raise _NotPlain
    if _is_flag(parameter):
        return not said[0].startswith("--no-")
    return _converted(parameter, _plain(parameter.annotation), said[0])


def _converted(parameter: Parameter, kind: Any, word: str) -> Any:
    settings = parameter.mark.settings
    convert = settings.get("parser", kind)
    is_enum = isinstance(kind, type) and issubclass(kind, enum.Enum)
    if "parser" not in settings and kind not in _KINDS and not is_enum:
        raise _NotPlain
    try:
        value = convert(word)
    except Exception:
        raise _NotPlain from None
    if not all(_within(value, settings)):
        raise _NotPlain
    return value


_KINDS = (str, int, float, Path)


def _within(value: Any, settings: dict[str, Any]) -> Iterator[bool]:
    if "min" in settings:
        yield value >= settings["min"]
    if "max" in settings:
        yield value <= settings["max"]


def _is_flag(parameter: Parameter) -> bool:
    return _plain(parameter.annotation) is bool


def _plain(annotation: Any) -> Any:
    """Return a type without `| None`."""
    if get_origin(annotation) is UnionType:
        (annotation,) = (each for each in get_args(annotation) if each is not NoneType)
    return annotation


def _items(parameter: Parameter) -> Any:
    """Return the type of the items of a list; None if the parameter takes one value."""
    annotation = _plain(parameter.annotation)
    return get_args(annotation)[0] if get_origin(annotation) is list else None
