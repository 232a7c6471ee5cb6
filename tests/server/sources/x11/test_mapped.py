from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from piment.geometry import Rect, Size
from piment.server.sources.x11.framebuffer import Framebuffer
from piment.server.sources.x11.mapped import MappedFrames

SIZE = Size(400, 300)


class Memory(Framebuffer):
    """A screen that the test itself draws on."""

    def __init__(self) -> None:
        self._pixels: NDArray[np.uint8] = np.zeros((SIZE.height, SIZE.width, 4), np.uint8)

    def fill(self, area: Rect, value: int) -> None:
        self.view(area)[:] = value


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
async def frames(memory: Memory) -> MappedFrames:
    made = MappedFrames(memory)
    await made.resize(SIZE)
    assert [painted.area for painted in await made.paint()] == [Rect.of_size(SIZE)]
    return made


async def test_what_was_damaged_is_read_as_it_is_then(memory: Memory, frames: MappedFrames) -> None:
    frames.damage([Rect(10, 10, 20, 20), Rect(390, 290, 500, 500)])
    memory.fill(Rect(10, 10, 20, 20), 7)
    first, second = await frames.paint()
    assert (first.area, second.area) == (Rect(10, 10, 20, 20), Rect(390, 290, 400, 300))
    assert (first.pixels == 7).all()
    assert await frames.paint() == []


async def test_what_is_seen_does_not_change_any_more(memory: Memory, frames: MappedFrames) -> None:
    """The server goes on to draw while the pixels are compared and encoded."""
    (glance,) = frames.glance(Rect(10, 10, 20, 20))
    frames.damage([Rect(0, 0, 300, 200)])
    (painted,) = await frames.paint()
    memory.fill(Rect(0, 0, 300, 200), 7)
    assert not glance.pixels.any()
    assert not painted.pixels.any()


@pytest.mark.parametrize(
    ("damaged", "drawn_since", "is_told"),
    [
        (Rect(10, 10, 20, 20), None, False),
        (Rect(12, 12, 14, 14), None, False),
        (Rect(10, 10, 21, 20), None, True),
        (Rect(10, 10, 20, 20), Rect(19, 19, 20, 20), True),
        (Rect(12, 12, 14, 14), Rect(19, 19, 20, 20), False),
    ],
)
async def test_what_a_glance_has_shown_is_not_told_again(
    memory: Memory, frames: MappedFrames, damaged: Rect, drawn_since: Rect | None, is_told: bool
) -> None:
    frames.glance(Rect(10, 10, 20, 20))
    if drawn_since is not None:
        memory.fill(drawn_since, 9)
    frames.damage([damaged])
    assert [painted.area for painted in await frames.paint()] == [damaged] * is_told


async def test_a_glance_is_forgotten_with_the_next_picture(frames: MappedFrames) -> None:
    area = Rect(10, 10, 20, 20)
    frames.glance(area)
    await frames.paint()
    frames.damage([area])
    assert [painted.area for painted in await frames.paint()] == [area]


@pytest.mark.parametrize(
    "bounds", [Rect(0, 0, 400, 200), Rect(5, 5, 5, 5), Rect(400, 0, 410, 10), Rect(0, 0, 0, 0)]
)
def test_nothing_is_glanced_at_that_is_large_or_outside(frames: MappedFrames, bounds: Rect) -> None:
    assert frames.glance(bounds) == []


async def test_before_all_of_a_screen_was_read_there_is_no_glance(memory: Memory) -> None:
    frames = MappedFrames(memory)
    await frames.resize(SIZE)
    assert frames.glance(Rect(0, 0, 10, 10)) == []


async def test_a_screen_larger_than_its_memory_is_cut(memory: Memory) -> None:
    frames = MappedFrames(memory)
    await frames.resize(Size(1000, 1000))
    assert [painted.area for painted in await frames.paint()] == [Rect.of_size(SIZE)]
    frames.ask_ahead()
