from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.protocol import port, webdav
from piment.protocol.channel import CHANNELS
from piment.protocol.webdav import Frame
from piment.wire import Struct
from tests.wire.checks import check_bytes, check_reading, check_round_trip
from tests.wire.strategies import damaged, values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Frame(-1, b"GET"), "ffffffffffffffff 0300 474554"),
        (Frame(7, b""), "0700000000000000 0000"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


@given(st.data())
def test_no_bytes_do_harm(data: st.DataObject) -> None:
    frame = data.draw(values(Frame))
    check_round_trip(frame)
    check_reading(Frame, data.draw(damaged(frame.pack())))


def test_frames_follow_one_another_in_a_stream() -> None:
    stream = Frame(1, b"ab").pack() + Frame(2, b"c").pack()
    assert Frame.unpack_at(stream, 0) == Frame(1, b"ab")
    assert Frame.unpack_at(stream, 12) == Frame(2, b"c")


def test_the_channel_is_a_port() -> None:
    assert CHANNELS["webdav"].server == CHANNELS["port"].server
    assert CHANNELS["webdav"].client == CHANNELS["port"].client
    assert webdav.Init is port.Init
