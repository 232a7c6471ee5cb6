"""Our page and spice-html5's, each in a tab that the same server sends the same pictures.

`python -m benches.web_decoders [--corpus DIR] [--json OUT]`. Decoding is the time that the page's
own thread is in its decoders, by a profile of it, and all that its workers do. Beside that, what a
picture costs the tab's process in all, from the message to the canvas: most of it is the browser's
own work with WebSocket and canvas. spice-html5 knows no GLZ.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import numpy as np
from rich.console import Console
from rich.table import Table

from benches.pictures import Pixels, stills
from benches.web.tab import Tab
from piment.codecs import lz, quic
from piment.codecs.image import ImageType
from piment.geometry import Rect, Size
from piment.protocol import display
from piment.protocol.channel import Message
from piment.protocol.common import Point
from piment.protocol.common import Rect as WireRect
from piment.protocol.draw import DrawCopy, MaskFlags, QMask, Ropd
from piment.protocol.image import (
    Image,
    ImageFlags,
    ImageScaleMode,
    LzRgb,
    Payload,
    Quic,
)
from piment.server.sources.demo import DemoSource
from tests.interop.peers.browser import CanvasPage, Chromium
from tests.interop.peers.html5 import SpiceHtml5
from tests.interop.peers.web_page import WebPage
from tests.interop.scripted import PRIMARY, ScriptedChannel
from tests.interop.serving import Serving

ROUNDS = 3
CALLS = 5
"""Pictures in a row before it is the other's turn."""

VIEWPORT = (1920, 1200)

NO_MASK = QMask(MaskFlags(0), Point(0, 0), None)

PAINTED = """() => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done()));
})"""
"""Is true when the browser has shown what is on the canvas now: each picture is to be painted."""


CODECS: Mapping[str, Callable[[Pixels], Payload]] = {
    "QUIC": lambda pixels: Quic(quic.encode(pixels, ImageType.RGB32)),
    "LZ": lambda pixels: LzRgb(lz.encode(pixels, ImageType.RGB32)),
}

DECODERS = {"quic.js", "lz.js"}
"""What both call the programs that decode."""


@dataclass
class Contender:
    """A page with a session, the server's end of it, and what each picture cost there."""

    name: str
    page: CanvasPage
    channel: ScriptedChannel
    tab: Tab
    decoding_s: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    all_s: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    async def show(self, picture: str, codec: str, message: Message) -> None:
        """Show a picture some times, and keep what one costs."""
        before = await self.tab.settled()
        await self._draw(message)
        cost = await self.tab.settled() - before
        await self.tab.watch()  # in a pass of its own, because it costs the tab something
        await self._draw(message)
        decoding_s = await self.tab.watched_s(DECODERS) + cost.workers_s
        self.decoding_s.setdefault((picture, codec), []).append(decoding_s / CALLS)
        self.all_s.setdefault((picture, codec), []).append(cost.all_s / CALLS)

    async def _draw(self, message: Message) -> None:
        for _ in range(CALLS):
            self.channel.send(message)
            await self.channel.outlet.drain()
            await self.channel.done()
            await self.page.chromium.page.evaluate(PAINTED)


def main(json_path: Path | None, corpus: Path | None = None) -> None:
    """Measure, print a table, and write the numbers to `json_path`."""
    pictures = stills(corpus)
    theirs, ours = asyncio.run(compete(pictures))
    rows = [
        row(name, codec, pixels, theirs, ours)
        for name, pixels in pictures.items()
        for codec in CODECS
    ]
    told = "milliseconds of decoding a picture, and of the tab in all"
    table = Table(title=f"{told}; medians of {ROUNDS} rounds")
    for column in rows[0]:
        table.add_column(column, justify="left" if column in ("picture", "codec") else "right")
    for each in rows:
        cells = (it if isinstance(it, str) else f"{it:.1f}" for it in each.values())
        table.add_row(*cells)
    Console(width=110).print(table)
    if json_path is not None:
        json_path.write_text(json.dumps(rows, indent=1))


