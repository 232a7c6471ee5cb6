"""Commands and their options, declared without the library that parses them.

    @command(ConnectOptions)
    def wave(
        options: ConnectOptions,
        name: Annotated[str, Argument(metavar="NAME", help="Whom.")],
        often: Annotated[int, Option(min=1, help="How often.")] = 1,
    ) -> None:
        \"\"\"Wave at somebody.\"\"\"

That library, typer, takes longer to load than many a command to run. So it is loaded only for help,
and for command lines that `quick` does not understand; the declarations serve both.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import cached_property
from typing import Any, NamedTuple, get_type_hints

FAILED = 1
"""Exit code of a command that could not do what it should; 2 is a wrong command line."""


class UsageError(Exception):
    """A command line is wrong; the message says in what."""


class Mark:
    """How a parameter stands on the command line; `settings` are typer's, by typer's names."""

    def __init__(self, *names: str, **settings: Any) -> None:
        self.names = names
        self.settings = settings


class Argument(Mark):
    """A parameter that has its place, and no name."""


class Option(Mark):
    """A parameter with a name: `--` and its own, unless it has others here."""


class Parameter(NamedTuple):
    """What stands on a command line."""

    name: str
    mark: Mark
    annotation: Any
    default: Any
    """`inspect.Parameter.empty` if it must be given."""

    @property
    def is_argument(self) -> bool:
        """Whether it has a place instead of a name."""
        return isinstance(self.mark, Argument)


class Command:
    """A function that is called with what stands on the command line.

    Its first parameter takes a dataclass of options that several commands share.
    """

    def __init__(self, function: Callable[..., None], options: type[Any]) -> None:
        self.function = function
        self.name = function.__name__
        self.help = function.__doc__
        self._options = options

    def __call__(self, **values: Any) -> None:
        """Do it.

        Raises:
            UsageError: the values do not go together.
            SystemExit: it failed, and has told why.

        """
        shared = {each.name: values.pop(each.name) for each in fields(self._options)}
        self.function(self._options(**shared), **values)

    @cached_property
    def parameters(self) -> list[Parameter]:
        """All that can stand on its command line, in the order of its arguments."""
        hints = get_type_hints(self._options, include_extras=True)
        shared = [
            _parameter(each.name, hints[each.name], _or_empty(each.default))
            for each in fields(self._options)
        ]
        own_hints = get_type_hints(self.function, include_extras=True)
        _, *signed = inspect.signature(self.function).parameters.values()
        own = [_parameter(each.name, own_hints[each.name], each.default) for each in signed]
        return sorted((*shared, *own), key=lambda each: not each.is_argument)


def command(options: type[Any]) -> Callable[[Callable[..., None]], Command]:
    """Declare a command whose first parameter takes `options`."""
    return lambda function: Command(function, options)


def _or_empty(default: Any) -> Any:
    return inspect.Parameter.empty if default is MISSING else default


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    (mark,) = hint.__metadata__
    return Parameter(name, mark, hint.__origin__, default)
