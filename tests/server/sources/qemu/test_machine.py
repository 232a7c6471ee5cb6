"""A running machine that we are attached to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import numpy as np
import pytest

from piment.geometry import Point
from piment.limits import MOST_MACHINE_SCREENS
from piment.server.scene.actions import Key, PointerPlaced, Power, PowerAction
from piment.server.scene.updates import (
    Leds,
    LedsChanged,
    Notice,
    PointerModes,
    PortsChanged,
    Resizable,
)
from piment.server.sources.base import SourceError
from piment.server.sources.qemu import machine as module
from piment.server.sources.qemu.machine import Machine
from piment.server.sources.qemu.monitor import Monitor
from piment.server.sources.qemu.stage import Stage
from tests.server.sources.qemu.fake.console import FakeConsole
from tests.server.sources.qemu.fake.machine import FakePort, FakeQemu
from tests.server.sources.qemu.pictures import Replay, noise
from tests.server.sources.qemu.watching import until

Start = Callable[..., FakeQemu]
Open = Callable[..., Awaitable[Machine]]


@pytest.fixture
async def opened(attach: Callable[[FakeQemu], Awaitable[Any]], stage: Stage) -> AsyncIterator[Open]:
    async with AsyncExitStack() as stack:

        async def start(fake: FakeQemu, **what: Any) -> Machine:
            machine = Machine(await attach(fake), stage, **what)
            stack.push_async_callback(machine.close)
            await machine.open()
            return machine

        yield start


@pytest.fixture
def replay() -> Replay:
    return Replay()


async def test_all_screens_are_shown(
    fake: Start, opened: Open, stage: Stage, replay: Replay
) -> None:
    consoles = [FakeConsole(number, "virtio-vga") for number in (0, 1)]
    for console in consoles:
        console.pixels = noise(64, 48, console.number)
    machine = await opened(fake(name="it", consoles=consoles))
    assert machine.name == "it"
    await until(stage, replay, lambda: len(replay.pixels) == 2)
    for console in consoles:
        assert np.array_equal(replay.pixels[console.number], console.pixels)


async def test_lights_mouse_and_ports_are_known_at_once(
    fake: Start, opened: Open, stage: Stage, replay: Replay
) -> None:
    ours = fake(ports={"b": FakePort("two"), "a": FakePort("one")}, is_absolute=True)
    ours.modifiers = 2
    machine = await opened(ours)
    expected = [
        LedsChanged(Leds(num_lock=True)),
        PointerModes(relative=False, absolute=True),
        PortsChanged(),
        Resizable(possible=True),
    ]
    await until(stage, replay, lambda: len(replay.others) == len(expected))
    assert sorted(replay.others, key=str) == sorted(expected, key=str)
    assert [port.name for port in machine.ports] == ["one", "two"]


async def test_ports_come_and_go(fake: Start, opened: Open, stage: Stage, replay: Replay) -> None:
    ours = fake(ports={"a": FakePort("one")})
    machine = await opened(ours)
    (first,) = machine.ports
    following = asyncio.create_task(machine.follow())
    await until(stage, replay, lambda: PortsChanged() in replay.others)
    replay.others.clear()
    ours.plug_port("b", FakePort("two"))
    await until(stage, replay, lambda: PortsChanged() in replay.others)
    assert machine.ports[0] is first
    assert [port.name for port in machine.ports] == ["one", "two"]
    following.cancel()
    await asyncio.wait([following])


async def test_ports_that_somebody_has_are_given_back(fake: Start, opened: Open) -> None:
    ours = fake(ports={"a": FakePort("one")})
    machine = await opened(ours)
    await machine.ports[0].open()
    guest = ours.ports["a"].guest
    assert guest is not None
    await machine.close()
    assert await asyncio.get_running_loop().sock_recv(guest, 1) == b""
    assert await machine.ports[0].read() == b""


async def test_actions_reach_it(fake: Start, opened: Open, stage: Stage, replay: Replay) -> None:
    ours = fake(is_absolute=True)
    machine = await opened(ours, allow_power=True)
    await until(stage, replay, lambda: bool(replay.pixels))
    machine.act(PointerPlaced(Point(3, 4)))
    machine.act(Key(0x1E, pressed=True))
    machine.act(PowerAction(Power.RESET))
    await machine.close()
    assert ours.pressed == [
        ("Mouse", "SetAbsPosition", (3, 4)),
        ("Keyboard", "Press", (0x1E,)),
        ("Keyboard", "Release", (0x1E,)),
    ]


async def test_a_machine_without_screens_is_no_error(fake: Start, opened: Open) -> None:
    ours = fake(consoles=[], ports={"a": FakePort("one")})
    machine = await opened(ours)
    machine.act(Key(0x1E, pressed=True))
    assert [port.name for port in machine.ports] == ["one"]


async def test_there_are_not_too_many_screens(fake: Start, opened: Open) -> None:
    ours = fake(consoles=[FakeConsole(number, "VGA") for number in range(20)])
    machine = await opened(ours)
    assert list(machine._consoles) == list(range(MOST_MACHINE_SCREENS))
    paths = [console.path.rpartition("_")[2] for console in machine._consoles.values()]
    assert paths == list(map(str, range(MOST_MACHINE_SCREENS)))


async def test_consoles_that_have_no_pictures_or_no_number_are_left_out(
    fake: Start, opened: Open
) -> None:
    class Text(FakeConsole):
        properties = FakeConsole(0, "text").properties | {"Type": ("s", "Text")}  # type: ignore[assignment]

    class Odd(FakeConsole):
        path = "/org/qemu/Display1/Console_x"  # type: ignore[assignment]

    ours = fake(consoles=[Text(0, "text"), Odd(0, "VGA"), FakeConsole(7, "VGA")])
    machine = await opened(ours)
    assert [console.path[-1] for console in machine._consoles.values()] == ["7"]


async def test_its_end_ends_the_following(fake: Start, opened: Open) -> None:
    ours = fake()
    machine = await opened(ours)
    following = asyncio.create_task(machine.follow())
    await asyncio.sleep(0)
    await ours.stop()
    async with asyncio.timeout(20):
        await following


async def test_who_takes_it_over_is_told_of(
    fake: Start,
    opened: Open,
    attach: Callable[[FakeQemu], Awaitable[Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_END_S", 0.05)
    ours = fake(name="it")
    machine = await opened(ours)
    following = asyncio.create_task(machine.follow())
    await asyncio.sleep(0)
    assert ours.main is not None
    ours.main.close()
    with pytest.raises(SourceError, match="another program took over the display of it"):
        await following


async def test_events_are_heard_and_a_reset_makes_us_look_again(
    fake: Start, opened: Open, stage: Stage, replay: Replay
) -> None:
    ours = fake(tells_absolute=False)
    await opened(ours)
    relative = PointerModes(relative=True, absolute=False)
    await until(stage, replay, lambda: relative in replay.others)
    ours.is_absolute = True
    ours.monitor.tell("RESET", guest=False)
    ours.monitor.tell("GUEST_PANICKED")
    absolute = PointerModes(relative=False, absolute=True)
    await until(stage, replay, lambda: absolute in replay.others)
    assert any(isinstance(other, Notice) and "crashed" in other.text for other in replay.others)


async def test_a_machine_that_does_not_answer_is_left_all_the_same(
    fake: Start, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_RELEASE_S", 0.05)
    ours = fake()
    machine = await opened(ours)
    ours.is_stuck = True
    machine.act(Key(0x1E, pressed=True))
    await machine.close()
    assert machine._attachment.remote.ended.is_set()
    monitor = await Monitor.open(ours.path)  # free again
    monitor.close()
