"""Waiting for what a stage is about to tell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from piment.server.sources.qemu.stage import Stage
from tests.server.sources.qemu.pictures import Replay

# A busy machine with two cores does anything of this in that time.
PATIENCE_S = 20.0


async def until(stage: Stage, replay: Replay, seen: Callable[[], bool]) -> None:
    """Replay what the stage tells until `seen` is true."""
    async with asyncio.timeout(PATIENCE_S):
        replay.take(stage.take())
        while not seen():
            await stage.news.wait()
            stage.news.clear()
            replay.take(stage.take())
