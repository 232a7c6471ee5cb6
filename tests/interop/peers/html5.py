"""spice-html5, the SPICE client in a browser that Debian has, in Debian's Chromium."""

from __future__ import annotations

import base64
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

import numpy as np
from playwright.async_api import Browser, ConsoleMessage, Page, Playwright, async_playwright

from tests.interop.peers.keyboard import KEY_PAUSE_MS, SHIFTED
from tests.interop.peers.packages import need
from tests.interop.peers.patience import until_true
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.process import PeerError

PAGES = "/usr/share/spice-html5"
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
KEY_NAMES = {"\n": "Enter", " ": "Space", "\t": "Tab"}
CANVAS = "#spice-screen canvas"
READ_CANVAS = """canvas => {
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    let text = "";
    for (let start = 0; start < pixels.length; start += 32768) {
        text += String.fromCharCode(...pixels.subarray(start, start + 32768));
    }
    return [canvas.width, canvas.height, btoa(text)];
}"""


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in http.server
        """Say nothing."""


class Chromium:
    """A browser without a window; `page` is empty at first, `console` has what pages wrote."""

    def __init__(self, playwright: Playwright, browser: Browser, page: Page) -> None:
        self.page = page
        self.console: list[str] = []
        self._playwright = playwright
        self._browser = browser
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.console.append(f"error: {error}"))

    @classmethod
    async def start(cls, width: int = 1400, height: int = 1200) -> Chromium:
        """Start the browser with a viewport of this size."""
        need("chromium")
        playwright = await async_playwright().start()
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        page = await browser.new_page(viewport={"width": width, "height": height})
        return cls(playwright, browser, page)

    async def close(self) -> None:
        """End the browser."""
        await self._browser.close()
        await self._playwright.stop()

    def _on_console(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")


class SpiceHtml5:
    """spice-html5's page with a session in it."""

    def __init__(self, chromium: Chromium) -> None:
        need("spice-html5")
        self.chromium = chromium
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=PAGES))
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    async def open(self, port: int, **settings: str) -> None:
        """Connect to a WebSocket on `port` of 127.0.0.1; `password` is a setting."""
        query = urlencode({"host": "127.0.0.1", "port": port, **settings})
        address = f"http://127.0.0.1:{self._server.server_port}/spice_auto.html?{query}"
        await self.chromium.page.goto(address)

    def close(self) -> None:
        """Stop serving the page; the browser goes on."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    async def pixels(self) -> Pixels:
        """Return what the page's canvas shows; waits until there is one."""
        canvas = self.chromium.page.locator(CANVAS).first
        width, height, text = await canvas.evaluate(READ_CANVAS)
        rgba = np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)
        return np.ascontiguousarray(rgba[:, :, 2::-1])

    async def until_shown(self, expected: Pixels) -> None:
        """Wait until the canvas shows `expected`, pixel by pixel."""

        async def look() -> bool:
            return np.array_equal(await self.pixels(), expected)

        if not await until_true(look):
            shown = difference(await self.pixels(), expected)
            written = "\n".join(self.chromium.console[-20:])
            raise PeerError(f"the desktop is not on the page: {shown}\n{written}")

    async def click(self, x: int, y: int) -> None:
        """Click at a place of the desktop."""
        canvas = self.chromium.page.locator(CANVAS).first
        await canvas.click(position={"x": x, "y": y})

    async def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the left button at a place of the desktop, and release it at another."""
        corner = await self.chromium.page.locator(CANVAS).first.bounding_box()
        if corner is None:
            raise PeerError("the page shows no canvas")
        mouse = self.chromium.page.mouse
        for (x, y), act in ((start, mouse.down), (end, mouse.up)):
            await mouse.move(corner["x"] + x, corner["y"] + y)
            await act()

    async def type(self, text: str) -> None:
        """Type text into the page; unlike Playwright's own `type`, press Shift where needed."""
        keyboard = self.chromium.page.keyboard
        for char in text:
            shift = "Shift+" if char in SHIFTED or char.isupper() else ""
            await keyboard.press(shift + KEY_NAMES.get(char, char), delay=KEY_PAUSE_MS)
