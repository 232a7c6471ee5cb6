"""One screen of a machine."""

from __future__ import annotations

from piment.geometry import Point
from piment.server.scene.updates import Blanked, CursorHidden
from piment.server.sources.qemu.screen import Screen
from tests.server.sources.qemu.pictures import Replay, noise, picture


def test_it_has_a_picture_and_a_pointer() -> None:
    woken = []
    screen, replay = Screen(2, lambda: woken.append(True)), Replay()
    screen.cursor.define(noise(8, 8), Point(0, 0))
    screen.cursor.set(Point(1, 1), visible=True)
    assert list(screen.take()) == []  # a pointer needs a picture to stand on
    screen.frame.show(picture(noise(16, 16)))
    replay.take(screen.take())
    assert list(replay.pixels) == list(replay.shapes) == [2]
    screen.blank()
    assert woken == [True]
    assert list(screen.take()) == [Blanked(2)]
    screen.frame.show(picture(noise(16, 16)))
    assert CursorHidden(2) in list(screen.take())
