"""Dialogues without a socket: framing, serials, sub-messages, windows, and hostile peers."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment import limits
from piment.core.credentials import Credentials
from piment.core.dialogue import Dialogue
from piment.core.events import Dropped, LinkRequest, MessageEvent, Received
from piment.core.handshake import ClientHandshake
from piment.core.ticket import TICKET_BYTES
from piment.errors import ProtocolError, WireError
from piment.protocol import channel as channels
from piment.protocol import common, cursor, display, inputs, main
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import CHANNELS, Channel, Message, Side
from piment.protocol.framing import DataHeader, SubMessage
from piment.protocol.link import LINK_HEADER_SIZE, MECHANISM_SIZE
from tests.conversations import recorded, said

BOTH_HEADERS = pytest.mark.parametrize("mini", [True, False])
DESTROY = display.SurfaceDestroy(surface_id=7)
WAIT = common.WaitForChannels(wait_list=[common.WaitForChannel(2, 0, 99)])


def client(channel: Channel = channels.display, *, mini: bool = True) -> Dialogue:
    return Dialogue(channel, Side.CLIENT, mini_header=mini)


def server(channel: Channel = channels.inputs, *, mini: bool = True) -> Dialogue:
    return Dialogue(channel, Side.SERVER, mini_header=mini)


def packed(*messages: Message, by: Dialogue) -> bytes:
    for message in messages:
        by.send(message)
    return by.take_output()


def sub(message: Message, side: Side = Side.SERVER) -> SubMessage:
    return SubMessage(message.channel.number_of(type(message), side), message.pack())


def with_sub_list(message: Message, subs: list[SubMessage], serial: int = 1) -> bytes:
    """Attach sub-messages to a display message, behind it in the same body (wire.md 3.6)."""
    body = message.pack()
    at = len(body) + 2 + 4 * len(subs)
    offsets, tail = [], b""
    for each in subs:
        offsets.append(at + len(tail))
        tail += each.pack()
    head = DataHeader(
        serial=serial,
        type=channels.display.number_of(type(message), Side.SERVER),
        size=at + len(tail),
        sub_list=len(body),
    )
    return head.pack() + body + struct.pack(f"<H{len(subs)}I", len(subs), *offsets) + tail


def messages(events: Iterable[MessageEvent]) -> list[Message]:
    return [event.message for event in events if isinstance(event, Received)]


def answers(dialogue: Dialogue) -> list[Message]:
    """Return what a client's dialogue has to say, as a server reads it."""
    channel, mini = dialogue.channel, dialogue._mini_header
    return messages(server(channel, mini=mini).receive(dialogue.take_output()))


# --- framing and serials -------------------------------------------------------------------------


def test_a_message_with_the_mini_header() -> None:
    dialogue = client(channels.inputs)
    motion = inputs.MouseMotion(-3, 5, inputs.MouseButtonMask.LEFT)
    assert dialogue.send(motion) == 16
    assert dialogue.take_output() == bytes.fromhex("6f00 0a000000 fdffffff 05000000 0100")
    assert dialogue.take_output() == b""


def test_a_message_with_the_full_header() -> None:
    dialogue = client(channels.inputs, mini=False)
    assert dialogue.send(inputs.KeyDown(0x1E)) == 22
    assert dialogue.send(inputs.KeyUp(0x9E)) == 22
    assert dialogue.take_output() == bytes.fromhex(
        "0100000000000000 6500 04000000 00000000 1e000000"
        "0200000000000000 6600 04000000 00000000 9e000000"
    )


@BOTH_HEADERS
def test_serials_begin_at_one_and_count_messages(mini: bool) -> None:
    ours, theirs = server(mini=mini), client(channels.inputs, mini=mini)
    data = packed(*(inputs.KeyDown(code) for code in range(5)), by=theirs)
    events = list(ours.receive(data))
    assert [event.serial for event in events if isinstance(event, Received)] == [1, 2, 3, 4, 5]
    assert theirs.serial_sent == 5


