"""The cursor channel: the pointer's shape and place (wire.md 9)."""

from __future__ import annotations

from typing import Annotated

from piment.limits import MOST_CURSOR_BYTES
from piment.protocol.channel import Message, cursor
from piment.protocol.common import Point16
from piment.wire import Enum8, Flags16, Struct, rest, u8, u16, u64, when


class CursorType(Enum8):
    """How the pixels of a shape are kept (wire.md 9.2)."""

    ALPHA = 0
    MONO = 1
    COLOR4 = 2
    COLOR8 = 3
    COLOR16 = 4
    COLOR24 = 5
    COLOR32 = 6


class CursorFlags(Flags16):
    """What travels of a shape, and whether it is to be remembered."""

    NONE = 1
    CACHE_ME = 2
    FROM_CACHE = 4


class CursorHeader(Struct):
    """What a shape is, but for its pixels."""

    unique: u64
    """Key in the client's cache; 0 is never cached."""
    type: CursorType
    width: u16
    height: u16
    hot_spot_x: u16
    hot_spot_y: u16


class Cursor(Struct):
    """A shape. NONE: nothing follows; FROM_CACHE: of the header, only `unique` counts."""

    flags: CursorFlags
    header: Annotated[CursorHeader | None, when("not flags & CursorFlags.NONE")] = None
    data: Annotated[bytes, rest(MOST_CURSOR_BYTES)] = b""


@cursor.from_server(101)
class Init(Message):
    """First message, and the first one after RESET: clears the client's cursor cache."""

    position: Point16
    trail_length: u16
    trail_frequency: u16
    visible: u8
    cursor: Cursor


@cursor.from_server(102)
class Reset(Message):
    """Forget the cursor and the cache; INIT follows."""


@cursor.from_server(103)
class Set(Message):
    """The shape changes."""

    position: Point16
    visible: u8
    cursor: Cursor


@cursor.from_server(104)
class Move(Message):
    """The pointer moves, and is visible."""

    position: Point16


@cursor.from_server(105)
class Hide(Message):
    """The pointer is invisible."""


@cursor.from_server(106)
class Trail(Message):
    """The pointer draws a trail."""

    length: u16
    frequency: u16


@cursor.from_server(107)
class InvalOne(Message):
    """Drop a shape from the cache."""

    id: u64


@cursor.from_server(108)
class InvalAll(Message):
    """Drop all shapes from the cache."""
