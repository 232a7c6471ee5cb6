"""Hostile peers against a live server, beside a good viewer that must not notice them."""

from __future__ import annotations

import asyncio
import gc
import logging
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from piment.geometry import Rect
from piment.protocol import channel
from piment.server import lobby
from piment.server.channels import display as display_module
from piment.server.session import Session
from piment.server.sources.demo.source import DEFAULT_SIZE, DemoSource
from tests.interop.hostile.attack import attack_channels, attack_links
from tests.interop.hostile.bytes import link_bytes
from tests.interop.hostile.peer import Peer, linked, new_session
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.pictures import Pixels
from tests.interop.serving import Serve, Serving

LINKS = 2_000
MESSAGES = 20_000

MOST_GROWTH_BYTES = 48 << 20
"""What the process may grow by while it is attacked: allocators keep some of what was used."""

RESPONSIVE_MS = 1_000
"""How late the good viewer may see a change, while the attack uses up the machine too."""

STALL_MS = 5_000
"""How late it may be one time in twenty: tests share their machine, whose system has whims."""

LOOK_SECONDS = 0.1
"""Between two looks at what the good viewer has seen, and when."""

KEY = 0x1E
NOTEPAD = (200, 300)
"""A place in the text field, which then takes keys."""

CLOCK = Rect(DEFAULT_SIZE.width - 160, 4, DEFAULT_SIZE.width, 30)
"""Where the desktop shows its time: no window can hide it, and no input change it."""