def test_full_headers_may_skip_serials() -> None:
    dialogue = client(mini=False)
    data = b""
    for serial in (1, 5, 2**64 - 1):
        data += DataHeader(serial=serial, type=315, size=4, sub_list=0).pack() + DESTROY.pack()
    assert list(dialogue.receive(data)) == [
        Received(DESTROY, serial) for serial in (1, 5, 2**64 - 1)
    ]


def test_what_cannot_be_sent_takes_no_serial() -> None:
    dialogue = server()
    with pytest.raises(TypeError, match="KeyDown is no inputs message of the server"):
        dialogue.send(inputs.KeyDown(1))
    with pytest.raises(WireError, match=r"SetAck\.window"):
        dialogue.send(common.SetAck(generation=1, window=-1))
    assert dialogue.serial_sent == 0
    assert dialogue.take_output() == b""


# --- limits --------------------------------------------------------------------------------------


@BOTH_HEADERS
@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("name", [channel.name for channel in CHANNELS.values()])
def test_a_body_over_the_limit_is_refused_at_once(name: str, side: Side, mini: bool) -> None:
    channel = CHANNELS[name]
    most = limits.most_body(channel.number, from_client=side is Side.SERVER)

    def head(size: int) -> bytes:
        mini_head = struct.pack("<HI", 5, size)
        return mini_head if mini else bytes(8) + mini_head + bytes(4)

    assert not list(Dialogue(channel, side, mini_header=mini).receive(head(most)))
    with pytest.raises(ProtocolError, match=f"has {most + 1} bytes, allowed are {most}"):
        list(Dialogue(channel, side, mini_header=mini).receive(head(most + 1)))


def test_agent_data_has_a_limit_of_its_own() -> None:
    dialogue = server(channels.main)
    piece = main.AgentData(data=bytes(2048))
    assert messages(dialogue.receive(packed(piece, by=client(channels.main)))) == [piece]
    with pytest.raises(WireError, match=r"AgentData\.data.*2049.*2048"):
        list(dialogue.receive(struct.pack("<HI", 107, 2049) + bytes(2049)))


# --- what one side does not understand -----------------------------------------------------------


@BOTH_HEADERS
def test_a_server_is_strict(mini: bool) -> None:
    for wrong, family, why in [
        (struct.pack("<HI", 999, 0), ProtocolError, "inputs has no message 999"),
        (struct.pack("<HI", 0, 0), ProtocolError, "inputs has no message 0"),
        (struct.pack("<HI", 3, 0), WireError, r"Pong\.id"),  # too short
        (struct.pack("<HI", 101, 5) + bytes(5), WireError, "KeyDown: 1 bytes are left over"),
        (struct.pack("<HI", 113, 3) + b"\x09\0\0", WireError, r"MousePress\.button"),
    ]:
        dialogue = server(mini=mini)
        good = packed(inputs.KeyDown(1), by=client(channels.inputs, mini=mini))
        bad = wrong if mini else bytes(8) + wrong[:6] + bytes(4) + wrong[6:]
        events = dialogue.receive(good + bad)
        assert next(events) == Received(inputs.KeyDown(1), 1)
        with pytest.raises(family, match=why):
            next(events)


@BOTH_HEADERS
def test_a_client_drops_and_goes_on(mini: bool) -> None:
    dialogue = client(mini=mini)
    good = packed(DESTROY, by=server(channels.display, mini=mini))

    def raw(number: int, body: bytes) -> bytes:
        return (
            (b"" if mini else bytes(8))
            + struct.pack("<HI", number, len(body))
            + (b"" if mini else bytes(4))
            + body
        )

    data = raw(999, b"abc") + raw(315, bytes(3)) + raw(315, bytes(5)) + good
    assert list(dialogue.receive(data))[:3] == [
        Dropped(999, 3, "display has no message 999"),
        Dropped(315, 3, "SurfaceDestroy.surface_id: needs 4 bytes, 3 left"),
        Dropped(315, 5, "SurfaceDestroy: 1 bytes are left over"),
    ]
    assert messages(dialogue.receive(good)) == [DESTROY]


