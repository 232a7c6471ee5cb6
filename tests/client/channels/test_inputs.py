from __future__ import annotations

import asyncio

import pytest

from piment.client.channels.inputs import MOST_UNCONFIRMED, InputsChannel
from piment.client.events import LocksChanged
from piment.geometry import Point
from piment.protocol import inputs
from piment.protocol.capabilities import Capabilities, InputsCap
from piment.protocol.channel import Message
from piment.protocol.inputs import KeyboardModifierFlags, MouseButton, MouseButtonMask
from piment.protocol.main import MouseModeFlags
from tests.client.channels.wire import NoMover, Wire, settle, shared

A, RIGHT, PAUSE = 0x1E, 0xE04D, 0xE11D45
LEFT, NONE = MouseButtonMask.LEFT, MouseButtonMask(0)


class Desk:
    """An inputs channel in the mouse mode that a test wants."""

    def __init__(self, mode: MouseModeFlags = MouseModeFlags.CLIENT) -> None:
        self.wire = Wire()
        state, self.told = shared()
        state.mouse_mode = mode
        self.channel = InputsChannel(state, 0, NoMover())
        self.channel.attach(self.wire, Capabilities([InputsCap.KEY_SCANCODE]))

    async def hear(self, *messages: Message) -> list[Message]:
        self.wire.say(*messages)
        self.wire.leave()
        await asyncio.wait_for(self.channel.run(), 1)
        return self.wire.take()


@pytest.fixture
async def desk() -> Desk:
    return Desk()


def position(x: int, y: int, held: MouseButtonMask = NONE, display: int = 0) -> Message:
    return inputs.MousePosition(x=x, y=y, buttons_state=held, display_id=display)


async def test_keys_as_they_travel(desk: Desk) -> None:
    """wire.md 8.2: A is 1e and 9e, Right is e0 4d and e0 cd, the first byte lowest."""
    for code in (A, RIGHT):
        desk.channel.key(code, True)
        desk.channel.key(code, False)
    assert desk.wire.take() == [
        inputs.KeyDown(code=0x1E),
        inputs.KeyUp(code=0x9E),
        inputs.KeyDown(code=0x4DE0),
        inputs.KeyUp(code=0xCDE0),
    ]


async def test_what_is_no_key_sends_nothing(desk: Desk) -> None:
    with pytest.raises(ValueError, match="0x0 is no make code"):
        desk.channel.key(0, True)
    assert (desk.wire.take(), desk.channel.keys_down) == ([], set())


async def test_a_tap_is_one_message_where_the_server_can(desk: Desk) -> None:
    desk.channel.tap(RIGHT)
    desk.channel.tap(PAUSE)
    assert desk.wire.take() == [
        inputs.KeyScancode(codes=bytes.fromhex("e04de0cd")),
        inputs.KeyScancode(codes=bytes.fromhex("e11d45e19dc5")),
    ]
    desk.channel.capabilities = Capabilities()
    desk.channel.tap(A)
    assert desk.wire.take() == [inputs.KeyDown(code=0x1E), inputs.KeyUp(code=0x9E)]


async def test_all_that_is_held_is_released(desk: Desk) -> None:
    desk.channel.key(RIGHT, True)
    desk.channel.key(A, True)
    desk.channel.button(MouseButton.RIGHT, True)
    desk.channel.button(MouseButton.EXTRA, True)
    desk.wire.take()
    desk.channel.release_all()
    assert desk.wire.take() == [
        inputs.KeyUp(code=0x9E),
        inputs.KeyUp(code=0xCDE0),
        inputs.MouseRelease(button=MouseButton.RIGHT, buttons_state=MouseButtonMask.EXTRA),
        inputs.MouseRelease(button=MouseButton.EXTRA, buttons_state=NONE),
    ]
    desk.channel.release_all()
    assert desk.wire.take() == []


async def test_the_guests_locks_are_followed(desk: Desk) -> None:
    caps = KeyboardModifierFlags.CAPS_LOCK
    assert await desk.hear(inputs.Init(keyboard_modifiers=KeyboardModifierFlags.NUM_LOCK)) == []
    await desk.hear(inputs.KeyModifiers(modifiers=caps))
    assert desk.channel.locks == caps
    assert desk.told == [LocksChanged(KeyboardModifierFlags.NUM_LOCK), LocksChanged(caps)]
    desk.channel.set_locks(KeyboardModifierFlags(0))
    assert desk.wire.take() == [inputs.KeyModifiers(modifiers=KeyboardModifierFlags(0))]


