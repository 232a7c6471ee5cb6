from __future__ import annotations

import pytest

from piment.protocol.port import Event, Init, PortEvent
from piment.wire import Struct, WireError
from tests.protocol.constants import CONSTANTS, members
from tests.wire.checks import check_bytes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Init(b"org.x", 1), "06000000 09000000 01 6f72672e7800"),
        (Init(b"", 0), "01000000 09000000 00 00"),
        (Event(PortEvent.BREAK), "02"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


def test_a_port_must_have_a_name() -> None:
    with pytest.raises(WireError, match=r"Init\.name: the offset must not be 0"):
        Init.unpack(bytes(9))


def test_events_have_the_numbers_of_the_specification() -> None:
    assert members(PortEvent) == CONSTANTS["port_event"]
