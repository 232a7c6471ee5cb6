"""What our client shows of servers that are not ours is what spice-gtk shows, pixel by pixel."""

from __future__ import annotations

import signal
from collections.abc import Awaitable, Callable

import numpy as np
import pytest

from piment.client.display.streams import Stream
from piment.client.options import Options
from piment.protocol.image import ImageCompression
from tests.interop.looking import COMPRESSIONS, Look, agree, pictures, shown
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes, until_true
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.scenes import play
from tests.interop.peers.xspice import Xspice

Client = Callable[[], Awaitable[GLibClient]]

BARS = (
    *("videotestsrc", "pattern=smpte", "horizontal-speed=3"),
    *("!", "video/x-raw,width=400,height=300,framerate=25/1", "!", "videoconvert", "!"),
)
ENOUGH_FRAMES = 5
CODING_COST = 16
"""How much the mean of a row may differ, of 255; noise below the bars costs the most."""


async def test_compressions_change_when_they_are_wished_for(
    xspice: Callable[..., Xspice], look: Look, glib_client: Client
) -> None:
    desktop = xspice(several_viewers=True)
    desktop.manage_windows()
    options = Options(compression=ImageCompression.LZ)
    display, peer = await look(desktop.port, options), await glib_client()
    await peer.connect(desktop.uri)
    names = list(COMPRESSIONS)
    wished = names[names.index("lz")]
    seen = dict(display.images_seen)
    async for step in play(desktop, "calculator", "notebook"):
        await agree(step, peer, python=pictures(display))
        new = {kind for kind, count in display.images_seen.items() if count > seen.get(kind, 0)}
        if new - {"FromCache", "Surface"}:
            assert new >= COMPRESSIONS[wished] or wished.startswith("auto"), (wished, new)
            wished = names[(names.index(wished) + 1) % len(names)]
            display.prefer(ImageCompression[wished.upper()])
        seen = dict(display.images_seen)
    assert set().union(*COMPRESSIONS.values()) <= set(display.images_seen)
    assert display.dropped == 0


@pytest.mark.parametrize(
    ("option", "missing"),
    [
        ({"EnableSurfaces": "False"}, "Surface"),
        ({"EnableImageCache": "False", "EnableFallbackCache": "False"}, "FromCache"),
    ],
)
async def test_off_screen_surfaces_and_caches_may_be_switched_off(
    xspice: Callable[..., Xspice],
    look: Look,
    glib_client: Client,
    option: dict[str, str],
    missing: str,
) -> None:
    desktop = xspice(several_viewers=True, **option)
    desktop.manage_windows()
    display, peer = await look(desktop.port), await glib_client()
    await peer.connect(desktop.uri)
    async for step in play(desktop, "fonts"):
        await agree(step, peer, python=pictures(display))
    assert {"Surface", "FromCache"} - set(display.images_seen) == {missing}


@pytest.mark.parametrize(
    "codec", ["spice:mjpeg", "gstreamer:vp8", "gstreamer:vp9", "gstreamer:h264"]
)
async def test_streams_of_every_codec_are_seen(
    xspice: Callable[..., Xspice], look: Look, codec: str
) -> None:
    """Bars that move sideways: a row's mean colour stays, whichever frame is looked at."""
    need("gstreamer1.0-plugins-good", "gstreamer1.0-plugins-ugly", "gstreamer1.0-x")
    desktop = xspice(SpiceStreamingVideo="all", SpiceVideoCodecs=codec)
    display = await look(desktop.port)
    player = desktop.start("gst-launch-1.0", *BARS, "ximagesink")

    def streams() -> list[Stream]:
        return [each for each in display.streams.open.values() if each.frames > ENOUGH_FRAMES]

    def are_bars() -> bool:
        for stream in streams():
            rows, columns = stream.dest.rows, stream.dest.columns
            pair = (shown(display)[rows, columns], desktop.pixels()[rows, columns])
            means = [pixels.mean(axis=1) for pixels in pair]
            if np.abs(means[0] - means[1]).max() < CODING_COST:
                return True
        return False

    assert await becomes(are_bars)
    (stream,) = streams()
    assert (stream.codec.lower(), stream.broken) == (codec.split(":")[1], 0)
    player.signal_all(signal.SIGSTOP)
    assert await becomes(lambda: np.array_equal(shown(display), desktop.pixels()))
    player.signal_all(signal.SIGCONT)


async def test_whoever_comes_later_sees_what_is_there(
    xspice: Callable[..., Xspice], look: Look, glib_client: Client
) -> None:
    """The server sends surfaces as they are now, with images that it codes itself."""
    desktop = xspice(several_viewers=True)
    desktop.manage_windows()
    peer = await glib_client()
    await peer.connect(desktop.uri)
    async for step in play(desktop, "windows"):
        display = await look(desktop.port)
        await agree(step, peer, python=pictures(display))


@pytest.mark.parametrize("adapter", ["qxl", "std", "virtio"])
async def test_the_firmware_of_a_machine_looks_the_same(
    machine: Callable[..., Machine], look: Look, glib_client: Client, adapter: str
) -> None:
    """One after the other: QEMU throws out the first viewer when a second one comes."""
    started = machine(vga=adapter)
    display = await look(started.port)

    async def is_settled() -> bool:
        return np.array_equal(shown(display), await started.screendump())

    await started.settled(quiet_s=1.0)
    async with started.paused():  # else it goes on when only the peer is looking
        assert await until_true(is_settled)
        peer = await glib_client()
        await peer.connect(f"spice://127.0.0.1:{started.port}")
        seen = shown(display)
        await peer.until(lambda pixels: np.array_equal(pixels, seen))
