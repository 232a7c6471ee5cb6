"""Objects that the other side calls."""

from __future__ import annotations

import pytest

from piment.server.sources.qemu.bus.error import (
    INVALID_ARGS,
    UNKNOWN_METHOD,
    UNKNOWN_OBJECT,
    RefusedError,
)
from piment.server.sources.qemu.bus.exports import PEER, PROPERTIES, Exports, Interface, Method
from piment.server.sources.qemu.bus.message import Kind, Message

PATH = "/org/example/Thing"
NAME = "org.example.Thing"


def call(
    member: str, *body: object, signature: str = "", path: str = PATH, interface: str = NAME
) -> Message:
    return Message(
        Kind.CALL, path=path, interface=interface, member=member, signature=signature, body=body
    )


@pytest.fixture
def told() -> list[tuple[object, ...]]:
    return []


@pytest.fixture
def exports(told: list[tuple[object, ...]]) -> Exports:
    exports = Exports()
    methods = {"Move": Method("ii", lambda *numbers: told.append(numbers))}
    exports.add(PATH, {NAME: Interface(methods, {"Interfaces": ("as", ["more"])})})
    return exports


def test_a_method_gets_its_arguments(exports: Exports, told: list[tuple[object, ...]]) -> None:
    assert exports.answer(call("Move", 1, 2, signature="ii")) == ("", ())
    assert told == [(1, 2)]


def test_properties_are_there_at_once(exports: Exports) -> None:
    properties = call("GetAll", NAME, signature="s", interface=PROPERTIES)
    assert exports.answer(properties) == ("a{sv}", ({"Interfaces": ("as", ["more"])},))
    unknown = call("GetAll", "org.example.Other", signature="s", interface=PROPERTIES)
    assert exports.answer(unknown) == ("a{sv}", ({},))


def test_everybody_can_ping(exports: Exports) -> None:
    assert exports.answer(call("Ping", path="/", interface=PEER)) == ("", ())


@pytest.mark.parametrize(
    ("message", "name", "text"),
    [
        (call("Move", path="/other"), UNKNOWN_OBJECT, "there is no object /other"),
        (call("Jump"), UNKNOWN_METHOD, "no method org.example.Thing.Jump"),
        (call("Move", interface="a.b"), UNKNOWN_METHOD, r"no method a\.b\.Move"),
        (call("Set", interface=PROPERTIES), UNKNOWN_METHOD, r"Properties\.Set"),
        (call("Move", "x", signature="s"), INVALID_ARGS, r"Move takes \(ii\), not \(s\)"),
    ],
)
def test_what_is_not_there_is_refused(
    exports: Exports, message: Message, name: str, text: str
) -> None:
    with pytest.raises(RefusedError, match=text) as refused:
        exports.answer(message)
    assert refused.value.name == name
