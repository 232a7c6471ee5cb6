from __future__ import annotations

import pytest
from xcffib import xproto

from piment.geometry import Point, Rect
from piment.server.scene.actions import Button, ButtonChanged, Key, PointerMoved, PointerPlaced
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.input import Input
from tests.server.sources.x11.desk import Window

A, A_KEYCODE = 0x1E, 38
SHIFT, SHIFT_KEYCODE = 0x2A, 50


@pytest.fixture
async def window(connection: Connection) -> Window:
    made = Window(connection, Rect(0, 0, 640, 480))
    await connection.answered()
    return made


@pytest.fixture
async def hand(connection: Connection, window: Window) -> Input:
    made = Input(connection)
    made.act(PointerPlaced(Point(320, 240)))
    await connection.answered()
    return made


async def test_keys_go_down_and_up(hand: Input, window: Window) -> None:
    hand.act(Key(A, True))
    hand.act(Key(0xE04D, True))
    hand.act(Key(A, False))
    hand.act(Key(0xE04D, False))
    await window.connection.answered()
    assert window.input() == [
        ("KeyPress", A_KEYCODE),
        ("KeyPress", 114),
        ("KeyRelease", A_KEYCODE),
        ("KeyRelease", 114),
    ]


async def test_a_repeated_key_is_typed_again(hand: Input, window: Window) -> None:
    for pressed in (True, True, False):
        hand.act(Key(A, pressed))
    await window.connection.answered()
    assert [kind for kind, _ in window.input()] == ["KeyPress", "KeyRelease"] * 2


async def test_a_repeated_modifier_stays_down(hand: Input, window: Window) -> None:
    for pressed in (True, True, True, False):
        hand.act(Key(SHIFT, pressed))
    await window.connection.answered()
    assert window.input() == [("KeyPress", SHIFT_KEYCODE), ("KeyRelease", SHIFT_KEYCODE)]


async def test_codes_of_no_key_do_nothing(hand: Input, window: Window) -> None:
    for code in (0, 0xE02A, 0xFFFFFF, -5):
        hand.act(Key(code, True))
        hand.act(Key(code, False))
    await window.connection.answered()
    assert window.input() == []


@pytest.mark.parametrize(
    ("button", "number"),
    [
        (Button.LEFT, 1),
        (Button.MIDDLE, 2),
        (Button.RIGHT, 3),
        (Button.UP, 4),
        (Button.DOWN, 5),
        (Button.SIDE, 8),
        (Button.EXTRA, 9),
    ],
)
async def test_buttons_and_the_wheel(
    hand: Input, window: Window, button: Button, number: int
) -> None:
    hand.act(ButtonChanged(button, True))
    hand.act(ButtonChanged(button, False))
    await window.connection.answered()
    assert window.input() == [("ButtonPress", number), ("ButtonRelease", number)]


async def test_a_drag(hand: Input, window: Window) -> None:
    hand.act(ButtonChanged(Button.LEFT, True))
    hand.act(PointerPlaced(Point(100, 110)))
    hand.act(PointerMoved(-40, 25))
    hand.act(ButtonChanged(Button.LEFT, False))
    await window.connection.answered()
    dragged = [
        (event.event_x, event.event_y)
        for event in window.heard
        if isinstance(event, xproto.MotionNotifyEvent) and event.state & xproto.KeyButMask.Button1
    ]
    assert dragged == [(100, 110), (60, 135)]
    assert window.input() == [("ButtonPress", 1), ("ButtonRelease", 1)]


@pytest.mark.parametrize(
    ("target", "place"),
    [
        (Point(639, 479), (639, 479)),
        (Point(1_000_000, -1_000_000), (639, 0)),
        (Point(-1_000_000, 1_000_000), (0, 479)),
    ],
)
async def test_the_pointer_stays_on_the_screen(
    hand: Input, connection: Connection, target: Point, place: tuple[int, int]
) -> None:
    hand.act(PointerPlaced(target))
    pointer = connection.core.QueryPointer(connection.root)
    await connection.answered()
    reply = pointer.reply()
    assert (reply.root_x, reply.root_y) == place


async def test_what_is_down_is_released_once(hand: Input, window: Window) -> None:
    hand.act(Key(A, True))
    hand.act(ButtonChanged(Button.RIGHT, True))
    hand.act(Key(SHIFT, True))
    hand.act(Key(SHIFT, False))
    await window.connection.answered()
    window.heard.clear()
    hand.release()
    hand.release()
    await window.connection.answered()
    assert window.input() == [("KeyRelease", A_KEYCODE), ("ButtonRelease", 3)]
