"""The `piment` command, for people: help, suggestions, completion."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from piment import __version__
from piment.cli.commands import COMMANDS, load
from piment.cli.declare import Command
from piment.cli.typed import typer_of


class Commands(TyperGroup):
    """Finds subcommands in their modules."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names, in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a subcommand; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        found = load(cmd_name)
        app = typer_of(found) if isinstance(found, Command) else found
        command: Any = typer.main.get_command(app)
        command.name = cmd_name
        command.rich_help_panel = COMMANDS[cmd_name]
        return command


app = typer.Typer(
    name="piment",
    help="A complete SPICE remote-desktop system. Begin with [bold]piment serve demo[/].",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"piment {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and end.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Take what stands in front of the subcommand."""
