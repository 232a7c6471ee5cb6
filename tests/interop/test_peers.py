"""The kit's larger peers: newer QEMUs, and a guest with a whole desktop. `make test-peers`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.pictures import difference
from tests.interop.peers.qemu.chroot import Chroot
from tests.interop.peers.qemu.display import AGENT, SOUND, TABLET
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine

pytestmark = pytest.mark.peers

Client = Callable[[], Awaitable[GLibClient]]

VERSIONS = {Chroot.BPO: (10, 0), Chroot.TRIXIE: (11, 1), Chroot.SID: (11, 1)}


async def test_newer_qemus_show_their_firmware(
    machine: Callable[..., Machine], glib_client: Client, newer_qemu: Chroot
) -> None:
    firmware = machine(options=TABLET, chroot=newer_qemu)
    version = (await firmware.qmp("query-version"))["qemu"]
    assert (version["major"], version["minor"]) >= VERSIONS[newer_qemu]
    client = await glib_client()
    await client.connect(firmware.uri)
    await client.until(lambda pixels: bool(pixels.any()))
    async with firmware.paused():
        assert difference(await client.settle(), await firmware.screendump()) == ""


@pytest.mark.parametrize("vga", ["qxl", "virtio"])
async def test_newer_qemus_run_the_tiny_guest(
    machine: Callable[..., Machine],
    glib_client: Client,
    tiny_guest: Guest,
    newer_qemu: Chroot,
    vga: str,
) -> None:
    guest = machine(tiny_guest, vga=vga, options=(*TABLET, *AGENT), chroot=newer_qemu)
    client = await glib_client()
    await client.connect(guest.uri)
    await guest.ready()
    await guest.run("ls -la /bin | head -40 >/dev/tty1")
    shown = await guest.settled()
    assert difference(await client.settle(), shown) == ""


@pytest.mark.parametrize("vga", ["std", "virtio"])
async def test_the_tiny_guest_shows_itself_on_other_adapters(
    machine: Callable[..., Machine], tiny_guest: Guest, glib_client: Client, vga: str
) -> None:
    guest = machine(tiny_guest, vga=vga, options=TABLET)
    client = await glib_client()
    await client.connect(guest.uri)
    await guest.ready()
    await guest.run("ls -la /bin | head -50 >/dev/tty1")
    shown = await guest.settled()
    assert shown.shape == (800, 1280, 3)
    assert difference(await client.settle(), shown) == ""


@pytest.mark.parametrize("vga", ["qxl", "std", "virtio"])
async def test_the_desktop_is_seen_and_driven(
    machine: Callable[..., Machine], glib_client: Client, desktop_guest: Guest, vga: str
) -> None:
    guest = machine(desktop_guest, vga=vga, options=(*TABLET, *AGENT, *SOUND))
    client = await glib_client()
    await client.connect(guest.uri)
    await guest.ready()
    await client.wait_for("agent", connected=True)
    await client.click(200, 200)
    await client.type("echo Hello, World! >/tmp/typed\n")
    await guest.run("while ! grep -q World /tmp/typed; do sleep 0.2; done")
    for place in ("100 50", "300 200", "20 20"):
        await guest.run(f"xdotool search --class xterm windowmove --sync {place}")
        shown = await guest.settled()
        assert difference(await client.settle(), shown) == ""
