import asyncio
import itertools
import random
from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.geometry import Point, Rect, Size
from piment.server.scene.actions import (
    Action,
    Button,
    ButtonChanged,
    Key,
    PointerMoved,
    PointerPlaced,
)
from piment.server.scene.updates import CursorShape, Leds, Resized
from piment.server.sources.demo import DemoSource
from piment.server.sources.demo.cursors import Cursor, cursor_shape
from piment.server.sources.demo.desktop import Desktop
from tests.server.sources.demo.watching import ENOUGH_TURNS, SIZE, Clock, Watcher, click

# Codes of the keys that write "Piment 2!", with shift held where it must be.
PIMENT = [(0x2A, True), (0x19, True), (0x19, False), (0x2A, False)]
PIMENT += [
    (code, down) for code in (0x17, 0x32, 0x12, 0x31, 0x14, 0x39, 3) for down in (True, False)
]
PIMENT += [(0x36, True), (2, True), (2, False), (0x36, False)]


def type_piment(source: DemoSource) -> None:
    for code, pressed in PIMENT:
        source.act(Key(code, pressed))


def play(source: DemoSource) -> None:
    button = source.desktop.movie.button
    click(source, Point(button.left + 9, button.top + 9))


def test_it_has_a_name_for_title_bars() -> None:
    assert DemoSource().name == "Piment demo"


def test_a_size_without_pixels_is_refused(source: DemoSource) -> None:
    with pytest.raises(ValueError, match="0x5"):
        DemoSource(Size(0, 5))
    with pytest.raises(ValueError, match="5x-1"):
        source.resize(Size(5, -1))


async def test_a_reader_is_told_everything_at_first(source: DemoSource, watcher: Watcher) -> None:
    assert watcher.seen[0] == Resized(SIZE)
    assert watcher.shape is not None
    assert watcher.pointer == source.pointer
    assert watcher.leds == Leds()
    assert (watcher.pixels == source.framebuffer).all()


