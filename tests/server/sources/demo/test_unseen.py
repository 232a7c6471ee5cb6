from collections.abc import Iterator

import pytest

from piment.geometry import Point, Rect, Size
from piment.server.scene.actions import Key, PointerMoved, PointerPlaced
from piment.server.scene.updates import (
    CursorMoved,
    CursorShape,
    LedsChanged,
    Painted,
    Resized,
)
from piment.server.sources.demo.desktop import Desktop
from piment.server.sources.demo.unseen import Unseen
from tests.server.sources.demo.watching import SIZE, Replay


def tell(unseen: Unseen, desktop: Desktop) -> Replay:
    replay = Replay()
    replay.apply(Resized(desktop.size))
    replay.seen.clear()
    unseen.damage.update(desktop.render())
    for update in unseen.take(desktop):
        replay.apply(update)
    return replay


@pytest.fixture
def unseen(desktop: Desktop) -> Unseen:
    """What is not told to a reader that knows all there is at first."""
    unseen = Unseen()
    tell(unseen, desktop)
    return unseen


def test_everything_is_told_at_first_and_nothing_after(desktop: Desktop) -> None:
    unseen = Unseen()
    unseen.damage.add(Rect.of_size(SIZE))
    replay = tell(unseen, desktop)
    kinds = [type(update) for update in replay.seen]
    assert kinds == [Resized, CursorShape, CursorMoved, LedsChanged, Painted]
    assert (replay.pixels == desktop.framebuffer).all()
    assert tell(unseen, desktop).seen == []


def test_only_what_differs_is_told(desktop: Desktop, unseen: Unseen) -> None:
    desktop.act(PointerMoved(1, 0))
    replay = tell(unseen, desktop)
    assert replay.seen == [CursorMoved(desktop.pointer)]
    desktop.act(PointerPlaced(Point(3, SIZE.height - 3)))
    tell(unseen, desktop)
    here = desktop.pointer
    desktop.act(PointerMoved(1, 0))
    desktop.act(PointerPlaced(here))
    assert tell(unseen, desktop).seen == []


def test_leds_come_with_their_light(desktop: Desktop, unseen: Unseen) -> None:
    desktop.act(Key(0x3A, pressed=True))
    replay = tell(unseen, desktop)
    assert replay.leds == desktop.leds
    assert len(replay.painted()) == 1


def test_changes_while_telling_do_not_make_it_endless(desktop: Desktop, unseen: Unseen) -> None:
    unseen.damage.update([Rect(0, 0, 10, 10), Rect(20, 0, 30, 10), Rect(40, 0, 50, 10)])
    told = 0
    for update in unseen.take(desktop):
        assert isinstance(update, Painted)
        unseen.damage.add(Rect(0, 0, 60, 10).moved(0, told))
        told += 1
    assert told == 3
    assert unseen.damage


def test_a_resize_while_telling_waits_for_the_next_time(desktop: Desktop, unseen: Unseen) -> None:
    unseen.damage.update([Rect(0, 0, 10, 10), Rect(900, 700, 910, 710)])
    updates: Iterator[object] = unseen.take(desktop)
    assert isinstance(next(updates), Painted)
    desktop.resize(Size(300, 200))
    assert list(updates) == []
    replay = tell(unseen, desktop)
    assert replay.seen[0] == Resized(Size(300, 200))
    assert (replay.pixels == desktop.framebuffer).all()
    assert all(Rect(0, 0, 300, 200).covers(update.area) for update in replay.painted())


@pytest.mark.parametrize("size", [Size(300, 200), Size(1100, 900)])
def test_a_resize_during_the_news_is_told_before_its_pixels(desktop: Desktop, size: Size) -> None:
    unseen = Unseen()
    unseen.damage.add(Rect.of_size(SIZE))
    updates = unseen.take(desktop)
    assert next(updates) == Resized(SIZE)
    desktop.resize(size)
    unseen.damage.update(desktop.render())
    assert not any(isinstance(update, Painted) for update in updates)
    replay = tell(unseen, desktop)
    assert replay.seen[0] == Resized(size)
    assert (replay.pixels == desktop.framebuffer).all()
