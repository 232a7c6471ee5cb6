"""Our client before a server that damages what it says, tens of thousands of times."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable

import numpy as np
import pytest

from piment.client.options import Options
from piment.client.session import Session
from piment.client.target import Target
from piment.errors import ConnectError
from tests.interop.hostile.server import HostileServer
from tests.interop.peers.patience import until_true
from tests.interop.peers.process import Process
from tests.interop.peers.xspice import Xspice
from tests.interop.test_hostile import resident_bytes

SEED = 20261128
SHARE = 0.6
MOST_GROWTH_BYTES = 96 << 20
"""What the process may grow by: what surfaces and caches may hold besides what allocators keep."""

STALL_SECONDS = 1.0
"""How long a session may show nothing new: it may have been told to wait for what never comes."""


async def suffer(hostile: HostileServer, until: int) -> None:
    """Open a session and let it be lied to, until it is over, stands still, or that is enough."""
    session = Session(Target(host="127.0.0.1", port=hostile.port), Options(open_seconds=3))
    try:
        await session.open()
        over = asyncio.create_task(session.over())
        seen = -1
        while seen < hostile.damage < until and not over.done():
            seen = hostile.damage
            await asyncio.wait([over], timeout=STALL_SECONDS)
    except ConnectError:
        pass  # what opens the session was damaged already
    finally:
        await session.close()


def busy_desktop(
    xspice: Callable[..., Xspice], compression: str
) -> tuple[Xspice, tuple[Process, ...]]:
    """Start a server that has a lot to say, and the programs whose doing that is."""
    server = xspice(SpiceImageCompression=compression)
    return server, (
        server.start("xterm", "-e", "while :; do ls -lR --color=always /etc | head -500; done"),
        server.start("x11perf", "-repeat", "100", "-time", "1", "-range", "dot,circulate"),
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("compression", "messages"), [("auto_lz", 10_000), ("auto_glz", 300)])
async def test_damaged_messages_harm_nobody(
    xspice: Callable[..., Xspice],
    caplog: pytest.LogCaptureFixture,
    compression: str,
    messages: int,
) -> None:
    """Whatever comes is dropped, or the end of the session; nothing is left of those that end.

    A GLZ image that is broken ends a session, because later ones refer to it. spice-server 0.15.1
    may die of a viewer that leaves while channels are being made: then another one goes on.
    """
    server, busy = busy_desktop(xspice, compression)
    caplog.set_level(logging.ERROR, "piment")
    async with HostileServer(server.port, SEED, SHARE) as hostile:
        await suffer(hostile, messages // 10)
        tasks, before = asyncio.all_tasks(), resident_bytes()
        while hostile.damage < messages:
            if not server.is_running:
                server.stop()
                server, busy = busy_desktop(xspice, compression)
                hostile.target_port = server.port
            await suffer(hostile, messages)
    assert not asyncio.all_tasks() - tasks
    gc.collect()
    assert resident_bytes() - before < MOST_GROWTH_BYTES
    assert not caplog.records
    if not server.is_running:
        server, busy = busy_desktop(xspice, compression)
    for program in busy:
        program.stop()
    await is_exact(server)


async def is_exact(server: Xspice) -> None:
    """Assert that a session with the same server shows what it shows."""
    session = Session(Target(host="127.0.0.1", port=server.port))
    await session.open()

    async def agrees() -> bool:
        snapshot = session.displays[0].snapshot()
        return snapshot is not None and np.array_equal(snapshot[..., :3], server.pixels())

    assert await until_true(agrees)
    await session.close()
