"""The `piment` command: finds the subcommand, and loads nothing but that."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from piment import __version__

COMMANDS = {
    "serve": "Serve",
    "run": "Serve",
    "screenshot": "Look",
    "info": "Look",
    "wait": "Look",
    "watch": "Look",
    "type": "Drive",
    "key": "Drive",
    "click": "Drive",
}
"""Each subcommand, which is `app` in the module of its name, and the heading that it stands under.

It is imported when it is wanted: a program that takes a screenshot need not load a server.
"""


class Commands(TyperGroup):
    """Finds subcommands in their modules."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names, in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a subcommand; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        app: typer.Typer = import_module(f"piment.cli.{cmd_name}").app
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


def main() -> None:
    """Run the command line, and end the program.

    Most commands take less time than Python's own start and end, so those are kept short.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy starts them; nobody here uses them
    gc.disable()  # until the command runs: what is imported stays
    try:
        app()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)  # what is left is freeing memory
