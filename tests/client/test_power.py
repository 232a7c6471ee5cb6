"""Buttons through a server's port."""

from __future__ import annotations

import pytest

from piment.client.channels.port import PortChannel
from piment.client.power import BUTTONS, POWER_PORT, PowerButtons
from piment.errors import ConnectError, InputError
from piment.protocol.capabilities import Capabilities
from piment.protocol.port import Data, Init
from piment.server.ports import power as served
from tests.client.channels.wire import NoMover, Wire, settle, shared


class Desk:
    def __init__(self) -> None:
        state, _ = shared()
        self.wire = Wire()
        self.port = PortChannel(state, 0, NoMover())
        self.port.attach(self.wire, Capabilities())
        self.port.handle(Init(name=POWER_PORT.encode(), opened=1))
        self.buttons = PowerButtons(self.port)

    def say(self, data: bytes) -> None:
        self.port.handle(Data(data))


def test_both_sides_mean_the_same() -> None:
    assert POWER_PORT == served.POWER_PORT
    assert list(BUTTONS) == list(served.BUTTONS)


async def test_a_button_is_pressed_when_the_server_says_so() -> None:
    desk = Desk()
    for part in (b"done reset\npres", b"sed shut", b"down\n"):
        desk.say(part)
    await desk.buttons.press("shutdown")
    assert desk.wire.take() == [Data(b"shutdown\n")]


async def test_what_was_done_before_does_not_count() -> None:
    desk = Desk()
    desk.say(b"done reset\npressed reset\n")
    await desk.buttons.press("reset")
    desk.say(b"done shutdown\ndone reset\n")
    await desk.buttons.done("reset")
    assert not desk.port._unread


async def test_what_the_server_refuses_is_told() -> None:
    desk = Desk()
    desk.say(b"error no such button: there are shutdown\n")
    with pytest.raises(InputError, match="reset: no such button: there are shutdown"):
        await desk.buttons.press("reset")


async def test_a_session_that_ends_meanwhile() -> None:
    desk = Desk()
    desk.port.detach()
    with pytest.raises(ConnectError, match="it ended meanwhile"):
        await desk.buttons.done("reset")
    await settle()
