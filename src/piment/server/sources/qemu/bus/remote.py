"""Objects at the other end: of a connection between two, or of one program on a bus."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from piment.server.sources.qemu.bus import daemon, exports
from piment.server.sources.qemu.bus.connection import Connection, Reply
from piment.server.sources.qemu.bus.message import Kind, Message

_OBJECTS = "org.freedesktop.DBus.ObjectManager"

Properties = Mapping[str, Any]
"""Properties of one interface by name."""

Objects = Mapping[str, Mapping[str, Properties]]
"""Properties by path and interface."""


class Remote:
    """Calls objects, and hears what they say of themselves."""

    def __init__(self, connection: Connection, name: str = "") -> None:
        """Talk to the program that has this unique name on a bus, or to the one other end."""
        self.connection = connection
        self.name = name
        self._watchers: dict[tuple[str, str], Callable[[Properties], None]] = {}
        self._objects_watcher: Callable[[], None] = lambda: None
        connection.signalled = self._signalled

    @property
    def ended(self) -> asyncio.Event:
        """Set once nothing can be called any more."""
        return self.connection.ended

    async def call(
        self, path: str, interface: str, member: str, signature: str = "", *arguments: Any
    ) -> None:
        """Call a method that returns nothing.

        Raises:
            RefusedError: the other side answered with an error.
            BusError: the connection ended, or there is no such answer in time.

        """
        await self.connection.call(self._message(path, interface, member, signature, arguments))

    async def properties(self, path: str, interface: str) -> Properties:
        """Return the properties of one interface.

        Raises:
            BusError: the other side does not tell.

        """
        message = self._message(path, exports.PROPERTIES, "GetAll", "s", (interface,))
        (properties,) = await self.connection.call(message, "a{sv}")
        return _plain(properties)

    def post(
        self, reply: Reply, path: str, interface: str, member: str, signature: str, *arguments: Any
    ) -> None:
        """Call a method without waiting; `reply` gets the answer."""
        self.connection.post(self._message(path, interface, member, signature, arguments), reply)

    async def objects(self, root: str) -> Objects:
        """Return all objects below `root` with their properties.

        Raises:
            BusError: the other side does not tell.

        """
        message = self._message(root, _OBJECTS, "GetManagedObjects", "", ())
        (objects,) = await self.connection.call(message, "a{oa{sa{sv}}}")
        return {
            path: {name: _plain(properties) for name, properties in interfaces.items()}
            for path, interfaces in objects.items()
        }

    def watch(self, path: str, interface: str, watcher: Callable[[Properties], None]) -> None:
        """Call `watcher` with the properties of this interface that change."""
        self._watchers[path, interface] = watcher

    def watch_objects(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` when objects come or go."""
        self._objects_watcher = watcher

    def _message(
        self, path: str, interface: str, member: str, signature: str, arguments: tuple[Any, ...]
    ) -> Message:
        return Message(
            Kind.CALL,
            path=path,
            interface=interface,
            member=member,
            destination=self.name,
            signature=signature,
            body=arguments,
            wants_reply=True,
        )

    def _signalled(self, signal: Message) -> None:
        match signal:
            case Message(sender=daemon.NAME, member=daemon.OWNER_CHANGED, signature="sss"):
                if signal.body == (self.name, self.name, ""):
                    self.connection.close()
            case Message(sender=sender) if sender != self.name:
                return  # a stranger on the bus
            case Message(interface=exports.PROPERTIES, signature="sa{sv}as"):
                name, changed, _ = signal.body
                if watcher := self._watchers.get((signal.path, name)):
                    watcher(_plain(changed))
            case Message(interface=interface) if interface == _OBJECTS:
                self._objects_watcher()


def _plain(properties: Mapping[str, tuple[str, Any]]) -> Properties:
    return {name: value for name, (_, value) in properties.items()}
