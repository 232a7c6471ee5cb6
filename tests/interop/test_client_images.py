"""Images as servers code them for slow networks: our client shows what spice-gtk shows of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import pytest
import xcffib
from xcffib.xproto import ImageFormat

import piment
from tests.interop.looking import shown
from tests.interop.painter import photo
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import until_true
from tests.interop.peers.pictures import difference
from tests.interop.peers.xspice import Xspice

Client = Callable[[], Awaitable[GLibClient]]

PHOTOS = 8
SIDE = 200


def put_photo(display: str, number: int) -> None:
    """Put a photo of its own on the root window; servers take it for one by its soft colours."""
    pixels = photo(np.random.default_rng(number), SIDE, SIDE, 4)
    connection: Any = xcffib.connect(display)  # type: ignore[no-untyped-call]
    screen = connection.get_setup().roots[0]
    context = connection.generate_id()
    connection.core.CreateGC(context, screen.root, 0, [])
    place = 40 * number, 30 * number
    size = (SIDE, SIDE)
    data = pixels.tobytes()
    core = connection.core
    core.PutImage(ImageFormat.ZPixmap, screen.root, context, *size, *place, 0, 24, len(data), data)
    core.GetInputFocus().reply()  # so that it is done
    connection.disconnect()


@pytest.mark.parametrize(
    ("option", "compression", "coding"),
    [
        ("SpiceJpegWanCompression", "auto_glz", "JpegAlpha"),
        ("SpiceZlibGlzWanCompression", "glz", "ZlibGlzRgb"),
    ],
)
async def test_what_is_sent_over_slow_networks(
    xspice: Callable[..., Xspice],
    glib_client: Client,
    option: str,
    compression: str,
    coding: str,
) -> None:
    """JPEG loses something, and both lose the same: they decode with the same library."""
    server = xspice(several_viewers=True, SpiceImageCompression=compression, **{option: "always"})
    peer = await glib_client()
    await peer.connect(server.uri)
    async with piment.connect(server.uri, view_only=True) as desktop:
        await desktop.screenshot()
        display = desktop.session.displays[0]
        for number in range(PHOTOS):

            async def is_seen_alike(count: int = number + 1) -> bool:
                has_come = display.images_seen.get(coding, 0) == count
                return has_come and difference(shown(display), await peer.pixels()) == ""

            put_photo(server.name, number)
            assert await until_true(is_seen_alike), (number, display.images_seen)
        assert display.dropped == 0
