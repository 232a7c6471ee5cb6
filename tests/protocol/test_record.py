from __future__ import annotations

import pytest

from piment.protocol import playback, record
from piment.protocol.channel import CHANNELS
from piment.wire import Struct
from tests.wire.checks import check_bytes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (record.Start(1, record.AudioFmt.S16, 44100), "01000000 0100 44ac0000"),
        (record.StartMark(9), "09000000"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


def test_it_shares_with_playback_what_is_the_same() -> None:
    channel = CHANNELS["record"]
    assert channel.server[101] is record.Start
    assert channel.server[102] is record.Stop is playback.Stop
    assert channel.client[101] is record.Data is playback.Data
    assert channel.client[102] is record.Mode is playback.Mode
