from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.protocol import framing
from piment.protocol.framing import DataHeader, MiniDataHeader, SubMessage, SubMessageList
from piment.wire import Struct, WireError
from tests.protocol.constants import CONSTANTS
from tests.wire.checks import check_bytes, check_reading, check_round_trip
from tests.wire.strategies import damaged, values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (MiniDataHeader(302, 41), "2e01 29000000"),  # wire.md 21
        (DataHeader(3, 302, 41, 0), "0300000000000000 2e01 29000000 00000000"),
        (SubMessage(105, b"abc"), "6900 03000000 616263"),
        (
            SubMessageList([SubMessage(5, b"\0"), SubMessage(105, b"")]),
            "0200 0a000000 11000000 0500 01000000 00 6900 00000000",
        ),
        (SubMessageList([]), "0000"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


def test_a_list_may_stand_behind_a_body() -> None:
    body = b"body" + bytes.fromhex("0200 14000000 0e000000 6900 00000000 0500 01000000 07")
    subs = SubMessageList.unpack_at(body, 4)
    assert subs.sub_messages == [SubMessage(5, b"\x07"), SubMessage(105, b"")]


def test_a_list_behind_the_body_s_end_is_an_error() -> None:
    with pytest.raises(WireError, match=r"SubMessageList\.sub_messages: needs 2 bytes, 0 left"):
        SubMessageList.unpack_at(b"body", 9)


def test_a_list_cannot_blow_a_message_up() -> None:
    sub = SubMessage(105, bytes(1000)).pack()
    head = b"\x40\x00" + (2 + 4 * 64).to_bytes(4, "little") * 64
    with pytest.raises(WireError, match="bytes of parts in a message of"):
        SubMessageList.unpack(head + sub)


@pytest.mark.parametrize("cls", [DataHeader, MiniDataHeader, SubMessage, SubMessageList])
@given(st.data())
def test_no_bytes_do_harm(cls: type[Struct], data: st.DataObject) -> None:
    value = data.draw(values(cls))
    check_round_trip(value)
    check_reading(cls, data.draw(damaged(value.pack())))


def test_sizes_are_those_of_the_specification() -> None:
    sizes = CONSTANTS["structure_sizes"]
    assert DataHeader.fixed_size == framing.HEADER_SIZE == sizes["SpiceDataHeader"]
    assert MiniDataHeader.fixed_size == framing.MINI_HEADER_SIZE == sizes["SpiceMiniDataHeader"]
    assert len(SubMessage(0, b"").pack()) == sizes["SpiceSubMessage"]
