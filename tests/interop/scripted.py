"""A display channel that sends what a test says, and nothing else."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from piment.canvas import PixelFormat
from piment.geometry import Size
from piment.protocol import common, display
from piment.protocol.channel import Message
from piment.server.channels.display import DisplayChannel
from piment.server.sources.demo import DemoSource
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import PATIENCE_S
from tests.interop.serving import Serve

PRIMARY = 0


class ScriptedChannel(DisplayChannel):
    """Waits for a test's messages where the real channel would show the desktop."""

    opened: asyncio.Queue[ScriptedChannel]
    """Those that viewers have opened."""

    async def _show(self) -> None:
        self._pongs: asyncio.Queue[None] = asyncio.Queue()
        await self._initialised.wait()
        self.opened.put_nowait(self)
        await asyncio.Event().wait()

    def heard(self, message: common.Disconnecting | common.Pong) -> None:
        """Note that the viewer came to a PING."""
        if isinstance(message, common.Pong):
            self._pongs.put_nowait(None)

    async def done(self) -> None:
        """Wait until the viewer has carried out all that was sent."""
        self.send(common.Ping(1, 0))
        async with asyncio.timeout(PATIENCE_S):
            await self._pongs.get()


class Screen:
    """The primary surface of a spice-gtk viewer, of any format, drawn on by a test."""

    def __init__(self, client: GLibClient, channel: ScriptedChannel, form: PixelFormat) -> None:
        self.channel = channel
        self.form = form
        self._client = client

    @classmethod
    async def open(
        cls,
        serve: Serve[DemoSource],
        client: GLibClient,
        monkeypatch: pytest.MonkeyPatch,
        size: Size,
        form: PixelFormat,
    ) -> Screen:
        """Connect `client` to a server that shows nothing but such a surface."""
        monkeypatch.setattr(ScriptedChannel, "opened", asyncio.Queue(), raising=False)
        monkeypatch.setattr("piment.server.channels.display.DisplayChannel", ScriptedChannel)
        serving = await serve(DemoSource(Size(640, 480)))
        await client.connect(serving.uri)
        async with asyncio.timeout(PATIENCE_S):
            channel = await ScriptedChannel.opened.get()
        flags = display.SurfaceFlags.PRIMARY
        channel.send(display.SurfaceCreate(PRIMARY, *size, display.SurfaceFmt(form), flags))
        channel.send(display.Mark())
        await client.wait_for("mark")
        return cls(client, channel, form)

    async def draw(self, command: Message) -> None:
        """Send a command, once there is room in the socket."""
        self.channel.send(command)
        await self.channel.outlet.drain()

    async def words(self) -> NDArray[Any]:
        """Return the pixels once all that was sent is drawn, one word each: (height, width)."""
        await self.channel.done()
        answer = await self._client.ask("pixels", display=0)
        rows = np.fromfile(answer["path"], np.uint8).reshape(answer["height"], answer["stride"])
        words: NDArray[Any] = rows.view(self.form.dtype)[:, : answer["width"]]
        return words
