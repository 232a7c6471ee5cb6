"""Our page in Chromium: how large it is, how soon and how often it shows something.

A terminal fills a desktop of 1920x1080 of `piment serve x11`, over loopback. All times are the
page's own: from the opening of its address to the first picture, from a key's event to the next
picture, and between pictures while text scrolls, two hundred lines a second. The yardsticks are
those of the plan: 400 kB, 1 s, 50 ms, 30 pictures a second.
"""

from __future__ import annotations

import asyncio
import json
import shlex
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from benches.web.bare import PATIENCE_S, BarePage, bare_page
from piment.web.files import load_files
from tests.interop.peers.browser import Chromium
from tests.interop.peers.web_page import WebPage
from tests.interop.serving import Command

SIZE = (1920, 1080)
ROOM = 120
"""Pixels of the window beside the desktop, so that nothing scrolls or is scaled."""

OPENINGS, PRESSES, SCROLL_S = 5, 200, 10.0
KEY = 0x1E
PRESS_PAUSE_S = 0.03
"""Between an answer and the next key: people are not faster, and the page is idle again."""

LINE_S = 0.005
"""Between lines of the scrolling text: two hundred a second, three in each frame."""

SCROLLING = f"""import sys, time
line = "".join(chr(33 + at % 94) for at in range(190))
due = time.monotonic()
for number in range(1_000_000):
    sys.stdout.write(f"{{number:8}} {{line[number % 90:]}}\\n")
    sys.stdout.flush()
    due += {LINE_S}
    time.sleep(max(0, due - time.monotonic()))
"""

TERMINAL = (
    *("xterm", "-b", "0", "-bw", "0", "+sb", "-geometry", "320x84+0+0", "-fa", "Monospace"),
    *("-fs", "8", "-bg", "white", "-fg", "black", "-e", "sh", "-c"),
)
WATCH = """() => {
    const seen = { pictures: [], keys: [] };
    const put = CanvasRenderingContext2D.prototype.putImageData;
    let frame = 0;
    CanvasRenderingContext2D.prototype.putImageData = function (...rest) {
        put.apply(this, rest);
        if (this.canvas.id !== "screen") return;
        const now = performance.now();
        if (frame !== 0) seen.pictures.pop();
        seen.pictures.push(now);
        frame ||= requestAnimationFrame(() => { frame = 0; });
    };
    addEventListener("keydown", (event) => seen.keys.push(event.timeStamp), true);
    window.seen = seen;
}"""
"""Notes when the last part of each picture is on the canvas, and when keys go down."""


QUERIES = ("?scale=1:1", "?scale=fit")
"""What a page is opened with at first, and when its files are in the browser's cache."""

LOOK_S = 0.25
"""Between looks at a page that opens: each takes some of the processor from it."""

START_S = 3.0
"""How long a browser starts services of its own: people's run already."""


def main(json_path: Path) -> None:
    """Measure, print a table, and write the numbers to `json_path`."""
    measured = asyncio.run(measure())
    table = Table("what", "here", "planned")
    for name, (value, planned) in measured.items():
        table.add_row(name, f"{value:.1f}", planned)
    Console().print(table)
    json_path.write_text(json.dumps({name: value for name, (value, _) in measured.items()}))


async def measure() -> dict[str, tuple[float, str]]:
    """Return the numbers, each with what is planned."""
    size = sum(len(file.body) for file in load_files().values())
    async with desktop("exec cat") as link:
        first, again = await openings(link)
        async with opened(link) as page:
            delays = await press(page)
    scroll = f"exec {shlex.quote(sys.executable)} -c {shlex.quote(SCROLLING)}"
    async with desktop(scroll) as link, opened(link) as page:
        frames, gap = await watch(page)
    return {
        "bytes of the page, kB": (size / 1e3, "400 or less"),
        "first picture, ms": (statistics.median(first), "1000 or less"),
        "first picture at worst, ms": (max(first), ""),
        "first picture of a page in the cache, ms": (statistics.median(again), ""),
        "key to picture, p50 ms": (float(np.percentile(delays, 50)), ""),
        "key to picture, p95 ms": (float(np.percentile(delays, 95)), "50 or less"),
        "scrolling text, pictures/s": (frames, "30 or more"),
        "between two of them, p95 ms": (gap, ""),
    }


@asynccontextmanager
async def desktop(command: str) -> AsyncIterator[str]:
    """Serve a desktop that a terminal with a command fills; yield the page's link."""
    with tempfile.TemporaryDirectory() as folder:
        size = "x".join(str(side) for side in SIZE)
        places = ("--listen", "127.0.0.1:0", "--web", "127.0.0.1:0", "--size", size)
        server = await Command.start(Path(folder), "x11", *places, "--", *TERMINAL, command)
        try:
            yield server.link
        finally:
            await server.interrupt()


@asynccontextmanager
async def opened(link: str) -> AsyncIterator[WebPage]:
    """Open the page in a new browser; its session is open, and the desktop has the keys."""
    async with AsyncExitStack() as stack:
        browser = await Chromium.start(SIZE[0] + ROOM, SIZE[1] + ROOM)
        stack.push_async_callback(browser.close)
        await browser.context.add_init_script(f"({WATCH})()")
        page = WebPage(browser)
        await page.open(link)
        await page.until_open()
        await page.close_toolbar()
        await page.move(SIZE[0] // 2, SIZE[1] // 2)  # xterm has the keys where the pointer is
        yield page


async def openings(link: str) -> list[list[float]]:
    """Return how long first pictures took in new browsers, for each query, in ms."""
    found: list[list[float]] = [[] for _ in QUERIES]
    for _ in range(OPENINGS):
        async with bare_page(SIZE[0] + ROOM, SIZE[1] + ROOM, f"({WATCH})()") as page:
            await asyncio.sleep(START_S)
            for query, times in zip(QUERIES, found, strict=True):
                await page.open(link + query)
                times.append(await first_picture(page, query))
    return found


async def first_picture(page: BarePage, query: str) -> float:
    """Wait until there is a picture, and return when the first one came."""
    look = f"location.search === {json.dumps(query)} && window.seen.pictures[0] || null"
    async with asyncio.timeout(PATIENCE_S):
        while (found := await page.value(look)) is None:  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(LOOK_S)
    return float(found)


async def press(page: WebPage) -> list[float]:
    """Return how long the pictures after keys took, in ms."""
    found = []
    for _ in range(PRESSES):
        before = await seen(page)
        await page.press_keys([KEY])
        await page.chromium.page.wait_for_function(
            "count => window.seen.pictures.length > count", arg=len(before["pictures"])
        )
        await asyncio.sleep(PRESS_PAUSE_S)
        after = await seen(page)
        pressed = after["keys"][-1]
        found.append(next(at for at in after["pictures"] if at > pressed) - pressed)
    return found


async def watch(page: WebPage) -> tuple[float, float]:
    """Return how many pictures a second there are while text scrolls, and the p95 between two."""
    begun = len((await seen(page))["pictures"])
    await asyncio.sleep(SCROLL_S)
    pictures = np.array((await seen(page))["pictures"][begun:])
    gaps = np.diff(pictures)
    return 1e3 / float(gaps.mean()), float(np.percentile(gaps, 95))


async def seen(page: WebPage) -> dict[str, Any]:
    """Return what the page has noted."""
    found: dict[str, Any] = await page.chromium.page.evaluate("() => window.seen")
    return found
