"""`piment power`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from piment.server.scene.actions import Power, PowerAction
from piment.server.scene.updates import PowerDone
from tests.cli.invoke import invoke, words
from tests.cli.machine import Machine, machine


@pytest.fixture(scope="module")
def allowing() -> Iterator[Machine]:
    """A machine whose buttons may be pressed."""
    with machine(allows_power=True) as started:
        yield started


@pytest.mark.parametrize("power", Power)
def test_a_button_is_pressed(allowing: Machine, power: Power) -> None:
    result = invoke("power", allowing.uri, power.name.lower())
    assert (result.exit_code, result.output) == (0, "")
    assert allowing.actions() == [PowerAction(power)]


@pytest.mark.parametrize("power", Power)
def test_its_effect_is_waited_for(allowing: Machine, power: Power) -> None:
    allowing.source.answers = {PowerAction(power): PowerDone(power)}
    result = invoke("power", allowing.uri, power.name.lower(), "--wait")
    assert (result.exit_code, result.output) == (0, "")
    assert allowing.actions() == [PowerAction(power)]


def test_a_guest_that_does_not_listen(allowing: Machine) -> None:
    allowing.source.answers = {PowerAction(Power.SHUTDOWN): PowerDone(Power.RESET)}
    result = invoke("power", allowing.uri, "shutdown", "--wait", "--timeout", "0.3")
    assert result.exit_code == 1
    assert "the machine was not shut down within 0.3 s: give it more --timeout" in words(
        result.output
    )


def test_without_permission_there_are_no_buttons(vm: Machine) -> None:
    result = invoke("power", vm.uri, "reset")
    assert result.exit_code == 1
    assert "serve with --allow-power" in words(result.output)
    assert vm.actions() == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["explode"], "there is no button 'explode': there are shutdown and reset"),
        ([], "Missing argument"),
    ],
)
def test_a_wrong_command_line(arguments: list[str], told: str) -> None:
    result = invoke("power", "spice://127.0.0.1:1", *arguments)
    assert result.exit_code == 2
    assert told in words(result.output)
