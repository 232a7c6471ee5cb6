"""Declared commands."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Annotated

import pytest

from piment.cli.declare import Argument, Command, Option, UsageError, command


@dataclass(frozen=True)
class Shared:
    """An argument and an option."""

    uri: Annotated[str, Argument(help="Where to.")]
    level: Annotated[int, Option(min=0, help="How much.")] = 3


done: list[tuple[Shared, str, bool]] = []


@command(Shared)
def wave(
    shared: Shared,
    name: Annotated[str, Argument(metavar="NAME", help="Whom.")],
    loud: Annotated[bool, Option("--loud", help="So that all hear it.")] = False,
) -> None:
    """Wave at somebody."""
    if not name:
        raise UsageError("there must be somebody")
    done.append((shared, name, loud))


def test_a_declared_function_is_a_command() -> None:
    assert isinstance(wave, Command)
    assert (wave.name, wave.help) == ("wave", "Wave at somebody.")


def test_shared_arguments_come_first_and_then_those_of_the_function() -> None:
    assert [each.name for each in wave.parameters] == ["uri", "name", "level", "loud"]
    assert [each.is_argument for each in wave.parameters] == [True, True, False, False]
    uri, name, level, loud = wave.parameters
    assert uri.default is name.default is inspect.Parameter.empty
    assert (level.default, level.annotation, level.mark.settings["min"]) == (3, int, 0)
    assert loud.mark.names == ("--loud",)


def test_it_is_called_with_the_value_of_each_parameter() -> None:
    done.clear()
    wave(uri="u", name="n", level=1, loud=True)
    assert done == [(Shared("u", 1), "n", True)]
    with pytest.raises(UsageError, match="must be somebody"):
        wave(uri="u", name="", level=1, loud=True)
