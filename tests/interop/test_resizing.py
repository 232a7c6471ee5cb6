"""Screens that take the size of a viewer's window, of desktops that have no agent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from piment.geometry import Size
from piment.server.sources.qemu import Monitored, QemuSource
from piment.server.sources.x11 import X11Source
from tests.interop.peers.display import Xvfb
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes
from tests.interop.peers.qemu.display import DBus
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.remote_viewer import RemoteViewer
from tests.interop.serving import Serve, Serving

STAND_IN = 0x1082  # bits 1, 7 and 12: MONITORS_CONFIG, and all that can stand in it

Start = Callable[..., Machine]
OpenRemoteViewer = Callable[[str], Awaitable[RemoteViewer]]


@pytest.fixture
def path(folder: Callable[[], Path]) -> Path:
    """Where QEMU's monitor is."""
    return folder() / "monitor"


@pytest.fixture
async def serving(
    machine: Start, tiny_guest: Guest, path: Path, serve: Serve[QemuSource]
) -> Serving[QemuSource]:
    """Our server for a guest with a device that can be resized."""
    guest = machine(tiny_guest, DBus(monitor=path), vga="virtio")
    started = await serve(QemuSource(Monitored(path)))
    await guest.ready()
    return started


async def test_spice_gtk_resizes_what_has_no_agent(
    serving: Serving[QemuSource], glib_client: Callable[[], Awaitable[GLibClient]]
) -> None:
    first, second = await glib_client(), await glib_client()
    await first.connect(serving.uri)
    await first.wait_for("agent", connected=True, capabilities=STAND_IN)
    await second.connect(serving.uri)
    for width, height in ((1152, 720), (800, 600)):  # no larger than the kernel's first console
        begun = len(first.events), len(second.events)
        await first.resize(width, height)
        for client, since in zip((first, second), begun, strict=True):
            await client.wait_for("primary", width=width, height=height, since=since)
    await first.disconnect()
    await second.wait_for("agent", connected=True, capabilities=STAND_IN)
    await second.resize(1024, 768)
    await second.wait_for("primary", width=1024, height=768)
    assert first.losses() == second.losses() == []


async def test_the_guest_follows_the_window_of_remote_viewer(
    serving: Serving[QemuSource], remote_viewer: OpenRemoteViewer, xvfb: Xvfb
) -> None:
    await follows(serving, remote_viewer, xvfb)


async def test_a_desktop_of_our_own_follows_the_window_of_remote_viewer(
    serve: Serve[X11Source], remote_viewer: OpenRemoteViewer, xvfb: Xvfb
) -> None:
    need("xterm")
    source = X11Source.running(["xterm", "-geometry", "60x20+0+0"], Size(800, 600))
    await follows(await serve(source), remote_viewer, xvfb)


async def follows(serving: Serving[Any], remote_viewer: OpenRemoteViewer, xvfb: Xvfb) -> None:
    """Check that the desktop has the size of remote-viewer's window, without frame and bars."""
    xvfb.manage_windows()
    viewer = await remote_viewer(serving.uri)
    screen = serving.server.scene.screens[0]
    await viewer.until_shown(lambda: screen.primary.pixels[:, :, :3])
    for window in (Size(900, 700), Size(1100, 800), Size(640, 560)):
        xvfb.xdotool("windowsize", "--sync", str(viewer.window), *map(str, window))

        def fits(wanted: Size = window) -> bool:
            width, height = screen.primary.size
            return 0 <= wanted.width - width <= 20 and 0 <= wanted.height - height <= 80

        assert await becomes(fits), screen.primary.size


async def test_who_cannot_be_resized_says_so(
    machine: Start,
    path: Path,
    serve: Serve[QemuSource],
    glib_client: Callable[[], Awaitable[GLibClient]],
) -> None:
    machine(display=DBus(monitor=path), vga="std")
    serving = await serve(QemuSource(Monitored(path)))
    client = await glib_client()
    await client.connect(serving.uri)
    await client.wait_for("agent", connected=True, capabilities=STAND_IN)
    await client.resize(800, 600)
    await client.wait_for("agent", connected=False)
    assert client.losses() == []
