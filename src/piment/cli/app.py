"""The `piment` command and what its subcommands share."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from piment import __version__
from piment.cli import serve

app = typer.Typer(
    name="piment",
    help="A complete SPICE remote-desktop system. Begin with [bold]piment serve demo[/].",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
app.add_typer(serve.app, name="serve")


def _print_version(wanted: bool) -> None:
    if wanted:
        Console().print(f"piment {__version__}", highlight=False)
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
    """Run the command line."""
    app()
