"""What a page in Chromium costs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession

from tests.interop.peers.browser import Chromium
from tests.interop.peers.usage import SYSTEM, TICKS_PER_S, USER

QUIET_LOOKS, LOOK_S = 3, 0.1
"""A tab is done when it has cost next to nothing between so many looks."""

QUIET_S = 0.005
"""What a tab costs between two looks without work: timers, playwright's questions."""

WORKER = "DedicatedWorker"
"""How the names of the threads of a page's workers begin."""

SAMPLE_US = 200


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the processor: of the page's workers, and of all threads of the tab's process."""

    workers_s: float
    all_s: float

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.workers_s - other.workers_s, self.all_s - other.all_s)


@dataclass(frozen=True, slots=True)
class Tab:
    """A browser's page, and how to ask what it has cost."""

    chromium: Chromium
    page: CDPSession

    @classmethod
    async def of(cls, chromium: Chromium) -> Tab:
        """Return the page of a browser."""
        page = await chromium.context.new_cdp_session(chromium.page)
        await page.send("Profiler.enable")
        await page.send("Profiler.setSamplingInterval", {"interval": SAMPLE_US})
        return cls(chromium, page)

    async def settled(self) -> Cost:
        """Wait until it has nothing to do; return what it has cost so far."""
        spent, quiet = await self._cost(), 0
        while quiet < QUIET_LOOKS:
            await asyncio.sleep(LOOK_S)  # no event tells that all threads are idle
            before, spent = spent, await self._cost()
            quiet = quiet + 1 if (spent - before).all_s < QUIET_S else 0
        return spent

    async def watch(self) -> None:
        """Look at what the page's own thread does, from now on."""
        await self.page.send("Profiler.start")

    async def watched_s(self, programs: Collection[str]) -> float:
        """Look no more; return how long that thread was in programs of these names, or below."""
        profile = (await self.page.send("Profiler.stop"))["profile"]
        inside = _inside(profile["nodes"], programs)
        samples = zip(profile["samples"], profile["timeDeltas"], strict=True)
        return sum(float(us) for node, us in samples if node in inside) / 1e6

    async def _cost(self) -> Cost:
        pid, all_s = await self.chromium.renderer()
        return Cost(_workers_s(pid), all_s)


def _inside(nodes: list[dict[str, Any]], programs: Collection[str]) -> set[int]:
    """Return the numbers of a profile's nodes that belong to programs, or were called by some."""
    inside: set[int] = set()
    for node in nodes:  # a caller comes before those whom it calls
        name = node["callFrame"]["url"].rpartition("/")[2]
        if name in programs or node["id"] in inside:
            inside |= {node["id"], *node.get("children", ())}
    return inside


def _workers_s(pid: int) -> float:
    ticks = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # others end meanwhile
            name, _, rest = (task / "stat").read_text().partition("(")[2].rpartition(")")
            if name.startswith(WORKER):
                fields = rest.split()
                ticks += int(fields[USER]) + int(fields[SYSTEM])
    return ticks / TICKS_PER_S
