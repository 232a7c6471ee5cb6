"""Wait until a picture is to be seen on a machine, and click on it.

    python examples/wait_for_image.py spice://127.0.0.1:5900 button.png

A picture of a button is best cut out of a screenshot, without what changes: its shadow, a clock.
"""

import asyncio
import sys

import piment


async def main(uri: str, button: str) -> None:
    """Find the button and click on its middle."""
    async with piment.connect(uri) as desktop:
        try:
            place = await desktop.wait_for_image(button, tolerance=8, timeout=20)
        except piment.WaitTimeout as timeout:
            if timeout.image is not None:
                timeout.image.save("last_seen.png")
            sys.exit(f"{timeout}: see last_seen.png")
        await desktop.click((place.left + place.right) // 2, (place.top + place.bottom) // 2)
        print(f"clicked on {place}")


asyncio.run(main(*sys.argv[1:]))
