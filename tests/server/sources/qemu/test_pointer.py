"""Moving a machine's pointer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from piment.geometry import Point
from piment.server.scene.actions import PointerMoved, PointerPlaced
from piment.server.scene.updates import PointerModes
from piment.server.sources.qemu.pointer import Pointer
from piment.server.sources.qemu.stage import Stage
from tests.server.sources.qemu.fake.console import FakeConsole
from tests.server.sources.qemu.fake.machine import FakeQemu
from tests.server.sources.qemu.pictures import Replay, noise
from tests.server.sources.qemu.watching import until

ABSOLUTE = PointerModes(relative=False, absolute=True)
RELATIVE = PointerModes(relative=True, absolute=False)
FAR = 2**31 - 1


class Scene:
    """A machine with two consoles and their pointer."""

    def __init__(self, machine: FakeQemu, pointer: Pointer, stage: Stage, sync: Any) -> None:
        self.machine = machine
        self.pointer = pointer
        self.stage = stage
        self.replay = Replay()
        self.sync = sync

    async def tells(self, modes: PointerModes) -> None:
        """Wait until viewers are told of this kind of mouse."""
        others = self.replay.others
        await until(self.stage, self.replay, lambda: others[-1:] == [modes])

    def did(self) -> list[tuple[Any, ...]]:
        """Return what the machine's mouse did since it was last asked."""
        done = [(member, *body) for _, member, body in self.machine.pressed]
        self.machine.pressed.clear()
        return done


@pytest.fixture
def scene(
    fake: Callable[..., FakeQemu],
    attach: Callable[[FakeQemu], Awaitable[Any]],
    follow: Callable[..., Awaitable[Any]],
    stage: Stage,
) -> Callable[..., Awaitable[Scene]]:
    async def start(**what: Any) -> Scene:
        machine = fake(consoles=[FakeConsole(0, "VGA"), FakeConsole(1, "VGA")], **what)
        machine.consoles[0].pixels, machine.consoles[1].pixels = noise(64, 48), noise(32, 24)
        remote = (await attach(machine)).remote
        consoles = await follow(machine, remote, stage)
        scene = Scene(
            machine,
            Pointer(remote, consoles, stage),
            stage,
            lambda: remote.objects("/"),
        )
        pixels = scene.replay.pixels
        await until(stage, scene.replay, lambda: len(pixels) == 2)
        return scene

    return start


@pytest.mark.parametrize("tells_absolute", [True, False])
@pytest.mark.parametrize("absolute", [True, False])
async def test_the_kind_of_mouse_is_found_out(
    scene: Callable[..., Awaitable[Scene]], absolute: bool, tells_absolute: bool
) -> None:
    it = await scene(is_absolute=absolute, tells_absolute=tells_absolute)
    it.pointer.probe()
    await it.tells(ABSOLUTE if absolute else RELATIVE)
    assert it.did() == []


async def test_the_kind_changes_and_trying_shows_it_too(
    scene: Callable[..., Awaitable[Scene]],
) -> None:
    it = await scene()
    it.machine.become(absolute=True)
    await it.tells(ABSOLUTE)
    it.machine.is_absolute = False
    it.pointer.want(PointerPlaced(Point(1, 1)))
    await it.tells(RELATIVE)
    it.machine.is_absolute = True
    it.pointer.want(PointerMoved(1, 1))
    await it.tells(ABSOLUTE)
    assert it.did() == []
    it.pointer.want(PointerPlaced(Point(1, 1)))
    await it.sync()
    assert it.did() == [("SetAbsPosition", 1, 1)]


async def test_only_the_newest_place_waits(scene: Callable[..., Awaitable[Scene]]) -> None:
    it = await scene(is_absolute=True)
    it.machine.is_stuck = True
    for x in range(40):
        it.pointer.want(PointerPlaced(Point(x, 7)))
    assert it.pointer._remote.connection.unanswered == 1
    it.machine.go_on()
    await it.sync()
    await it.sync()
    assert it.did() == [("SetAbsPosition", 0, 7), ("SetAbsPosition", 39, 7)]


async def test_motions_that_wait_add_up(scene: Callable[..., Awaitable[Scene]]) -> None:
    it = await scene()
    it.machine.is_stuck = True
    for _ in range(10):
        it.pointer.want(PointerMoved(2, -1))
    it.pointer.flush()
    it.machine.go_on()
    await it.sync()
    assert it.did() == [("RelMotion", 2, -1), ("RelMotion", 18, -9)]


@pytest.mark.parametrize(
    ("wanted", "screen", "at"),
    [
        ((63, 47), 0, (63, 47)),
        ((64, 1000), 0, (63, 47)),
        ((-5, FAR), 0, (0, 47)),
        ((40, 40), 1, (31, 23)),
    ],
)
async def test_places_lie_on_their_screen(
    scene: Callable[..., Awaitable[Scene]],
    wanted: tuple[int, int],
    screen: int,
    at: tuple[int, int],
) -> None:
    it = await scene(is_absolute=True)
    it.pointer.want(PointerPlaced(Point(*wanted), screen))
    await it.sync()
    assert it.did() == [("SetAbsPosition", *at)]
    assert it.pointer.console.screen.number == screen


async def test_a_screen_that_is_not_there_is_nowhere(
    scene: Callable[..., Awaitable[Scene]],
) -> None:
    it = await scene(is_absolute=True)
    it.pointer.want(PointerPlaced(Point(1, 1), 7))
    it.pointer.console.screen.frame.blank()
    it.pointer.want(PointerPlaced(Point(1, 1), 0))
    await it.sync()
    assert it.did() == []


async def test_motions_of_any_length_fit(scene: Callable[..., Awaitable[Scene]]) -> None:
    it = await scene()
    it.pointer.want(PointerMoved(FAR + 5, -FAR - 5))
    await it.sync()
    assert it.did() == [("RelMotion", FAR, -FAR)]
