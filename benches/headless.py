"""Piment's client as a process of its own: `python -m benches.headless URI PICTURE`.

It looks at a server until SIGTERM; then it saves what it holds as PICTURE, an array of numpy.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import numpy as np

from piment.client.session import Session
from piment.client.uri import parse


async def look(uri: str, picture: Path) -> None:
    """Follow what the server shows, and save it in the end."""
    is_over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, is_over.set)
    session = Session(parse(uri))
    await session.open()
    await is_over.wait()
    shown = session.displays[0].snapshot()
    assert shown is not None
    np.save(picture, shown[:, :, :3])
    await session.close()


if __name__ == "__main__":
    asyncio.run(look(sys.argv[1], Path(sys.argv[2])))
