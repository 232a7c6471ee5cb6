"""What our client shows of machines is what QEMU shows, and what spice-gtk shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

import piment
from piment.client.until import until
from piment.protocol.agent import AgentCap
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import until_true
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.qemu.chroot import Chroot
from tests.interop.peers.qemu.display import AGENT, TABLET
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine

pytestmark = pytest.mark.timeout(400)  # guests boot in 10 s, and in a minute on a busy machine

Start = Callable[..., Machine]
Client = Callable[[], Awaitable[GLibClient]]


async def see(uri: str, display: int, expected: Pixels) -> None:
    """Assert that our client comes to show this on a display."""
    async with piment.connect(uri, view_only=True) as desktop:

        async def is_seen() -> bool:
            snapshot = desktop.session.displays[display].snapshot()
            return snapshot is not None and difference(snapshot[..., :3], expected) == ""

        assert await until_true(is_seen)


async def fill(guest: Machine) -> Pixels:
    """Let a guest write much to its console, and return the screen when it is done."""
    await guest.ready()
    await guest.run("ls -la /bin | head -40 >/dev/tty1")
    return await guest.settled()


@pytest.mark.parametrize(
    "vga", ["qxl", *(pytest.param(vga, marks=pytest.mark.peers) for vga in ("std", "virtio"))]
)
async def test_a_guest_on_each_adapter(
    machine: Start, tiny_guest: Guest, glib_client: Client, vga: str
) -> None:
    """One viewer after the other: QEMU throws out the first one when a second one comes."""
    guest = machine(tiny_guest, vga=vga, options=TABLET)
    expected = await fill(guest)
    await see(guest.uri, 0, expected)
    peer = await glib_client()
    await peer.connect(guest.uri)
    assert difference(await peer.settle(), expected) == ""


@pytest.mark.peers
@pytest.mark.parametrize("vga", ["qxl", "virtio"])
async def test_guests_of_newer_qemus(
    machine: Start, tiny_guest: Guest, newer_qemu: Chroot, vga: str
) -> None:
    guest = machine(tiny_guest, vga=vga, options=TABLET, chroot=newer_qemu)
    await see(guest.uri, 0, await fill(guest))


@pytest.mark.peers
@pytest.mark.parametrize("vga", ["qxl", "std", "virtio"])
async def test_a_whole_desktop_with_its_agent(
    machine: Start, desktop_guest: Guest, glib_client: Client, vga: str
) -> None:
    guest = machine(desktop_guest, vga=vga, options=(*TABLET, *AGENT))
    await guest.ready()
    async with piment.connect(guest.uri) as desktop:
        agent = desktop.session.agent
        await until(desktop.session, lambda: AgentCap.REPLY in agent.capabilities)
        await desktop.click(200, 200)
        await desktop.type("seq 200; touch /tmp/typed\n")
        await guest.run("while ! test -e /tmp/typed; do sleep 0.2; done")
    expected = await guest.settled()
    await see(guest.uri, 0, expected)
    peer = await glib_client()
    await peer.connect(guest.uri)
    assert difference(await peer.settle(), expected) == ""


async def test_two_displays(machine: Start, tiny_guest: Guest) -> None:
    two_consoles = replace(tiny_guest, append=f"{tiny_guest.append} fbcon=map:01")
    guest = machine(two_consoles, options=(*TABLET, "-device", "qxl,id=second"))
    await guest.ready()
    await guest.run("chvt 2; seq 100 >/dev/tty2")
    first = await guest.settled()
    second = await guest.screendump(device="second")
    assert difference(first, second) != ""
    await see(guest.uri, 0, first)
    await see(guest.uri, 1, second)
    async with piment.connect(guest.uri, view_only=True) as desktop:
        await desktop.screenshot(monitor=1)
        assert [monitor.display for monitor in desktop.monitors] == [0, 1]
