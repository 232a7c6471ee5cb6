"""Ports of a machine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from piment.limits import MOST_MACHINE_PORTS
from piment.server.sources.base import SourceError
from piment.server.sources.port import AGENT_PORT
from piment.server.sources.qemu import names
from piment.server.sources.qemu.ports import QemuPort, chardevs
from tests.server.sources.qemu.fake.machine import FakePort, FakeQemu

AGENT_PATH = f"{names.CHARDEV_PATH}agent"


@pytest.fixture
async def port(
    fake: Callable[..., FakeQemu], attach: Callable[[FakeQemu], Awaitable[Any]]
) -> tuple[QemuPort, FakeQemu]:
    machine = fake(ports={"agent": FakePort(AGENT_PORT)})
    remote = (await attach(machine)).remote
    objects = await remote.objects(names.ROOT)
    ((path, properties),) = chardevs(objects)
    return QemuPort(remote, path, properties), machine


async def test_bytes_go_both_ways(port: tuple[QemuPort, FakeQemu]) -> None:
    ours, machine = port
    loop = asyncio.get_running_loop()
    assert (ours.name, ours.path, ours.is_open) == (AGENT_PORT, AGENT_PATH, False)
    await ours.open()
    guest = machine.ports["agent"].guest
    assert guest is not None
    await loop.sock_sendall(guest, b"from the guest")
    assert await ours.read() == b"from the guest"
    ours.write(b"to the guest")
    await ours.drain()
    assert await loop.sock_recv(guest, 100) == b"to the guest"
    guest.close()
    assert await ours.read() == b""
    ours.write(b"too late")
    await ours.drain()
    await ours.close()


async def test_nothing_comes_before_it_is_opened(port: tuple[QemuPort, FakeQemu]) -> None:
    ours, machine = port
    ours.write(b"nobody hears that")
    await ours.drain()
    assert await ours.read() == b""
    assert machine.ports["agent"].guest is None
    await ours.close()


async def test_a_port_that_somebody_has_is_refused(port: tuple[QemuPort, FakeQemu]) -> None:
    ours, _ = port
    await ours.open()
    with pytest.raises(SourceError, match=r"com.redhat.spice.0 cannot be had: Couldn't register"):
        await ours.open()
    await ours.close()


async def test_a_port_that_is_given_back_can_be_had_again(port: tuple[QemuPort, FakeQemu]) -> None:
    ours, machine = port
    await ours.open()
    guest = machine.ports["agent"].guest
    assert guest is not None
    await ours.close()
    assert await asyncio.get_running_loop().sock_recv(guest, 1) == b""
    guest.close()
    machine.ports["agent"].guest = None
    await ours.open()
    await ours.close()


async def test_the_guest_opens_and_closes_its_end(port: tuple[QemuPort, FakeQemu]) -> None:
    ours, machine = port
    changes: asyncio.Queue[bool] = asyncio.Queue()
    stop = ours.watch(lambda: changes.put_nowait(ours.is_open))
    for is_open in (True, True, False):
        machine.open_port("agent", is_open)
    assert [await changes.get(), await changes.get()] == [True, False]
    stop()
    machine.open_port("agent", True)
    await ours._remote.objects(names.ROOT)
    assert ours.is_open
    assert changes.empty()


def test_a_port_without_a_name_has_its_id() -> None:
    class Remote:
        def watch(self, *_: object) -> None:
            pass

    port = QemuPort(Remote(), f"{names.CHARDEV_PATH}serial0", {"Name": "", "FEOpened": True})  # type: ignore[arg-type]
    assert (port.name, port.is_open) == ("serial0", True)


def test_there_are_not_too_many() -> None:
    objects = {f"{names.CHARDEV_PATH}{number:04}": {names.CHARDEV: {}} for number in range(1000)}
    objects[names.VM_PATH] = {names.VM: {}}
    paths = [path for path, _ in chardevs(objects)]
    assert paths == sorted(objects)[:MOST_MACHINE_PORTS]
