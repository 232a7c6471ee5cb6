from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from piment.errors import ProtocolError
from piment.server.ports.power import POWER_PORT, PowerPort
from piment.server.scene.actions import Action, Power, PowerAction
from piment.server.scene.scene import Scene
from piment.server.scene.updates import PowerDone
from tests.server.house import idle


class Desk:
    def __init__(self) -> None:
        self.scene = Scene()
        self.actions: list[Action] = []
        self.watchers: list[Callable[[], None]] = []
        self.port = PowerPort("somebody", self.scene, self.actions.append, self._watch)

    def happens(self, power: Power) -> None:
        self.scene.apply(PowerDone(power))
        for watcher in self.watchers:
            watcher()

    def _watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        self.watchers.append(watcher)
        return lambda: self.watchers.remove(watcher)


@pytest.fixture
async def desk() -> Desk:
    made = Desk()
    await made.port.open()
    return made


async def test_buttons_and_what_is_said_of_them(desk: Desk) -> None:
    desk.port.write(b"shutdown\nreset\r\n")
    assert desk.actions == [PowerAction(Power.SHUTDOWN), PowerAction(Power.RESET)]
    assert await desk.port.read() == b"pressed shutdown\npressed reset\n"
    assert POWER_PORT == desk.port.name == "org.piment.power.0"
    assert desk.port.is_open


async def test_lines_come_in_parts(desk: Desk) -> None:
    for part in (b"re", b"set", b"\nshut"):
        desk.port.write(part)
    assert desk.actions == [PowerAction(Power.RESET)]


async def test_what_is_no_button_is_an_error_with_the_names_of_those_there_are(desk: Desk) -> None:
    desk.port.write(b"explode\n\n\xff\n")
    error = b"error no such button: there are shutdown, reset\n"
    assert await desk.port.read() == error * 3
    assert desk.actions == []


async def test_what_happens_is_told_whoever_wanted_it(desk: Desk) -> None:
    reading = asyncio.create_task(desk.port.read())
    await idle()
    assert not reading.done()
    desk.happens(Power.RESET)
    assert await asyncio.wait_for(reading, 1) == b"done reset\n"
    desk.happens(Power.SHUTDOWN)
    assert await desk.port.read() == b"done shutdown\n"


async def test_what_happened_before_is_no_news() -> None:
    desk = Desk()
    desk.happens(Power.RESET)
    await desk.port.open()
    desk.happens(Power.SHUTDOWN)
    assert await desk.port.read() == b"done shutdown\n"


async def test_who_is_read_no_further_while_he_does_not_read(desk: Desk) -> None:
    desk.port.write(b"reset\n")
    draining = asyncio.create_task(desk.port.drain())
    await idle()
    assert not draining.done()
    await desk.port.read()
    await asyncio.wait_for(draining, 1)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"x" * 65, "a command has at most 64 bytes"),
        (b"reset\n" + b"x" * 65 + b"\n", "a command has at most 64 bytes"),
        (b"\n" * 65, "64 answers about power are unread"),
    ],
)
async def test_what_nobody_says_to_a_button_is_an_error(desk: Desk, data: bytes, why: str) -> None:
    with pytest.raises(ProtocolError, match=why):
        desk.port.write(data)


async def test_what_happens_is_no_fault_of_who_does_not_read(desk: Desk) -> None:
    desk.port.write(b"\n" * 64)
    desk.happens(Power.RESET)
    await desk.port.read()
    desk.happens(Power.SHUTDOWN)
    assert await desk.port.read() == b"done shutdown\ndone reset\n"


async def test_closing_ends_it(desk: Desk) -> None:
    reading = asyncio.create_task(desk.port.read())
    await idle()
    await desk.port.close()
    await desk.port.close()
    assert await asyncio.wait_for(reading, 1) == b""
    assert desk.watchers == []
    assert desk.port.watch(lambda: None)() is None
