"""Declared commands as typer's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from typer.testing import CliRunner, Result

from piment.cli.declare import Argument, Option, UsageError, command
from piment.cli.typed import typer_of
from tests.cli.invoke import WIDE, words


@dataclass(frozen=True)
class Shared:
    """An argument."""

    uri: Annotated[str, Argument(metavar="URI", help="Where to.")]


def even(text: str) -> int:
    if int(text) % 2:
        raise ValueError(f"{text} is odd")
    return int(text)


done: list[tuple[str, int]] = []


@command(Shared)
def wave(
    shared: Shared,
    number: Annotated[int, Option(parser=even, metavar="N", help="An even number.")] = 2,
    limit: Annotated[int, Option(max=9, help="At most.")] = 3,
) -> None:
    """Wave at somebody."""
    if limit == 0:
        raise UsageError("nobody is left")
    done.append((shared.uri, number))


def run(*arguments: str) -> Result:
    done.clear()
    return CliRunner().invoke(typer_of(wave), arguments, env=WIDE)


def test_it_runs() -> None:
    assert run("u", "--number", "4").exit_code == 0
    assert done == [("u", 4)]


def test_help_has_all_that_was_declared() -> None:
    text = words(run("--help").output)
    for piece in ("Wave at somebody.", "URI", "Where to.", "--number N", "An even number."):
        assert piece in text


def test_what_is_wrong_is_told_in_our_words() -> None:
    for arguments, told in (
        (["u", "--number", "3"], "3 is odd"),
        (["u", "--limit", "0"], "nobody is left"),
        (["u", "--limit", "10"], "'--limit'"),
        ([], "Missing argument 'URI'"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert told in words(result.output)
    assert not done
