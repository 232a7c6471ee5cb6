"""Options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer
from typer.testing import CliRunner

from piment.cli.signature import taking
from tests.cli.invoke import WIDE, words


@dataclass(frozen=True)
class Shared:
    """An argument and an option."""

    uri: Annotated[str, typer.Argument(help="Where to.")]
    level: Annotated[int, typer.Option(help="How much.")] = 3


got: list[tuple[Shared, str, bool]] = []

app = typer.Typer()


@app.command()
@taking(Shared)
def command(
    shared: Shared,
    out: Annotated[str, typer.Argument(help="A file.")],
    loud: Annotated[bool, typer.Option("--loud")] = False,
) -> None:
    """Do something."""
    got.append((shared, out, loud))


def run(*arguments: str) -> str:
    got.clear()
    return words(CliRunner().invoke(app, arguments, env=WIDE).output)


def test_shared_arguments_come_before_those_of_the_command() -> None:
    run("spice://h:1", "file", "--level", "5", "--loud")
    assert got == [(Shared("spice://h:1", 5), "file", True)]


def test_defaults_are_those_of_the_fields() -> None:
    run("spice://h:1", "file")
    assert got == [(Shared("spice://h:1", 3), "file", False)]


def test_what_has_no_default_is_demanded() -> None:
    assert "Missing argument" in run("spice://h:1")
    assert not got


def test_help_has_all_of_them_and_the_docstring_of_the_command() -> None:
    text = run("--help")
    for piece in ("Do something.", "Where to.", "A file.", "How much.", "--loud"):
        assert piece in text
    assert text.index("Where to.") < text.index("A file.")
