"""What one console shows, and what is told of it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from piment.geometry import Rect, Size
from piment.server.scene.updates import Blanked, Painted, Resized
from piment.server.sources.qemu.formats import Picture
from piment.server.sources.qemu.frame import Frame
from tests.server.sources.qemu.pictures import X8R8G8B8, Replay, noise, picture


def kinds(frame: Frame) -> list[type]:
    return [type(update) for update in frame.take()]


def test_it_begins_with_nothing() -> None:
    frame = Frame(0)
    assert frame.size == Size(0, 0)
    assert list(frame.take()) == []


def test_a_picture_is_told_once() -> None:
    frame, shown = Frame(3), noise(8, 6)
    frame.show(picture(shown))
    assert frame.size == Size(8, 6)
    resized, painted = frame.take()
    assert resized == Resized(Size(8, 6), 3)
    assert isinstance(painted, Painted)
    assert (painted.area, painted.screen) == (Rect(0, 0, 8, 6), 3)
    assert np.array_equal(painted.pixels, shown)
    assert list(frame.take()) == []


def test_another_picture_of_this_size_is_no_other_size() -> None:
    frame = Frame(0)
    frame.show(picture(noise(8, 6, 1)))
    kinds(frame)
    frame.show(picture(noise(8, 6, 2)))
    assert kinds(frame) == [Painted]


def test_parts_merge_until_they_are_read() -> None:
    frame, replay = Frame(0), Replay()
    frame.show(picture(noise(64, 64)))
    replay.take(frame.take())
    replay.painted = 0
    for seed in range(100):
        assert frame.paint(10, 20, picture(noise(9, 16, seed)))
    replay.take(frame.take())
    assert replay.painted == 9 * 16
    assert np.array_equal(replay.pixels[0][20:36, 10:19], noise(9, 16, 99))


def test_a_part_that_does_not_lie_inside_changes_nothing() -> None:
    frame, shown = Frame(0), noise(8, 6)
    assert not frame.paint(0, 0, picture(noise(1, 1)))
    frame.show(picture(shown))
    for x, y in ((-1, 0), (0, -1), (1, 0), (0, 1), (2**31 - 1, 0)):
        assert not frame.paint(x, y, picture(noise(8, 6, 1)))
    replay = Replay()
    replay.take(frame.take())
    assert np.array_equal(replay.pixels[0], shown)


def test_nothing_is_told_of_states_in_between() -> None:
    frame = Frame(0)
    for seed in range(5):
        frame.show(picture(noise(8 + seed, 6)))
        frame.blank()
    assert list(frame.take()) == []
    frame.show(picture(noise(4, 4)))
    assert kinds(frame) == [Resized, Painted]
    frame.blank()
    assert list(frame.take()) == [Blanked(0)]
    frame.show(picture(noise(4, 4)))
    assert kinds(frame) == [Resized, Painted]


def test_a_shared_picture_is_read_where_and_when_it_is_wanted() -> None:
    memory = bytearray(noise(8, 6).tobytes())
    frame, replay = Frame(0), Replay()
    frame.share(Picture.within(memoryview(memory), (8, 6), 32, X8R8G8B8))
    replay.take(frame.take())
    before = replay.pixels[0].copy()
    memory[:] = noise(8, 6, 1).tobytes()
    frame.change(Rect(2, 2, 4, 100))
    frame.change(Rect(-5, -5, 0, 0))
    memory[:] = noise(8, 6, 2).tobytes()
    replay.take(frame.take())
    changed = before.copy()
    changed[2:6, 2:4] = noise(8, 6, 2)[2:6, 2:4]
    assert np.array_equal(replay.pixels[0], changed)


def test_what_was_told_does_not_change_with_the_shared_picture() -> None:
    memory = bytearray(noise(8, 6).tobytes())
    frame = Frame(0)
    frame.share(Picture.within(memoryview(memory), (8, 6), 32, X8R8G8B8))
    _, painted = frame.take()
    assert isinstance(painted, Painted)
    memory[:] = bytes(len(memory))
    assert np.array_equal(painted.pixels, noise(8, 6))


SIZES = st.tuples(st.integers(1, 20), st.integers(1, 20))
STEPS = st.one_of(
    st.tuples(st.just("show"), SIZES),
    st.tuples(st.just("share"), SIZES),
    st.tuples(st.just("paint"), st.tuples(st.integers(-3, 20), st.integers(-3, 20)), SIZES),
    st.tuples(st.just("blank")),
    st.tuples(st.just("read")),
)


@given(st.lists(STEPS, max_size=30))
def test_who_replays_all_that_is_told_sees_what_is_shown(steps: list[tuple[object, ...]]) -> None:
    frame, replay = Frame(0), Replay()
    shown = None
    memory: bytearray | None = None
    for seed, step in enumerate(steps):
        match step:
            case "show", (width, height):
                shown, memory = noise(width, height, seed), None
                frame.show(picture(shown))
            case "share", (width, height):
                shown = noise(width, height, seed)
                memory = bytearray(shown.tobytes())
                view = memoryview(memory)
                frame.share(Picture.within(view, (width, height), width * 4, X8R8G8B8))
            case "paint", (x, y), (width, height):
                part = noise(width, height, seed)
                if memory is None and frame.paint(x, y, picture(part)):
                    shown[y : y + height, x : x + width] = part
            case ("blank",):
                shown = None
                frame.blank()
            case ("read",):
                replay.take(frame.take())
    replay.take(frame.take())
    if shown is None:
        assert replay.pixels == {}
    else:
        assert np.array_equal(replay.pixels[0], shown)
