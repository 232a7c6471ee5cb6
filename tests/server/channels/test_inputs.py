"""What viewers type and point at (wire.md 8)."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.geometry import Point, Size
from piment.protocol import channel as channels
from piment.protocol import common, inputs, main
from piment.protocol.inputs import KeyboardModifierFlags, MouseButton, MouseButtonMask
from piment.protocol.main import MouseModeFlags
from piment.server.channels import inputs as served
from piment.server.channels.inputs import modifiers_of
from piment.server.scene.actions import (
    Action,
    Button,
    ButtonChanged,
    Key,
    PointerMoved,
    PointerPlaced,
)
from piment.server.scene.updates import Leds, LedsChanged, Resized
from piment.transport.memory import UNSENT_HIGH
from tests.server.house import Guest, House, becomes, idle
from tests.server.scripted import Scripted
from tests.server.viewer import Line, kinds

A, CAPS = 0x1E, 0x3A
NONE = MouseButtonMask(0)
MODIFIERS = KeyboardModifierFlags


async def keyboard(house: House) -> Line:
    """Link an inputs channel."""
    _, session_id = await house.session()
    return await house.link(channels.inputs, session_id=session_id)


async def does(house: House, line: Line, *messages) -> list[Action]:
    """Send messages; return what the desktop is told to do."""
    before = len(house.source.actions)
    line.send(*messages)
    await becomes(lambda: line.transport.unsent == 0)
    await idle()
    return house.source.actions[before:]


def down(code: int) -> Key:
    return Key(code, pressed=True)


def up(code: int) -> Key:
    return Key(code, pressed=False)


# --- start-up and what has no place --------------------------------------------------------------


@pytest.mark.parametrize("leds", [Leds(), Leds(num_lock=True), Leds(True, False, True)])
async def test_init_comes_at_once_with_the_lights(leds) -> None:
    async with House() as house:
        house.source.tell(LedsChanged(leds))
        await house.source.told()
        line = await keyboard(house)
        assert await line.next() == inputs.Init(keyboard_modifiers=modifiers_of(leds))
        await idle()
        assert not line.has_more
        assert line.seen == [inputs.Init(keyboard_modifiers=modifiers_of(leds))]


def test_modifiers() -> None:
    assert modifiers_of(Leds()) == MODIFIERS(0)
    assert modifiers_of(Leds(scroll_lock=True)) == MODIFIERS.SCROLL_LOCK == 1
    assert modifiers_of(Leds(num_lock=True)) == MODIFIERS.NUM_LOCK == 2
    assert modifiers_of(Leds(caps_lock=True)) == MODIFIERS.CAPS_LOCK == 4


@pytest.mark.parametrize(
    "broken",
    [
        b"\x01\x00\x00\x00\x00\x00",
        b"\x02\x00\x00\x00\x00\x00",
        b"\xc8\x00\x00\x00\x00\x00",
        b"\x65\0\1\0\0\0x",
    ],
)
async def test_what_has_no_place_closes_only_the_channel(broken) -> None:
    async with House() as house:
        main_line, session_id = await house.session()
        line = await house.link(channels.inputs, session_id=session_id)
        line.transport.write(broken)
        await line.ended()
        again = await house.link(channels.inputs, session_id=session_id)
        assert isinstance(await again.next(), inputs.Init)
        assert not main_line.transport.is_closed


# --- keys (wire.md 8.2) --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "keys"),
    [
        ([inputs.KeyDown(code=0x1E), inputs.KeyUp(code=0x9E)], [down(A), up(A)]),
        ([inputs.KeyDown(code=0x4DE0), inputs.KeyUp(code=0xCDE0)], [down(0xE04D), up(0xE04D)]),
        ([inputs.KeyDown(code=0x451DE1)], [down(0xE11D45)]),
        ([inputs.KeyScancode(codes=b"\x1e\x9e")], [down(A), up(A)]),
        ([inputs.KeyScancode(codes=b"\xe0\x4d\xe0\xcd")], [down(0xE04D), up(0xE04D)]),
        ([inputs.KeyScancode(codes=b"\xe0"), inputs.KeyScancode(codes=b"\x4d")], [down(0xE04D)]),
        ([inputs.KeyDown(code=0xE1), inputs.KeyDown(code=0x451D)], [down(0xE11D45)]),
        ([inputs.KeyDown(code=0)], []),
        ([inputs.KeyDown(code=0x1E001F)], [down(0x1F)]),
        ([inputs.KeyDown(code=0x1E)] * 3, [down(A)] * 3),
        ([inputs.KeyUp(code=0x9E)], []),
    ],
    ids=str,
)
async def test_scancodes_become_keys(messages, keys) -> None:
    async with House() as house:
        assert await does(house, await keyboard(house), *messages) == keys


async def test_what_a_viewer_holds_is_released_when_it_leaves() -> None:
    async with House() as house:
        line = await keyboard(house)
        await does(
            house,
            line,
            inputs.KeyDown(code=A),
            inputs.KeyDown(code=0x1DE0),
            inputs.MousePress(button=MouseButton.LEFT, buttons_state=MouseButtonMask.LEFT),
        )
        house.source.actions.clear()
        await line.close()
        await becomes(lambda: house.connections == 1)
        (session,) = house.server.sessions
        assert len(session.viewer._watchers) == 1  # main's
        released = [up(A), up(0xE01D), ButtonChanged(Button.LEFT, pressed=False)]
        assert house.source.actions == released


# --- mouse (wire.md 8.3) -------------------------------------------------------------------------


def moves(number: int) -> list[inputs.MouseMotion]:
    return [inputs.MouseMotion(dx=3, dy=-4, buttons_state=NONE) for _ in range(number)]


def places(x: int, y: int) -> inputs.MousePosition:
    return inputs.MousePosition(x=x, y=y, buttons_state=NONE, display_id=0)


async def test_an_ack_for_every_fourth_motion_also_for_those_that_are_ignored() -> None:
    async with House() as house:
        line = await keyboard(house)
        await does(house, line, *moves(3))
        assert kinds(line.seen) == [inputs.Init] or not line.seen
        await does(house, line, places(1, 1))
        await line.until(inputs.MouseMotionAck)
        await does(house, line, *moves(9))
        await line.has_seen(4)
        await idle()
        assert not line.unread
        assert kinds(line.seen) == [inputs.Init, *[inputs.MouseMotionAck] * 3]


async def test_the_mode_says_which_motions_count() -> None:
    async with House() as house:
        control, session_id = await house.session()
        line = await house.link(channels.inputs, session_id=session_id)
        moved, placed = PointerMoved(3, -4), PointerPlaced(Point(7, 8))
        assert await does(house, line, *moves(1), places(7, 8)) == [moved]
        control.send(main.MouseModeRequest(mode=MouseModeFlags.CLIENT))
        await control.until(main.MouseMode)
        assert await does(house, line, *moves(1), places(7, 8)) == [placed]


@pytest.mark.parametrize(
    ("x", "y", "at"),
    [(0, 0, (0, 0)), (63, 47, (63, 47)), (64, 48, (63, 47)), (2**32 - 1, 5, (63, 5))],
)
async def test_positions_stay_on_the_desktop(x, y, at) -> None:
    async with House() as house:
        control, session_id = await house.session()
        line = await house.link(channels.inputs, session_id=session_id)
        control.send(main.MouseModeRequest(mode=MouseModeFlags.CLIENT))
        await control.until(main.MouseMode)
        await house.source.told()
        assert await does(house, line, places(x, y)) == [PointerPlaced(Point(*at))]


async def test_a_position_before_there_is_a_desktop() -> None:
    async with House(Scripted(None)) as house:
        control, session_id = await house.session()
        line = await house.link(channels.inputs, session_id=session_id)
        control.send(main.MouseModeRequest(mode=MouseModeFlags.CLIENT))
        await control.until(main.MouseMode)
        assert await does(house, line, places(5, 5)) == []


async def test_a_position_is_that_of_its_screen() -> None:
    async with House() as house:
        house.source.tell(Resized(Size(8, 6), screen=1))
        await house.source.told()
        control, session_id = await house.session()
        line = await house.link(channels.inputs, session_id=session_id)
        control.send(main.MouseModeRequest(mode=MouseModeFlags.CLIENT))
        await control.until(main.MouseMode)
        there = inputs.MousePosition(x=99, y=3, buttons_state=NONE, display_id=1)
        nowhere = inputs.MousePosition(x=1, y=1, buttons_state=NONE, display_id=2)
        assert await does(house, line, there, nowhere) == [PointerPlaced(Point(7, 3), 1)]


@pytest.mark.parametrize("button", [MouseButton.LEFT, MouseButton.RIGHT, MouseButton.EXTRA])
async def test_buttons(button) -> None:
    async with House() as house:
        line = await keyboard(house)
        press = inputs.MousePress(button=button, buttons_state=NONE)
        release = inputs.MouseRelease(button=button, buttons_state=NONE)
        assert await does(house, line, press, release) == [
            ButtonChanged(Button(int(button)), pressed=True),
            ButtonChanged(Button(int(button)), pressed=False),
        ]


async def test_the_wheel_turns_with_each_press() -> None:
    async with House() as house:
        line = await keyboard(house)
        press = inputs.MousePress(button=MouseButton.UP, buttons_state=NONE)
        release = inputs.MouseRelease(button=MouseButton.UP, buttons_state=NONE)
        step = [ButtonChanged(Button.UP, pressed=True), ButtonChanged(Button.UP, pressed=False)]
        assert await does(house, line, press, release, press, press) == step * 3


async def test_no_button_is_no_button() -> None:
    async with House() as house:
        line = await keyboard(house)
        press = inputs.MousePress(button=MouseButton.INVALID, buttons_state=NONE)
        assert await does(house, line, press) == []


async def test_a_button_that_there_is_not_closes_the_channel() -> None:
    async with House() as house:
        line = await keyboard(house)
        line.transport.write(b"\x71\x00\x03\x00\x00\x00\x08\x00\x00")
        await line.ended()


# --- lights (wire.md 8.4) ------------------------------------------------------------------------


async def test_all_viewers_are_told_of_lights() -> None:
    async with House() as house:
        lines = [await keyboard(house), await keyboard(house)]
        for line in lines:
            await line.next()
        house.source.tell(LedsChanged(Leds(caps_lock=True)))
        for line in lines:
            assert await line.next() == inputs.KeyModifiers(modifiers=MODIFIERS.CAPS_LOCK)
        house.source.tell(LedsChanged(Leds(caps_lock=True)))
        await house.source.told()
        await idle()
        assert not any(line.has_more for line in lines), "nothing has changed"


async def test_a_viewers_locks_are_made_the_desktops() -> None:
    async with House() as house:
        house.source.tell(LedsChanged(Leds(num_lock=True)))
        await house.source.told()
        line = await keyboard(house)
        wish = inputs.KeyModifiers(modifiers=MODIFIERS.NUM_LOCK)
        assert await does(house, line, wish) == []
        wish = inputs.KeyModifiers(modifiers=MODIFIERS.CAPS_LOCK | MODIFIERS.SCROLL_LOCK)
        taps = [down(0x46), up(0x46), down(0x45), up(0x45), down(CAPS), up(CAPS)]
        assert await does(house, line, wish) == taps


async def test_a_lock_key_that_is_held_is_not_tapped() -> None:
    async with House() as house:
        line = await keyboard(house)
        held = inputs.KeyDown(code=CAPS)
        wish = inputs.KeyModifiers(modifiers=MODIFIERS.CAPS_LOCK)
        assert await does(house, line, held, wish) == [down(CAPS)]


@pytest.mark.parametrize(
    "message",
    [inputs.KeyDown(code=CAPS), inputs.KeyUp(code=CAPS | 0x80), inputs.KeyModifiers(modifiers=0)],
)
async def test_the_lights_are_told_again_after_a_lock_key(
    monkeypatch: pytest.MonkeyPatch, message
) -> None:
    monkeypatch.setattr(served, "RESYNC_SECONDS", 0.01)
    async with House() as house:
        line = await keyboard(house)
        await line.next()
        await does(house, line, inputs.KeyDown(code=A))
        assert not line.has_more
        line.send(message)
        assert await line.next() == inputs.KeyModifiers(modifiers=MODIFIERS(0))


async def test_the_resync_waits_for_the_last_lock_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "RESYNC_SECONDS", 0.5)
    async with House() as house:
        line = await keyboard(house)
        await line.next()
        for _ in range(10):
            await does(house, line, inputs.KeyDown(code=CAPS), inputs.KeyUp(code=CAPS | 0x80))
        await line.next()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await line.read()
        assert kinds(line.seen) == [inputs.Init, inputs.KeyModifiers]


async def test_a_resync_that_is_due_does_not_outlive_the_channel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(served, "RESYNC_SECONDS", 0.01)
    async with House() as house:
        line = await keyboard(house)
        await does(house, line, inputs.KeyDown(code=CAPS))
        await line.close()
        await becomes(lambda: house.connections == 1)
        await asyncio.sleep(0.03)


async def fill(line: Line) -> None:
    """Move the mouse until the answers fill what the network takes, and the server is at rest."""
    while line.unread <= UNSENT_HIGH:
        line.send(*moves(40))
        await idle(1)
    unread = 0
    while unread < line.unread:  # it works off what it has read already
        unread = line.unread
        await idle()


async def test_lights_that_blink_do_not_pile_up_for_who_does_not_read() -> None:
    async with House() as house:
        line = await keyboard(house)
        await fill(line)
        before = line.unread
        for number in range(200):
            house.source.tell(LedsChanged(Leds(caps_lock=bool(number % 2))))
            await house.source.told()
            await idle(2)
        assert line.unread <= before + 8
        house.source.tell(LedsChanged(Leds(num_lock=True)))
        while (message := await line.until(inputs.KeyModifiers)).modifiers != MODIFIERS.NUM_LOCK:
            assert message.modifiers in (0, MODIFIERS.CAPS_LOCK)


# --- two viewers ---------------------------------------------------------------------------------


async def test_both_drive() -> None:
    async with House() as house:
        one, other = await house.guest(), await house.guest()
        assert await does(house, one.inputs, inputs.KeyDown(code=A)) == [down(A)]
        assert await does(house, other.inputs, inputs.KeyDown(code=A)) == [down(A)]
        assert await does(house, one.inputs, inputs.KeyUp(code=A | 0x80)) == []
        assert await does(house, other.inputs, inputs.KeyUp(code=A | 0x80)) == [up(A)]


TYPED = st.tuples(
    st.integers(0, 2),
    st.one_of(
        st.tuples(st.sampled_from([1, 0x1E, 0x2A]), st.booleans()).map(
            lambda key: inputs.KeyScancode(codes=bytes([key[0] | (0 if key[1] else 0x80)]))
        ),
        st.tuples(st.sampled_from(list(MouseButton)), st.booleans()).map(
            lambda press: (inputs.MousePress if press[1] else inputs.MouseRelease)(
                button=press[0], buttons_state=NONE
            )
        ),
    ),
)


@given(st.lists(TYPED, max_size=25))
@settings(max_examples=40)
def test_when_all_have_left_nothing_is_held(typed) -> None:
    asyncio.run(_type_and_leave(typed))


async def _type_and_leave(typed) -> None:
    async with House() as house:
        lines = [await keyboard(house) for _ in range(3)]
        for number, message in typed:
            lines[number].send(message)
            await idle(5)
        for line in lines:
            await line.close()
        await becomes(lambda: house.connections == 3)
        held: set[object] = set()
        for action in house.source.actions:
            match action:
                case Key(code, pressed):
                    (held.add if pressed else held.discard)(("key", code))
                case ButtonChanged(button, pressed):
                    assert pressed is not (button in held), "a button changes"
                    (held.add if pressed else held.discard)(button)
        assert not held


async def test_main_ends_and_what_was_held_is_released() -> None:
    async with House() as house:
        guest: Guest = await house.guest()
        assert await does(house, guest.inputs, inputs.KeyDown(code=A)) == [down(A)]
        await guest.main.close()
        await becomes(lambda: house.connections == 0)
        assert house.source.actions == [down(A), up(A)]


async def test_goodbye_and_pong_are_heard() -> None:
    async with House() as house:
        line = await keyboard(house)
        words = common.Disconnecting(time_stamp=0, reason=0), common.Pong(id=1, timestamp=0)
        assert await does(house, line, *words, inputs.KeyDown(code=A)) == [down(A)]
