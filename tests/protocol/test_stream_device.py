from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.protocol import stream_device
from piment.protocol.cursor import CursorType
from piment.protocol.display import VideoCodecType
from piment.protocol.stream_device import MESSAGES, StreamDevHeader, StreamType
from piment.wire import Struct
from tests.protocol.constants import CONSTANTS, STREAM_DEVICE, members, specified_name, without_ends
from tests.wire.checks import check_bytes, check_reading, check_round_trip, check_truncations
from tests.wire.strategies import damaged, fewer, values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (StreamDevHeader(1, StreamType.FORMAT, 12), "01 00 0200 0c000000"),
        (stream_device.Capabilities(b"\x01"), "01"),
        (
            stream_device.Format(640, 480, VideoCodecType.VP8),
            "80020000 e0010000 02 000000",
        ),
        (stream_device.Data(b"ab"), "6162"),
        (stream_device.StartStop(b"\x01\x02"), "02 0102"),
        (stream_device.StartStop(b""), "00"),
        (stream_device.NotifyError(1, b"no"), "01000000 6e6f"),
        (
            stream_device.CursorSet(1, 1, 0, 0, CursorType.ALPHA, b"\0\0\0\xff"),
            "0100 0100 0000 0000 00 000000 000000ff",
        ),
        (stream_device.CursorMove(-1, 2), "ffffffff 02000000"),
        (
            stream_device.DeviceDisplayInfo(0, 1, b"pci/0000/02.0"),
            "00000000 01000000 0e000000 7063692f303030302f30322e3000",
        ),
        (stream_device.QualityIndicator(7), "07000000"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


@pytest.mark.parametrize("cls", [StreamDevHeader, *MESSAGES.values()])
@fewer
@given(st.data())
def test_every_message_comes_back(cls: type[Struct], data: st.DataObject) -> None:
    value = data.draw(values(cls))
    check_round_trip(value)
    check_truncations(value)
    check_reading(cls, data.draw(damaged(value.pack())))


def test_every_enumeration_has_its_members() -> None:
    declared = {name: members(cls) for name, (cls, _) in STREAM_DEVICE.items()}
    specified = {
        name: without_ends(CONSTANTS["stream_device"][name], prefix)
        for name, (_, prefix) in STREAM_DEVICE.items()
    }
    assert declared == specified


def test_messages_have_the_names_of_their_types() -> None:
    numbers = {specified_name(cls).upper(): number for number, cls in MESSAGES.items()}
    assert numbers | {"INVALID": 0} == members(StreamType)
    assert all(cls.number == number for number, cls in MESSAGES.items())


def test_limits_are_those_of_the_specification() -> None:
    constants = CONSTANTS["stream_device"]["constants"]
    assert constants["STREAM_DEVICE_PROTOCOL"] == stream_device.PROTOCOL_VERSION
    most = constants["STREAM_MSG_CAPABILITIES_MAX_BYTES"]
    assert stream_device.Capabilities.unpack(bytes(most)).pack() == bytes(most)
    side = constants["STREAM_MSG_CURSOR_SET_MAX_WIDTH"]
    pixels = bytes(4 * side * constants["STREAM_MSG_CURSOR_SET_MAX_HEIGHT"])
    check_round_trip(stream_device.CursorSet(side, side, 0, 0, CursorType.ALPHA, pixels))
