"""spicy-screenshot: the smallest client of spice-gtk, which needs no X server."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PIL import Image

from tests.interop.peers.packages import need
from tests.interop.peers.pictures import Pixels, from_image
from tests.interop.peers.process import Process


async def spicy_screenshot(uri: str, folder: Path, *options: str) -> Pixels:
    """Return what spicy-screenshot sees at `uri`; `--password=...` is an option.

    Raises:
        PeerError: it saw nothing.

    """
    need("spice-client-gtk")
    picture = folder / "spicy-screenshot.ppm"
    picture.unlink(missing_ok=True)
    command = ["spicy-screenshot", f"--uri={uri}", f"--out-file={picture}", *options]
    process = Process(command, folder / "spicy-screenshot.log")
    try:
        await asyncio.to_thread(process.wait)
    finally:
        process.stop()
    if not picture.exists():
        raise process.error("wrote no picture")
    with Image.open(picture) as image:
        return from_image(image)
