"""The scripted desktop sessions of the kit: every step draws, the same each time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.interop.peers.display import Xvfb
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.scenes import play
from tests.interop.peers.xspice import Xspice

Client = Callable[[], Awaitable[GLibClient]]


async def pictures(folder: Path) -> dict[str, Pixels]:
    """Return what a display showed after each step of two scenes."""
    folder.mkdir()
    display = Xvfb(folder, 1024, 768)
    try:
        display.manage_windows()
        steps = play(display, "root", "calculator", seed=7)
        return {step: display.pixels() async for step in steps}
    finally:
        display.stop()


async def test_a_scene_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = await pictures(tmp_path / "first"), await pictures(tmp_path / "second")
    assert list(first) == list(second)
    assert len(first) > 20
    for step, shown in first.items():
        assert difference(shown, second[step]) == "", step
    in_order = list(first.values())
    for one, next_one in pairwise(in_order):
        assert not np.array_equal(one, next_one)


@pytest.mark.parametrize("scene", ["fonts", "video"])
async def test_two_viewers_see_a_scene(
    xspice: Callable[..., Xspice], glib_client: Client, scene: str
) -> None:
    desktop = xspice(several_viewers=True, SpiceStreamingVideo="all")
    desktop.manage_windows()
    viewers = [await glib_client(), await glib_client()]
    for viewer in viewers:
        await viewer.connect(desktop.uri)
    async for step in play(desktop, scene):
        one, other = [await viewer.settle() for viewer in viewers]
        assert difference(one, other) == "", step
        if scene == "video":  # elsewhere the server may paint the pointer, too
            assert difference(one, desktop.pixels()) == "", step