async def test_typed_text_appears_inside_the_field(source: DemoSource, watcher: Watcher) -> None:
    before = watcher.pixels.copy()
    type_piment(source)
    await watcher.catch_up()
    assert source.text == "Piment 2!"
    rows, columns = (before != watcher.pixels).any(axis=2).nonzero()
    field = source.desktop.notepad.content
    changed = Rect(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    assert field.covers(changed)
    assert (watcher.pixels == source.framebuffer).all()


async def test_an_idle_desktop_tells_nothing(source: DemoSource, watcher: Watcher) -> None:
    told = len(watcher.seen)
    source.tick()
    await watcher.catch_up()
    assert len(watcher.seen) == told


async def test_the_clock_ticks(source: DemoSource, clock: Clock, watcher: Watcher) -> None:
    watcher.seen.clear()
    clock.forward(1)
    source.tick()
    await watcher.catch_up()
    (painted,) = watcher.seen
    assert painted == watcher.painted()[0]
    assert source.desktop.panel.outline.covers(watcher.painted()[0].area)


async def test_the_clock_ticks_by_itself() -> None:
    source = DemoSource(SIZE)
    await source.open()
    watcher = Watcher(source)
    await watcher.catch_up()
    panel = source.desktop.panel.outline
    async with asyncio.timeout(10):
        await watcher.until(lambda: any(panel.covers(seen.area) for seen in watcher.painted()))
    await source.close()
    await watcher.task


async def test_the_moving_picture_is_switched_on_and_off(
    source: DemoSource, clock: Clock, watcher: Watcher
) -> None:
    play(source)
    await watcher.catch_up()
    for _ in range(3):
        watcher.seen.clear()
        clock.forward(0.04)
        source.tick()
        await watcher.catch_up()
        assert [update.area for update in watcher.painted()] == [source.desktop.movie.picture]
    play(source)
    await watcher.catch_up()
    watcher.seen.clear()
    clock.forward(0.4)
    source.tick()
    await watcher.catch_up()
    assert watcher.seen == []
    assert (watcher.pixels == source.framebuffer).all()


async def test_the_cursor_is_told(source: DemoSource, watcher: Watcher) -> None:
    field = source.desktop.notepad.content
    source.act(PointerPlaced(Point(field.left + 20, field.top + 20)))
    await watcher.catch_up()
    assert watcher.shape is cursor_shape(Cursor.TEXT)
    assert watcher.pointer == Point(field.left + 20, field.top + 20)
    source.act(PointerMoved(3, -4))
    await watcher.catch_up()
    assert watcher.pointer == source.pointer == Point(field.left + 23, field.top + 16)
    assert sum(isinstance(update, CursorShape) for update in watcher.seen) == 2


async def test_the_lights_are_told(source: DemoSource, watcher: Watcher) -> None:
    source.act(Key(0x3A, pressed=True))
    await watcher.catch_up()
    assert watcher.leds == Leds(caps_lock=True)


async def test_a_resize_is_told_with_all_pixels(source: DemoSource, watcher: Watcher) -> None:
    watcher.seen.clear()
    source.resize(Size(640, 480))
    await watcher.catch_up()
    assert watcher.seen[0] == Resized(Size(640, 480))
    assert [update.area for update in watcher.painted()] == [Rect(0, 0, 640, 480)]
    assert (watcher.pixels == source.framebuffer).all()
    watcher.seen.clear()
    source.resize(Size(640, 480))
    await watcher.catch_up()
    assert watcher.seen == []


async def test_a_slow_reader_gets_merged_damage(source: DemoSource, watcher: Watcher) -> None:
    bar = source.desktop.notepad.title_bar
    source.act(PointerPlaced(Point(bar.left + 20, bar.top + 20)))
    source.act(ButtonChanged(Button.LEFT, pressed=True))
    steps = random.Random(1)
    watcher.seen.clear()
    for step in range(1000):
        source.act(PointerMoved(steps.randint(-40, 40), steps.randint(-40, 40)))
        source.act(Key(0x1E + step % 8, pressed=True))
        # Somebody looks now and then, which draws what the reader has not asked for.
        if step % 100 == 0:
            assert source.framebuffer.any()
    source.act(ButtonChanged(Button.LEFT, pressed=False))
    await watcher.catch_up()
    assert len(watcher.seen) < 100
    assert (watcher.pixels == source.framebuffer).all()
    assert watcher.pointer == source.pointer


async def test_close_ends_the_updates(source: DemoSource, watcher: Watcher) -> None:
    assert not watcher.task.done()
    await source.close()
    async with asyncio.timeout(5):
        await watcher.task


async def test_close_ends_a_reader_that_is_busy(source: DemoSource) -> None:
    updates = source.updates()
    await anext(updates)
    await source.close()
    assert [update async for update in updates] == []


async def test_actions_are_ignored_unless_it_is_open() -> None:
    source = DemoSource(SIZE)
    type_piment(source)
    assert source.text == ""
    await source.open()
    type_piment(source)
    await source.close()
    type_piment(source)
    assert source.text == "Piment 2!"


class Aim(NamedTuple):
    """Put the pointer onto the middle of a part of the desktop."""

    part: Callable[[Desktop], Rect]

    def at(self, source: DemoSource) -> PointerPlaced:
        rect = self.part(source.desktop)
        return PointerPlaced(Point((rect.left + rect.right) // 2, (rect.top + rect.bottom) // 2))


PARTS: list[Callable[[Desktop], Rect]] = [
    lambda desktop: desktop.notepad.title_bar,
    lambda desktop: desktop.notepad.content,
    lambda desktop: desktop.photo.title_bar,
    lambda desktop: desktop.photo.close_button,
    lambda desktop: desktop.peppers.content,
    lambda desktop: desktop.peppers.title_bar,
    lambda desktop: desktop.movie.button,
    lambda desktop: desktop.movie.title_bar,
    lambda desktop: desktop.panel.tab_places[1],
    lambda desktop: desktop.panel.tab_places[3],
]
CODES = st.sampled_from([code for code, _ in PIMENT] + [0x3A, 0x45, 0x46, 0x0E, 0x1C, 0xE048])
COORDINATES = st.integers(-50, 700) | st.integers()
ACTIONS = st.one_of(
    st.builds(Key, CODES | st.integers(0, 0xFFFFFF), st.booleans()),
    st.builds(PointerPlaced, st.builds(Point, COORDINATES, COORDINATES)),
    st.builds(PointerMoved, st.integers(-60, 60) | st.integers(), st.integers(-60, 60)),
    st.builds(ButtonChanged, st.sampled_from(Button), st.booleans()),
)
PRESS, RELEASE = (ButtonChanged(Button.LEFT, pressed) for pressed in (True, False))
AIMS = st.builds(Aim, st.sampled_from(PARTS))
SHIFTS = st.builds(PointerMoved, st.integers(-300, 300), st.integers(-300, 300))
SIZES = st.builds(Size, st.integers(1, 800), st.integers(1, 600))
# Without whole gestures among them, hardly any example would drag a window.
GESTURES = st.one_of(
    st.tuples(AIMS, st.just(PRESS), st.just(RELEASE)),
    st.tuples(AIMS, st.just(PRESS), SHIFTS, SHIFTS, st.just(RELEASE)),
    st.tuples(AIMS, ACTIONS),
    st.tuples(ACTIONS, ACTIONS),
    st.tuples(SIZES),
)
STEPS = st.lists(GESTURES, max_size=9).map(
    lambda gestures: [step for gesture in gestures for step in gesture]
)


def compare_with_drawn_anew(source: DemoSource) -> None:
    """Check that what was drawn piece by piece looks as if drawn at once."""
    size = source.desktop.size
    before = source.framebuffer.copy()
    places = [window.position for window in source.desktop.windows]
    source.resize(Size(size.width + 9, size.height + 9))
    source.resize(size)
    # Windows that were dragged almost out of sight come back a little.
    if places == [window.position for window in source.desktop.windows]:
        assert (source.framebuffer == before).all()


async def act_and_compare(steps: list[Action | Aim | Size], turns: list[int]) -> None:
    clock = Clock()
    source = DemoSource(Size(640, 480), clock)
    await source.open()
    watcher = Watcher(source, dawdles=True)
    await watcher.catch_up()
    play(source)
    for step, count in zip(steps, itertools.cycle(turns), strict=False):
        clock.forward(0.05)
        match step:
            case Size():
                source.resize(step)
            case Aim():
                source.act(step.at(source))
            case _:
                source.act(step)
        await watcher.read_on(count)
        if count == ENOUGH_TURNS:
            assert (watcher.pixels == source.framebuffer).all()
    source.tick()
    await watcher.catch_up()
    assert (watcher.pixels == source.framebuffer).all()
    assert watcher.pointer == source.pointer
    assert watcher.leds == source.desktop.leds
    compare_with_drawn_anew(source)
    await source.close()
    await watcher.task


@settings(max_examples=40)
@given(STEPS, st.lists(st.sampled_from((0, 1, 3, ENOUGH_TURNS)), min_size=1))
def test_a_replay_of_the_updates_equals_the_framebuffer(
    steps: list[Action | Aim | Size], turns: list[int]
) -> None:
    asyncio.run(act_and_compare(steps, turns))
