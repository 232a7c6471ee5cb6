"""Objects of our own that the other side calls: no I/O here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from piment.server.sources.qemu.bus.error import (
    INVALID_ARGS,
    UNKNOWN_METHOD,
    UNKNOWN_OBJECT,
    RefusedError,
)
from piment.server.sources.qemu.bus.message import Message

PROPERTIES = "org.freedesktop.DBus.Properties"
PEER = "org.freedesktop.DBus.Peer"

Answer = tuple[str, tuple[Any, ...]]
"""The signature and the body of a reply."""

NOTHING: Answer = ("", ())


@dataclass(frozen=True, slots=True)
class Method:
    """A method that takes arguments of this signature, and returns nothing.

    `run` must not wait for the other side, which may be waiting for us. It may raise
    `RefusedError`. Bytes and descriptors that it gets last only until it returns.
    """

    signature: str
    run: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Interface:
    """What an object can do; `properties` are variants: (signature, value)."""

    methods: Mapping[str, Method]
    properties: Mapping[str, tuple[str, Any]] = field(default_factory=dict)


class Exports:
    """The objects of one connection."""

    def __init__(self) -> None:
        self._objects: dict[str, Mapping[str, Interface]] = {}

    def add(self, path: str, interfaces: Mapping[str, Interface]) -> None:
        """Have an object at `path`, with these interfaces by their names."""
        self._objects[path] = interfaces

    def answer(self, call: Message) -> Answer:
        """Do what is called, and return what to reply.

        Raises:
            RefusedError: there is no such thing, the arguments are others, or it refused.

        """
        if call.interface == PEER and call.member == "Ping":
            return NOTHING
        interfaces = self._objects.get(call.path)
        if interfaces is None:
            raise RefusedError(UNKNOWN_OBJECT, f"there is no object {call.path}")
        if call.interface == PROPERTIES:
            return _properties(interfaces, call)
        interface = interfaces.get(call.interface)
        method = interface.methods.get(call.member) if interface is not None else None
        if method is None:
            raise RefusedError(UNKNOWN_METHOD, f"no method {call.interface}.{call.member}")
        _check(call, method.signature)
        method.run(*call.body)
        return NOTHING


def _properties(interfaces: Mapping[str, Interface], call: Message) -> Answer:
    if call.member != "GetAll":
        raise RefusedError(UNKNOWN_METHOD, f"no method {PROPERTIES}.{call.member}")
    _check(call, "s")
    interface = interfaces.get(call.body[0])
    return "a{sv}", (dict(interface.properties) if interface is not None else {},)


def _check(call: Message, signature: str) -> None:
    if call.signature != signature:
        raise RefusedError(
            INVALID_ARGS, f"{call.member} takes ({signature}), not ({call.signature})"
        )