# --- sub-messages --------------------------------------------------------------------------------

INVAL = display.InvalList(resources=[display.ResourceId(display.ResourceType.PIXMAP, 5)])


@BOTH_HEADERS
def test_a_list_is_its_sub_messages(mini: bool) -> None:
    listed = common.List(sub_messages=[sub(WAIT), sub(INVAL)])
    data = packed(DESTROY, listed, DESTROY, by=server(channels.display, mini=mini))
    assert list(client(mini=mini).receive(data)) == [
        Received(DESTROY, 1),
        Received(WAIT, 2),
        Received(INVAL, 2),  # a LIST counts as one, what is in it counts none
        Received(DESTROY, 3),
    ]


def test_an_empty_list() -> None:
    data = packed(common.List(sub_messages=[]), DESTROY, by=server(channels.display))
    assert list(client().receive(data)) == [Received(DESTROY, 2)]


def test_sub_messages_come_before_the_message_that_carries_them() -> None:
    data = with_sub_list(DESTROY, [sub(WAIT), sub(INVAL)], serial=4)
    assert list(client(mini=False).receive(data)) == [
        Received(WAIT, 4),
        Received(INVAL, 4),
        Received(DESTROY, 4),
    ]


@pytest.mark.parametrize("offset", [3, 4, 1000, 0xFFFF_FFFF])
def test_a_broken_sub_list_does_not_harm_its_carrier(offset: int) -> None:
    head = DataHeader(serial=1, type=315, size=4, sub_list=offset)
    dropped, carrier = client(mini=False).receive(head.pack() + DESTROY.pack())
    assert isinstance(dropped, Dropped)
    assert "SubMessageList" in dropped.why
    assert carrier == Received(DESTROY, 1)


def test_a_server_takes_no_sub_list() -> None:
    head = DataHeader(serial=1, type=101, size=4, sub_list=2)
    with pytest.raises(ProtocolError, match="only a server sends sub-messages"):
        list(server(mini=False).receive(head.pack() + bytes(4)))


def test_a_server_knows_no_list() -> None:
    with pytest.raises(ProtocolError, match="inputs has no message 8"):
        list(server().receive(struct.pack("<HI", 8, 2) + bytes(2)))


def test_broken_sub_messages_are_dropped_alone() -> None:
    listed = common.List(sub_messages=[SubMessage(999, b"ab"), SubMessage(315, b"a"), sub(INVAL)])
    data = packed(listed, by=server(channels.display))
    unknown, broken, good = client().receive(data)
    assert unknown == Dropped(999, 2, "display has no message 999")
    assert isinstance(broken, Dropped)
    assert good == Received(INVAL, 1)


def test_lists_within_lists_are_dropped_however_deep() -> None:
    inner = common.List(sub_messages=[])
    for _ in range(3000):  # deeper than the stack
        inner = common.List(sub_messages=[sub(inner)])
    data = packed(inner, by=server(channels.display))
    (dropped,) = client().receive(data)
    assert isinstance(dropped, Dropped)
    assert dropped.why == "a LIST within sub-messages"


def test_more_sub_messages_than_allowed() -> None:
    most = limits.MOST_SUB_MESSAGES
    body = struct.pack(f"<H{most + 1}I", most + 1, *[0] * (most + 1))
    (dropped,) = client().receive(struct.pack("<HI", 8, len(body)) + body)
    assert isinstance(dropped, Dropped)
    assert "65" in dropped.why
    assert "64" in dropped.why


# --- answers that need no decision ---------------------------------------------------------------


@BOTH_HEADERS
def test_ping_is_answered_without_its_padding(mini: bool) -> None:
    dialogue = client(channels.main, mini=mini)
    pings = [common.Ping(1, 10), common.Ping(2, 2**64 - 1, bytes(256_000))]
    data = packed(*pings, by=server(channels.main, mini=mini))
    assert not list(dialogue.receive(data))
    assert answers(dialogue) == [common.Pong(1, 10), common.Pong(2, 2**64 - 1)]


