"""A machine through our whole server: every viewer holds what QEMU's own screendump shows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest

from piment import connect
from piment.server.sources.qemu import Monitored, QemuSource
from tests.interop.looking import bgr
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import until_true
from tests.interop.peers.qemu.display import TABLET, DBus
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.remote_viewer import RemoteViewer
from tests.interop.serving import Serve

Start = Callable[..., Machine]
Client = Callable[[], Awaitable[GLibClient]]
Window = Callable[[str | Path], Awaitable[RemoteViewer]]

IN_XTERM = (200, 200)
ABOVE_IT = 8
"""From a window up to the middle of its title bar."""
DRAGGED = (150, 90)
ROUNDING = 2
"""A tablet's steps are no pixels."""


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
    guest = machine(desktop_guest, DBus(monitor=monitor), vga=vga, options=TABLET)
    client = await glib_client()
    await client.connect((await serve(QemuSource(Monitored(monitor)))).uri)
    await guest.ready()
    await client.click(*IN_XTERM)
    await client.type("echo Hello, World! >/tmp/typed\n")
    await guest.run("while ! grep World /tmp/typed; do sleep 0.2; done")
    left, top = await place_of_xterm(guest)
    await client.position(left + 40, top - ABOVE_IT)
    await client.button(1, True)
    for part in (1, 2):  # a window manager drags from the second step on
        await client.position(
            left + 40 + DRAGGED[0] * part // 2, top - ABOVE_IT + DRAGGED[1] * part // 2
        )
        await asyncio.sleep(0.2)
    await client.button(1, False)

    async def is_there() -> bool:
        now = await place_of_xterm(guest)
        wanted = left + DRAGGED[0], top + DRAGGED[1]
        return all(abs(is_ - was) <= ROUNDING for is_, was in zip(now, wanted, strict=True))

    assert await until_true(is_there)
    await guest.settled()
    async with guest.paused():
        shown = await guest.screendump()
        await client.until(lambda pixels: np.array_equal(pixels, shown))


async def place_of_xterm(guest: Machine) -> tuple[int, int]:
    """Return where the terminal's window is, without its frame."""
    told = await guest.run("xdotool search --onlyvisible --class xterm getwindowgeometry")
    found = re.search(r"Position: (\d+),(\d+)", told)
    assert found is not None, told
    return int(found[1]), int(found[2])
