"""spice-html5 in Chromium, straight at the port that all viewers use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import numpy as np

from piment.geometry import Size
from piment.server.server import Settings
from piment.server.sources.demo import DemoSource
from piment.server.sources.x11 import X11Source
from piment.server.tickets import PasswordTickets
from tests.interop.peers.browser import Chromium
from tests.interop.peers.display import Xvfb
from tests.interop.peers.html5 import SpiceHtml5
from tests.interop.peers.patience import becomes, until_true, written
from tests.interop.peers.pictures import Pixels
from tests.interop.serving import Serve

OpenPage = Callable[..., Awaitable[SpiceHtml5]]


async def test_spice_html5_shows_and_drives_the_demo(
    serve: Serve[DemoSource], spice_html5: OpenPage, chromium: Chromium
) -> None:
    source = DemoSource(Size(1024, 768), clock=lambda: datetime(2026, 3, 4, 5, 6, 7))
    serving = await serve(source, Settings(PasswordTickets(lambda: b"secret")))

    def framebuffer() -> Pixels:
        return source.framebuffer[:, :, :3]

    chromium.page.once("dialog", lambda dialog: dialog.accept("secret"))  # asks for the password
    viewer = await spice_html5(serving.port, password="wrong")
    await viewer.until_shown(framebuffer())
    assert len([line for line in serving.log.lines() if "PERMISSION_DENIED" in line]) == 1
    left, top, right, bottom = source.desktop.notepad.content
    await viewer.click((left + right) // 2, (top + bottom) // 2)
    await viewer.type("Hello, {World}!\n")
    assert await becomes(lambda: source.text == "Hello, {World}!\n")

    photo = source.desktop.photo
    x, y = photo.position
    await viewer.drag((x + 50, y + 15), (x - 70, y + 99))
    assert await becomes(lambda: photo.position == (x - 120, y + 84))
    await viewer.until_shown(framebuffer())

    source.resize(Size(800, 600))
    await viewer.until_shown(framebuffer())


async def test_spice_html5_shows_and_drives_x11(
    desk: Xvfb, serve: Serve[X11Source], spice_html5: OpenPage, tmp_path: Path
) -> None:
    serving = await serve(X11Source(desk.name))
    assert await becomes(lambda: bool(desk.pixels()[100, 100].all()))  # the terminal is white
    viewer = await spice_html5(serving.port)

    async def is_shown() -> bool:
        return np.array_equal(await viewer.pixels(), desk.pixels())

    assert await until_true(is_shown)
    await viewer.click(100, 100)
    await viewer.type(f"echo Hello >{tmp_path}/out; exec sleep 1000\n")
    assert await written(tmp_path / "out") == "Hello\n"
    assert await until_true(is_shown)
