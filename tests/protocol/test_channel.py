from __future__ import annotations

import enum
import inspect
import pkgutil
from importlib import import_module
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import piment.protocol
from piment.protocol import common, display, inputs, main, playback
from piment.protocol.channel import CHANNELS, Channel, Message, Side
from piment.protocol.channel import common as common_channel
from piment.wire.types import CODES, Int
from tests.protocol.constants import (
    CONSTANTS,
    ENUMS,
    FLAGS,
    IN_TEXT,
    members,
    specified_name,
    without_ends,
)
from tests.wire.checks import check_reading, check_round_trip, check_truncations
from tests.wire.strategies import damaged, fewer, values

BY_NAME = {channel.name: channel for channel in (*CHANNELS.values(), common_channel)}
MESSAGES = sorted(
    {
        message
        for channel in BY_NAME.values()
        for side in Side
        for message in channel.sent_by(side).values()
    },
    key=lambda message: (message.channel.name, message.__name__),
)
each_message = pytest.mark.parametrize(
    "message", MESSAGES, ids=[f"{m.channel.name}.{m.__name__}" for m in MESSAGES]
)


def modules() -> list[ModuleType]:
    names = [name for _, name, _ in pkgutil.iter_modules(piment.protocol.__path__)]
    return [import_module(f"piment.protocol.{name}") for name in names]


# --- all messages --------------------------------------------------------------------------------


@each_message
@fewer
@given(st.data())
def test_every_message_comes_back(message: type[Message], data: st.DataObject) -> None:
    check_round_trip(data.draw(values(message)))


@each_message
@fewer
@given(st.data())
def test_no_bytes_do_harm(message: type[Message], data: st.DataObject) -> None:
    value = data.draw(values(message))
    check_truncations(value)
    check_reading(message, data.draw(damaged(value.pack())))


@each_message
def test_every_message_says_what_it_is_for(message: type[Message]) -> None:
    assert message.__doc__
    assert not message.__doc__.startswith(message.__name__ + "(")


# --- numbers and names of the specification ------------------------------------------------------


def test_channels_have_their_numbers() -> None:
    assert {channel.name: channel.number for channel in CHANNELS.values()} == CONSTANTS["channels"]


def test_every_channel_of_the_specification_is_there() -> None:
    assert BY_NAME.keys() == CONSTANTS["messages"].keys()


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize(
    ("side", "key"), [(Side.SERVER, "server_to_client"), (Side.CLIENT, "client_to_server")]
)
def test_messages_have_their_numbers(name: str, side: Side, key: str) -> None:
    declared = {specified_name(cls): number for number, cls in BY_NAME[name].sent_by(side).items()}
    assert declared == without_ends(CONSTANTS["messages"][name][key])


@pytest.mark.parametrize(("kind", "classes"), [("enums", ENUMS), ("flags", FLAGS)])
def test_every_enumeration_has_its_members(
    kind: str, classes: dict[str, type[enum.IntEnum] | type[enum.IntFlag]]
) -> None:
    specified = {name: (entry["bits"], entry["values"]) for name, entry in CONSTANTS[kind].items()}
    declared = {name: (bits_of(cls), members(cls)) for name, cls in classes.items()}
    assert declared == specified


def bits_of(cls: type) -> int:
    (code,) = (code for base, code in CODES.items() if issubclass(cls, base))
    return Int(code).bits


def test_every_enumeration_of_ours_is_specified() -> None:
    ours = {
        cls
        for module in modules()
        for _, cls in inspect.getmembers(module, inspect.isclass)
        if issubclass(cls, tuple(CODES)) and cls not in CODES and cls.__module__ == module.__name__
    }
    elsewhere = {"piment.protocol.agent", "piment.protocol.stream_device"}
    known = {*ENUMS.values(), *FLAGS.values(), *IN_TEXT}
    assert {cls for cls in ours if cls.__module__ not in elsewhere} == known


# --- the classes ---------------------------------------------------------------------------------


def test_channels_are_found_by_number_and_by_name() -> None:
    assert CHANNELS[2] is CHANNELS["display"]
    assert list(CHANNELS) == list(range(1, 12))
    assert len(CHANNELS) == 11
    assert 12 not in CHANNELS
    assert repr(CHANNELS[3]) == "<channel inputs>"


def test_a_side_receives_what_its_peer_sends() -> None:
    channel = CHANNELS["inputs"]
    for side in Side:
        assert side.peer.peer is side
        assert channel.received_by(side) is channel.sent_by(side.peer)
    assert channel.received_by(Side.SERVER)[101] is inputs.KeyDown
    assert channel.received_by(Side.CLIENT)[101] is inputs.Init


@pytest.mark.parametrize(
    ("name", "message", "side", "number"),
    [
        ("display", display.DrawCopy, Side.SERVER, 304),
        ("main", main.AgentData, Side.SERVER, 109),
        ("main", main.AgentData, Side.CLIENT, 107),
        ("cursor", common.MigrateData, Side.SERVER, 2),
        ("cursor", common.MigrateData, Side.CLIENT, 5),
        ("playback", playback.Volume, Side.SERVER, 105),
        ("record", playback.Volume, Side.SERVER, 103),
    ],
)
def test_a_message_has_a_number_for_each_direction(
    name: str, message: type[Message], side: Side, number: int
) -> None:
    channel = CHANNELS[name]
    assert channel.number_of(message, side) == number
    assert channel.sent_by(side)[number] is message


def test_a_message_that_the_channel_lacks_has_no_number() -> None:
    with pytest.raises(TypeError, match="KeyDown is no display message of the client"):
        CHANNELS["display"].number_of(inputs.KeyDown, Side.CLIENT)
    with pytest.raises(TypeError, match="KeyDown is no inputs message of the server"):
        CHANNELS["inputs"].number_of(inputs.KeyDown, Side.SERVER)


def test_messages_of_a_family_belong_to_its_members() -> None:
    member, other = Channel("member", 1), Channel("other", 2)
    family = Channel("family", 0, heirs=(member, other))

    @family.from_server(7)
    @member.from_client(8)
    class Hello(Message):
        """Says hello."""

    assert family.server == member.server == other.server == {7: Hello}
    assert (family.client, member.client, other.client) == ({}, {8: Hello}, {})
    assert Hello.channel is member


def test_a_number_is_given_once() -> None:
    channel = Channel("example", 1)

    class Hello(Message):
        """Says hello."""

    channel.from_server(7)(Hello)
    with pytest.raises(TypeError, match="Other or number 7 is taken"):
        channel.from_server(7)(type("Other", (Message,), {"__module__": __name__}))
    with pytest.raises(TypeError, match="Hello or number 8 is taken"):
        channel.from_server(8)(Hello)
