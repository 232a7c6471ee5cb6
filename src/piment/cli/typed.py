"""Declared commands as typer's: for help, and for command lines that need an answer."""

from __future__ import annotations

import inspect
from typing import Annotated, Any

import typer

from piment.cli.declare import Argument, Command, Parameter, UsageError


def typer_of(command: Command) -> typer.Typer:
    """Return a command as an application of typer."""
    app = typer.Typer(add_completion=False, rich_markup_mode="rich")
    app.command()(_function_of(command))
    return app


def _function_of(command: Command) -> Any:
    """Return a function in whose signature typer finds the options."""

    def call(**values: Any) -> None:
        try:
            command(**values)
        except UsageError as error:
            raise typer.BadParameter(str(error)) from None

    parameters = [_parameter_of(each) for each in command.parameters]
    call.__name__ = command.name
    call.__doc__ = command.help
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {each.name: each.annotation for each in parameters}
    return call


def _parameter_of(declared: Parameter) -> inspect.Parameter:
    mark = declared.mark
    make = typer.Argument if isinstance(mark, Argument) else typer.Option
    settings = dict(mark.settings)
    if "parser" in settings:
        settings["parser"] = _telling(settings["parser"])
    return inspect.Parameter(
        declared.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=declared.default,
        annotation=Annotated[declared.annotation, make(*mark.names, **settings)],
    )


def _telling(parser: Any) -> Any:
    """Return a parser whose errors typer tells as they are."""

    def parse(text: str) -> Any:
        try:
            return parser(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None

    parse.__name__ = parser.__name__
    return parse
