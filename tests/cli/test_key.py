"""`piment key`."""

from __future__ import annotations

from piment.server.scene.actions import Key
from tests.cli.invoke import invoke, words
from tests.cli.machine import Machine

CTRL, ALT, F2, DOWN = 0x1D, 0x38, 0x3C, 0xE050


def test_chords_arrive_one_by_one(vm: Machine) -> None:
    result = invoke("key", vm.uri, "ctrl-alt-f2", "down", "down")
    assert (result.exit_code, result.output) == (0, "")
    turns = [(each.code, each.pressed) for each in vm.actions() if isinstance(each, Key)]
    assert turns == [
        *((CTRL, True), (ALT, True), (F2, True), (F2, False), (ALT, False), (CTRL, False)),
        *((DOWN, True), (DOWN, False), (DOWN, True), (DOWN, False)),
    ]


def test_an_unknown_key_suggests_others(vm: Machine) -> None:
    result = invoke("key", vm.uri, "ctrl-altt")
    assert result.exit_code == 1
    assert "no key is called 'altt': did you mean alt" in words(result.output)


def test_a_chord_is_needed() -> None:
    assert invoke("key", "spice://127.0.0.1:1").exit_code == 2