class Stage:
    """A live server, and a good viewer that looks at it all the while."""

    def __init__(self, viewer: GLibClient) -> None:
        self.now = datetime(2026, 11, 20, 12)
        self.source = DemoSource(clock=lambda: self.now)
        self.viewer = viewer
        self.serving: Serving[DemoSource]

    @property
    def port(self) -> int:
        """Where the server listens."""
        return self.serving.port

    @property
    def framebuffer(self) -> Pixels:
        """What the desktop shows."""
        return self.source.framebuffer[:, :, :3]

    async def is_exact(self) -> bool:
        """Whether the good viewer holds what the source shows."""
        return np.array_equal(await self.viewer.settle(200), self.framebuffer)

    async def check(self) -> None:
        """Assert that the good viewer is as well off as before."""
        probe = await self.viewer.latency_probe(KEY)
        assert probe.milliseconds < RESPONSIVE_MS
        assert await self.is_exact()

    @asynccontextmanager
    async def under_attack(self) -> AsyncIterator[None]:
        """Assert that meanwhile the good viewer sees in time how time goes by."""
        delays_ms: list[float] = []
        watching = asyncio.create_task(self._watch(delays_ms))
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
        assert np.percentile(delays_ms, 95) < RESPONSIVE_MS
        assert max(delays_ms) < STALL_MS

    async def _watch(self, delays_ms: list[float]) -> None:
        while True:
            began_ns = time.monotonic_ns()
            self.now += timedelta(seconds=1)
            self.source.tick()
            delays_ms.append((await self._clock_seen(began_ns) - began_ns) / 1e6)

    async def _clock_seen(self, since_ns: int) -> int:
        """Return when the viewer's picture of the clock changed (time.monotonic_ns)."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for at_ns, _, left, top, width, height in await self.viewer.invalidations():
                seen = Rect(left, top, left + width, top + height)
                if at_ns > since_ns and seen.overlaps(CLOCK):
                    return at_ns


@pytest.fixture
async def stage(
    serve: Serve[DemoSource], glib_client: Callable[[], Awaitable[GLibClient]]
) -> AsyncIterator[Stage]:
    """The server runs in this process, so that its pixels, memory and log can be looked at.

    In the end its log must tell of nothing worse than refusals.
    """
    stage = Stage(await glib_client())
    stage.serving = await serve(stage.source)
    stage.serving.log.setLevel(logging.ERROR)  # tens of thousands of refusals need not be kept
    await stage.viewer.connect(stage.serving.uri)
    await stage.viewer.settle(200)
    await stage.viewer.click(*NOTEPAD)
    yield stage
    assert stage.viewer.losses() == []


def resident_bytes() -> int:
    """Return what this process occupies."""
    gc.collect()
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1024


@pytest.mark.timeout(600)
async def test_link_messages_of_all_sorts(stage: Stage) -> None:
    await attack_links(stage.port, LINKS // 10)
    before = resident_bytes()
    async with stage.under_attack():
        await attack_links(stage.port, LINKS)
    assert resident_bytes() - before < MOST_GROWTH_BYTES
    assert stage.serving.viewers == 1
    await stage.check()


@pytest.mark.timeout(600)
async def test_messages_of_all_sorts(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = 0
    begin = stage.serving.server.sessions.add

    def count(session: Session) -> None:
        nonlocal sessions
        sessions += 1
        begin(session)

    monkeypatch.setattr(stage.serving.server.sessions, "add", count)
    await attack_channels(stage.port, MESSAGES // 10)
    before = resident_bytes()
    async with stage.under_attack():
        await attack_channels(stage.port, MESSAGES)
    assert resident_bytes() - before < MOST_GROWTH_BYTES
    assert sessions > MESSAGES // 50, "most messages must reach a server that still listens"
    async with asyncio.timeout(10):
        while stage.serving.viewers > 1:  # noqa: ASYNC110 - nothing announces their end
            await asyncio.sleep(0.05)
    # The attackers have typed and dragged; what they held is released, and the picture is exact.
    assert await stage.is_exact()


async def test_peers_that_say_nothing_are_sent_away(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lobby, "LINK_SECONDS", 0.5)
    stage.serving.log.setLevel(logging.WARNING)
    silent = await Peer.connect(stage.port)
    half = await Peer.connect(stage.port)
    await half.say(link_bytes(1)[:20])
    slow = await Peer.connect(stage.port)

    async def drip() -> None:
        for byte in link_bytes(1):
            if not await slow.say(bytes([byte])):
                return
            await asyncio.sleep(0.1)

    dripping = asyncio.create_task(drip())
    for peer in (silent, half, slow):
        assert await peer.ended() == b""
    await dripping
    for peer in (silent, half, slow):
        peer.drop()
    late = [line for line in stage.serving.log.lines() if "not linked within" in line]
    assert len(late) == 3
    await stage.check()


async def test_a_display_without_init_is_sent_away(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display_module, "INIT_SECONDS", 0.3)
    main, session_id = await new_session(stage.port)
    display = await linked(stage.port, channel.display, session_id)
    assert await display.ended() == b""
    display.drop()
    main.drop()
    await stage.check()


async def test_peers_who_only_sit_there_keep_nobody_out(stage: Stage) -> None:
    sitting = [await Peer.connect(stage.port) for _ in range(2 * lobby.MOST_WAITING)]
    main, _ = await new_session(stage.port)
    assert await sitting[0].ended() == b""
    for peer in (*sitting, main):
        peer.drop()
    await stage.check()


async def test_a_peer_that_never_reads_costs_a_bounded_amount(stage: Stage) -> None:
    """It moves the mouse for ever and takes none of the answers."""
    main, session_id = await new_session(stage.port)
    inputs = await linked(stage.port, channel.inputs, session_id)
    motion = hostile_motion()
    before = resident_bytes()
    sent = 0
    try:
        async with asyncio.timeout(3):
            while sent < 64 << 20:
                inputs.writer.write(motion * 4096)
                await inputs.writer.drain()
                sent += len(motion) * 4096
    except TimeoutError:
        pass  # the server has stopped to read, as it should
    assert resident_bytes() - before < MOST_GROWTH_BYTES
    inputs.drop()
    main.drop()
    await stage.check()


def hostile_motion() -> bytes:
    """Return a framed MOUSE_POSITION, which the server honours in client mode only."""
    return bytes.fromhex("7000 0b000000 00000000 00000000 0000 00")
