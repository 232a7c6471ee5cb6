"""Moving pictures, which a server that looks for them sends as streams; then they stand still."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator

from tests.interop.peers.process import Process
from tests.interop.peers.scenes.stage import Stage

# Pictures of GStreamer's test source, all of which move, with their sizes.
PICTURES = {
    "zone-plate kx2=10 ky2=10 kt=10": (480, 360),
    "ball motion=sweep": (320, 240),
    "smpte horizontal-speed=3": (400, 300),
}
FRAMES_PER_S = 25
# A server takes a picture for a stream after some twenty frames.
MOVES_S = 2.0
STANDS = 2
# It ends a stream of which nothing comes for a second, and sends the last picture exactly.
STREAM_ENDS_S = 1.5
PLAYS = "to PLAYING"


async def video(stage: Stage) -> AsyncIterator[str]:
    """Show moving pictures; at each step they stand still."""
    for name, (width, height) in PICTURES.items():
        pattern, *motion = name.split()
        size = f"video/x-raw,width={width},height={height},framerate={FRAMES_PER_S}/1"
        source = ("videotestsrc", f"pattern={pattern}", *motion)
        pipeline = (*source, "!", size, "!", "videoconvert", "!", "ximagesink")
        player = stage.start("gst-launch-1.0", *pipeline)
        await stage.told(player, PLAYS)
        for number in range(STANDS):
            await move(player)
            yield f"{pattern} {number}"
        player.signal_all(signal.SIGCONT)
        await stage.end(player)
        yield "closed"


async def move(player: Process) -> None:
    """Let a player go on for a while, hold it, and let the stream end."""
    player.signal_all(signal.SIGCONT)
    await asyncio.sleep(MOVES_S)
    player.signal_all(signal.SIGSTOP)
    await asyncio.sleep(STREAM_ENDS_S)
