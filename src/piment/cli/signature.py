"""Options that several commands share: declared once as a dataclass, taken as one parameter."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import Any, get_type_hints

from typer.models import ArgumentInfo

Command = Callable[..., None]


def taking(options: type[Any]) -> Callable[[Command], Command]:
    """Give a command the options that are fields of a dataclass; its first parameter takes them.

    Typer reads options from a function's signature; this one is put together from the fields of
    `options` and the other parameters of the command. Arguments among the fields come first.
    """

    def decorate(command: Command) -> Command:
        shared = _parameters(options)
        _, *own = inspect.signature(command, eval_str=True).parameters.values()
        own = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
        every = sorted((*own, *shared), key=lambda each: not (each in shared and is_argument(each)))

        def call(**values: Any) -> None:
            taken = options(**{each.name: values.pop(each.name) for each in shared})
            command(taken, **values)

        call.__name__ = command.__name__
        call.__doc__ = command.__doc__
        call.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
        call.__annotations__ = {each.name: each.annotation for each in every}
        return call

    return decorate


def is_argument(parameter: inspect.Parameter) -> bool:
    """Whether a parameter has its place on the command line, and no name."""
    marks = getattr(parameter.annotation, "__metadata__", ())
    return any(isinstance(mark, ArgumentInfo) for mark in marks)


def _parameters(options: type[Any]) -> list[inspect.Parameter]:
    hints = get_type_hints(options, include_extras=True)
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=_default(field),
            annotation=hints[field.name],
        )
        for field in fields(options)
    ]


def _default(field: Field[Any]) -> Any:
    return inspect.Parameter.empty if field.default is MISSING else field.default