@BOTH_HEADERS
def test_the_ack_window(mini: bool) -> None:
    dialogue, peer = client(mini=mini), server(channels.display, mini=mini)
    data = packed(DESTROY, DESTROY, common.SetAck(generation=9, window=3), by=peer)
    assert messages(dialogue.receive(data)) == [DESTROY, DESTROY]
    assert answers(dialogue) == [common.AckSync(9)]

    list(dialogue.receive(packed(DESTROY, common.List(sub_messages=[sub(INVAL)] * 5), by=peer)))
    assert answers(dialogue) == []  # a LIST counts as one
    list(dialogue.receive(packed(common.Ping(1, 2), by=peer)))
    assert answers(dialogue) == [common.Ack(), common.Pong(1, 2)]  # ACK before processing
    list(dialogue.receive(packed(*[DESTROY] * 7, by=peer)))
    assert answers(dialogue) == [common.Ack(), common.Ack()]

    list(dialogue.receive(packed(common.SetAck(generation=10, window=2), by=peer)))
    assert answers(dialogue) == [common.AckSync(10)]  # the one message before does not count
    list(dialogue.receive(packed(DESTROY, DESTROY, by=peer)))
    assert answers(dialogue) == [common.Ack()]
    list(dialogue.receive(packed(common.SetAck(generation=11, window=0), *[DESTROY] * 9, by=peer)))
    assert answers(dialogue) == [common.AckSync(11)]


def test_dropped_messages_count_for_the_window() -> None:
    dialogue, peer = client(), server(channels.display)
    list(dialogue.receive(packed(common.SetAck(generation=1, window=1), by=peer)))
    list(dialogue.receive(struct.pack("<HI", 999, 0)))
    assert answers(dialogue) == [common.AckSync(1), common.Ack()]


def test_sub_messages_are_answered_too() -> None:
    subs = [sub(common.Ping(3, 4)), sub(common.SetAck(generation=5, window=1))]
    for data, mini in [
        (packed(common.List(sub_messages=subs), by=server(channels.display)), True),
        (with_sub_list(DESTROY, subs), False),
    ]:
        dialogue = client(mini=mini)
        list(dialogue.receive(data))
        assert answers(dialogue) == [common.Pong(3, 4), common.AckSync(5)]


def test_a_server_leaves_answers_to_its_owner() -> None:
    dialogue = server(channels.display)
    sent = [common.AckSync(1), common.Ack(), common.Pong(1, 2), common.Disconnecting(0, 0)]
    assert messages(dialogue.receive(packed(*sent, by=client()))) == sent
    assert dialogue.take_output() == b""


def test_bytes_count_although_nobody_takes_the_events() -> None:
    dialogue = client()
    data = packed(DESTROY, DESTROY, by=server(channels.display))
    dialogue.receive(data[:13])
    assert len(list(dialogue.receive(data[13:]))) == 2


# --- any cutting, any bytes ----------------------------------------------------------------------

SERVER_MESSAGES = [
    DESTROY,
    INVAL,
    WAIT,
    common.SetAck(generation=1, window=2),
    common.Ping(7, 8, bytes(70)),
    common.List(sub_messages=[sub(WAIT), SubMessage(999, b"x"), sub(common.Ping(1, 1))]),
    display.InvalAllPalettes(),
    display.StreamData(1, 2, bytes(range(200))),
]


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(edges)]


@given(
    sent=st.lists(st.sampled_from(SERVER_MESSAGES), max_size=12),
    junk=st.sampled_from([b"", struct.pack("<HI", 999, 3) + b"abc", struct.pack("<HI", 315, 0)]),
    places=st.lists(st.integers(0, 3000), max_size=30),
    mini=st.booleans(),
)
def test_no_cutting_changes_what_a_client_hears(
    sent: list[Message], junk: bytes, places: list[int], mini: bool
) -> None:
    data = packed(*sent, by=server(channels.display, mini=mini))
    if mini:
        data += junk + packed(*sent[:2], by=server(channels.display))
    whole, pieces = client(mini=mini), client(mini=mini)
    events = list(whole.receive(data))
    heard = [event for piece in cut(data, places) for event in pieces.receive(piece)]
    assert heard == events
    assert pieces.take_output() == whole.take_output()


