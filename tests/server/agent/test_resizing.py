from __future__ import annotations

import pytest

from piment.errors import ProtocolError, WireError
from piment.geometry import Point, Size
from piment.limits import MOST_MONITOR_SIDE
from piment.protocol.agent import MonConfig, MonitorMM, MonitorsConfig, VDAgentMessage
from piment.protocol.agent import MonitorsConfigFlags as Flags
from piment.server.agent.resizing import Resizing, screens_wanted
from piment.server.scene.actions import Action, ScreensWanted, ScreenWish
from piment.server.scene.scene import Scene
from piment.server.scene.updates import Resizable

BARE = MonitorsConfig(flags=Flags(0), monitors=[MonConfig(600, 800, 32, 0, 0)])


def route(resizing: Resizing, config: MonitorsConfig) -> None:
    """Send a MONITORS_CONFIG in one piece."""
    framed = config.framed()
    assert resizing.route(VDAgentMessage.unpack(framed[:20]))(framed)


def test_places_and_millimetres_as_they_are_told() -> None:
    """agent.md 3.3: heights come first."""
    config = MonitorsConfig(
        flags=Flags.USE_POS | Flags.PHYSICAL_SIZE,
        monitors=[MonConfig(600, 800, 32, 5, -6), MonConfig(0, 0, 0, 0, 0)],
        monitors_mm=[MonitorMM(160, 210), MonitorMM(0, 0)],
    )
    assert screens_wanted(config) == ScreensWanted(
        (
            ScreenWish(Size(800, 600), Point(5, -6), Size(210, 160)),
            ScreenWish(Size(0, 0), Point(0, 0), None),
        )
    )


def test_without_places_screens_stand_side_by_side() -> None:
    monitors = [MonConfig(600, width, 32, 77, 77) for width in (800, 640, 320)]
    wanted = screens_wanted(MonitorsConfig(flags=Flags(0), monitors=monitors))
    assert [wish.position for wish in wanted.screens] == [(0, 0), (800, 0), (1440, 0)]


@pytest.mark.parametrize("size", [(MOST_MONITOR_SIDE + 1, 1), (1, 0xFFFFFFFF)])
def test_a_monstrous_monitor_is_an_error(size: tuple[int, int]) -> None:
    config = MonitorsConfig(flags=Flags(0), monitors=[MonConfig(*size, 32, 0, 0)])
    with pytest.raises(ProtocolError, match=f"{size[1]}x{size[0]} pixels, allowed are 32768"):
        screens_wanted(config)


def test_a_wish_reaches_the_source_and_can_be_taken_back() -> None:
    actions: list[Action] = []
    resizing = Resizing(Scene(), actions.append)
    route(resizing, BARE)
    assert actions == [ScreensWanted((ScreenWish(Size(800, 600), Point(0, 0)),))]
    assert resizing.take_last() == BARE.pack()
    assert resizing.take_last() is None


def test_nobody_turns_all_screens_off() -> None:
    actions: list[Action] = []
    resizing = Resizing(Scene(), actions.append)
    route(resizing, MonitorsConfig(flags=Flags(0), monitors=[]))
    route(resizing, MonitorsConfig(flags=Flags(0), monitors=[MonConfig(0, 0, 0, 0, 0)]))
    assert actions == []
    assert resizing.take_last() is None


def test_a_wish_that_cannot_be_read_is_an_error() -> None:
    framed = BARE.framed()
    with pytest.raises(WireError, match=r"MonitorsConfig\.monitors"):
        Resizing(Scene(), lambda _: None).route(VDAgentMessage(1, 2, 0, 12))(framed[:32])


def test_what_the_source_says_of_it() -> None:
    scene = Scene()
    resizing = Resizing(scene, lambda _: None)
    assert not resizing.is_possible
    scene.apply(Resizable(possible=True))
    assert resizing.is_possible
    scene.apply(Resizable(possible=False, why="it is fixed"))
    assert not resizing.is_possible
    assert resizing.refusal == "the screen keeps its size: it is fixed"
