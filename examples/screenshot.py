"""Save what a machine shows, once nothing changes any more.

    python examples/screenshot.py spice://127.0.0.1:5900 shot.png

The picture has every pixel as the machine shows it.
"""

import asyncio
import sys

import piment


async def main(uri: str, file: str) -> None:
    """Take the picture."""
    async with piment.connect(uri, view_only=True) as desktop:
        image = await desktop.wait_until_stable(quiet_ms=300)
        image.save(file)
        red, green, blue = image.pixels.mean(axis=(0, 1))
        print(f"{desktop.name}: {image.size}, on average {red:.0f}, {green:.0f}, {blue:.0f}")


asyncio.run(main(*sys.argv[1:]))
