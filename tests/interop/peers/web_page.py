"""Our own page in the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Locator

from tests.interop.peers.browser import CanvasPage, Chromium
from tests.interop.peers.keyboard import KEY_PAUSE_MS
from tests.interop.peers.packages import give_up
from tools.webgen.codes import scancodes

AXE = Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js"
COMPLAINTS = ("error:", "warning:")
OUR_READING = "willReadFrequently"  # which `pixels` does, and the page does not
SERIOUS = {"serious", "critical"}

KEYS = {code: name for name, code in reversed(scancodes().items())}
"""What browsers call the key of each make code."""

MODIFIERS = {0x1D: 2, 0x2A: 8}
"""What the browser calls Ctrl and Shift, by their make codes."""


class WebPage(CanvasPage):
    """The page of `--web`, with a session in it."""

    canvas = "#screen"

    def __init__(self, chromium: Chromium) -> None:
        super().__init__(chromium)
        self._devtools: CDPSession | None = None

    async def open(self, link: str, query: str = "scale=1:1") -> None:
        """Open the page."""
        await self.chromium.page.goto(f"{link}?{query}")

    def find(self, selector: str) -> Locator:
        """Return a part of the page."""
        return self.chromium.page.locator(selector)

    async def until_open(self) -> None:
        """Wait until the session is open."""
        await self.find("#light[data-state=open]").wait_for(state="attached")
        await self.find("#screen").wait_for(state="visible")

    async def close_toolbar(self) -> None:
        """Get the toolbar out of the way of the mouse."""
        page = self.chromium.page
        await self.find("#screen").focus()
        await page.mouse.move(5, 300)
        await self.find("#bar[data-open=false]").wait_for(state="attached")

    async def press_keys(self, codes: list[int]) -> None:
        """Press the keys of make codes together, by their places."""
        for code in codes:
            await self._key(code, "keyDown", codes)
        for code in reversed(codes):
            await self._key(code, "keyUp", codes)
        await self.chromium.page.wait_for_timeout(KEY_PAUSE_MS)

    async def _key(self, code: int, kind: str, together: list[int]) -> None:
        """Tell the browser of a key itself: Playwright knows those of US keyboards alone."""
        if self._devtools is None:
            page = self.chromium.page
            self._devtools = await self.chromium.context.new_cdp_session(page)
        held = sum(MODIFIERS.get(each, 0) for each in together)
        event = {"type": kind, "code": KEYS[code], "key": "Unidentified", "modifiers": held}
        await self._devtools.send("Input.dispatchKeyEvent", event)

    async def violations(self) -> list[dict[str, Any]]:
        """Return what axe-core finds that shuts people out."""
        if not AXE.exists():
            give_up("npm ci installs what looks for violations")
        await self.chromium.page.evaluate(AXE.read_text())
        found = await self.chromium.page.evaluate("async () => (await axe.run()).violations")
        return [each for each in found if each["impact"] in SERIOUS]

    async def complaints(self) -> list[str]:
        """Return what the browser has against the page."""
        await self.chromium.page.evaluate("() => null")  # what was said before has come
        lines = [line for line in self.chromium.console if line.startswith(COMPLAINTS)]
        return [line for line in lines if OUR_READING not in line]


def told(violations: list[dict[str, Any]]) -> str:
    """Return violations for people."""
    return json.dumps(
        [{"id": each["id"], "nodes": [n["html"] for n in each["nodes"]]} for each in violations],
        indent=1,
    )
