"""Tell what changes on a machine's screen, for some seconds.

    python examples/watch_frames.py spice://127.0.0.1:5900 10

It goes on when the session is lost and comes back.
"""

import asyncio
import sys

import piment


async def main(uri: str, seconds: str) -> None:
    """Print a line for each change."""
    async with piment.connect(uri, view_only=True, reconnect=True) as desktop:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(float(seconds)):
                async for frame in desktop.frames():
                    pixels = sum(rect.area for rect in frame.changed)
                    where = ", ".join(map(str, frame.changed[:3]))
                    print(f"{loop.time() - began:6.2f} s: {pixels} pixels at {where}")
        except TimeoutError:
            print("that was all")


asyncio.run(main(*sys.argv[1:]))
