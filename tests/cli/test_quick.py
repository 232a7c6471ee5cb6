"""Plain command lines."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pytest
from typer.testing import CliRunner

from piment.cli.commands import COMMANDS, load
from piment.cli.declare import Argument, Command, Option, UsageError, command
from piment.cli.quick import names_of, read
from piment.cli.typed import typer_of
from tests.cli.invoke import WIDE

URI = "spice://h:1"


class Colour(enum.StrEnum):
    """A choice."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Shared:
    """What several commands have."""

    uri: Annotated[str, Argument()]
    file: Annotated[Path | None, Option()] = None
    number: Annotated[int, Option(min=1, max=9)] = 5
    ratio: Annotated[float | None, Option(min=0)] = None


def twice(text: str) -> str:
    if text == "nothing":
        raise ValueError("nothing cannot be doubled")
    return 2 * text


got: list[dict[str, Any]] = []


@command(Shared)
def every(
    shared: Shared,
    words: Annotated[list[str], Argument()],
    loud: Annotated[bool, Option("--loud")] = False,
    picture: Annotated[bool, Option()] = True,
    colour: Annotated[Colour, Option("--colour")] = Colour.RED,
    again: Annotated[list[str] | None, Option(parser=twice)] = None,
    long_name: Annotated[str | None, Option(parser=twice)] = None,
) -> None:
    """Take one of every kind."""
    values = dict(locals())
    got.append(vars(values.pop("shared")) | values)


def typed(words: list[str]) -> dict[str, Any] | None:
    """Return what typer reads; None if it refuses."""
    got.clear()
    result = CliRunner().invoke(typer_of(every), words, env=WIDE)
    assert result.exit_code in (0, 2), result.output
    return got[0] if result.exit_code == 0 else None


PLAIN = [
    [URI, "a"],
    [URI, "a", "b", "-", "c"],
    ["--loud", URI, "--file", "x/y", "a", "--number", "9"],
    [URI, "a", "--ratio=0.5", "--no-picture", "--colour", "blue"],
    [URI, "a", "--picture", "--again", "x", "--again=y", "--long-name", "z"],
    [URI, "a", "--file="],
    [URI, "a b", "--long-name", "--loud"],
]

ODD = [
    [],
    [URI],
    ["--help"],
    [URI, "a", "--nonsense"],
    [URI, "a", "--numb", "3"],
    [URI, "a", "--number"],
    [URI, "a", "--number", "x"],
    [URI, "a", "--number", "0"],
    [URI, "a", "--number", "10"],
    [URI, "a", "--ratio", "-1"],
    [URI, "a", "--loud=1"],
    [URI, "a", "--colour", "green"],
    [URI, "a", "--again", "nothing"],
    [URI, "a", "-x"],
    [URI, "a", "--number", "1", "--number", "2"],
    [URI, "--", "a"],
]


@pytest.mark.parametrize("words", PLAIN, ids=" ".join)
def test_plain_lines_mean_what_typer_reads_in_them(words: list[str]) -> None:
    assert read(every, words) == typed(words)
    assert got


@pytest.mark.parametrize("words", ODD, ids=" ".join)
def test_all_others_are_left_to_typer(words: list[str]) -> None:
    assert read(every, words) is None


@pytest.mark.parametrize("name", [name for name in COMMANDS if isinstance(load(name), Command)])
def test_the_options_of_all_commands_have_the_names_that_typer_gives_them(name: str) -> None:
    declared = load(name)
    shown = CliRunner().invoke(typer_of(declared), ["--help"], env=WIDE).output
    for parameter in declared.parameters:
        for each in names_of(parameter):
            assert f" {each} " in shown.replace("\u2502", " ")


def test_a_line_that_is_read_may_still_be_wrong() -> None:
    wait = load("wait")
    values = read(wait, [URI])
    assert values is not None
    with pytest.raises(UsageError, match="choose one of"):
        wait(**values)
