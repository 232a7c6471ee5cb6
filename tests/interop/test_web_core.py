"""The web client's core shows what spice-gtk shows of servers that are not ours, pixel by pixel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest

from piment.client.keyboard.layout import Layout
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import until_true, written
from tests.interop.peers.pictures import Pixels
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.xspice import Xspice
from tests.web.tab import Tab

Client = Callable[[], Awaitable[GLibClient]]

WORKERS = 2


async def look(tab: Tab, port: int) -> None:
    """Open a session with a port of this machine, by the server's own WebSocket."""
    await tab.open(f"ws://127.0.0.1:{port}/", workers=WORKERS)


async def test_text_arrives_at_a_desktop(
    xspice: Callable[..., Xspice], tab: Tab, tmp_path: Path
) -> None:
    desktop = xspice()
    desktop.manage_windows()
    desktop.start("xterm", "-geometry", "70x20+10+10", "-e", "sh")
    await look(tab, desktop.port)

    async def is_shown() -> bool:
        return np.array_equal(await tab.pixels(), desktop.pixels())

    async def has_terminal() -> bool:
        return bool((await tab.pixels())[100:150, 100:150].all()) and await is_shown()

    assert await until_true(has_terminal)
    await tab.ask("place", x=120, y=120)
    for is_pressed in (True, False):
        await tab.ask("button", button=1, isPressed=is_pressed)
    for stroke in Layout("us").strokes(f"echo Hello >{tmp_path}/out\n"):
        for code, is_pressed in stroke.turns():
            await tab.ask("key", code=code, isPressed=is_pressed)
    assert await written(tmp_path / "out") == "Hello\n"
    assert await until_true(is_shown)


@pytest.mark.parametrize("adapter", ["qxl", "std", "virtio"])
async def test_the_firmware_of_a_machine_looks_the_same(
    machine: Callable[..., Machine], tab: Tab, adapter: str
) -> None:
    started = machine(vga=adapter)
    await look(tab, started.port)
    await started.settled(quiet_s=1.0)
    async with started.paused():

        async def is_settled() -> bool:
            pixels: Pixels = await started.screendump()
            return np.array_equal(await tab.pixels(), pixels)

        assert await until_true(is_settled)
    assert (await tab.ask("state"))["dropped"] == 0
