from __future__ import annotations

import pytest

from piment.protocol import playback
from piment.protocol.playback import AudioDataMode, AudioFmt
from piment.wire import Struct
from tests.wire.checks import check_bytes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (playback.Data(9, b"\x01\x02"), "09000000 0102"),
        (playback.Mode(9, AudioDataMode.OPUS), "09000000 0300"),
        (playback.Mode(9, AudioDataMode.RAW, b"x"), "09000000 0100 78"),
        (playback.Start(2, AudioFmt.S16, 48000, 9), "02000000 0100 80bb0000 09000000"),
        (playback.Stop(), ""),
        (playback.Volume([0xFFFF, 0x8000]), "02 ffff 0080"),
        (playback.Volume([]), "00"),
        (playback.Mute(1), "01"),
        (playback.Latency(200), "c8000000"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)
