"""A QEMU of our own, which behaves as dbus-display.md says, with its quirks."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from piment.server.sources.qemu import names
from piment.server.sources.qemu.bus.connection import Connection
from piment.server.sources.qemu.bus.error import RefusedError
from piment.server.sources.qemu.bus.exports import PROPERTIES, Answer
from piment.server.sources.qemu.bus.message import Message
from tests.server.sources.qemu.bus.ends import serving, signal
from tests.server.sources.qemu.fake.console import FakeConsole
from tests.server.sources.qemu.fake.monitor import FakeMonitor

INVALID = "org.qemu.Display1.Error.Invalid"
FAILED = "org.qemu.Display1.Error.Failed"
LAST_BUTTON = 8  # QEMU 7.2 aborts beyond
OBJECTS = "org.freedesktop.DBus.ObjectManager"


@dataclass
class FakePort:
    """A chardev: what the guest's end is, once it is registered."""

    name: str
    is_open: bool = False
    guest: socket.socket | None = None

    @property
    def properties(self) -> dict[str, tuple[str, Any]]:
        return {
            "Name": ("s", self.name),
            "FEOpened": ("b", self.is_open),
            "Echo": ("b", False),
            "Owner": ("s", ""),
        }


@dataclass
class FakeQemu:
    """A machine; `pressed` has what was done with its keyboard and mouse."""

    folder: Path
    name: str = "fake"
    consoles: list[FakeConsole] = field(default_factory=lambda: [FakeConsole(0, "VGA")])
    ports: dict[str, FakePort] = field(default_factory=dict)
    is_absolute: bool = False
    tells_absolute: bool = True
    """Whether the property says what is the case."""
    sizes: Sequence[str] = ("virtio-vga",)
    """Labels of the adapters that take sizes."""
    replaces: bool = False
    """Whether a second listener is refused while the first is there, for a while (QEMU 7.2)."""
    is_stuck: bool = False
    """Whether it answers nothing for now."""
    listening: socket.socket | None = None
    """Where the monitor listens, if that is there already."""

    def __post_init__(self) -> None:
        self.pressed: list[tuple[str, str, tuple[int, ...]]] = []
        self.modifiers = 0
        self.main: Connection | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._stuck: list[tuple[Connection, Message]] = []
        self.monitor = FakeMonitor(self.path, self._add_client, self.listening)

    @property
    def path(self) -> Path:
        """Where the monitor is."""
        return self.folder / "qmp.sock"

    async def stop(self) -> None:
        """End it."""
        for console in self.consoles:
            console.close()
        for port in self.ports.values():
            if port.guest is not None:
                port.guest.close()
        if self.main is not None:
            self.main.close()
        await self.monitor.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def change(self, path: str, interface: str, **properties: tuple[str, Any]) -> None:
        """Tell that properties have changed."""
        assert self.main is not None
        body = (interface, properties, [])
        signal(self.main, path, PROPERTIES, "PropertiesChanged", "sa{sv}as", *body)

    def resize(self, console: FakeConsole) -> None:
        """Tell the size of what a console shows."""
        properties = console.properties
        sizes = {each: properties[each] for each in ("Width", "Height")}
        self.change(console.path, names.CONSOLE, **sizes)

    def light(self, modifiers: int) -> None:
        """Switch the keyboard's lights."""
        self.modifiers = modifiers
        self.change(self.consoles[0].path, names.KEYBOARD, Modifiers=("u", modifiers))

    def become(self, *, absolute: bool) -> None:
        """Have a mouse of another kind, and tell."""
        self.is_absolute = absolute
        self.change(self.consoles[0].path, names.MOUSE, IsAbsolute=("b", absolute))

    def open_port(self, identifier: str, is_open: bool) -> None:
        """Open or close the guest's end of a port."""
        self.ports[identifier].is_open = is_open
        path = f"{names.CHARDEV_PATH}{identifier}"
        self.change(path, names.CHARDEV, FEOpened=("b", is_open))

    def plug_port(self, identifier: str, port: FakePort) -> None:
        """Have one more port, and tell."""
        assert self.main is not None
        self.ports[identifier] = port
        path = f"{names.CHARDEV_PATH}{identifier}"
        added = (path, {names.CHARDEV: port.properties})
        signal(self.main, names.ROOT, OBJECTS, "InterfacesAdded", "oa{sa{sv}}", *added)

    def go_on(self) -> None:
        """Answer what was asked while it was stuck."""
        self.is_stuck = False
        stuck, self._stuck = self._stuck, []
        for connection, call in stuck:
            connection._answer(call)

    def answer(self, call: Message) -> Answer:
        """Answer a call on the main connection."""
        interface = call.interface.removeprefix(names.PREFIX)
        match interface, call.member:
            case _, "GetManagedObjects":
                return "a{oa{sa{sv}}}", (self._objects(),)
            case _, "GetAll":
                return "a{sv}", (self._objects()[call.path][call.body[0]],)
            case "Console", "RegisterListener":
                self._register(call)
            case "Console", "SetUIInfo":
                self._set_size(call)
            case "Chardev", "Register":
                self._take_port(call)
            case ("Keyboard", "Press" | "Release") | ("Mouse", _):
                self._press(interface, call)
            case _:
                raise RefusedError("org.freedesktop.DBus.Error.UnknownMethod", call.member)
        return "", ()

    def _add_client(self, sock: socket.socket) -> None:
        if self.main is not None:
            self.main.close()  # one at a time
        self._start(self._serve(sock))

    async def _serve(self, sock: socket.socket) -> None:
        self.main = connection = await serving(sock)
        connection._exports = self  # type: ignore[assignment]
        answer = connection._answer

        def later(call: Message) -> None:
            if self.is_stuck:
                self._stuck.append((connection, call))
            else:
                answer(call)

        connection._answer = later  # type: ignore[method-assign]

    def _objects(self) -> dict[str, dict[str, dict[str, tuple[str, Any]]]]:
        vm = {"Name": ("s", self.name), "UUID": ("s", "1-2"), "ConsoleIDs": ("au", [0])}
        absolute = self.is_absolute and self.tells_absolute
        consoles = {
            console.path: {
                names.CONSOLE: console.properties,
                names.KEYBOARD: {"Modifiers": ("u", self.modifiers)},
                names.MOUSE: {"IsAbsolute": ("b", absolute)},
            }
            for console in self.consoles
        }
        ports = {
            f"{names.CHARDEV_PATH}{identifier}": {names.CHARDEV: port.properties}
            for identifier, port in self.ports.items()
        }
        return {names.VM_PATH: {names.VM: vm}, **consoles, **ports}

    def _console(self, path: str) -> FakeConsole:
        return next(console for console in self.consoles if console.path == path)

    def _register(self, call: Message) -> None:
        console = self._console(call.path)
        if self.replaces and console.listeners:
            raise RefusedError(INVALID, "`:1.1` is already registered!")
        sock = socket.socket(fileno=os.dup(call.body[0]))
        self._start(console.register(sock))

    def _set_size(self, call: Message) -> None:
        if not self._console(call.path).label.startswith(tuple(self.sizes)):
            raise RefusedError(names.UNSUPPORTED, "SetUIInfo is not supported")
        self.pressed.append(("Console", "SetUIInfo", call.body))

    def _take_port(self, call: Message) -> None:
        port = self.ports[call.path.removeprefix(names.CHARDEV_PATH)]
        if port.guest is not None:
            raise RefusedError(FAILED, "Couldn't register FD!")
        port.guest = socket.socket(fileno=os.dup(call.body[0]))
        port.guest.setblocking(False)

    def _press(self, interface: str, call: Message) -> None:
        match call.member:
            case "SetAbsPosition" if not self.is_absolute:
                raise RefusedError(INVALID, "Mouse is not absolute")
            case "RelMotion" if self.is_absolute:
                raise RefusedError(INVALID, "Mouse is not relative")
            case "SetAbsPosition":
                height, width, _ = self._console(call.path).pixels.shape
                if call.body[0] >= width or call.body[1] >= height:
                    raise RefusedError(INVALID, "Invalid mouse position")
            case "Press" | "Release" if interface == "Mouse":
                assert call.body[0] <= LAST_BUTTON, "QEMU has aborted"
        if call.body != (0, 0) or call.member != "RelMotion":
            self.pressed.append((interface, call.member, call.body))

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
