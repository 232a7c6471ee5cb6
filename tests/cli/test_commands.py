"""Which subcommands there are."""

from __future__ import annotations

import pytest
import typer

from piment.cli.commands import COMMANDS, load
from piment.cli.declare import Command


@pytest.mark.parametrize("name", COMMANDS)
def test_each_is_there_and_teaches(name: str) -> None:
    found = load(name)
    assert isinstance(found, Command | typer.Typer)
    if isinstance(found, Command):
        assert found.help is not None
        assert f" piment {name} " in found.help
