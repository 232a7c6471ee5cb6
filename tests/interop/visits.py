"""Short sessions of our client with servers that are not ours."""

from __future__ import annotations

import asyncio

import pytest

from piment.client.events import CursorChanged, Event, ScreenShown
from piment.client.session import Session
from piment.client.target import Target
from piment.errors import ConnectError
from tests.interop.peers.patience import PATIENCE_S

CHANNELS = {"main:0", "display:0", "cursor:0", "inputs:0"}
"""What a machine without further devices has."""


async def opened(target: Target) -> set[str]:
    """Open a session, end it, and return which channels it had.

    It ends once the machine has shown itself: spice-server 0.15.1 dies of clients that leave while
    it is still making their display and cursor channels.
    """
    session = Session(target)
    awaited = {ScreenShown, CursorChanged}
    shown = asyncio.Event()

    def take(event: Event) -> None:
        awaited.discard(type(event))
        if not awaited:
            shown.set()

    session.listen(take)
    try:
        await session.open()
        async with asyncio.timeout(PATIENCE_S):
            await shown.wait()
        return set(session.traffic)
    finally:
        await session.close()


async def refused(target: Target) -> ConnectError:
    """Return why a session cannot be had."""
    with pytest.raises(ConnectError) as caught:
        await opened(target)
    return caught.value
