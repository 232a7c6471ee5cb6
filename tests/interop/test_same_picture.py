"""Our clients show what spice-gtk shows of a server that is not ours, pixel by pixel.

All look at the same desktop at the same time: the Python client, and the web client's core.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from piment.client.channels.display import DisplayChannel
from tests.interop.looking import COMPRESSIONS, WISHES_ALONE, Look, agree, pictures
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.scenes import SCENES, play
from tests.interop.peers.xspice import Xspice
from tests.web.tab import Tab

Client = Callable[[], Awaitable[GLibClient]]

LEAST_STEPS = 7
WORKERS = 2


@dataclass(frozen=True)
class Lookers:
    """Everybody who looks at one desktop."""

    desktop: Xspice
    display: DisplayChannel
    tab: Tab
    peer: GLibClient

    async def play(self, scene: str) -> dict[str, Any]:
        """Compare after every step of a scene; return what the web client tells of itself."""
        steps = 0
        async for step in play(self.desktop, scene):
            await agree(step, self.peer, python=pictures(self.display), web=self.tab.pixels)
            steps += 1
        assert steps >= LEAST_STEPS
        state = await self.tab.ask("state")
        assert (self.display.dropped, state["dropped"]) == (0, 0)
        return state


@pytest.fixture
def gather(
    xspice: Callable[..., Xspice], look: Look, tab: Tab, glib_client: Client
) -> Callable[..., Awaitable[Lookers]]:
    """Have a desktop with options, and everybody looking at it."""

    async def gathered(**options: str) -> Lookers:
        desktop = xspice(several_viewers=True, **options)
        desktop.manage_windows()
        display, peer = await look(desktop.port), await glib_client()
        await tab.open(f"ws://127.0.0.1:{desktop.port}/", workers=WORKERS)
        await peer.connect(desktop.uri)
        return Lookers(desktop, display, tab, peer)

    return gathered


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scene", list(SCENES))
async def test_every_step_of_a_session(
    gather: Callable[..., Awaitable[Lookers]], scene: str
) -> None:
    """Terminals, toolkits, window moves, streams, what x11perf draws; with caches and surfaces."""
    await (await gather(SpiceStreamingVideo="all")).play(scene)


@pytest.mark.parametrize("compression", sorted(COMPRESSIONS.keys() - WISHES_ALONE))
async def test_every_compression_of_a_server(
    gather: Callable[..., Awaitable[Lookers]], compression: str
) -> None:
    lookers = await gather(SpiceImageCompression=compression)
    state = await lookers.play("calculator")
    for seen in (lookers.display.images_seen, state["seen"]):
        assert set(seen) >= COMPRESSIONS[compression]
