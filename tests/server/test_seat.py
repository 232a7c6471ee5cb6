"""One keyboard and one mouse for many viewers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.geometry import Point, Size
from piment.server.scene.actions import (
    Action,
    Button,
    ButtonChanged,
    Key,
    PointerMoved,
    PointerPlaced,
)
from piment.server.seat import LOCK_KEYS, Seat

A = 0x1E
WHEEL = [Button.UP, Button.DOWN]


class Desk:
    """A seat whose actions are noted."""

    def __init__(self) -> None:
        self.actions: list[Action] = []
        self.seat = Seat(self.actions.append)


def test_one_viewer_types() -> None:
    desk = Desk()
    desk.seat.key("ann", A, pressed=True)
    desk.seat.key("ann", A, pressed=False)
    assert desk.actions == [Key(A, True), Key(A, False)]


def test_repeats_are_told() -> None:
    desk = Desk()
    for _ in range(3):
        desk.seat.key("ann", A, pressed=True)
    assert desk.actions == [Key(A, True)] * 3


def test_a_release_without_a_press_is_nothing() -> None:
    desk = Desk()
    desk.seat.key("ann", A, pressed=False)
    desk.seat.button("ann", Button.LEFT, pressed=False)
    assert desk.actions == []


def test_a_key_is_up_when_the_last_lets_go() -> None:
    desk = Desk()
    desk.seat.key("ann", A, pressed=True)
    desk.seat.key("bob", A, pressed=True)
    desk.seat.key("ann", A, pressed=False)
    assert desk.actions == [Key(A, True), Key(A, True)]
    desk.seat.key("bob", A, pressed=False)
    assert desk.actions[2:] == [Key(A, False)]


def test_a_button_changes_once() -> None:
    desk = Desk()
    for viewer in ("ann", "bob", "ann"):
        desk.seat.button(viewer, Button.LEFT, pressed=True)
    for viewer in ("ann", "bob"):
        desk.seat.button(viewer, Button.LEFT, pressed=False)
    assert desk.actions == [ButtonChanged(Button.LEFT, True), ButtonChanged(Button.LEFT, False)]


@pytest.mark.parametrize("button", WHEEL)
def test_the_wheel_turns_for_everybody(button) -> None:
    desk = Desk()
    desk.seat.button("ann", button, pressed=True)
    desk.seat.button("bob", button, pressed=True)
    desk.seat.button("ann", button, pressed=False)
    desk.seat.leave("bob")
    assert desk.actions == [ButtonChanged(button, True), ButtonChanged(button, False)] * 2


def test_leaving_releases_only_what_nobody_else_holds() -> None:
    desk = Desk()
    desk.seat.key("ann", A, pressed=True)
    desk.seat.key("ann", 0xE01D, pressed=True)
    desk.seat.key("bob", A, pressed=True)
    desk.seat.button("ann", Button.RIGHT, pressed=True)
    desk.actions.clear()
    desk.seat.leave("ann")
    assert desk.actions == [Key(0xE01D, False), ButtonChanged(Button.RIGHT, False)]
    desk.seat.leave("bob")
    assert desk.actions[2:] == [Key(A, False)]
    desk.seat.leave("nobody")
    assert len(desk.actions) == 3


@pytest.mark.parametrize(
    ("at", "within", "placed"),
    [
        (Point(5, 6), Size(10, 10), Point(5, 6)),
        (Point(10, 10), Size(10, 10), Point(9, 9)),
        (Point(-1, -9), Size(10, 10), Point(0, 0)),
        (Point(5, 5), Size(0, 0), Point(0, 0)),
    ],
)
def test_the_pointer_stays_on_the_desktop(at, within, placed) -> None:
    desk = Desk()
    desk.seat.place(at, within)
    assert desk.actions == [PointerPlaced(placed)]


def test_motion() -> None:
    desk = Desk()
    desk.seat.move(-3, 4)
    assert desk.actions == [PointerMoved(-3, 4)]


def test_locks_are_tapped_where_the_light_differs_and_nobody_holds_the_key() -> None:
    desk = Desk()
    desk.seat.switch_locks(scroll_lock=False, num_lock=True, caps_lock=True)
    assert desk.actions == [Key(0x45, True), Key(0x45, False), Key(0x3A, True), Key(0x3A, False)]
    desk.actions.clear()
    desk.seat.key("ann", 0x3A, pressed=True)
    desk.seat.switch_locks(caps_lock=True)
    assert desk.actions == [Key(0x3A, True)]
    assert {0x46, 0x45, 0x3A} == LOCK_KEYS


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("key"), st.integers(0, 3), st.integers(1, 3), st.booleans()),
        st.tuples(
            st.just("button"), st.integers(0, 3), st.sampled_from(list(Button)), st.booleans()
        ),
        st.tuples(st.just("leave"), st.integers(0, 3), st.just(0), st.just(False)),
    ),
    max_size=60,
)


@given(STEPS)
def test_the_desktop_agrees_with_the_viewers(steps) -> None:
    """A key or button is down for the desktop exactly while some viewer holds it."""
    desk = Desk()
    held: dict[object, set[int]] = {}
    down: set[object] = set()
    for step, viewer, what, pressed in steps:
        before = len(desk.actions)
        match step:
            case "key":
                desk.seat.key(viewer, what, pressed)
            case "button":
                desk.seat.button(viewer, what, pressed)
            case "leave":
                desk.seat.leave(viewer)
                for holders in held.values():
                    holders.discard(viewer)
        if (step != "leave" and what not in WHEEL) or step == "key":
            holders = held.setdefault((step, int(what)), set())
            (holders.add if pressed else holders.discard)(viewer)
        for action in desk.actions[before:]:
            match action:
                case Key(code, is_down):
                    thing: object = ("key", code)
                case ButtonChanged(button, is_down):
                    thing = ("button", int(button))
            (down.add if is_down else down.discard)(thing)
        assert down == {thing for thing, holders in held.items() if holders}
    for viewer in range(4):
        desk.seat.leave(viewer)
    assert not desk.seat._keys
    assert not desk.seat._buttons
