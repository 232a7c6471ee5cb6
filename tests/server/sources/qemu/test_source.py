"""The source that serves a machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from piment.server.scene.actions import Key
from piment.server.scene.updates import PortsChanged, Resized
from piment.server.sources.base import SourceError
from piment.server.sources.qemu import Monitored, QemuSource
from piment.server.sources.qemu import life as life_module
from tests.server.sources.qemu.fake.machine import FakePort, FakeQemu
from tests.server.sources.qemu.pictures import Replay, noise
from tests.server.sources.qemu.watching import PATIENCE_S

Start = Callable[..., FakeQemu]


class Reader:
    """Reads all that a source tells."""

    def __init__(self, source: QemuSource) -> None:
        self.source = source
        self.replay = Replay()
        self._told = asyncio.Event()
        self.task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for update in self.source.updates():
            self.replay.apply(update)
            self._told.set()

    async def sees(self, seen: Callable[[Replay], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not seen(self.replay):
                self._told.clear()
                await self._told.wait()


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    readers: list[Reader] = []

    async def start(**what: Any) -> Reader:
        source = QemuSource(Monitored(tmp_path / "qmp.sock"), **what)
        await source.open()
        readers.append(Reader(source))
        return readers[-1]

    yield start
    for reader in readers:
        await reader.source.close()
        await asyncio.wait([reader.task])


async def test_what_it_tells_is_what_is_shown(fake: Start, opened: Callable[..., Any]) -> None:
    machine = fake(name="the machine", ports={"a": FakePort("one")})
    reader = await opened()
    assert reader.source.name == "the machine"
    await reader.sees(lambda replay: bool(replay.pixels))
    (console,) = machine.consoles
    for seed in range(5):
        console.paint(seed, seed, noise(9, 16, seed))
        await console.heard()
    await reader.sees(lambda replay: np.array_equal(replay.pixels[0], console.pixels))
    assert PortsChanged() in reader.replay.others
    assert [port.name for port in reader.source.ports] == ["one"]
    reader.source.act(Key(0x1E, pressed=True))
    await reader.source.close()
    await reader.task
    assert machine.pressed[:1] == [("Keyboard", "Press", (0x1E,))]
    assert reader.source.name == "the machine"
    assert reader.source.ports == ()
    reader.source.act(Key(0x1E, pressed=True))


async def test_changes_do_not_pile_up_while_nobody_reads(
    fake: Start, opened: Callable[..., Any], tmp_path: Path
) -> None:
    machine = fake()
    (console,) = machine.consoles
    source = QemuSource(Monitored(tmp_path / "qmp.sock"))
    await source.open()
    async with asyncio.timeout(PATIENCE_S):
        await console.listening.wait()
    for seed in range(500):
        console.paint(3, 3, noise(9, 16, seed))
    await console.heard()
    updates = source.updates()
    first = await anext(updates)
    while not isinstance(first, Resized):
        first = await anext(updates)
    replay = Replay()
    replay.apply(first)
    reading = asyncio.create_task(_replay(updates, replay))
    await source.close()
    await reading
    assert np.array_equal(replay.pixels[0], console.pixels)
    assert replay.painted == console.pixels.size // 4


async def _replay(updates: AsyncIterator[Any], replay: Replay) -> None:
    async for update in updates:
        replay.apply(update)


async def test_it_comes_back_with_the_machine(
    fake: Start, opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life_module, "_LOOK_S", 0.01)
    machine = fake(name="first")
    reader = await opened()
    await reader.sees(lambda replay: bool(replay.pixels))
    await machine.stop()
    await reader.sees(lambda replay: not replay.pixels)
    assert reader.source.name == "first"
    assert reader.source.ports == ()
    machine = fake(name="second")
    await reader.sees(lambda replay: bool(replay.pixels))
    assert reader.source.name == "second"


async def test_the_end_of_a_machine_that_is_there_once_is_the_end(
    fake: Start, opened: Callable[..., Any]
) -> None:
    machine = fake()
    reader = await opened(once=True)
    await reader.sees(lambda replay: bool(replay.pixels))
    await machine.stop()
    async with asyncio.timeout(PATIENCE_S):
        await reader.task
    assert reader.replay.pixels == {}


async def test_who_is_to_be_there_and_is_not(tmp_path: Path) -> None:
    source = QemuSource(Monitored(tmp_path / "qmp.sock"), once=True)
    with pytest.raises(SourceError, match="no QEMU serves its monitor"):
        await source.open()
    assert [update async for update in source.updates()] == []
    await source.close()


async def test_what_breaks_while_it_is_read_is_told(
    fake: Start, opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life_module, "_LOOK_S", 0.01)
    reader = await opened()
    machine = fake()
    machine.monitor.refuses["add_client"] = "no such protocol"
    with pytest.raises(SourceError, match="no such protocol"):
        await reader.task


async def test_closing_at_any_moment(fake: Start, tmp_path: Path) -> None:
    fake()
    for turns in range(40):
        source = QemuSource(Monitored(tmp_path / "qmp.sock"))
        opening = asyncio.create_task(source.open())
        for _ in range(turns):
            await asyncio.sleep(0)
        opening.cancel()
        await asyncio.wait([opening])
        await source.close()
