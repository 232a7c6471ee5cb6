from __future__ import annotations

import pytest

from piment.protocol import cursor
from piment.protocol.common import Point16
from piment.protocol.cursor import Cursor, CursorFlags, CursorHeader, CursorType
from piment.wire import Struct
from tests.wire.checks import check_bytes

ARROW = CursorHeader(
    unique=0xABC, type=CursorType.ALPHA, width=2, height=2, hot_spot_x=0, hot_spot_y=1
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        # wire.md 21.6
        (
            cursor.Set(
                position=Point16(100, 200),
                visible=1,
                cursor=Cursor(
                    CursorFlags.CACHE_ME,
                    ARROW,
                    bytes.fromhex("000000ff ffffffff 80808080 00000000"),
                ),
            ),
            """64 00 c8 00 01 02 00 bc 0a 00 00 00 00 00 00 00
               02 00 02 00 00 00 01 00 00 00 00 ff ff ff ff ff
               80 80 80 80 00 00 00 00""",
        ),
        (
            cursor.Init(Point16(-1, 2), 3, 4, 0, Cursor(CursorFlags.NONE)),
            "ffff 0200 0300 0400 00 0100",
        ),
        (
            cursor.Set(Point16(1, 2), 1, Cursor(CursorFlags.FROM_CACHE, ARROW)),
            "0100 0200 01 0400 bc0a000000000000 00 0200 0200 0000 0100",
        ),
        (cursor.Reset(), ""),
        (cursor.Move(Point16(1, -1)), "0100 ffff"),
        (cursor.Hide(), ""),
        (cursor.Trail(2, 3), "0200 0300"),
        (cursor.InvalOne(0xABC), "bc0a000000000000"),
        (cursor.InvalAll(), ""),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)
