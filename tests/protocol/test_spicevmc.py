from __future__ import annotations

import pytest

from piment.protocol.channel import CHANNELS, Side
from piment.protocol.spicevmc import CompressedData, Data, DataCompressionType
from piment.wire import Struct
from tests.wire.checks import check_bytes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Data(b"abc"), "616263"),
        (CompressedData(DataCompressionType.LZ4, 4000, b"x"), "01 a00f0000 78"),
        (CompressedData(DataCompressionType.NONE, None, b"x"), "00 78"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


@pytest.mark.parametrize("name", ["usbredir", "port", "webdav"])
@pytest.mark.parametrize("side", list(Side))
def test_three_channels_share_them(name: str, side: Side) -> None:
    assert CHANNELS[name].sent_by(side)[101] is Data
    assert CHANNELS[name].sent_by(side)[102] is CompressedData
