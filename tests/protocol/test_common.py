from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment import geometry
from piment.protocol import common
from piment.protocol.common import (
    MigrateFlags,
    NotifySeverity,
    NotifyVisibility,
    Point,
    Point16,
    PointFix,
    Rect,
    Transform,
    WaitForChannel,
)
from piment.protocol.framing import SubMessage
from piment.protocol.link import LinkErr
from piment.wire import Struct, WireError
from tests.protocol.constants import CONSTANTS
from tests.wire.checks import check_bytes

coordinates = st.integers(-(1 << 31), (1 << 31) - 1)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Point(1, -2), "01000000 feffffff"),
        (Point16(1, -2), "0100 feff"),
        (PointFix(16, -1), "10000000 ffffffff"),
        (Rect(top=1, left=2, bottom=3, right=4), "01000000 02000000 03000000 04000000"),
        (Transform(1, 2, 3, 4, 5, 6), "01000000 02000000 03000000 04000000 05000000 06000000"),
        (common.Migrate(MigrateFlags.NEED_FLUSH | MigrateFlags.NEED_DATA_TRANSFER), "03000000"),
        (common.MigrateData(b"MNMD"), "4d4e4d44"),
        (common.MigrateDataHeader(b"MNMD", 1), "4d4e4d44 01000000"),
        (common.SetAck(1, 20), "01000000 14000000"),
        (common.Ping(7, 0x0102030405060708), "07000000 0807060504030201"),
        (common.Ping(7, 1, b"\0\0"), "07000000 0100000000000000 0000"),
        (
            common.WaitForChannels([WaitForChannel(2, 1, 9), WaitForChannel(4, 0, 1)]),
            "02 02 01 0900000000000000 04 00 0100000000000000",
        ),
        (common.WaitForChannels([]), "00"),
        (common.Disconnecting(5, LinkErr.PERMISSION_DENIED), "0500000000000000 07000000"),
        (
            common.Notify(1, NotifySeverity.WARN, NotifyVisibility.HIGH, 0, b"hi"),
            "0100000000000000 01000000 02000000 00000000 02000000 6869 00",
        ),
        (common.List([]), "0000"),
        (common.List([SubMessage(105, b"\0\0")]), "0100 06000000 6900 02000000 0000"),
        (common.AckSync(3), "03000000"),
        (common.Ack(), ""),
        (common.Pong(7, 1), "07000000 0100000000000000"),
        (common.MigrateFlushMark(), ""),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


def test_the_zero_behind_a_notify_may_be_missing() -> None:
    notify = common.Notify(1, NotifySeverity.WARN, NotifyVisibility.HIGH, 0, b"hi")
    assert common.Notify.unpack(notify.pack()[:-1]) == notify


def test_only_one_zero_belongs_to_a_notify() -> None:
    notify = common.Notify(1, NotifySeverity.WARN, NotifyVisibility.HIGH, 0, b"hi")
    with pytest.raises(WireError, match="Notify: 1 bytes are left over"):
        common.Notify.unpack(notify.pack() + b"\0")


def test_a_padding_as_long_as_the_bandwidth_test_fits() -> None:
    ping = common.Ping(1, 2, bytes(CONSTANTS["misc"]["NET_TEST_BYTES"]))
    assert common.Ping.unpack(ping.pack()) == ping


@given(coordinates, coordinates, coordinates, coordinates)
def test_rectangles_keep_their_edges(left: int, top: int, right: int, bottom: int) -> None:
    pixels = geometry.Rect(left=left, top=top, right=right, bottom=bottom)
    rect = Rect.of(pixels)
    assert (rect.left, rect.top, rect.right, rect.bottom) == (left, top, right, bottom)
    assert rect.geometry == pixels
    assert Rect.unpack(rect.pack()).geometry == pixels


def test_points_keep_their_coordinates() -> None:
    for cls in (Point, Point16):
        point = cls.of(geometry.Point(3, -4))
        assert (point.x, point.y) == (3, -4)
        assert point.geometry == geometry.Point(3, -4)


def test_sizes_are_those_of_the_specification() -> None:
    assert Rect.fixed_size == CONSTANTS["structure_sizes"]["Rect"]
    sizes = [cls.fixed_size for cls in (Point, Point16, PointFix, Transform)]
    assert sizes == [8, 4, 8, 24]