@given(
    codes=st.lists(st.integers(0, 2**32 - 1), max_size=5),
    wrong=st.one_of(
        st.just(struct.pack("<HI", 999, 1) + b"x"),
        st.just(struct.pack("<HI", 101, 2049)),
        st.binary(max_size=40),
    ),
    places=st.lists(st.integers(0, 3000), max_size=10),
)
def test_no_cutting_changes_where_a_server_gives_up(
    codes: list[int], wrong: bytes, places: list[int]
) -> None:
    data = packed(*map(inputs.KeyDown, codes), by=client(channels.inputs)) + wrong

    def hear(pieces: list[bytes]) -> tuple[list[MessageEvent], str]:
        dialogue, events = server(), []
        try:
            for piece in pieces:
                events.extend(dialogue.receive(piece))
        except (ProtocolError, WireError) as error:
            return events, str(error)
        return events, ""

    assert hear(cut(data, places)) == hear([data])


@given(
    name=st.sampled_from([channel.name for channel in CHANNELS.values()]),
    mini=st.booleans(),
    data=st.binary(max_size=300),
)
def test_bytes_of_any_kind(name: str, mini: bool, data: bytes) -> None:
    for side in Side:
        dialogue = Dialogue(CHANNELS[name], side, mini_header=mini)
        try:
            heard = sum(1 for _ in dialogue.receive(data))
        except (ProtocolError, WireError):
            continue
        assert heard <= len(data)


def test_a_body_in_tiny_pieces() -> None:
    dialogue = client(channels.main)
    data = packed(common.Ping(1, 2, bytes(256_000)), by=server(channels.main))
    for at in range(0, len(data), 100):
        assert not list(dialogue.receive(data[at : at + 100]))
    assert answers(dialogue) == [common.Pong(1, 2)]


# --- recorded peers ------------------------------------------------------------------------------

OWN_WORDS = (common.AckSync, common.Ack, common.Pong)


def link_stage_bytes(name: str) -> int:
    """Return how long the link stage of a recorded client is."""
    request = said(recorded(name), Side.CLIENT)
    size = int.from_bytes(request[12:16], "little")
    return LINK_HEADER_SIZE + size + MECHANISM_SIZE + TICKET_BYTES


@pytest.mark.parametrize("channel", [main, display, inputs, cursor])
def test_spice_gtk_and_spice_server_are_understood(channel: Any) -> None:
    """Both sides of a recording are read to the end; we would have answered as spice-gtk did."""
    name = f"spice_gtk/{channel.__name__.rpartition('.')[2]}"
    turns = recorded(name)
    handshake = ClientHandshake(
        LinkRequest(0, 1, 0, Capabilities([0, 3]), Capabilities()), Credentials()
    )
    handshake.receive(said(turns, Side.SERVER))
    dialogue = client(channel.Init.channel)
    events = list(dialogue.receive(handshake.take_rest()))
    assert events
    assert not [event for event in events if isinstance(event, Dropped)]
    theirs = messages(
        server(dialogue.channel).receive(said(turns, Side.CLIENT)[link_stage_bytes(name) :])
    )
    ours = answers(dialogue)
    automatic = [message for message in theirs if isinstance(message, OWN_WORDS)]
    assert ours
    assert automatic
    assert ours[: len(automatic)] == automatic


def test_a_server_with_full_headers_is_understood() -> None:
    handshake = ClientHandshake(
        LinkRequest(0, 1, 0, Capabilities([0]), Capabilities()), Credentials()
    )
    handshake.receive(said(recorded("spice_server/full_header"), Side.SERVER))
    dialogue = client(channels.main, mini=False)
    first, *_ = dialogue.receive(handshake.take_rest())
    assert isinstance(first, Received)
    assert isinstance(first.message, main.Init)
    assert first.serial == 1
    assert [type(answer) for answer in answers(dialogue)] == [common.Pong] * 5
