from __future__ import annotations

from piment.client.registry import KNOWN
from piment.protocol.channel import CHANNELS


def test_each_channel_is_known_by_its_type() -> None:
    assert {number: CHANNELS[number].name for number in KNOWN} == {
        2: "display",
        3: "inputs",
        4: "cursor",
    }
    assert all(cls.kind.number == number for number, cls in KNOWN.items())
