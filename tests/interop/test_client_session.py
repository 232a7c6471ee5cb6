"""Our session with QEMU: it is lost, it comes back, it moves with its machine to another QEMU."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from piment.client.events import (
    Connected,
    Damaged,
    Disconnected,
    Migrated,
    MigrationReady,
    ScreenShown,
)
from piment.client.options import Options, Reconnect
from piment.client.session import Session
from piment.client.target import Target
from piment.transport import stream, tcp
from tests.client.ear import Ear
from tests.interop.peers.network import Network
from tests.interop.peers.patience import until_true
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.ports import free_port
from tests.interop.peers.process import Process
from tests.interop.peers.qemu.display import Spice
from tests.interop.peers.qemu.machine import Machine

SOON = Options(reconnect=Reconnect(first_seconds=0.1, most_seconds=0.5))

Come = Callable[..., Awaitable[Ear]]
Start = Callable[..., Machine]


@pytest.fixture
async def come() -> AsyncIterator[Come]:
    """Open a session with a machine."""
    ears: list[Ear] = []

    async def open_session(target: Target, options: Options | None = None) -> Ear:
        ears.append(Ear(Session(target, options)))
        await ears[-1].session.open()
        return ears[-1]

    yield open_session
    for ear in ears:
        await ear.session.close()


def target(machine: Machine) -> Target:
    return Target(host="127.0.0.1", port=machine.port)


def shown(ear: Ear) -> Pixels | None:
    snapshot = ear.session.displays[0].snapshot()
    return None if snapshot is None else np.ascontiguousarray(snapshot[..., :3])


async def agree(ear: Ear, machine: Machine) -> None:
    """Wait until the session shows what the machine says that it shows."""

    async def is_same() -> bool:
        pixels = shown(ear)
        return pixels is not None and np.array_equal(pixels, await machine.screendump())

    if not await until_true(is_same):
        pixels = shown(ear)
        assert pixels is not None
        pytest.fail(difference(pixels, await machine.screendump()))


def pair(
    machine: Start, seamless: bool, password: str | None = None, other: str | None = None
) -> tuple[Machine, Machine, int]:
    """Start two machines, the second of which waits for the first; return them and its port."""
    port = free_port()
    options = f"seamless-migration={'on' if seamless else 'off'}"
    here = machine(display=Spice(options, password))
    waits = ("-incoming", f"tcp:127.0.0.1:{port}")
    return here, machine(display=Spice(options, other), options=waits), port


async def migrate(ear: Ear, here: Machine, there: Machine, port: int) -> None:
    """Move the machine, once its viewer is ready to come along."""
    async with here.monitor() as monitor:
        await monitor.execute(
            "client_migrate_info", protocol="spice", hostname="127.0.0.1", port=there.port
        )
        await ear.until(lambda: ear.of(MigrationReady))
        await monitor.execute("migrate", uri=f"tcp:127.0.0.1:{port}")
        await monitor.event("SPICE_MIGRATE_COMPLETED")


@pytest.mark.parametrize("seamless", [True, False])
async def test_a_session_moves_with_its_machine(
    machine: Start, come: Come, *, seamless: bool
) -> None:
    here, there, port = pair(machine, seamless)
    ear = await come(target(here))
    await agree(ear, here)
    await migrate(ear, here, there, port)
    await ear.until(lambda: ear.of(Migrated))
    assert ear.of(Migrated) == [Migrated(f"spice://127.0.0.1:{there.port}", seamless)]
    here.stop()
    await agree(ear, there)
    ear.told.clear()
    await ear.until(lambda: ear.of(Damaged))  # the firmware's cursor blinks
    await agree(ear, there)
    assert not ear.of(Disconnected)


async def test_a_session_is_switched_to_a_host_that_it_could_not_reach_before(
    machine: Start, come: Come
) -> None:
    """wire.md 15.3: the destination lets nobody in until it is told a password."""
    here, there, port = pair(machine, False, password="early", other="late")
    ear = await come(replace(target(here), password="early"))
    await agree(ear, here)
    async with here.monitor() as monitor:
        await monitor.execute(
            "client_migrate_info", protocol="spice", hostname="127.0.0.1", port=there.port
        )
        await there.qmp("set_password", protocol="spice", password="early")
        await monitor.execute("migrate", uri=f"tcp:127.0.0.1:{port}")
        await monitor.event("SPICE_MIGRATE_COMPLETED")
    await ear.until(lambda: len(ear.of(Connected)) == 2)
    assert not ear.of(Migrated)
    (lost,) = ear.of(Disconnected)
    assert lost.reason == f"the session goes on at spice://127.0.0.1:{there.port}"
    await agree(ear, there)


async def test_a_server_that_is_killed_is_found_again(machine: Start, come: Come) -> None:
    display = Spice()
    before = machine(display=display)
    ear = await come(target(before), SOON)
    await agree(ear, before)
    before.process.signal_all(signal.SIGKILL)
    await ear.until(lambda: len(ear.of(Disconnected)) > 2)
    after = machine(display=display)
    await ear.until(lambda: len(ear.of(Connected)) == 2)
    await agree(ear, after)


async def test_without_a_wish_to_return_a_killed_server_is_the_end(
    machine: Start, come: Come
) -> None:
    killed = machine()
    ear = await come(target(killed))
    killed.process.signal_all(signal.SIGKILL)
    reason = await asyncio.wait_for(ear.session.over(), 10)
    assert ear.of(Disconnected) == [Disconnected(reason)]


@pytest.fixture
def network() -> Iterator[Network]:
    """A network that can be cut."""
    made = Network()
    yield made
    made.remove()


async def test_a_network_that_is_cut_and_restored(
    network: Network, folder: Callable[[], Path], come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody says goodbye: that the server is gone shows only by what does not come back."""
    monkeypatch.setattr(tcp, "SILENCE_SECONDS", 1.0)
    monkeypatch.setattr(stream, "KEEPALIVE", {socket.TCP_KEEPIDLE: 1, socket.TCP_KEEPINTVL: 1})
    port = free_port()
    spice = f"addr={network.address},port={port},disable-ticketing=on"
    machine = ("qemu-system-x86_64", "-machine", "q35", "-accel", "tcg", "-m", "64")
    options = ("-nodefaults", "-vga", "qxl", "-spice", spice)
    server = Process(network.inside([*machine, *options]), folder() / "qemu.log")
    try:
        there = Target(host=network.address, port=port)
        await until_listening(there, server)
        ear = await come(there, SOON)
        await ear.until(lambda: ear.of(ScreenShown))
        network.cut()
        await ear.until(lambda: ear.of(Disconnected))
        network.restore()
        await ear.until(lambda: len(ear.of(Connected)) == 2)
        ear.told.clear()
        await ear.until(lambda: ear.of(Damaged))  # the firmware's cursor blinks
    finally:
        await asyncio.to_thread(server.stop)


async def until_listening(there: Target, server: Process) -> None:
    """Wait until somebody listens at an address."""

    async def listens() -> bool:
        try:
            _, writer = await asyncio.open_connection(there.host, there.port)
        except OSError:
            return False
        writer.close()
        return True

    if not await until_true(listens):
        raise server.error("does not listen")
