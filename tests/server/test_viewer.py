"""What the channels of a viewer share."""

from __future__ import annotations

from piment.geometry import Rect
from piment.protocol.main import MouseModeFlags
from piment.server.scene.scene import Change
from piment.server.viewer import Viewer

DAMAGE = Change(1, [Rect(0, 0, 1, 1)])


def test_a_viewer_begins_slow_and_moving_the_pointer() -> None:
    viewer = Viewer(7, "somebody")
    assert (viewer.session_id, viewer.name) == (7, "somebody")
    assert viewer.mouse_mode == MouseModeFlags.SERVER
    assert not viewer.has_fast_network


def test_watchers_are_told_of_damage_until_they_stop() -> None:
    viewer = Viewer(1, "somebody")
    one, other = [], []
    stop = viewer.watch(one.append)
    viewer.watch(other.append)
    viewer.changed(DAMAGE)
    stop()
    viewer.changed(Change())
    assert one == [DAMAGE]
    assert other == [DAMAGE, Change()]


def test_a_watcher_may_stop_while_it_is_told() -> None:
    viewer = Viewer(1, "somebody")
    told = []

    def once(change: Change) -> None:
        told.append(change)
        stop()

    stop = viewer.watch(once)
    viewer.watch(told.append)
    viewer.changed(Change())
    viewer.changed(Change())
    assert told == [Change()] * 3


def test_a_change_of_the_mouse_mode_is_told() -> None:
    viewer = Viewer(1, "somebody")
    told = []
    viewer.watch(lambda change: told.append((viewer.mouse_mode, change)))
    viewer.mouse_mode = MouseModeFlags.CLIENT
    assert told == [(MouseModeFlags.CLIENT, Change())]
