"""From the source through the scene to the viewers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.geometry import Point, Rect, Region, Size
from piment.server.scene.scene import Change, Scene
from piment.server.scene.updates import CursorMoved, Leds, LedsChanged, Painted, Resized, Update
from piment.server.show import show
from piment.server.sources.base import SourceError
from piment.server.viewer import Viewer
from tests.server.house import becomes
from tests.server.scripted import SIZE, Scripted

ALL = Rect.of_size(SIZE)


class Watch:
    """A viewer who notes what it is told, and what the scene was then."""

    def __init__(self, scene: Scene) -> None:
        self.viewer = Viewer(1, "somebody")
        self.told: list[list[Rect]] = []
        self.positions: list[Point] = []
        self._scene = scene
        self.viewer.watch(self._note)

    def _note(self, change: Change) -> None:
        self.told.append(list(change.rects))
        self.positions.append(self._scene.screens[0].cursor.position)


async def test_viewers_are_told_after_the_scene_has_changed() -> None:
    source, scene = Scripted(), Scene()
    one, other = Watch(scene), Watch(scene)
    area = Rect(4, 5, 14, 15)
    source.paint(area, 7)
    source.tell(CursorMoved(Point(3, 4)), LedsChanged(Leds(caps_lock=True)), None)
    await show(source, scene, lambda: [one.viewer, other.viewer])
    assert one.told == other.told == [[ALL], [area], [], []]
    assert one.positions[1:] == [Point(0, 0), Point(3, 4), Point(3, 4)]
    assert np.array_equal(scene.screens[0].primary.pixels[..., :3], source.frame[..., :3])
    assert scene.leds.caps_lock


async def test_viewers_are_told_of_each_part_that_changed() -> None:
    source, scene = Scripted(Size(400, 200)), Scene()
    watch = Watch(scene)
    corners = [Rect(1, 2, 5, 6), Rect(390, 190, 399, 199)]
    pixels = source.frame.copy()
    for corner in corners:
        pixels[corner.rows, corner.columns] = 8
    source.paint(Rect(0, 0, 400, 200), pixels)
    source.tell(None)
    await show(source, scene, lambda: [watch.viewer])
    assert sorted(watch.told[1]) == corners


async def test_viewers_come_and_go_meanwhile() -> None:
    source, scene = Scripted(), Scene()
    early, late = Watch(scene), Watch(scene)
    viewers = [early.viewer]
    showing = asyncio.create_task(show(source, scene, lambda: viewers))
    await source.told()
    viewers[:] = [late.viewer]
    source.tell(CursorMoved(Point(1, 1)), None)
    await showing
    assert (early.told, late.told) == ([[ALL]], [[]])


async def test_the_scene_is_kept_while_nobody_looks() -> None:
    source, scene = Scripted(), Scene()
    source.paint(ALL, 9)
    source.tell(None)
    await show(source, scene, list)
    assert (scene.screens[0].primary.pixels[..., :3] == 9).all()


async def test_a_desktop_that_breaks_says_so_and_what_it_showed_stays() -> None:
    source, scene = Scripted(), Scene()
    source.paint(ALL, 9)
    source.tell(SourceError("the X server ended"))
    with pytest.raises(SourceError, match="the X server ended"):
        await show(source, scene, list)
    assert (scene.screens[0].primary.pixels[..., :3] == 9).all()


async def test_cancelling_ends_the_reading_of_the_source() -> None:
    ended = asyncio.Event()

    class Endless(Scripted):
        async def updates(self) -> AsyncIterator[Update]:
            try:
                yield Resized(SIZE)
                await asyncio.Event().wait()
            finally:
                ended.set()

    scene = Scene()
    watch = Watch(scene)
    showing = asyncio.create_task(show(Endless(), scene, lambda: [watch.viewer]))
    await becomes(lambda: watch.told)
    showing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await showing
    assert ended.is_set()


async def test_a_source_may_reuse_its_pixels() -> None:
    """They are its own again as soon as the next update is asked for."""
    shared = np.zeros((SIZE.height, SIZE.width, 4), np.uint8)

    class Thrifty(Scripted):
        async def updates(self) -> AsyncIterator[Update]:
            yield Resized(SIZE)
            shared[:] = 5
            yield Painted(Rect(0, 0, 10, 10), shared[:10, :10])
            shared[:] = 200

    scene = Scene()
    await show(Thrifty(), scene, list)
    assert (scene.screens[0].primary.pixels[:10, :10, :3] == 5).all()
    assert not scene.screens[0].primary.pixels[10:].any()


EDGES = st.integers(-8, 40)
STEPS = st.lists(
    st.tuples(
        st.one_of(
            st.builds(Size, st.integers(1, 32), st.integers(1, 32)),
            st.tuples(EDGES, EDGES, st.integers(1, 24), st.integers(1, 24), st.integers(0, 3)),
        ),
        st.booleans(),
    ),
    max_size=25,
)


@given(STEPS)
async def test_who_looks_only_at_damage_sees_everything(steps) -> None:
    """However rarely a viewer looks: what it copies where it was told to is the desktop."""
    scene, seen, damage = Scene(), np.zeros((0, 0, 4), np.uint8), Region()
    model = np.zeros((0, 0, 4), np.uint8)
    viewer = Viewer(1, "somebody")
    viewer.watch(lambda change: damage.update(change.rects))

    class Random(Scripted):
        async def updates(self) -> AsyncIterator[Update]:
            nonlocal seen, model
            for step, looks in steps:
                if isinstance(step, Size):
                    model = np.zeros((step.height, step.width, 4), np.uint8)
                    yield Resized(step)
                else:
                    x, y, width, height, colour = step
                    pixels = np.full((height, width, 4), colour, np.uint8)
                    model[max(y, 0) : max(y + height, 0), max(x, 0) : max(x + width, 0)] = colour
                    yield Painted(Rect(x, y, x + width, y + height), pixels)
                if looks:
                    seen = look(scene, seen, damage)

    await show(Random(), scene, lambda: [viewer])
    assert np.array_equal(look(scene, seen, damage)[..., :3], model[..., :3])


def look(scene: Scene, seen: np.ndarray, damage: Region) -> np.ndarray:
    """Copy what is damaged onto what was seen before, as a viewer's display channel does."""
    pixels = scene.screens[0].primary.pixels
    if seen.shape != pixels.shape:
        seen = np.full(pixels.shape, 255, np.uint8)
    damage.clip(scene.screens[0].primary.area)
    for rect in damage.take():
        seen[rect.rows, rect.columns] = pixels[rect.rows, rect.columns]
    return seen
