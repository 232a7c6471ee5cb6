"""Doing in a machine what viewers do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from piment.geometry import Point, Size
from piment.server.scene.actions import (
    Action,
    Button,
    ButtonChanged,
    Key,
    PointerPlaced,
    ScreensWanted,
    ScreenWish,
)
from piment.server.scene.updates import Leds, LedsChanged
from piment.server.sources.qemu.input import _MOST_UNANSWERED, Input
from piment.server.sources.qemu.stage import Stage
from tests.server.sources.qemu.fake.console import FakeConsole
from tests.server.sources.qemu.fake.machine import FakeQemu
from tests.server.sources.qemu.pictures import Replay, noise
from tests.server.sources.qemu.watching import until


class Scene:
    """A machine with two screens, and hands for it."""

    def __init__(self, machine: FakeQemu, hands: Input, stage: Stage, sync: Any) -> None:
        self.machine = machine
        self.input = hands
        self.stage = stage
        self.replay = Replay()
        self.sync = sync

    async def does(self, *actions: Action) -> list[tuple[str, str, tuple[int, ...]]]:
        """Act, and return what the machine did."""
        for action in actions:
            self.input.act(action)
        await self.sync()
        done = self.machine.pressed.copy()
        self.machine.pressed.clear()
        return done


@pytest.fixture
async def scene(
    fake: Callable[..., FakeQemu],
    attach: Callable[[FakeQemu], Awaitable[Any]],
    follow: Callable[..., Awaitable[Any]],
    stage: Stage,
) -> Scene:
    consoles = [FakeConsole(0, "virtio-vga.0"), FakeConsole(1, "virtio-vga.1")]
    machine = fake(consoles=consoles, is_absolute=True)
    for console in consoles:
        console.pixels = noise(64, 48)
    remote = (await attach(machine)).remote
    followed = await follow(machine, remote, stage)
    scene = Scene(machine, Input(remote, followed, stage), stage, lambda: remote.objects("/"))
    await until(stage, scene.replay, lambda: len(scene.replay.pixels) == 2)
    return scene


def key(number: int, *members: str) -> list[tuple[str, str, tuple[int, ...]]]:
    return [("Keyboard", member, (number,)) for member in members]


async def test_keys_are_pressed_repeat_and_are_released(scene: Scene) -> None:
    down, up = Key(0xE04D, pressed=True), Key(0xE04D, pressed=False)
    assert await scene.does(down, down, up, up) == key(0xCD, "Press", "Press", "Release")
    assert await scene.does(Key(0x1234, pressed=True)) == []


@pytest.mark.parametrize("button", Button)
async def test_every_button_has_a_number_that_qemu_knows(scene: Scene, button: Button) -> None:
    pressed, released = (ButtonChanged(button, pressed) for pressed in (True, False))
    number = int(button) - 1
    assert await scene.does(pressed, released, released) == [
        ("Mouse", "Press", (number,)),
        ("Mouse", "Release", (number,)),
    ]


async def test_what_is_pressed_is_pressed_at_the_place_before_it(scene: Scene) -> None:
    scene.machine.is_stuck = True
    click = [ButtonChanged(Button.LEFT, pressed) for pressed in (True, False)]
    places = [PointerPlaced(Point(x, 1)) for x in (1, 2, 3)]
    for action in (*places, *click, PointerPlaced(Point(4, 1)), Key(0x1E, pressed=True)):
        scene.input.act(action)
    scene.machine.go_on()
    assert await scene.does() == [
        ("Mouse", "SetAbsPosition", (1, 1)),
        ("Mouse", "SetAbsPosition", (3, 1)),
        ("Mouse", "Press", (0,)),
        ("Mouse", "Release", (0,)),
        ("Mouse", "SetAbsPosition", (4, 1)),
        *key(0x1E, "Press"),
    ]


async def test_all_that_is_down_is_let_go_of(scene: Scene) -> None:
    await scene.does(
        Key(0x1D, pressed=True), Key(0x38, pressed=True), ButtonChanged(Button.RIGHT, pressed=True)
    )
    scene.input.release()
    done = await scene.does()
    assert sorted(done) == [
        *key(0x1D, "Release"),
        *key(0x38, "Release"),
        ("Mouse", "Release", (2,)),
    ]
    scene.input.release()
    assert await scene.does() == []


async def test_a_machine_that_does_not_answer_is_not_flooded(scene: Scene) -> None:
    await scene.does(Key(0x1D, pressed=True))
    scene.machine.is_stuck = True
    for _ in range(2 * _MOST_UNANSWERED):
        for pressed in (True, False):
            scene.input.act(Key(0x1E, pressed))
            scene.input.act(ButtonChanged(Button.DOWN, pressed))
        scene.input.act(ScreensWanted((ScreenWish(Size(800, 600)),)))
    scene.input.act(Key(0x1D, pressed=False))
    scene.machine.go_on()
    done = await scene.does()
    assert len(done) <= _MOST_UNANSWERED + 4
    assert done[-1:] == key(0x1D, "Release")
    presses = [each for each in done if each[1] == "Press"]
    releases = [each for each in done if each[1] == "Release"]
    assert len(presses) == len(releases) - 1
    down_and_up = [Key(0x1F, pressed) for pressed in (True, False)]
    done = await scene.does(*down_and_up)
    assert [each for each in done if each[0] == "Keyboard"] == key(0x1F, "Press", "Release")


async def test_lights_are_told(scene: Scene) -> None:
    scene.machine.light(4)
    lit = LedsChanged(Leds(caps_lock=True))
    await until(scene.stage, scene.replay, lambda: lit in scene.replay.others)
    scene.machine.light(3)
    lit = LedsChanged(Leds(scroll_lock=True, num_lock=True))
    await until(scene.stage, scene.replay, lambda: lit in scene.replay.others)


async def test_each_screen_gets_its_wish(scene: Scene) -> None:
    wishes = [ScreenWish(Size(800, 600), Point(x, 0), Size(200, 150)) for x in (0, 800, 1600)]
    assert await scene.does(ScreensWanted(tuple(wishes))) == [
        ("Console", "SetUIInfo", (200, 150, x, 0, 800, 600)) for x in (0, 800)
    ]
