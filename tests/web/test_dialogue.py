"""The web client's dialogues say and understand what Python's do, whatever comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.core.dialogue import Dialogue
from piment.core.events import Dropped, Received
from piment.errors import ProtocolError
from piment.protocol import channel as channels
from piment.protocol import common, display
from piment.protocol.channel import CHANNELS, Message, Side
from piment.protocol.framing import DataHeader, SubMessage
from tests.web.node import Node, told
from tests.web.test_messages import check_same
from tests.wire.strategies import damaged, values

OURS = [CHANNELS[name] for name in (1, 2, 3, 4)]
few = settings(max_examples=settings().max_examples // 5, deadline=None)


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node("dialogues.js") as node:
        yield node


def run(
    node: Node, channel: str, chunks: list[bytes], *, mini: bool, sends: Sequence[Message] = ()
) -> dict[str, Any]:
    """Return what the web client makes of these bytes, and what it says."""
    hexed = [chunk.hex() for chunk in chunks]
    said = [told(message) for message in sends]
    (answer,) = node.ask(
        [{"run": "dialogue", "channel": channel, "isMini": mini, "chunks": hexed, "sends": said}]
    )
    return answer


def expected(
    channel: channels.Channel, chunks: list[bytes], *, mini: bool, sends: Sequence[Message] = ()
) -> dict[str, Any]:
    """Return what Python's client makes of them."""
    dialogue = Dialogue(channel, Side.CLIENT, mini_header=mini)
    for message in sends:
        dialogue.send(message)
    events: list[Any] = []
    broken = None
    try:
        for chunk in chunks:
            for event in dialogue.receive(chunk):
                match event:
                    case Received(message, serial):
                        events.append({"value": told(message), "serial": str(serial)})
                    case Dropped(number, size, why):
                        events.append({"number": number, "size": size, "why": why})
    except ProtocolError as error:
        broken = str(error)
    return {"events": events, "broken": broken, "output": dialogue.take_output().hex()}


def check(answer: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Compare; numbers of more than 53 bits are rounded in JavaScript's errors."""
    assert {**answer, "events": []} == {**wanted, "events": []}
    assert len(answer["events"]) == len(wanted["events"])
    for one, other in zip(answer["events"], wanted["events"], strict=True):
        if "why" in other:
            where, _, why = other["why"].partition(": ")
            check_same(
                {"where": one["why"].partition(": ")[0], "why": one["why"].partition(": ")[2]},
                {"where": where, "why": why},
            )
        else:
            assert one == other


@st.composite
def said_by_server(draw: Any, channel: channels.Channel, *, mini: bool) -> bytes:
    """Draw some messages, with answers that windows make due."""
    server = Dialogue(channel, Side.SERVER, mini_header=mini)
    kinds = [*channel.server.values(), common.SetAck, common.Ping]
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=8)):
        message = draw(values(kind))
        if isinstance(message, common.SetAck):
            message = common.SetAck(generation=message.generation, window=draw(st.integers(0, 3)))
        server.send(message)
    return server.take_output()


@st.composite
def cut(draw: Any, data: bytes) -> list[bytes]:
    """Draw chunks of a stream."""
    places = sorted(draw(st.lists(st.integers(0, len(data)), max_size=6)))
    return [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]


@pytest.mark.parametrize("mini", [True, False])
@pytest.mark.parametrize("channel", OURS, ids=lambda channel: channel.name)
@given(data=st.data())
@few
def test_what_a_server_says_is_understood_and_answered(node, channel, mini, data) -> None:
    chunks = data.draw(cut(data.draw(said_by_server(channel, mini=mini))))
    check(run(node, channel.name, chunks, mini=mini), expected(channel, chunks, mini=mini))


@pytest.mark.parametrize("mini", [True, False])
@pytest.mark.parametrize("channel", OURS, ids=lambda channel: channel.name)
@given(data=st.data())
@few
def test_damage_is_found_as_in_python(node, channel, mini, data) -> None:
    broken = data.draw(damaged(data.draw(said_by_server(channel, mini=mini))))
    chunks = data.draw(cut(broken))
    check(run(node, channel.name, chunks, mini=mini), expected(channel, chunks, mini=mini))


@pytest.mark.parametrize("mini", [True, False])
@pytest.mark.parametrize("channel", OURS, ids=lambda channel: channel.name)
@given(data=st.data())
@few
def test_what_we_say_is_framed_alike(node, channel, mini, data) -> None:
    kinds = st.sampled_from(sorted(channel.client.values(), key=lambda kind: kind.__name__))
    sends = [data.draw(values(kind)) for kind in data.draw(st.lists(kinds, max_size=5))]
    wanted = expected(channel, [], mini=mini, sends=sends)
    check(run(node, channel.name, [], mini=mini, sends=sends), wanted)


def test_sub_messages_come_before_the_message_that_carries_them(node) -> None:
    wait = common.WaitForChannels(wait_list=[common.WaitForChannel(2, 1, 99)])
    number = channels.display.number_of(common.WaitForChannels, Side.SERVER)
    destroy = display.SurfaceDestroy(surface_id=7)
    body = destroy.pack()
    at = len(body) + 2 + 4
    tail = SubMessage(number, wait.pack()).pack()
    whole = body + (1).to_bytes(2, "little") + at.to_bytes(4, "little") + tail
    head = DataHeader(serial=5, type=315, size=len(whole), sub_list=len(body))
    chunks = [head.pack() + whole]
    answer = run(node, "display", chunks, mini=False)
    check(answer, expected(channels.display, chunks, mini=False))
    kinds = [event["value"]["kind"] for event in answer["events"]]
    assert kinds == ["common.WaitForChannels", "display.SurfaceDestroy"]


def test_a_list_within_a_list_is_dropped(node) -> None:
    number = channels.display.number_of(common.List, Side.SERVER)
    inner = common.List(sub_messages=[])
    server = Dialogue(channels.display, Side.SERVER, mini_header=True)
    server.send(common.List(sub_messages=[SubMessage(number, inner.pack())]))
    chunks = [server.take_output()]
    answer = run(node, "display", chunks, mini=True)
    assert answer["events"] == [{"number": 8, "size": 2, "why": "a LIST within sub-messages"}]


def test_a_message_that_is_too_long_ends_the_channel(node) -> None:
    head = (101).to_bytes(2, "little") + (0xFFFFFFFF).to_bytes(4, "little")
    answer = run(node, "cursor", [head], mini=True)
    assert answer["broken"] == "cursor message 101 has 4294967295 bytes, allowed are 33554432"
