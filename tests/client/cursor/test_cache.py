from __future__ import annotations

import pytest

from piment.client.cursor.cache import ShapeCache
from piment.errors import ProtocolError
from piment.protocol.cursor import Cursor, CursorFlags, CursorHeader, CursorType

CACHE_ME, FROM_CACHE, NONE = CursorFlags.CACHE_ME, CursorFlags.FROM_CACHE, CursorFlags.NONE


def brings(key: int, flags: CursorFlags = CACHE_ME, side: int = 1) -> Cursor:
    header = CursorHeader(key, CursorType.ALPHA, side, side, 0, 0)
    return Cursor(flags, header, bytes([key & 0xFF]) * (4 * side * side))


def names(key: int) -> Cursor:
    return Cursor(FROM_CACHE, CursorHeader(key, CursorType.MONO, 9, 9, 9, 9))


def colour(cache: ShapeCache, cursor: Cursor) -> int:
    shape = cache.shape_of(cursor)
    assert shape is not None
    return int(shape.pixels[0, 0, 0])


def test_shapes_are_remembered() -> None:
    cache = ShapeCache()
    assert colour(cache, brings(5)) == 5
    assert cache.shape_of(names(5)) is cache.shape_of(names(5))
    assert colour(cache, names(5)) == 5
    cache.shape_of(brings(5, side=2))
    assert len(cache) == 1
    shape = cache.shape_of(names(5))
    assert shape is not None
    assert shape.size == (2, 2)


def test_the_pointer_may_have_none() -> None:
    assert ShapeCache().shape_of(Cursor(NONE)) is None


@pytest.mark.parametrize("cursor", [brings(5, CursorFlags(0)), brings(0)])
def test_what_is_not_to_be_kept_is_not(cursor: Cursor) -> None:
    cache = ShapeCache()
    assert cache.shape_of(cursor) is not None
    assert len(cache) == 0


def test_what_is_not_here_is_an_error() -> None:
    with pytest.raises(ProtocolError, match="no shape 0x5"):
        ShapeCache().shape_of(names(5))


def test_shapes_are_dropped() -> None:
    cache = ShapeCache()
    for key in (1, 2, 3):
        cache.shape_of(brings(key))
    cache.drop(2)
    cache.drop(9)
    assert len(cache) == 2
    with pytest.raises(ProtocolError):
        cache.shape_of(names(2))
    cache.clear()
    assert len(cache) == 0


def test_there_is_room_for_as_many_as_the_protocol_says() -> None:
    cache = ShapeCache()
    for key in range(1, 257):
        cache.shape_of(brings(key))
    cache.shape_of(brings(7))
    with pytest.raises(ProtocolError, match=r"257 shapes .* allowed are 256"):
        cache.shape_of(brings(999))


def test_pixels_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piment.client.cursor.cache.MOST_CACHED_SHAPE_PIXELS", 8)
    cache = ShapeCache()
    cache.shape_of(brings(1, side=2))
    cache.shape_of(brings(2, side=2))
    with pytest.raises(ProtocolError, match="3 shapes of 9 pixels"):
        cache.shape_of(brings(3))
    cache.drop(1)
    cache.shape_of(brings(3))
    assert len(cache) == 2
