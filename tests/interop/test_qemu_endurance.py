"""What a machine must outlive: our server's death, changes of mode, hostile viewers.

In the end its guest works, and what viewers see of it is exact.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from piment.client.events import Connected
from piment.client.options import Options, Reconnect
from piment.client.session import Session
from piment.client.target import Target
from piment.geometry import Point, Size
from piment.server.scene.actions import ScreensWanted, ScreenWish
from piment.server.sources.qemu import Monitored, QemuSource
from tests.client.ear import Ear
from tests.interop.attached import Attached
from tests.interop.hostile.attack import attack_channels
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import until_true
from tests.interop.peers.pictures import Pixels
from tests.interop.peers.ports import free_port
from tests.interop.peers.qemu.display import TABLET, DBus
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.serving import Command, Serve

Start = Callable[..., Machine]
Client = Callable[[], Awaitable[GLibClient]]

SOON = Options(reconnect=Reconnect(first_seconds=0.1, most_seconds=0.3))
DEATHS = 10
MODES = 1_000
MESSAGES = 100_000
IN_SHORT = 25
"""By how much less of it is done outside `make soak`: a guest takes a mode in 0.2 s at best."""


def less_or_all(total: int) -> list[Any]:
    """Return how much is done in each test, and in `make soak`."""
    return [total // IN_SHORT, pytest.param(total, marks=pytest.mark.soak)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a machine's monitor for us is."""
    return tmp_path / "vm.qmp"


@pytest.fixture
async def viewer() -> AsyncIterator[Callable[[int], Awaitable[Ear]]]:
    """Open a session that comes back when it is lost."""
    ears: list[Ear] = []

    async def come(port: int) -> Ear:
        ears.append(Ear(Session(Target(host="127.0.0.1", port=port), SOON)))
        await ears[-1].session.open()
        return ears[-1]

    yield come
    for ear in ears:
        await ear.session.close()


def has_come(ear: Ear, times: int) -> bool:
    """Whether a viewer has been connected so many times."""
    return len(ear.of(Connected)) == times


async def agrees(guest: Machine, shown: Callable[[], Awaitable[Pixels | None]]) -> None:
    """Assert that a viewer sees what the guest shows, while time stands still."""
    await guest.run("ls -la /bin | head -50 >/dev/tty1")
    await guest.settled()

    async def is_same() -> bool:
        pixels = await shown()
        return pixels is not None and np.array_equal(pixels, await guest.screendump())

    async with guest.paused():
        assert await until_true(is_same)


async def let_go(guest: Machine) -> None:
    """Have the console go on if somebody's Scroll Lock or Ctrl-S holds it: programs wait for it."""
    await guest.run("chvt 1")
    while "held" in await guest.run("timeout 2 sh -c 'echo >/dev/tty1' || echo held"):
        await guest.sendkey("scroll_lock")


async def test_our_server_is_killed_again_and_again_while_a_guest_boots(
    machine: Start,
    tiny_guest: Guest,
    path: Path,
    folder: Callable[[], Path],
    viewer: Callable[[int], Awaitable[Ear]],
) -> None:
    guest = machine(tiny_guest, DBus(monitor=path), vga="virtio", options=TABLET)
    port = free_port()
    line = ("qemu", "--qmp", str(path), "--listen", f"127.0.0.1:{port}")
    server = await Command.start(folder(), *line)
    ear = await viewer(port)
    for death in range(DEATHS):
        await ear.until(partial(has_come, ear, death + 1))
        await server.kill()
        server = await Command.start(folder(), *line)
    await guest.ready()
    await ear.until(partial(has_come, ear, DEATHS + 1))

    async def shown() -> Pixels | None:
        displays = ear.session.displays
        snapshot = displays[0].snapshot() if displays else None
        return None if snapshot is None else np.ascontiguousarray(snapshot[..., :3])

    await agrees(guest, shown)
    await server.interrupt()


@pytest.mark.timeout(2400)
@pytest.mark.parametrize("modes", less_or_all(MODES))
async def test_modes_of_all_sorts(
    machine: Start,
    attach: Callable[..., Awaitable[Attached]],
    tiny_guest: Guest,
    path: Path,
    modes: int,
) -> None:
    """The guest's console has room for 1280x800."""
    guest = machine(tiny_guest, DBus(monitor=path), vga="virtio")
    attached = await attach(QemuSource(Monitored(path)))
    await guest.ready()
    for number in range(modes):
        size = Size(640 + 16 * (number % 40), 480 + 8 * (number % 37))
        attached.act(ScreensWanted((ScreenWish(size, Point(0, 0)),)))
        await attached.until(partial(attached.has, size), f"mode {number}, {size}")

    async def shown() -> Pixels:
        return attached.picture()

    await agrees(guest, shown)


@pytest.mark.timeout(2400)
@pytest.mark.parametrize("messages", less_or_all(MESSAGES))
async def test_viewers_of_all_sorts(
    machine: Start,
    tiny_guest: Guest,
    serve: Serve[QemuSource],
    glib_client: Client,
    path: Path,
    messages: int,
) -> None:
    """What they press reaches the guest, so it need not look the same; it is alive and exact."""
    guest = machine(tiny_guest, DBus(monitor=path), vga="std", options=TABLET)
    serving = await serve(QemuSource(Monitored(path)))
    serving.log.setLevel(logging.ERROR)
    await guest.ready()
    # Else their keys switch it off sooner or later.
    await guest.run("echo 0 >/proc/sys/kernel/sysrq")
    good = await glib_client()
    await good.connect(serving.uri)
    await attack_channels(serving.port, messages)

    await let_go(guest)

    async def shown() -> Pixels:
        return await good.settle(200)

    await agrees(guest, shown)
    assert good.losses() == []
