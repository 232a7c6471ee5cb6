"""What viewers do."""

from __future__ import annotations

import dataclasses
from typing import get_args

from piment.protocol.inputs import MouseButton
from piment.server.scene.actions import Action, Button, Key


def test_buttons_have_the_numbers_of_the_protocol() -> None:
    protocol = {each.name: each.value for each in MouseButton if each is not MouseButton.INVALID}
    assert {each.name: each.value for each in Button} == protocol


def test_an_action_does_not_change_on_its_way() -> None:
    for kind in get_args(Action):
        assert kind.__dataclass_params__.frozen, kind
    assert dataclasses.astuple(Key(0xE04D, pressed=True)) == (0xE04D, True)
