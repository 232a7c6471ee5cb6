"""Debian's Chromium, and pages in it that show a desktop on a canvas."""

from __future__ import annotations

import base64
from typing import Literal

import numpy as np
from playwright.async_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    Playwright,
    async_playwright,
)

from tests.interop.peers.keyboard import KEY_PAUSE_MS, SHIFTED
from tests.interop.peers.packages import need
from tests.interop.peers.patience import until_true
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.process import PeerError

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
KEY_NAMES = {"\n": "Enter", " ": "Space", "\t": "Tab"}
READ_CANVAS = """canvas => {
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    let text = "";
    for (let start = 0; start < pixels.length; start += 32768) {
        text += String.fromCharCode(...pixels.subarray(start, start + 32768));
    }
    return [canvas.width, canvas.height, btoa(text)];
}"""

LAST_LINES = 20


class Chromium:
    """A browser without a window; `page` is empty at first, `console` has what pages wrote."""

    def __init__(
        self, playwright: Playwright, browser: Browser, context: BrowserContext, page: Page
    ) -> None:
        self.context = context
        self.page = page
        self.console: list[str] = []
        self._playwright = playwright
        self._browser = browser
        self._devtools: CDPSession | None = None
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.console.append(f"error: {error}"))

    @classmethod
    async def start(
        cls,
        width: int = 1400,
        height: int = 1200,
        *,
        scale: float = 1,
        colours: Literal["light", "dark"] = "light",
        touch: bool = False,
    ) -> Chromium:
        """Start the browser with a viewport of this size; `scale` is its display's pixel ratio."""
        need("chromium")
        playwright = await async_playwright().start()
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            color_scheme=colours,
            has_touch=touch,
            ignore_https_errors=True,
        )
        return cls(playwright, browser, context, await context.new_page())

    async def close(self) -> None:
        """End the browser."""
        await self._browser.close()
        await self._playwright.stop()

    async def renderer(self) -> tuple[int, float]:
        """Return the process of the page that works most: its number, and seconds of CPU so far."""
        if self._devtools is None:
            self._devtools = await self._browser.new_browser_cdp_session()
        found = await self._devtools.send("SystemInfo.getProcessInfo")
        processes = [each for each in found["processInfo"] if each["type"] == "renderer"]
        busiest = max(processes, key=lambda each: float(each["cpuTime"]))
        return int(busiest["id"]), float(busiest["cpuTime"])

    def _on_console(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")


class CanvasPage:
    """A page that shows a desktop on a canvas, a pixel of the page for each of the desktop."""

    canvas = "canvas"
    """The selector of that canvas."""

    def __init__(self, chromium: Chromium) -> None:
        self.chromium = chromium

    async def pixels(self) -> Pixels:
        """Return what the page's canvas shows; waits until there is one."""
        canvas = self.chromium.page.locator(self.canvas).first
        width, height, text = await canvas.evaluate(READ_CANVAS)
        rgba = np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)
        return np.ascontiguousarray(rgba[:, :, 2::-1])

    async def until_shown(self, expected: Pixels) -> None:
        """Wait until the canvas shows `expected`, pixel by pixel."""

        async def look() -> bool:
            return np.array_equal(await self.pixels(), expected)

        if not await until_true(look):
            shown = difference(await self.pixels(), expected)
            written = "\n".join(self.chromium.console[-LAST_LINES:])
            raise PeerError(f"the desktop is not on the page: {shown}\n{written}")

    async def click(self, x: int, y: int) -> None:
        """Click at a place of the desktop."""
        canvas = self.chromium.page.locator(self.canvas).first
        await canvas.click(position={"x": x, "y": y})

    async def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the left button at a place of the desktop, and release it at another."""
        mouse = self.chromium.page.mouse
        for place, act in ((start, mouse.down), (end, mouse.up)):
            await self.move(*place)
            await act()

    async def move(self, x: int, y: int) -> None:
        """Move the mouse to a place of the desktop."""
        corner = await self.chromium.page.locator(self.canvas).first.bounding_box()
        if corner is None:
            raise PeerError("the page shows no canvas")
        await self.chromium.page.mouse.move(corner["x"] + x, corner["y"] + y)

    async def type(self, text: str) -> None:
        """Type text into the page; unlike Playwright's own `type`, press Shift where needed."""
        keyboard = self.chromium.page.keyboard
        for char in text:
            shift = "Shift+" if char in SHIFTED or char.isupper() else ""
            await keyboard.press(shift + KEY_NAMES.get(char, char), delay=KEY_PAUSE_MS)
