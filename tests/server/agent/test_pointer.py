"""Which way the pointer takes, seen from viewers and from the guest."""

from __future__ import annotations

from typing import Self

from piment.geometry import Point
from piment.protocol import main
from piment.protocol.agent import MouseState
from piment.protocol.main import MouseModeFlags
from piment.server.scene.actions import Button, ButtonChanged, PointerMoved, PointerPlaced
from piment.server.scene.updates import PointerModes
from tests.server.agent.guest import LINUX, SERVER, Guest
from tests.server.house import House, becomes
from tests.server.scripted import Scripted
from tests.server.viewer import Line

RELATIVE = PointerModes(relative=True, absolute=False)
BOTH = MouseModeFlags.SERVER | MouseModeFlags.CLIENT


class Room(House):
    """A machine without a tablet, whose guest has an agent that can place the pointer."""

    def __init__(self) -> None:
        super().__init__(Scripted())
        self.guest = Guest()
        self.source.have_ports(self.guest.port)
        self.source.tell(RELATIVE)

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        await self.source.told()
        await becomes(lambda: self.guest.port.is_taken)
        self.guest.announce()
        await becomes(lambda: self.server.pointer.can_be_placed)
        return self

    async def viewer(self) -> Line:
        line, _ = await self.session()
        return line

    def states(self) -> list[tuple[int, int, int, int]]:
        """Return what the agent was told: x, y, buttons, display."""
        found = []
        for port, message in self.guest.hear():
            assert port is SERVER
            state = MouseState.unpack(message.body)
            found.append((state.x, state.y, int(state.buttons), state.display_id))
        return found

    async def does(self, *actions: object) -> list[tuple[int, int, int, int]]:
        """Let viewers do something, each when the one before has arrived."""
        for action in actions:
            self.server.pointer.act(action)
            await becomes(lambda: not self.server.agent._device._outbox._letters)
        return self.states()


def clicked(button: Button) -> list[ButtonChanged]:
    return [ButtonChanged(button, pressed=pressed) for pressed in (True, False)]


async def test_viewers_may_place_the_pointer_as_long_as_the_agent_does_it() -> None:
    async with Room() as house:
        line = await house.viewer()
        assert line.seen[0].supported_mouse_modes == BOTH
        line.send(main.MouseModeRequest(mode=MouseModeFlags.CLIENT))
        assert (await line.until(main.MouseMode)).current == MouseModeFlags.CLIENT
        house.guest.stop()
        told = await line.until(main.MouseMode)
        assert (told.supported, told.current) == (MouseModeFlags.SERVER,) * 2
        house.guest.start()
        house.guest.announce()
        assert (await line.until(main.MouseMode)).supported == BOTH


async def test_an_agent_without_a_mouse_changes_nothing() -> None:
    async with Room() as house:
        house.guest.announce(LINUX - LINUX)
        await becomes(lambda: not house.server.pointer.can_be_placed)
        house.server.pointer.act(PointerPlaced(Point(1, 2)))
        assert house.source.actions == [PointerPlaced(Point(1, 2))]


async def test_the_pointer_and_its_buttons_go_through_the_agent() -> None:
    async with Room() as house:
        states = await house.does(PointerPlaced(Point(3, 4)), *clicked(Button.LEFT))
        assert states == [(3, 4, 0, 0), (3, 4, 2, 0), (3, 4, 0, 0)]
        assert house.source.actions == []


async def test_where_the_machine_has_a_tablet_the_agent_has_nothing_to_do() -> None:
    async with Room() as house:
        house.source.tell(PointerModes(relative=False, absolute=True))
        await house.source.told()
        actions = [PointerPlaced(Point(3, 4)), *clicked(Button.LEFT)]
        assert await house.does(*actions) == []
        assert house.source.actions == actions


async def test_buttons_go_where_the_last_motion_went() -> None:
    async with Room() as house:
        move = PointerMoved(1, 1)
        assert await house.does(*clicked(Button.LEFT), move, *clicked(Button.LEFT)) == []
        assert len(await house.does(PointerPlaced(Point(1, 1)), *clicked(Button.RIGHT))) == 3
        assert house.source.actions == [*clicked(Button.LEFT), move, *clicked(Button.LEFT)]


async def test_a_button_is_released_where_it_was_pressed() -> None:
    async with Room() as house:
        press, release = clicked(Button.LEFT)
        assert len(await house.does(PointerPlaced(Point(1, 1)), press, PointerMoved(1, 1))) == 2
        house.source.tell(PointerModes(relative=True, absolute=True))
        await house.source.told()
        assert await house.does(release) == [(1, 1, 0, 0)]
        assert house.source.actions == [PointerMoved(1, 1)]


async def test_what_the_last_agent_held_is_let_go_at_the_source() -> None:
    """Which may have no use for it; but nothing is left pressed."""
    async with Room() as house:
        press, release = clicked(Button.LEFT)
        await house.does(PointerPlaced(Point(1, 1)), press)
        house.guest.stop()
        house.guest.start()
        house.server.pointer.act(release)
        assert house.source.actions == [release]
