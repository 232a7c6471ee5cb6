"""From a key press to the first changed pixel at the viewer, over loopback.

`piment serve x11` (an xterm in Xvfb) and, as the yardstick, Xspice with the same xterm, with the
same viewer (spice-gtk), in turns within one run.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.xspice import Xspice

PRESSES = 200
ROUND = 20
"""Presses in a row before it is the other's turn: whatever else the machine does hits both."""

KEY = 0x1E
XTERM = ("xterm", "-geometry", "80x24+30+30", "-fa", "Monospace", "-fs", "10")
SIZE = "1280x1024"
INSIDE = (200, 200)
"""A place within the xterm; it has the focus while the pointer is there."""


@dataclass
class Contender:
    """A server and what was measured of it."""

    name: str
    viewer: GLibClient
    milliseconds: list[float] = field(default_factory=list)

    async def measure(self, presses: int) -> None:
        """Press a key so many times."""
        for _ in range(presses):
            probe = await self.viewer.latency_probe(KEY)
            self.milliseconds.append(probe.milliseconds)

    def percentile(self, percent: int) -> float:
        """Return the latency that so many percent of the presses stay below, in milliseconds."""
        return float(np.percentile(self.milliseconds, percent))


def main(json_path: Path) -> None:
    """Measure, print a table, and write the numbers to `json_path`."""
    contenders = asyncio.run(_measure())
    table = Table("server", "p50 ms", "p95 ms", "p50 / Xspice", "p95 / Xspice")
    yardstick = contenders[-1]
    numbers: dict[str, object] = {"presses": PRESSES}
    for each in contenders:
        p50, p95 = each.percentile(50), each.percentile(95)
        ratios = p50 / yardstick.percentile(50), p95 / yardstick.percentile(95)
        table.add_row(each.name, f"{p50:.2f}", f"{p95:.2f}", *(f"{ratio:.2f}" for ratio in ratios))
        numbers[each.name] = {"p50_ms": p50, "p95_ms": p95, "ratios": ratios}
    Console().print(table)
    json_path.write_text(json.dumps(numbers, indent=1))


async def _measure() -> list[Contender]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        uri = await stack.enter_async_context(_piment())
        folders = {name: folder / name for name in ("viewer", "xspice", "other viewer")}
        for its_folder in folders.values():
            its_folder.mkdir()
        piment = await _look_at(stack, "piment x11", uri, folders["viewer"])
        xspice = Xspice(folders["xspice"])
        stack.callback(xspice.stop)
        xspice.start(*XTERM)
        yardstick = await _look_at(stack, "Xspice", xspice.uri, folders["other viewer"])
        contenders = [piment, yardstick]
        for _ in range(PRESSES // ROUND):
            for each in contenders:
                await each.measure(ROUND)
        return contenders


@asynccontextmanager
async def _piment() -> AsyncIterator[str]:
    """Run the server as its users do; yield its address."""
    options = ("--listen", "127.0.0.1:0", "--size", SIZE, "--log-level", "warning")
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "piment", "serve", "x11", *options, "--", *XTERM,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        async for line in server.stdout:
            if found := re.search(rb"spice://\S+", line):
                yield found[0].decode()
                break
    finally:
        if server.returncode is None:
            server.terminate()
        await server.wait()


async def _look_at(stack: AsyncExitStack, name: str, uri: str, folder: Path) -> Contender:
    viewer = await GLibClient.start(folder)
    stack.push_async_callback(viewer.close)
    await viewer.connect(uri)
    await viewer.settle(1000)
    await viewer.position(*INSIDE)
    await viewer.settle(500)
    return Contender(name, viewer)
