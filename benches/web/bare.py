"""Chromium without Playwright, which has every request of a page told: that doubles its time."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.interop.peers.browser import CHROMIUM, FLAGS

PATIENCE_S = 20.0
LISTENING = re.compile(rb"DevTools listening on (\S+)")


class BarePage:
    """The only page of a browser, which is told where to go and what to compute."""

    def __init__(self, devtools: ClientConnection) -> None:
        self._devtools = devtools
        self._numbers = itertools.count(1)
        self._session: str | None = None

    async def begin(self, script: str) -> None:
        """Make the page; `script` runs in it before those of each address."""
        target = await self._ask("Target.createTarget", url="about:blank")
        how = {"targetId": target["targetId"], "flatten": True}
        self._session = (await self._ask("Target.attachToTarget", **how))["sessionId"]
        await self._ask("Page.enable")
        await self._ask("Page.addScriptToEvaluateOnNewDocument", source=script)

    async def open(self, address: str) -> None:
        """Go to an address."""
        await self._ask("Page.navigate", url=address)

    async def value(self, expression: str) -> Any:
        """Return what an expression is in the page, as JSON can say it."""
        how = {"expression": expression, "returnByValue": True}
        return (await self._ask("Runtime.evaluate", **how))["result"]["value"]

    async def _ask(self, method: str, **how: Any) -> dict[str, Any]:
        number = next(self._numbers)
        request: dict[str, Any] = {"id": number, "method": method, "params": how}
        if self._session is not None:
            request["sessionId"] = self._session
        await self._devtools.send(json.dumps(request))
        async with asyncio.timeout(PATIENCE_S):
            while True:
                answer: dict[str, Any] = json.loads(await self._devtools.recv())
                if answer.get("id") == number:
                    result: dict[str, Any] = answer["result"]
                    return result


@asynccontextmanager
async def bare_page(width: int, height: int, script: str) -> AsyncIterator[BarePage]:
    """Start a browser that has never run before; yield its page."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        size = f"--window-size={width},{height}"
        where = ("--remote-debugging-port=0", f"--user-data-dir={folder}", size)
        browser = await asyncio.create_subprocess_exec(
            *(CHROMIUM, "--headless", *FLAGS, *where, "about:blank"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            address = await _address(browser)
            async with connect(address, max_size=None, proxy=None) as devtools:
                page = BarePage(devtools)
                await page.begin(script)
                yield page
        finally:
            browser.terminate()
            await browser.wait()


async def _address(browser: asyncio.subprocess.Process) -> str:
    assert browser.stderr is not None
    async with asyncio.timeout(PATIENCE_S):
        async for line in browser.stderr:
            if found := LISTENING.match(line):
                return found[1].decode()
    raise RuntimeError("Chromium ended before it listened")
