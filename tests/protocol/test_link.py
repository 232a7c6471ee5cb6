from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.limits import MOST_CAPABILITY_WORDS
from piment.protocol import link
from piment.protocol.link import AuthMechanism, LinkErr, LinkHeader, LinkMess, LinkReply
from piment.wire import WireError
from tests.protocol.constants import CONSTANTS
from tests.wire.checks import check_bytes, check_reading, check_round_trip
from tests.wire.strategies import damaged, values

words = st.lists(st.integers(0, 0xFFFFFFFF), max_size=4)
KEY = bytes(range(162))


def mess(common: int, channel: int, offset: int, tail: bytes) -> bytes:
    """Return a link message whose numbers need not fit."""
    return link.LinkMessHead(7, 2, 0, common, channel, offset).pack() + tail


def test_a_header_and_its_bytes() -> None:
    check_bytes(LinkHeader(link.MAGIC, 2, 2, 22), "52454451 02000000 02000000 16000000")


def test_a_request_and_its_bytes() -> None:
    data = bytes.fromhex("44332211 02 01 01000000 02000000 12000000 09000000 ff000000 01000000")
    request = LinkMess(0x11223344, 2, 1, [9], [0xFF, 1])
    assert request.pack() == data
    assert LinkMess.unpack(data) == request


def test_a_request_without_capabilities_and_its_bytes() -> None:
    data = bytes.fromhex("00000000 01 00 00000000 00000000 12000000")
    assert LinkMess(0, 1, 0, [], []).pack() == data
    assert LinkMess.unpack(data) == LinkMess(0, 1, 0, [], [])


def test_a_reply_and_its_bytes() -> None:
    data = bytes(4) + KEY + bytes.fromhex("01000000 01000000 b2000000 0b000000 0f000000")
    reply = LinkReply(LinkErr.OK, KEY, [0x0B], [0x0F])
    assert reply.pack() == data
    assert LinkReply.unpack(data) == reply


def test_a_refusal_is_nothing_but_its_error() -> None:
    data = LinkReply.refusal(LinkErr.NEED_SECURED).pack()
    assert data == b"\x05" + bytes(177)
    assert LinkReply.unpack(data) == LinkReply.refusal(LinkErr.NEED_SECURED)


def test_what_else_a_refusal_says_does_not_matter() -> None:
    data = b"\x07\0\0\0" + b"\xff" * 174
    assert LinkReply.unpack(data) == LinkReply.refusal(LinkErr.PERMISSION_DENIED)


@given(words, words)
def test_capability_words_come_back(common: list[int], channel: list[int]) -> None:
    request = LinkMess(1, 2, 3, common, channel)
    assert LinkMess.unpack(request.pack()) == request
    reply = LinkReply(LinkErr.OK, KEY, common, channel)
    assert LinkReply.unpack(reply.pack()) == reply


@given(st.integers(0, 12), st.integers(0, 12))
def test_words_may_stand_anywhere_behind_the_fixed_part(before: int, behind: int) -> None:
    tail = b"?" * before + bytes.fromhex("01000000 02000000") + b"?" * behind
    assert LinkMess.unpack(mess(1, 1, 18 + before, tail)) == LinkMess(7, 2, 0, [1], [2])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "LinkMess: needs 18 bytes, 0 left"),
        (bytes(17), "LinkMess: needs 18 bytes, 17 left"),
        (
            mess(0, 0, 17, b""),
            "LinkMess.caps_offset: offset 17 of 0 words, the message has 18 bytes",
        ),
        (
            mess(0, 0, 19, b""),
            "LinkMess.caps_offset: offset 19 of 0 words, the message has 18 bytes",
        ),
        (
            mess(1, 1, 18, bytes(7)),
            "LinkMess.caps_offset: offset 18 of 2 words, the message has 25 bytes",
        ),
        (
            mess(1, 0, 0xFFFFFFFF, bytes(8)),
            "LinkMess.caps_offset: offset 4294967295 of 1 words, the message has 26 bytes",
        ),
        (mess(1025, 0, 18, bytes(4100)), "LinkMess: 1025 words are over the limit 1024"),
        (mess(0, 0xFFFFFFFF, 18, b""), "LinkMess: 4294967295 words are over the limit 1024"),
    ],
)
def test_errors_of_a_request(data: bytes, message: str) -> None:
    with pytest.raises(WireError) as caught:
        LinkMess.unpack(data)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (bytes(177), "LinkReply"),
        (b"\x0a" + bytes(177), "LinkReplyHead.error"),
        (bytes(178), "LinkReply.caps_offset"),
        (bytes(166) + b"\xff" * 12, "LinkReply"),
    ],
)
def test_errors_of_a_reply(data: bytes, where: str) -> None:
    with pytest.raises(WireError) as caught:
        LinkReply.unpack(data)
    assert caught.value.where == where


def test_too_many_words_cannot_be_sent() -> None:
    with pytest.raises(WireError, match=r"LinkMess\.channel_caps: 1025 is over the limit 1024"):
        LinkMess(0, 1, 0, [], [0] * (MOST_CAPABILITY_WORDS + 1)).pack()
    with pytest.raises(WireError, match=r"LinkReply\.common_caps"):
        LinkReply(LinkErr.OK, KEY, [1 << 32], []).pack()


@given(st.data())
def test_no_bytes_do_harm(data: st.DataObject) -> None:
    for cls in (link.LinkMessHead, link.LinkReplyHead, LinkHeader):
        value = data.draw(values(cls))
        check_round_trip(value)
        check_reading(cls, data.draw(damaged(value.pack())))


@given(
    st.data(), st.sampled_from([LinkMess(1, 2, 3, [4], [5]), LinkReply(LinkErr.OK, KEY, [1], [2])])
)
def test_no_message_does_harm(data: st.DataObject, message: LinkMess | LinkReply) -> None:
    where = None
    try:
        message.unpack(data.draw(damaged(message.pack())))
    except WireError as error:
        where = error.where
    assert where is None or where.startswith(type(message).__name__)


def test_sizes_and_numbers_are_those_of_the_specification() -> None:
    sizes, misc = CONSTANTS["structure_sizes"], CONSTANTS["misc"]
    assert LinkHeader.fixed_size == sizes["SpiceLinkHeader"]
    assert link.LinkMessHead.fixed_size == link.LINK_MESS_SIZE == sizes["SpiceLinkMess"]
    assert link.LinkReplyHead.fixed_size == link.LINK_REPLY_SIZE == sizes["SpiceLinkReply"]
    assert misc["SPICE_MAGIC_BYTES"].encode() == link.MAGIC
    assert misc["SPICE_VERSION_MAJOR"] == link.VERSION_MAJOR
    assert misc["SPICE_VERSION_MINOR"] == link.VERSION_MINOR
    assert misc["SPICE_TICKET_PUBKEY_BYTES"] == link.PUBLIC_KEY_SIZE
    capabilities = CONSTANTS["capabilities"]["common"]
    assert capabilities["AUTH_SPICE"] == AuthMechanism.SPICE
    assert capabilities["AUTH_SASL"] == AuthMechanism.SASL
