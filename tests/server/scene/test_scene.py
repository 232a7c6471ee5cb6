"""What the guest shows, after each update."""

from __future__ import annotations

import numpy as np
import pytest

from piment.errors import PimentError
from piment.geometry import Point, Rect, Size
from piment.server.scene.actions import Power
from piment.server.scene.scene import MOST_NOTICES, MOST_SCREENS, Change, Scene
from piment.server.scene.updates import (
    Blanked,
    CursorMoved,
    Leds,
    LedsChanged,
    Notice,
    Painted,
    PointerModes,
    PortsChanged,
    PowerDone,
    Resizable,
    Resized,
    Severity,
)

SIZE = Size(40, 30)


def test_it_begins_with_one_blank_screen_and_a_mouse_that_can_do_all() -> None:
    scene = Scene()
    assert [screen.is_blank for screen in scene.screens] == [True]
    assert scene.pointer_modes == PointerModes(relative=True, absolute=True)
    assert scene.leds == Leds()
    assert not scene.resizable.possible


def test_each_update_concerns_its_screen() -> None:
    scene = Scene()
    assert scene.apply(Resized(SIZE)) == Change(0, [Rect.of_size(SIZE)])
    assert scene.apply(Resized(Size(8, 8), screen=2)) == Change(2, [Rect(0, 0, 8, 8)])
    assert [screen.primary.size for screen in scene.screens] == [SIZE, Size(0, 0), Size(8, 8)]
    pixels = np.full((2, 2, 4), 7, np.uint8)
    assert scene.apply(Painted(Rect(0, 0, 2, 2), pixels, screen=2)).screen == 2
    assert not scene.screens[0].primary.pixels.any()
    scene.apply(CursorMoved(Point(3, 4), screen=2))
    assert [screen.cursor.position for screen in scene.screens] == [(0, 0), (0, 0), (3, 4)]
    scene.apply(Blanked(2))
    assert scene.screens[2].is_blank
    assert not scene.screens[0].is_blank


def test_a_thousand_screens_are_too_many() -> None:
    scene = Scene()
    scene.apply(Resized(SIZE, screen=MOST_SCREENS - 1))
    with pytest.raises(PimentError, match="screen 16 of a desktop"):
        scene.apply(Resized(SIZE, screen=MOST_SCREENS))


def test_what_concerns_no_screen_damages_nothing() -> None:
    scene = Scene()
    for update in (
        LedsChanged(Leds(caps_lock=True)),
        PointerModes(relative=True, absolute=False),
        PortsChanged(),
        Resizable(possible=True),
        PowerDone(Power.RESET),
        Notice(Severity.INFO, "hello"),
    ):
        assert scene.apply(update) == Change()
    assert scene.leds.caps_lock
    assert not scene.pointer_modes.absolute
    assert scene.resizable.possible
    assert scene.ports_told == 1
    assert scene.power_told == {Power.SHUTDOWN: 0, Power.RESET: 1}


def test_notices_are_kept_for_those_who_were_not_told() -> None:
    scene = Scene()
    notices = [Notice(Severity.WARNING, f"number {number}") for number in range(MOST_NOTICES + 3)]
    for notice in notices[:2]:
        scene.apply(notice)
    assert scene.notices_since(0) == notices[:2]
    assert scene.notices_since(1) == notices[1:2]
    assert scene.notices_since(2) == []
    for notice in notices[2:]:
        scene.apply(notice)
    assert scene.notices_told == len(notices)
    assert scene.notices_since(2) == notices[3:]
