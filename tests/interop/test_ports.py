"""Ports of a machine, seen by spice-gtk and by our own client."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from piment.client.session import Session
from piment.client.target import Target
from piment.protocol.webdav import PORT_NAME as WEBDAV
from piment.protocol.webdav import Frame
from piment.server.sources.qemu import Monitored, QemuSource
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import becomes
from tests.interop.peers.qemu.display import DBus
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.serving import Serve
from tests.server.memory_port import MemoryPort
from tests.server.scripted import Scripted

CONSOLE = "org.qemu.console.serial.1"
SECOND_SERIAL = (
    *("-chardev", f"dbus,id=console,name={CONSOLE}"),
    *("-device", "isa-serial,chardev=console"),
)
OPENED, CLOSED = 0, 1

Client = Callable[[], Awaitable[GLibClient]]
Start = Callable[..., Machine]


@pytest.fixture
def path(folder: Callable[[], Path]) -> Path:
    """Where QEMU's monitor is."""
    return folder() / "monitor"


async def test_spice_gtk_reads_and_writes_a_port(
    serve: Serve[Scripted], glib_client: Client
) -> None:
    source, port = Scripted(), MemoryPort("com.example.port", is_open=False)
    source.ports = (port,)
    serving = await serve(source)
    client = await glib_client()
    await client.connect(serving.uri)
    await client.wait_for("channel-event", channel="port:0", what="opened")
    port.set_open(True)
    await client.wait_for("port", called="com.example.port", opened=True)
    data = os.urandom(300_000)
    port.say(data)
    await client.wait_until(lambda: len(client.port_data()) == len(data))
    assert client.port_data() == data
    for start in range(0, 10_000, 1000):  # its binding frees what is longer before it is sent
        await client.write(data[start : start + 1000])
    assert await becomes(lambda: port.written == data[:10_000])
    port.set_open(False)
    await client.wait_for("port-event", what=CLOSED)
    assert client.losses() == []


async def test_a_guest_reads_the_folder_that_spice_gtk_shares(
    serve: Serve[Scripted], glib_client: Client, tmp_path: Path
) -> None:
    """The guest's end is the test: it sends what spice-webdavd would, frames of HTTP."""
    content = os.urandom(500_000)
    (tmp_path / "shared").write_bytes(content)
    source, port = Scripted(), MemoryPort(WEBDAV.decode())
    source.ports = (port,)
    serving = await serve(source)
    client = await glib_client()
    await client.connect(serving.uri, shared_dir=str(tmp_path))
    await client.wait_for("port", called=WEBDAV.decode(), opened=True)
    request = b"GET /shared HTTP/1.1\r\nHost: localhost:9843\r\nConnection: close\r\n\r\n"
    port.say(Frame(77, request).pack())
    answer, half = b"", b""

    def is_answered() -> bool:
        nonlocal answer, half
        half += port.take()
        while len(half) >= 10 and len(half) >= 10 + int.from_bytes(half[8:10], "little"):
            end = 10 + int.from_bytes(half[8:10], "little")
            frame, half = Frame.unpack(half[:end]), half[end:]
            assert frame.client_id == 77
            answer += frame.data
        return len(answer) > len(content)

    assert await becomes(is_answered)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"200 OK" in head
    assert body == content
    assert client.losses() == []


async def test_a_serial_console(
    machine: Start, serve: Serve[QemuSource], tiny_guest: Guest, path: Path
) -> None:
    guest = machine(tiny_guest, DBus(monitor=path), vga="std", options=SECOND_SERIAL)
    serving = await serve(QemuSource(Monitored(path)))
    await guest.ready()
    session = Session(Target(host="127.0.0.1", port=serving.port))
    await session.open()
    try:
        console = await session.port(CONSOLE)
        assert await console.opened()
        # What comes while nobody has it open, is lost.
        await guest.run("exec 9<>/dev/ttyS1; stty raw -echo <&9")
        await guest.run("(head -n 1 <&9 | tr a-z A-Z >&9) >/dev/null 2>&1 &")
        console.write(b"from the viewer\n")
        heard = b""
        async with asyncio.timeout(20):
            while not heard.endswith(b"\n"):
                heard += await console.read()
        assert heard == b"FROM THE VIEWER\n"
    finally:
        await session.close()


async def test_a_machine_is_reset(machine: Start, serve: Serve[QemuSource], path: Path) -> None:
    machine(display=DBus(monitor=path), vga="std")
    serving = await serve(QemuSource(Monitored(path), allow_power=True))
    assert await ended(await press(serving.uri, "reset")) == (0, b"")


async def test_a_machine_that_ends_is_shut_down(
    machine: Start, serve: Serve[QemuSource], path: Path
) -> None:
    """Its firmware does not listen to the button: that QEMU is told to end stands for a guest."""
    firmware = machine(display=DBus(monitor=path), vga="std")
    serving = await serve(QemuSource(Monitored(path), allow_power=True))
    pressing = await press(serving.uri, "shutdown")
    await serving.log.told("event=POWERDOWN")
    await firmware.qmp("quit")
    assert await ended(pressing) == (0, b"")


async def press(uri: str, button: str) -> asyncio.subprocess.Process:
    """Let `piment power` press a button, and wait for what that does."""
    command = (sys.executable, "-m", "piment", "power", uri, button, "--wait")
    return await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)


async def ended(command: asyncio.subprocess.Process) -> tuple[int | None, bytes]:
    """Wait until a command has ended; return its exit code, and what it has told."""
    _, told = await command.communicate()
    return command.returncode, told