def row(
    name: str, codec: str, pixels: Pixels, theirs: Contender, ours: Contender
) -> dict[str, float | str]:
    """Return what is told of a picture in a codec."""
    decoding = [1e3 * statistics.median(each.decoding_s[name, codec]) for each in (theirs, ours)]
    in_all = [1e3 * statistics.median(each.all_s[name, codec]) for each in (theirs, ours)]
    return {
        "picture": name,
        "codec": codec,
        "html5": decoding[0],
        "piment": decoding[1],
        "times": decoding[0] / decoding[1],
        "MPix/s": pixels.shape[0] * pixels.shape[1] / decoding[1] / 1e3,
        "html5 in all": in_all[0],
        "piment in all": in_all[1],
        "times in all": in_all[0] / in_all[1],
    }


async def compete(pictures: Mapping[str, Pixels]) -> tuple[Contender, Contender]:
    """Let both show all pictures, in turns."""
    async with AsyncExitStack() as stack:
        opened = asyncio.Queue[ScriptedChannel]()
        stack.enter_context(mock.patch.object(ScriptedChannel, "opened", opened, create=True))
        where = "piment.server.channels.display.DisplayChannel"
        stack.enter_context(mock.patch(where, ScriptedChannel))
        theirs, ours = [await open_tab(stack, name) for name in OPENERS]
        for name, pixels in pictures.items():
            await show_all((theirs, ours), name, pixels)
        return theirs, ours


async def show_all(contenders: tuple[Contender, ...], name: str, pixels: Pixels) -> None:
    """Let everybody show a picture in all codecs; in the end it must be there."""
    messages = {codec: drawing(pixels, make(pixels)) for codec, make in CODECS.items()}
    for each in contenders:
        await begin(each, Size(pixels.shape[1], pixels.shape[0]))
    for _ in range(ROUNDS):
        for codec, message in messages.items():
            for each in contenders:
                await each.show(name, codec, message)
    for each in contenders:
        await each.page.until_shown(np.ascontiguousarray(pixels[..., :3]))


async def open_tab(stack: AsyncExitStack, name: str) -> Contender:
    """Open a page in a browser of its own, with a session of a server of its own."""
    serving = Serving(DemoSource(Size(640, 480)), None)
    stack.push_async_callback(serving.close)
    await serving.open()
    chromium = await Chromium.start(*VIEWPORT)
    stack.push_async_callback(chromium.close)
    page = await OPENERS[name](stack, serving, chromium)
    return Contender(name, page, await ScriptedChannel.opened.get(), await Tab.of(chromium))


async def open_html5(
    stack: AsyncExitStack, serving: Serving[DemoSource], chromium: Chromium
) -> CanvasPage:
    """Open spice-html5's page."""
    page = SpiceHtml5(chromium)
    stack.push_async_callback(asyncio.to_thread, page.close)
    await page.open(serving.port)
    return page


async def open_ours(
    _stack: AsyncExitStack, serving: Serving[DemoSource], chromium: Chromium
) -> CanvasPage:
    """Open our page."""
    page = WebPage(chromium)
    await page.open(await serving.open_page())
    return page


OPENERS = {"spice-html5": open_html5, "piment": open_ours}


async def begin(contender: Contender, size: Size) -> None:
    """Let a viewer have a new screen."""
    send = contender.channel.send
    if contender.all_s:
        send(display.SurfaceDestroy(PRIMARY))
    flags = display.SurfaceFlags.PRIMARY
    send(display.SurfaceCreate(PRIMARY, *size, display.SurfaceFmt.FMT_32_xRGB, flags))
    send(display.Mark())
    await contender.channel.done()


def drawing(pixels: Pixels, payload: Payload) -> Message:
    """Return the command that shows a picture."""
    height, width = pixels.shape[:2]
    area = WireRect.of(Rect(0, 0, width, height))
    image = Image(2, ImageFlags(0), width, height, payload)
    nearest = ImageScaleMode.NEAREST
    return DrawCopy(PRIMARY, area, None, image, area, Ropd.OP_PUT, nearest, NO_MASK)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    main(options.json, options.corpus)
