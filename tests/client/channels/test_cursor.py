from __future__ import annotations

import logging

import pytest

from piment.client.channels.cursor import CursorChannel
from piment.client.events import CursorChanged, Event
from piment.geometry import Point
from piment.protocol import cursor
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message
from piment.protocol.common import Point16
from piment.protocol.cursor import Cursor, CursorFlags
from piment.protocol.main import MouseModeFlags
from tests.client.channels.wire import NoMover, Wire, shared
from tests.client.cursor.test_cache import brings, names

NOTHING = Cursor(CursorFlags.NONE)


class Hand:
    """A cursor channel, and a server that moves the pointer."""

    def __init__(self) -> None:
        self.shared, self.told = shared()
        self.channel = CursorChannel(self.shared, 2, NoMover())
        self.channel.attach(Wire(), Capabilities())

    def do(self, *messages: Message) -> list[Event]:
        """Let the channel do what messages say; return what it told."""
        before = len(self.told)
        for message in messages:
            assert self.channel.handle(message) is None
        return self.told[before:]

    @property
    def colour(self) -> int | None:
        shape = self.channel.shape
        return None if shape is None else int(shape.pixels[0, 0, 0])

    @property
    def state(self) -> tuple[int | None, Point, bool]:
        return self.colour, self.channel.position, self.channel.is_visible


@pytest.fixture
def hand() -> Hand:
    return Hand()


def init(shape: Cursor = NOTHING, visible: int = 1, x: int = 3, y: int = -4) -> cursor.Init:
    return cursor.Init(Point16(x, y), 0, 0, visible, shape)


def put(shape: Cursor, visible: int = 1, x: int = 7, y: int = 8) -> cursor.Set:
    return cursor.Set(Point16(x, y), visible, shape)


def test_it_has_no_shape_at_first(hand: Hand) -> None:
    assert hand.state == (None, Point(0, 0), False)
    assert hand.channel.name == "cursor:2"


def test_init_sets_all(hand: Hand) -> None:
    assert hand.do(init(brings(5))) == [CursorChanged(2)]
    assert hand.state == (5, Point(3, -4), True)


def test_the_shape_changes(hand: Hand) -> None:
    hand.do(init())
    assert hand.do(put(brings(6))) == [CursorChanged(2)]
    assert hand.state == (6, Point(7, 8), True)
    hand.do(put(NOTHING, visible=0))
    assert hand.state == (None, Point(7, 8), False)
    hand.do(put(names(6)))
    assert hand.state == (6, Point(7, 8), True)


def test_whoever_moves_is_seen(hand: Hand) -> None:
    hand.do(init(brings(5), visible=0))
    assert hand.do(cursor.Move(Point16(1, 2))) == [CursorChanged(2)]
    assert hand.state == (5, Point(1, 2), True)
    assert hand.do(cursor.Hide()) == [CursorChanged(2)]
    assert hand.state == (5, Point(1, 2), False)


def test_where_the_client_points_the_server_does_not(hand: Hand) -> None:
    hand.do(init())
    hand.shared.mouse_mode = MouseModeFlags.CLIENT
    hand.do(put(brings(6)))
    assert hand.state == (6, Point(3, -4), True)


def test_before_init_nothing_counts(hand: Hand) -> None:
    """wire.md 9.3."""
    messages = [put(brings(5)), cursor.Move(Point16(1, 2)), cursor.Trail(1, 2), cursor.InvalOne(5)]
    assert hand.do(*messages, cursor.Hide(), cursor.InvalAll()) == []
    assert hand.state == (None, Point(0, 0), False)


def test_a_reset_forgets_all(hand: Hand) -> None:
    hand.do(init(brings(5)))
    assert hand.do(cursor.Reset()) == [CursorChanged(2)]
    assert hand.state == (None, Point(0, 0), False)
    assert hand.do(cursor.Move(Point16(1, 2))) == []
    hand.do(init(names(5)))
    assert hand.state == (None, Point(3, -4), True)


def test_another_init_forgets_the_shapes(hand: Hand) -> None:
    hand.do(init(brings(5)), init(), put(names(5)))
    assert hand.colour is None


def test_a_new_connection_forgets_all(hand: Hand) -> None:
    hand.do(init(brings(5)))
    hand.channel.attach(Wire(), Capabilities())
    assert hand.state == (None, Point(0, 0), False)
    hand.do(put(names(5)))
    assert hand.state == (None, Point(0, 0), False)


def test_shapes_are_dropped(hand: Hand) -> None:
    hand.do(init(brings(5)), put(brings(6)))
    assert hand.do(cursor.InvalOne(5), cursor.Trail(1, 2)) == []
    hand.do(put(names(5)))
    assert hand.colour == 6
    hand.do(cursor.InvalAll(), put(brings(7)), put(names(6)))
    assert hand.colour == 7


def test_broken_shapes_are_dropped_and_the_session_goes_on(
    hand: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    hand.do(init(brings(5)))
    broken = Cursor(CursorFlags(0), brings(6).header, b"")
    with caplog.at_level(logging.WARNING):
        hand.do(put(broken, visible=0))
    assert hand.state == (5, Point(7, 8), False)
    assert "cursor:2 dropped a shape: a ALPHA cursor of 1x1 needs 4 bytes, has 0" in caplog.text
