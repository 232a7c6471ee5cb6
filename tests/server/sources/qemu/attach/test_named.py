"""To a machine on a bus."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from piment.server.sources.base import SourceError
from piment.server.sources.qemu import names
from piment.server.sources.qemu.attach.base import AbsentError
from piment.server.sources.qemu.attach.named import Named
from piment.server.sources.qemu.bus.daemon import Bus
from piment.server.sources.qemu.bus.exports import PROPERTIES, Answer
from piment.server.sources.qemu.bus.message import Message
from tests.server.sources.qemu.bus.buses import named, running_bus
from tests.server.sources.qemu.bus.ends import LET_IN


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    async with running_bus(tmp_path) as address:
        yield address


class Machine:
    """As much of a machine as is looked at to find it."""

    def __init__(self, bus: Bus, name: str, uuid: str) -> None:
        self.bus = bus
        self.name = name
        self.uuid = uuid
        self.owner = ""
        bus.connection._exports = self  # type: ignore[assignment]

    @classmethod
    async def on(cls, address: str, name: str, uuid: str = "0000-00") -> Machine:
        machine = cls(await Bus.open(address), name, uuid)
        machine.owner = await named(machine.bus, names.BUS_NAME)
        return machine

    def answer(self, call: Message) -> Answer:
        assert (call.path, call.interface) == (names.VM_PATH, PROPERTIES)
        return "a{sv}", ({"Name": ("s", self.name), "UUID": ("s", self.uuid)},)


@pytest.fixture
async def machines(address: str) -> AsyncIterator[list[Machine]]:
    """Three machines on the bus."""
    async with AsyncExitStack() as stack:
        machines = []
        for name, uuid in (("one", "aaaa-01"), ("two", "aaaa-02"), ("two", "aaaa-03")):
            machines.append(await Machine.on(address, name, uuid))
            stack.callback(machines[-1].bus.close)
        yield machines


async def test_the_only_machine_is_found(address: str) -> None:
    machine = await Machine.on(address, "one")
    attachment = await Named(address).attach()
    assert attachment.remote.name == machine.owner
    assert attachment.monitor is None
    machine.bus.close()
    async with asyncio.timeout(20):
        await attachment.remote.ended.wait()


@pytest.mark.parametrize(("wanted", "which"), [("one", 0), ("aaaa-02", 1), ("AAAA-03", 2)])
async def test_one_is_chosen(
    address: str, machines: list[Machine], wanted: str, which: int
) -> None:
    attachment = await Named(address, wanted).attach()
    assert attachment.remote.name == machines[which].owner
    attachment.close()


@pytest.mark.usefixtures("machines")
@pytest.mark.parametrize("wanted", [None, "two"])
async def test_several_are_named_to_choose_from(address: str, wanted: str | None) -> None:
    with pytest.raises(SourceError, match=r"choose one by --vm: .*two \(aaaa-02\), two \(aaaa-03"):
        await Named(address, wanted).attach()


@pytest.mark.usefixtures("machines")
async def test_one_that_is_not_there_may_come(address: str) -> None:
    way = Named(address, "three")
    with pytest.raises(AbsentError, match="there is no three on the bus unix:path="):
        await way.attach()
    await way.close()


async def test_without_a_machine_or_a_bus(address: str) -> None:
    with pytest.raises(AbsentError, match="there is no QEMU on the bus"):
        await Named(address).attach()
    with pytest.raises(AbsentError, match="no D-Bus answers"):
        await Named("unix:path=/no/such/bus").attach()
    with pytest.raises(SourceError, match="no address of a D-Bus"):
        await Named("nonsense").attach()


async def test_one_that_does_not_answer_is_left_out(address: str, machines: list[Machine]) -> None:
    machines[0].answer = lambda _: machines[0].bus.close()  # type: ignore[method-assign,assignment]
    attachment = await Named(address, "aaaa-02").attach()
    assert attachment.remote.name == machines[1].owner
    attachment.close()


async def test_the_bus_of_another_user(tmp_path: Path) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in LET_IN:
            await reader.readline()
            writer.write(answer)
        writer.close()

    server = await asyncio.start_unix_server(serve, tmp_path / "other")
    with pytest.raises(SourceError, match="nobody but its user: serve the machine as the user"):
        await Named(f"unix:path={tmp_path / 'other'}").attach()
    server.close()
