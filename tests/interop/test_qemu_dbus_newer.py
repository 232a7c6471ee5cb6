"""QEMU from outside: newer ones, which share their memory, and a whole desktop's pointer.

`make test-peers`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from piment.geometry import Point
from piment.server.scene.actions import Button, ButtonChanged, PointerPlaced
from piment.server.scene.updates import PointerModes
from piment.server.sources.qemu import Monitored, Named, QemuSource
from tests.interop.attached import Attached
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes
from tests.interop.peers.qemu.chroot import Chroot
from tests.interop.peers.qemu.display import DBUS_AGENT, TABLET, DBus
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.server.sources.qemu.bus.buses import running_bus

pytestmark = pytest.mark.peers

Start = Callable[..., Machine]
Attach = Callable[..., Awaitable[Attached]]

ABSOLUTE = PointerModes(relative=False, absolute=True)
TEXT_SHAPE = (400, 720, 3)
IN_XTERM = Point(200, 200)
"""Where the desktop guest shows an xterm, over which the pointer is a beam."""


@pytest.mark.parametrize("vga", ["std", "qxl", "virtio"])
async def test_the_firmware_of_newer_qemus(
    machine: Start, attach: Attach, tmp_path: Path, newer_qemu: Chroot, vga: str
) -> None:
    path = tmp_path / "vm.qmp"
    firmware = machine(display=DBus(monitor=path), vga=vga, chroot=newer_qemu)
    attached = await attach(QemuSource(Monitored(path)))
    assert await becomes(lambda: attached.picture().shape == TEXT_SHAPE)
    async with firmware.paused():
        await attached.shows(await firmware.screendump())


async def test_newer_qemus_on_a_bus(
    machine: Start, attach: Attach, tmp_path: Path, newer_qemu: Chroot
) -> None:
    need("dbus-daemon")
    async with running_bus(tmp_path) as address:
        firmware = machine(display=DBus(bus=address), vga="std", chroot=newer_qemu)
        attached = await attach(QemuSource(Named(address)))
        assert await becomes(lambda: attached.picture().shape == TEXT_SHAPE)
        async with firmware.paused():
            await attached.shows(await firmware.screendump())


@pytest.mark.parametrize("vga", ["std", "qxl", "virtio"])
async def test_the_tiny_guest_of_newer_qemus(
    machine: Start,
    attach: Attach,
    tmp_path: Path,
    tiny_guest: Guest,
    newer_qemu: Chroot,
    vga: str,
) -> None:
    path = tmp_path / "vm.qmp"
    display = DBus(monitor=path)
    guest = machine(tiny_guest, display, vga=vga, options=TABLET, chroot=newer_qemu)
    attached = await attach(QemuSource(Monitored(path)))
    await guest.ready()
    await attached.type("echo Hello, World! >/tmp/typed\n")
    await guest.run("while ! grep World /tmp/typed; do sleep 0.1; done")
    await guest.run("seq 200 >/dev/tty1")
    await guest.settled()
    async with guest.paused():
        await attached.shows(await guest.screendump())


@pytest.mark.parametrize("vga", ["qxl", "virtio"])
async def test_the_pointer_of_a_desktop_stands_where_it_was_placed(
    machine: Start, attach: Attach, tmp_path: Path, desktop_guest: Guest, vga: str
) -> None:
    path = tmp_path / "vm.qmp"
    options = (*TABLET, *DBUS_AGENT)
    guest = machine(desktop_guest, DBus(monitor=path), vga=vga, options=options)
    attached = await attach(QemuSource(Monitored(path)))
    await guest.ready()
    await attached.hears(ABSOLUTE)
    shapes = attached.replay.shapes
    for place in (Point(10, 10), Point(700, 700)):
        attached.act(PointerPlaced(place))
        await attached.until(partial(attached.points_at, place), f"the pointer at {place}")
    over_desktop = shapes[0]
    attached.act(PointerPlaced(IN_XTERM))
    await attached.until(lambda: shapes.get(0, over_desktop) is not over_desktop)
    await attached.until(partial(attached.points_at, IN_XTERM))
    attached.act(*(ButtonChanged(Button.LEFT, pressed) for pressed in (True, False)))
    await attached.type("echo Hello, World! >/tmp/typed\n")
    await guest.run("while ! grep World /tmp/typed; do sleep 0.2; done")
    for corner in ("100 50", "300 200"):
        await guest.run(f"xdotool search --class xterm windowmove --sync {corner}")
        await guest.settled()
        async with guest.paused():
            await attached.shows(await guest.screendump())
