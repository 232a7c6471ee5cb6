"""`piment` itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from piment import __version__
from piment.cli.commands import COMMANDS
from tests.cli.invoke import invoke, words


def test_without_arguments_it_teaches() -> None:
    result = invoke()
    assert "piment serve demo" in words(result.output)
    assert "serve" in result.output


def test_the_version_is_that_of_the_package() -> None:
    result = invoke("--version")
    assert (result.exit_code, result.output.strip()) == (0, f"piment {__version__}")


def test_help_lists_all_commands_by_what_they_are_for() -> None:
    text = words(invoke("--help").output)
    for piece in (*COMMANDS, "Serve", "Look", "Drive", "Save what a machine shows."):
        assert piece in text


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_an_example(command: str) -> None:
    result = invoke(command, "--help")
    assert result.exit_code == 0
    assert f" piment {command} " in result.output


def test_an_unknown_command_is_a_wrong_command_line() -> None:
    result = invoke("sevre")
    assert result.exit_code == 2
    assert "sevre" in result.output


def test_the_package_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "piment", "--version"]
    assert subprocess.check_output(command, text=True).strip() == f"piment {__version__}"
