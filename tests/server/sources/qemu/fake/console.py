"""A console of the fake machine: its picture, and the listeners that hear of it."""

from __future__ import annotations

import asyncio
import os
import socket
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment.server.sources.qemu import names
from piment.server.sources.qemu.bus.connection import Connection
from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.bus.exports import PROPERTIES
from piment.server.sources.qemu.bus.message import Kind, Message
from tests.server.sources.qemu.bus.ends import serving

X8R8G8B8 = 0x20020888


class FakeConsole:
    """Shows `pixels` to its listeners."""

    def __init__(self, number: int, label: str, *, shares: bool = False) -> None:
        self.number = number
        self.label = label
        self.shares = shares
        """Whether its memory is handed over, as by QEMU 10 and later."""
        self.pixels: NDArray[np.uint8] = np.zeros((48, 64, 4), np.uint8)
        self.listeners: list[Connection] = []
        self.registrations = 0
        self.listening = asyncio.Event()
        """Set once there is a listener."""
        self.replies: list[Message | BusError] = []
        """What listeners answered to calls that want an answer."""
        self.asked: list[str] = []
        """The interfaces whose properties were asked for, and told."""
        self.cursor: tuple[Any, ...] | None = None
        self._memory: int | None = None
        self._mapped: set[Connection] = set()

    @property
    def path(self) -> str:
        return f"{names.CONSOLE_PATH}{self.number}"

    @property
    def properties(self) -> dict[str, tuple[str, Any]]:
        height, width, _ = self.pixels.shape
        return {
            "Label": ("s", self.label),
            "Head": ("u", 0),
            "Type": ("s", "Graphic"),
            "Width": ("u", width),
            "Height": ("u", height),
            "DeviceAddress": ("s", "pci/0000/01.0"),
        }

    async def register(self, sock: socket.socket) -> None:
        """Serve a listener at this socket, as QEMU does: handshake, properties, the picture."""
        self.registrations += 1
        listener = await serving(sock)
        try:
            offered = (await self._properties(listener, names.LISTENER)).get("Interfaces", ("", []))
            for interface in offered[1]:
                await self._properties(listener, interface)
        except BusError:
            listener.close()
            return
        if self.shares and names.LISTENER_MAP in offered[1]:
            self._mapped.add(listener)
        listener.hung_up = lambda: self.listeners.remove(listener)
        self.listeners.append(listener)
        self.listening.set()
        self._show(listener)
        if self.cursor is not None:
            self.tell("CursorDefine", "iiiiay", *self.cursor)

    async def _properties(self, listener: Connection, interface: str) -> dict[str, Any]:
        message = _call(names.LISTENER_PATH, PROPERTIES, "GetAll", "s", interface)
        (properties,) = await listener.call(message, "a{sv}")
        self.asked.append(interface)
        return properties

    def show(self, pixels: NDArray[np.uint8]) -> None:
        """Show another picture, of any size, in one piece."""
        self.pixels = pixels
        for listener in self.listeners:
            self._show(listener)

    def switch(self, pixels: NDArray[np.uint8]) -> None:
        """Show another picture of which nothing is told yet."""
        self.pixels = pixels

    def paint(self, x: int, y: int, pixels: NDArray[np.uint8]) -> None:
        """Change a part of the picture, and tell of it."""
        height, width, _ = pixels.shape
        self.pixels[y : y + height, x : x + width] = pixels
        self.update(x, y, pixels)

    def update(self, x: int, y: int, pixels: NDArray[np.uint8]) -> None:
        """Tell of a change, whatever is shown."""
        height, width, _ = pixels.shape
        for listener in self.listeners:
            if listener in self._mapped:
                assert self._memory is not None
                os.pwrite(self._memory, self.pixels.tobytes(), 0)
                self._tell_one(listener, "UpdateMap", "iiii", x, y, width, height)
            else:
                body = (x, y, width, height, width * 4, X8R8G8B8, pixels.tobytes())
                self._tell_one(listener, "Update", "iiiiuuay", *body)

    def tell(self, member: str, signature: str = "", *body: Any) -> None:
        """Tell all listeners something."""
        for listener in self.listeners:
            self._tell_one(listener, member, signature, *body)

    def drop(self) -> None:
        """Hang up on all listeners."""
        for listener in self.listeners:
            listener.close()
        self.listeners.clear()

    async def heard(self) -> None:
        """Return when the listeners have taken all that they were told."""
        ping = _call(names.LISTENER_PATH, "org.freedesktop.DBus.Peer", "Ping", "")
        for listener in tuple(self.listeners):
            await listener.call(ping)

    def close(self) -> None:
        self.drop()
        if self._memory is not None:
            os.close(self._memory)

    def _show(self, listener: Connection) -> None:
        height, width, _ = self.pixels.shape
        if listener in self._mapped:
            handle = self._memory_file()
            body = (handle, 0, width, height, width * 4, X8R8G8B8)
            self._ask_one(listener, "ScanoutMap", "huuuuu", *body)
            self._tell_one(listener, "UpdateMap", "iiii", 0, 0, width, height)
        else:
            body = (width, height, width * 4, X8R8G8B8, self.pixels.tobytes())
            self._tell_one(listener, "Scanout", "uuuuay", *body)

    def _memory_file(self) -> int:
        """Return memory with the picture, another one than before."""
        if self._memory is not None:
            os.close(self._memory)
        self._memory = os.memfd_create("displaysurface")
        os.pwrite(self._memory, self.pixels.tobytes(), 0)
        return self._memory

    def ask(self, member: str, signature: str, *body: Any) -> None:
        """Tell all listeners something that wants an answer."""
        for listener in self.listeners:
            self._ask_one(listener, member, signature, *body)

    def _ask_one(self, listener: Connection, member: str, signature: str, *body: Any) -> None:
        call = _call(names.LISTENER_PATH, _interface(member), member, signature, *body)
        listener.post(call, self.replies.append)

    @staticmethod
    def _tell_one(listener: Connection, member: str, signature: str, *body: Any) -> None:
        call = _call(names.LISTENER_PATH, _interface(member), member, signature, *body)
        listener._send(replace(call, wants_reply=False), serial=1)


def _interface(member: str) -> str:
    return names.LISTENER_MAP if member.endswith("Map") else names.LISTENER


def _call(path: str, interface: str, member: str, signature: str, *body: Any) -> Message:
    return Message(
        Kind.CALL, path, interface, member, signature=signature, body=body, wants_reply=True
    )
