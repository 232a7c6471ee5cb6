from __future__ import annotations

from piment.client.registry import CHANNEL_CLASSES, KNOWN, ON_DEMAND
from piment.protocol.channel import CHANNELS


def test_each_channel_is_known_by_its_type() -> None:
    assert {number: CHANNELS[number].name for number in KNOWN} == {
        2: "display",
        3: "inputs",
        4: "cursor",
    }
    assert all(cls.kind.number == number for number, cls in CHANNEL_CLASSES.items())


def test_who_does_not_want_a_port_leaves_it_to_others() -> None:
    assert {number: CHANNELS[number].name for number in ON_DEMAND} == {10: "port"}
    assert CHANNEL_CLASSES == KNOWN | ON_DEMAND
