"""`piment click`."""

from __future__ import annotations

import pytest

from piment.geometry import Point
from piment.server.scene.actions import Button, ButtonChanged, PointerPlaced
from tests.cli.invoke import invoke, words
from tests.cli.machine import Machine

DOWN, UP = (ButtonChanged(Button.LEFT, pressed=pressed) for pressed in (True, False))


def test_a_click_is_at_its_place(vm: Machine) -> None:
    result = invoke("click", vm.uri, "10,20")
    assert (result.exit_code, result.output) == (0, "")
    assert vm.actions() == [PointerPlaced(Point(10, 20)), DOWN, UP]


def test_a_double_click_with_another_button(vm: Machine) -> None:
    assert invoke("click", vm.uri, "10,20", "--double", "--button", "right").exit_code == 0
    buttons = [each for each in vm.actions() if isinstance(each, ButtonChanged)]
    assert [each.button for each in buttons] == 4 * [Button.RIGHT]


def test_a_drag(vm: Machine) -> None:
    assert invoke("click", vm.uri, "10,20", "--drag-to", "90,80", "--monitor", "0").exit_code == 0
    done = vm.actions()
    assert done[:2] == [PointerPlaced(Point(10, 20)), DOWN]
    assert done[-2:] == [PointerPlaced(Point(90, 80)), UP]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["400,20"], "400,20 is not on the monitor of 320x200"),
        (["1,1", "--button", "wheel"], "there is no button 'wheel'"),
    ],
)
def test_what_cannot_be_clicked(vm: Machine, arguments: list[str], told: str) -> None:
    result = invoke("click", vm.uri, *arguments)
    assert result.exit_code == 1
    assert told in words(result.output)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "'nowhere' is no place: write X,Y"),
        (["1,1", "--drag-to", "2"], "'2' is no place"),
        (["1,1", "--drag-to", "2,2", "--double"], "exclude each other"),
        ([], "Missing argument"),
    ],
)
def test_a_wrong_command_line(arguments: list[str], told: str) -> None:
    result = invoke("click", "spice://127.0.0.1:1", *arguments)
    assert result.exit_code == 2
    assert told in words(result.output)
