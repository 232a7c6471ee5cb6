"""The generated readers and writers of the web client say what Python says."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.protocol.channel import CHANNELS, Message, Side
from piment.wire import WireError
from tests.web.node import Node, told
from tests.wire.strategies import damaged, values

Row = tuple[str, int, type[Message]]


def rows(side: Side) -> list[Row]:
    """Return what a side sends: each message with one of the channels that have it."""
    found: dict[type[Message], Row] = {}
    for key in CHANNELS:
        for number, message in CHANNELS[key].sent_by(side).items():
            found.setdefault(message, (CHANNELS[key].name, number, message))
    return list(found.values())


FROM_SERVER, FROM_CLIENT = rows(Side.SERVER), rows(Side.CLIENT)

few = settings(max_examples=settings().max_examples // 20, deadline=None)
"""Each example is read with every truncation and some damage."""

EXACT = 1 << 53
"""From here on JavaScript's numbers are rounded."""


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node("messages.js") as node:
        yield node


def named(rows: list[Row]) -> list[str]:
    return [f"{channel}.{message.__name__}" for channel, _, message in rows]


def expected(message: type[Message], data: bytes) -> dict[str, object]:
    try:
        return {"value": told(message.unpack(data))}
    except WireError as error:
        return {"where": error.where, "why": error.why}


def check_same(answer: dict[str, object], wanted: dict[str, object]) -> None:
    numbers = re.findall(r"\d+", str(wanted.get("why", "")))
    if any(int(number) >= EXACT for number in numbers):
        assert answer["where"] == wanted["where"]
    else:
        assert answer == wanted


@pytest.mark.parametrize(("channel", "number", "message"), FROM_SERVER, ids=named(FROM_SERVER))
@given(data=st.data())
@few
def test_what_servers_send_is_read_alike(node, channel, number, message, data) -> None:
    value = data.draw(values(message))
    packed = value.pack()
    broken = [packed[:end] for end in range(len(packed))]
    broken += data.draw(st.lists(damaged(packed), max_size=8))
    bodies = [packed, *broken]
    answers = node.ask(
        [{"channel": channel, "number": number, "data": body.hex()} for body in bodies]
    )
    assert answers[0] == {"value": told(value)}
    for body, answer in zip(bodies, answers, strict=True):
        check_same(answer, expected(message, body))


@pytest.mark.parametrize(("channel", "number", "message"), FROM_CLIENT, ids=named(FROM_CLIENT))
@given(data=st.data())
@few
def test_what_clients_send_is_written_alike(node, channel, number, message, data) -> None:
    drawn = data.draw(st.lists(values(message), min_size=1, max_size=4))
    answers = node.ask([{"channel": channel, "value": told(value)} for value in drawn])
    for value, answer in zip(drawn, answers, strict=True):
        assert answer == {"number": number, "data": value.pack().hex()}
        assert message.unpack(bytes.fromhex(str(answer["data"]))) == value


def test_every_channel_has_its_messages(node) -> None:
    (answer,) = node.ask([{}])
    assert answer["channels"] == {
        CHANNELS[key].name: {
            "number": CHANNELS[key].number,
            "server": {str(n): kind.__name__ for n, kind in CHANNELS[key].server.items()},
            "client": {str(n): kind.__name__ for n, kind in CHANNELS[key].client.items()},
        }
        for key in CHANNELS
    }


@pytest.mark.parametrize(
    ("fields", "where", "why"),
    [
        ({"code": -1}, "KeyDown.code", "-1 does not fit into 0..4294967295"),
        ({"code": 1 << 32}, "KeyDown.code", "4294967296 does not fit into 0..4294967295"),
        ({"code": 0.5}, "KeyDown.code", "0.5 is no integer"),
    ],
)
def test_what_does_not_fit_is_refused(node, fields, where, why) -> None:
    value = {"kind": "inputs.KeyDown", "fields": fields}
    assert node.ask([{"channel": "inputs", "value": value}]) == [{"where": where, "why": why}]


def test_too_long_data_is_refused(node) -> None:
    value = {"kind": "main.AgentData", "fields": {"data": {"bytes": "00" * 2049}}}
    (answer,) = node.ask([{"channel": "main", "value": value}])
    assert answer == {"where": "AgentData.data", "why": "2049 is over the limit 2048"}
