"""What a machine shows and says."""

from __future__ import annotations

from piment.server.scene.updates import (
    Blanked,
    Leds,
    LedsChanged,
    Notice,
    PointerModes,
    PortsChanged,
    Resizable,
    Severity,
)
from piment.server.sources.qemu.stage import Stage
from tests.server.sources.qemu.pictures import Replay, noise, picture


def told(stage: Stage) -> list[object]:
    assert stage.news.is_set()
    stage.news.clear()
    return list(stage.take())


def test_states_are_compared_and_not_queued() -> None:
    stage = Stage()
    for lit in (True, False, True):
        stage.light(Leds(caps_lock=lit))
        stage.point(absolute=lit)
        stage.change_ports()
    modes = PointerModes(relative=False, absolute=True)
    assert told(stage) == [LedsChanged(Leds(caps_lock=True)), modes, PortsChanged()]
    stage.light(Leds(caps_lock=True))
    stage.point(absolute=True)
    assert told(stage) == []


def test_whether_screens_can_be_resized_is_told_when_it_changes() -> None:
    stage = Stage()
    stage.resizable(possible=False)
    assert told(stage) == []
    stage.resizable(possible=True)
    assert told(stage) == [Resizable(possible=True)]
    stage.resizable(possible=False, why="it is fixed")
    assert told(stage) == [Resizable(possible=False, why="it is fixed")]
    for possible in (True, False):
        stage.resizable(possible=possible, why="it is fixed")
    assert told(stage) == []


def test_screens_are_what_they_were() -> None:
    stage, replay = Stage(), Replay()
    assert stage.screen(1) is stage.screen(1)
    stage.screen(1).frame.show(picture(noise(4, 4)))
    stage.screen(1).wake()
    replay.take(told(stage))
    assert list(replay.pixels) == [1]
    stage.light(Leds(num_lock=True))
    stage.blank()
    assert told(stage) == [Blanked(1)]


def test_a_notice_waits_once_and_the_newest_are_kept() -> None:
    stage = Stage()
    for _ in range(3):
        stage.notice(Severity.WARNING, "no")
    assert told(stage) == [Notice(Severity.WARNING, "no")]
    for number in range(100):
        stage.notice(Severity.INFO, str(number))
    notices = told(stage)
    assert len(notices) == 16
    assert notices[-1] == Notice(Severity.INFO, "99")
