"""A machine through our whole server: every viewer holds what QEMU's own screendump shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest

from piment import connect
from piment.server.sources.qemu import Monitored, QemuSource
from tests.interop.looking import bgr
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import until_true
from tests.interop.peers.qemu.display import DBUS_AGENT, TABLET, DBus
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.remote_viewer import RemoteViewer
from tests.interop.serving import Serve

Start = Callable[..., Machine]
Client = Callable[[], Awaitable[GLibClient]]
Window = Callable[[str | Path], Awaitable[RemoteViewer]]

IN_XTERM = (200, 200)
TEXT_BEGINS, TEXT_ENDS = (40, 80), (400, 250)
"""What is dragged over in a terminal is selected."""


@pytest.mark.parametrize(
    "vga", ["std", *(pytest.param(vga, marks=pytest.mark.peers) for vga in ("qxl", "virtio"))]
)
async def test_every_viewer_shows_a_console(
    machine: Start,
    serve: Serve[QemuSource],
    glib_client: Client,
    remote_viewer: Window,
    tiny_guest: Guest,
    tmp_path: Path,
    vga: str,
) -> None:
    monitor = tmp_path / "monitor"
    guest = machine(tiny_guest, DBus(monitor=monitor), vga=vga, options=TABLET)
    uri = (await serve(QemuSource(Monitored(monitor)))).uri
    client, window = await glib_client(), await remote_viewer(uri)
    await client.connect(uri)
    await guest.ready()
    await guest.run("ls -la /bin | head -50 >/dev/tty1")
    await guest.settled()
    async with guest.paused():
        shown = await guest.screendump()
        await client.until(lambda pixels: np.array_equal(pixels, shown))
        await window.until_shown(lambda: shown)
        async with connect(uri) as desktop:
            assert np.array_equal(bgr(await desktop.screenshot()), shown)


@pytest.mark.peers
@pytest.mark.parametrize("vga", ["std", "qxl", "virtio"])
async def test_a_desktop_is_typed_clicked_and_dragged_at(
    machine: Start,
    serve: Serve[QemuSource],
    glib_client: Client,
    desktop_guest: Guest,
    tmp_path: Path,
    vga: str,
) -> None:
    monitor = tmp_path / "monitor"
    options = (*TABLET, *DBUS_AGENT)
    guest = machine(desktop_guest, DBus(monitor=monitor), vga=vga, options=options)
    client = await glib_client()
    await client.connect((await serve(QemuSource(Monitored(monitor)))).uri)
    await guest.ready()
    await client.click(*IN_XTERM)
    await client.type("yes Hello, World! | head -30 | tee /tmp/typed\n")
    await guest.run("while ! grep World /tmp/typed; do sleep 0.2; done")
    await guest.settled()

    async def is_selected() -> bool:
        """Drag, and see; what a busy guest takes for a double click is done once more."""
        await client.position(*TEXT_BEGINS)
        await client.button(1, True)
        for place in (IN_XTERM, TEXT_ENDS):
            await client.position(*place)
        await client.button(1, False)
        return "World" in await guest.run("xclip -o -selection primary || true")

    assert await until_true(is_selected)
    await guest.settled()
    async with guest.paused():
        shown = await guest.screendump()
        await client.until(lambda pixels: np.array_equal(pixels, shown))