async def test_positions_are_sent_up_to_the_window_and_then_the_last(desk: Desk) -> None:
    """wire.md 8.3: fewer than 8 under way; an ACK confirms four."""
    for x in range(MOST_UNCONFIRMED + 3):
        desk.channel.place(Point(x, 5), 1)
    assert desk.wire.take() == [position(x, 5, display=1) for x in range(MOST_UNCONFIRMED)]
    assert await desk.hear(inputs.MouseMotionAck()) == [position(10, 5, display=1)]
    assert await desk.hear(inputs.MouseMotionAck(), inputs.MouseMotionAck()) == []


async def test_motions_beyond_the_window_are_added_up() -> None:
    desk = Desk(MouseModeFlags.SERVER)
    for _ in range(MOST_UNCONFIRMED):
        desk.channel.move(1, 0)
    desk.channel.move(2, -3)
    desk.channel.move(5, 1)
    assert len(desk.wire.take()) == MOST_UNCONFIRMED
    assert await desk.hear(inputs.MouseMotionAck()) == [
        inputs.MouseMotion(dx=7, dy=-2, buttons_state=NONE)
    ]


async def test_a_button_is_pressed_where_the_pointer_was_put(desk: Desk) -> None:
    for x in range(MOST_UNCONFIRMED + 1):
        desk.channel.place(Point(x, 0))
    desk.wire.take()
    desk.channel.button(MouseButton.LEFT, True)
    desk.channel.button(MouseButton.LEFT, False)
    assert desk.wire.take() == [
        position(MOST_UNCONFIRMED, 0),
        inputs.MousePress(button=MouseButton.LEFT, buttons_state=LEFT),
        inputs.MouseRelease(button=MouseButton.LEFT, buttons_state=NONE),
    ]


async def test_held_buttons_travel_with_positions(desk: Desk) -> None:
    desk.channel.button(MouseButton.LEFT, True)
    desk.channel.place(Point(-4, 9))
    assert desk.wire.take()[1:] == [position(0, 9, LEFT)]


async def test_what_does_not_count_in_the_mode_is_not_sent(desk: Desk) -> None:
    """wire.md 18: a position before CLIENT mode is confirmed is fatal to some servers."""
    desk.channel.move(4, 4)
    assert desk.wire.take() == []
    other = Desk(MouseModeFlags.SERVER)
    other.channel.place(Point(4, 4))
    assert other.wire.take() == []


async def test_a_new_connection_holds_nothing(desk: Desk) -> None:
    desk.channel.key(A, True)
    desk.channel.button(MouseButton.LEFT, True)
    for x in range(MOST_UNCONFIRMED + 1):
        desk.channel.place(Point(x, 0))
    again = Wire()
    desk.channel.attach(again, Capabilities())
    desk.channel.release_all()
    desk.channel.place(Point(1, 1))
    assert again.take() == [position(1, 1)]


@pytest.mark.parametrize("sent", range(6))
async def test_what_was_sent_is_delivered_when_the_motion_behind_it_is_confirmed(
    desk: Desk, sent: int
) -> None:
    for place in range(sent):
        desk.channel.place(Point(place, 0))
    desk.channel.tap(A)
    waiting = asyncio.create_task(desk.channel.delivered())
    await settle()
    said = desk.wire.take()
    motions = [each for each in said if isinstance(each, inputs.MouseMotion | inputs.MousePosition)]
    assert said[-1] == inputs.MouseMotion(dx=0, dy=0, buttons_state=NONE)
    assert len(motions) % 4 == 0
    acks = len(motions) // 4
    for _ in range(acks):
        assert not waiting.done()
        await desk.hear(inputs.MouseMotionAck())
    await asyncio.wait_for(waiting, 1)


async def test_later_motions_do_not_delay_it(desk: Desk) -> None:
    waiting = asyncio.create_task(desk.channel.delivered())
    await settle()
    desk.channel.place(Point(1, 1))
    await desk.hear(inputs.MouseMotionAck())
    await asyncio.wait_for(waiting, 1)


async def test_a_connection_that_is_gone_delivers_nothing_more(desk: Desk) -> None:
    waiting = asyncio.create_task(desk.channel.delivered())
    await settle()
    assert not waiting.done()
    desk.channel.detach()
    await asyncio.wait_for(waiting, 1)
    await asyncio.wait_for(desk.channel.delivered(), 1)
