"""A machine's comings and goings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from piment.server.scene.updates import Notice, PortsChanged
from piment.server.sources.base import SourceError
from piment.server.sources.qemu import life as module
from piment.server.sources.qemu.attach.base import AbsentError, Attachment
from piment.server.sources.qemu.attach.monitored import Monitored
from piment.server.sources.qemu.life import Life
from piment.server.sources.qemu.stage import Stage
from tests.server.sources.qemu.fake.machine import FakePort, FakeQemu
from tests.server.sources.qemu.pictures import Replay
from tests.server.sources.qemu.watching import until


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_S", 0.01)


class Living:
    """A life that goes on in the background."""

    def __init__(self, life: Life, stage: Stage) -> None:
        self.life = life
        self.stage = stage
        self.replay = Replay()
        self.task: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        await self.life.begin()
        self.task = asyncio.create_task(self.life.go_on())

    async def sees(self, seen: Callable[[Replay], bool]) -> None:
        await until(self.stage, self.replay, lambda: seen(self.replay))

    def notices(self) -> list[str]:
        return [each.text for each in self.replay.others if isinstance(each, Notice)]


@pytest.fixture
async def living(tmp_path: Path, stage: Stage) -> AsyncIterator[Callable[..., Living]]:
    begun: list[Living] = []

    def make(*, once: bool = False, way: object = None) -> Living:
        used = way or Monitored(tmp_path / "qmp.sock")
        life = Life(used, stage, once=once, allow_power=False)  # type: ignore[arg-type]
        begun.append(Living(life, stage))
        return begun[-1]

    yield make
    for each in begun:
        if each.task is not None:
            each.task.cancel()
            await asyncio.wait([each.task])
        await each.life.end()


async def test_it_waits_for_the_machine_and_says_so(
    fake: Callable[..., FakeQemu], living: Callable[..., Living]
) -> None:
    it = living()
    await it.begin()
    assert it.life.machine is None
    await it.sees(lambda replay: bool(replay.others))
    assert it.notices()[0].startswith("no QEMU serves its monitor at ")
    assert it.notices()[0].endswith(": waiting for it")
    fake(name="late")
    await it.sees(lambda replay: bool(replay.pixels))
    assert it.life.machine is not None
    assert it.life.machine.name == "late"


async def test_a_machine_goes_and_comes_back(
    fake: Callable[..., FakeQemu], living: Callable[..., Living]
) -> None:
    it = living()
    for _ in range(3):
        machine = fake(ports={"a": FakePort("one")})
        if it.task is None:
            await it.begin()
        await it.sees(lambda replay: bool(replay.pixels))
        await machine.stop()
        await it.sees(lambda replay: not replay.pixels)
        await it.sees(lambda replay: replay.others.count(PortsChanged()) == 2)
        it.replay.others.remove(PortsChanged())
        it.replay.others.remove(PortsChanged())
    await it.sees(lambda _: any("is gone: waiting" in text for text in it.notices()))


async def test_once_is_enough(fake: Callable[..., FakeQemu], living: Callable[..., Living]) -> None:
    machine = fake()
    it = living(once=True)
    await it.begin()
    await it.sees(lambda replay: bool(replay.pixels))
    await machine.stop()
    assert it.task is not None
    async with asyncio.timeout(20):
        await it.task
    await it.sees(lambda replay: not replay.pixels)
    assert it.notices() == []


async def test_once_does_not_wait(living: Callable[..., Living]) -> None:
    with pytest.raises(SourceError, match="no QEMU serves its monitor"):
        await living(once=True).begin()


async def test_what_can_never_be_ends_the_waiting(
    fake: Callable[..., FakeQemu], living: Callable[..., Living]
) -> None:
    it = living()
    await it.begin()
    machine = fake()
    machine.monitor.refuses["add_client"] = "no such protocol"
    assert it.task is not None
    with pytest.raises(SourceError, match="no such protocol"):
        await it.task


async def test_a_machine_that_ends_while_it_is_opened_is_not_there(
    fake: Callable[..., FakeQemu], living: Callable[..., Living], tmp_path: Path
) -> None:
    fake()

    class Fleeting(Monitored):
        async def attach(self) -> Attachment:
            attachment = await super().attach()
            attachment.remote.connection.close()
            return attachment

    it = living(way=Fleeting(tmp_path / "qmp.sock"))
    with pytest.raises(AbsentError, match="does not show itself"):
        await it.life._attach()
    await it.begin()
    await it.sees(lambda _: bool(it.notices()))
    assert it.life.machine is None
