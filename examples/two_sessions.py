r"""Type the same on two machines, and tell where they show something different.

    python examples/two_sessions.py spice://127.0.0.1:5900 spice://127.0.0.1:5901 'uname -a\n'

Any number of sessions may be open in one program.
"""

import asyncio
import sys

import numpy as np

import piment


async def drive(desktop: piment.Desktop, text: str) -> piment.Image:
    """Type, and return what that led to."""
    before = await desktop.wait_until_stable()
    await desktop.type(text)
    await desktop.wait_for_change(since=before)
    return await desktop.wait_until_stable()


async def main(one: str, other: str, text: str) -> None:
    """Compare the machines."""
    async with piment.connect(one) as first, piment.connect(other) as second:
        said = text.encode().decode("unicode_escape")
        images = await asyncio.gather(drive(first, said), drive(second, said))
        if images[0].size != images[1].size:
            print(f"they have other sizes: {images[0].size} and {images[1].size}")
        else:
            rows, _ = np.nonzero((images[0].pixels != images[1].pixels).any(axis=2))
            print(f"they differ in {rows.size} pixels")


asyncio.run(main(*sys.argv[1:]))
