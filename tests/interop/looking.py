"""What our clients show, beside what spice-gtk shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import numpy as np
import pytest

from piment import Image
from piment.client.channels.display import DisplayChannel
from piment.client.options import Options
from piment.client.session import Session
from piment.client.target import Target
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import until_true
from tests.interop.peers.pictures import Pixels, difference

Look = Callable[..., Awaitable[DisplayChannel]]
"""Opens a session with a port of this machine; returns what is its first display."""

Pictures = Callable[[], Awaitable[Pixels]]

COMPRESSIONS = {
    "off": {"Bitmap"},
    "lz": {"LzRgb"},
    "quic": {"Quic"},
    "glz": {"GlzRgb"},
    "auto_glz": {"GlzRgb"},
    "auto_lz": {"LzRgb"},
    "lz4": {"Lz4"},
}
"""The wishes that servers take, and types of images that then come."""

WISHES_ALONE = {"lz4"}
"""Those that no option of a server stands for."""

NOTHING: Pixels = np.empty((0, 0, 3), np.uint8)


async def open_session(port: int, options: Options | None = None) -> Session:
    """Return an open session with a port of this machine."""
    session = Session(Target(host="127.0.0.1", port=port), options)
    await session.open()
    return session


def shown(display: DisplayChannel) -> Pixels:
    """Return what a display shows; nothing is a picture without pixels."""
    snapshot = display.snapshot()
    return np.ascontiguousarray(snapshot[..., :3] if snapshot is not None else NOTHING)


def bgr(image: Image) -> Pixels:
    """Return a picture's pixels as the kit has them."""
    return np.ascontiguousarray(image.pixels[:, :, ::-1])


def pictures(display: DisplayChannel) -> Pictures:
    """Return the function that gives what a display shows."""

    async def picture() -> Pixels:
        return shown(display)

    return picture


async def agree(step: str, peer: GLibClient, **ours: Pictures) -> None:
    """Wait until all of our clients show what spice-gtk shows; fails the test if one does not."""
    for name, picture in ours.items():

        async def is_same(picture: Pictures = picture) -> bool:
            return np.array_equal(await picture(), await peer.pixels())

        if not await until_true(is_same):
            pytest.fail(f"{step}, {name}: {difference(await picture(), await peer.settle())}")
