"""Waiting for what tells no event: paint on a screen, a file that a shell in a terminal writes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.interop.peers.process import PeerError

# How long such a thing may take, on a busy machine, and how often it is looked at.
PATIENCE_S = 20.0
LOOK_S = 0.05


async def until_true(look: Callable[[], Awaitable[bool]], patience_s: float = PATIENCE_S) -> bool:
    """Look again and again until `look` is true; return whether it became true in time."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + patience_s
    while not (seen := await look()) and clock() < deadline:  # noqa: ASYNC110 - no event, see above
        await asyncio.sleep(LOOK_S)
    return seen


async def becomes(check: Callable[[], bool]) -> bool:
    """Look again and again until `check` is true; return whether it became true in time."""

    async def look() -> bool:
        return check()

    return await until_true(look)


async def written(path: Path) -> str:
    """Wait until a whole line stands in a file, and return the file's text.

    Raises:
        PeerError: nobody wrote it.

    """

    async def look() -> bool:
        return path.exists() and path.read_text().endswith("\n")

    if not await until_true(look):
        raise PeerError(f"{path.name} was not written")
    return path.read_text()
