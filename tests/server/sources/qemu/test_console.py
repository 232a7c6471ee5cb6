"""One console of QEMU, whatever it shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import pytest

from piment.geometry import Point, Size
from piment.server.scene.actions import ScreenWish
from piment.server.scene.updates import Resizable
from piment.server.sources.qemu import names
from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.bus.message import Message
from piment.server.sources.qemu.console import _SETTLE_S, Console
from piment.server.sources.qemu.stage import Stage
from tests.server.sources.qemu.fake.console import FakeConsole
from tests.server.sources.qemu.fake.machine import FakeQemu
from tests.server.sources.qemu.pictures import Replay, noise
from tests.server.sources.qemu.watching import until

Start = Callable[..., FakeQemu]
Follow = Callable[..., Awaitable[dict[int, Console]]]
Attach = Callable[[FakeQemu], Awaitable[Any]]


class Scene:
    """A machine with one console that is followed."""

    def __init__(self, machine: FakeQemu, console: Console, stage: Stage) -> None:
        self.machine = machine
        self.theirs = machine.consoles[0]
        self.ours = console
        self.stage = stage
        self.replay = Replay()

    async def answered(self) -> None:
        """Wait until all that was asked so far is answered."""
        await self.ours._remote.objects("/")

    async def shows(self, pixels: Any) -> None:
        """Wait until `pixels` are seen."""
        await until(
            self.stage, self.replay, lambda: np.array_equal(self.replay.pixels.get(0), pixels)
        )


@pytest.fixture
def followed(fake: Start, attach: Attach, follow: Follow, stage: Stage) -> Callable[..., Any]:
    async def start(console: FakeConsole | None = None, **what: Any) -> Scene:
        machine = fake(consoles=[console or FakeConsole(0, "VGA")], **what)
        machine.consoles[0].pixels = noise(64, 48)
        attachment = await attach(machine)
        consoles = await follow(machine, attachment.remote, stage)
        return Scene(machine, consoles[0], stage)

    return start


async def test_it_shows_what_is_there_and_what_changes(followed: Callable[..., Any]) -> None:
    scene = await followed()
    await scene.shows(noise(64, 48))
    scene.theirs.paint(5, 6, noise(9, 16, 1))
    await scene.shows(scene.theirs.pixels)
    scene.theirs.show(noise(100, 80))
    scene.machine.resize(scene.theirs)
    await scene.shows(noise(100, 80))
    assert scene.theirs.registrations == 1
    assert scene.theirs.asked == [names.LISTENER, names.LISTENER_MAP]


async def test_memory_is_shared_if_qemu_can(followed: Callable[..., Any]) -> None:
    scene = await followed(FakeConsole(0, "VGA", shares=True))
    await scene.shows(noise(64, 48))
    scene.theirs.paint(5, 6, noise(9, 16, 1))
    await scene.shows(scene.theirs.pixels)
    scene.theirs.show(noise(100, 80))
    await scene.shows(noise(100, 80))
    await scene.theirs.heard()
    assert [type(reply) for reply in scene.theirs.replies] == [Message, Message]


@pytest.mark.parametrize("replaces", [False, True])
@pytest.mark.parametrize("size", [(32, 24), (100, 80), (64, 80), (100, 24)])
async def test_a_size_of_which_no_picture_is_told(
    followed: Callable[..., Any], size: tuple[int, int], replaces: bool
) -> None:
    scene = await followed(replaces=replaces)
    await scene.shows(noise(64, 48))
    scene.theirs.switch(noise(*size))
    scene.machine.resize(scene.theirs)
    scene.theirs.update(0, 0, noise(*size)[:16, :16])
    await scene.shows(noise(*size))
    assert scene.theirs.registrations >= 2
    scene.theirs.paint(1, 1, noise(9, 16, 5))
    await scene.shows(scene.theirs.pixels)


async def test_parts_that_do_not_fit_are_enough_to_notice(followed: Callable[..., Any]) -> None:
    scene = await followed()
    await scene.shows(noise(64, 48))
    scene.theirs.switch(noise(100, 80))
    scene.theirs.update(0, 40, noise(100, 16))
    await scene.shows(noise(100, 80))


async def test_a_size_that_was_there_for_a_moment_is_no_reason(
    followed: Callable[..., Any],
) -> None:
    scene = await followed()
    await scene.shows(noise(64, 48))
    before = scene.theirs.pixels
    scene.theirs.switch(noise(10, 10))
    scene.machine.resize(scene.theirs)
    scene.theirs.switch(before)
    scene.machine.resize(scene.theirs)
    await asyncio.sleep(3 * _SETTLE_S)
    assert scene.theirs.registrations == 1


async def test_a_listener_that_is_hung_up_on_registers_again(followed: Callable[..., Any]) -> None:
    scene = await followed()
    await scene.shows(noise(64, 48))
    scene.theirs.switch(noise(64, 48, 1))
    scene.theirs.drop()
    await scene.shows(noise(64, 48, 1))


async def test_one_that_cannot_be_registered_is_given_up(
    fake: Start, attach: Attach, stage: Stage
) -> None:
    machine = fake()
    attachment = await attach(machine)
    console = Console(attachment.remote, machine.consoles[0].path, stage.screen(0), stage)
    await console.open({"Width": 64, "Height": 48})
    await machine.consoles[0].listening.wait()
    attachment.close()
    machine.consoles[0].drop()
    with pytest.raises(BusError, match="the connection has ended"):
        await console.keep()


async def test_sizes_are_wished_for(followed: Callable[..., Any]) -> None:
    scene = await followed(FakeConsole(0, "virtio-vga"))
    scene.ours.wish(ScreenWish(Size(1920, 1080), Point(-100, 0), Size(600, 340)))
    await scene.answered()
    scene.ours.wish(ScreenWish(Size(960, 480)))
    await scene.answered()
    scene.ours.wish(ScreenWish(Size(0, 0)))
    await scene.answered()
    assert scene.machine.pressed == [
        ("Console", "SetUIInfo", (600, 340, -100, 0, 1920, 1080)),
        ("Console", "SetUIInfo", (254, 127, 0, 0, 960, 480)),  # 96 pixels an inch
        ("Console", "SetUIInfo", (0, 0, 0, 0, 0, 0)),
    ]


async def test_only_the_newest_wish_waits(followed: Callable[..., Any]) -> None:
    scene = await followed(FakeConsole(0, "virtio-vga"))
    scene.machine.is_stuck = True
    for width in range(640, 740):
        scene.ours.wish(ScreenWish(Size(width, 480), millimetres=Size(1, 1)))
    scene.machine.go_on()
    await scene.answered()
    await scene.answered()
    wished = [body[4:] for _, _, body in scene.machine.pressed]
    assert wished == [(640, 480), (739, 480)]


async def test_who_wishes_in_vain_is_told_once(followed: Callable[..., Any]) -> None:
    scene = await followed()
    for width in (800, 1024):
        scene.ours.wish(ScreenWish(Size(width, 768)))
    await until(scene.stage, scene.replay, lambda: bool(scene.replay.others))
    await scene.shows(noise(64, 48))
    (told,) = scene.replay.others
    assert isinstance(told, Resizable)
    assert not told.possible
    assert "(VGA) cannot be resized from outside: give it the adapter virtio-vga" in told.why


async def test_opengl_is_told_to_viewers(followed: Callable[..., Any]) -> None:
    scene = await followed()
    await scene.shows(noise(64, 48))
    scene.theirs.ask("UpdateDMABUF", "iiii", 0, 0, 1, 1)
    scene.theirs.tell("ScanoutDMABUF", "huuuutb", 0, 16, 8, 64, 1, 0, False)
    await until(scene.stage, scene.replay, lambda: bool(scene.replay.others))
    assert "without gl=on" in scene.replay.others[0].text
    assert scene.replay.pixels == {}
    await scene.theirs.heard()
    assert [type(reply) for reply in scene.theirs.replies] == [Message]


async def test_closing_lets_go_of_it(followed: Callable[..., Any]) -> None:
    scene = await followed()
    await scene.shows(noise(64, 48))
    (listener,) = scene.theirs.listeners
    scene.ours.close()
    await listener.ended.wait()
