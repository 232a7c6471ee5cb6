"""The agent in a real guest, through QEMU's D-Bus display and our server."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from piment.server.sources.qemu import Monitored, QemuSource
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import until_true
from tests.interop.peers.pictures import Pixels
from tests.interop.peers.qemu.display import SERIAL_BUS, DBus
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.serving import Serve, Serving

AGENT = (
    *SERIAL_BUS,
    *("-chardev", "dbus,id=agent,name=com.redhat.spice.0"),
    *("-device", "virtserialport,chardev=agent,name=com.redhat.spice.0"),
)
TEXT = "Grüße, мир, 世界 🌶\nsecond line\n".encode()
MEGABYTE = (TEXT * 30_000)[: 1 << 20].decode(errors="ignore").encode()
LINUX_AGENT = 0x38DE7
STAND_IN = 0x1082
CLIENT_MODE = 2
PASTE = "timeout 20 xclip -o -selection clipboard -target UTF8_STRING | sha256sum"

Start = Callable[..., Machine]
Client = Callable[[], Awaitable[GLibClient]]

pytestmark = pytest.mark.peers


@pytest.fixture
async def path(folder: Callable[[], Path]) -> Path:
    """Where QEMU's monitor is."""
    return folder() / "monitor"


@pytest.fixture
async def machine_with_agent(machine: Start, desktop_guest: Guest, path: Path) -> Machine:
    """A machine that boots."""
    return machine(desktop_guest, DBus(monitor=path), vga="virtio", options=AGENT)


@pytest.fixture
async def serving(
    machine_with_agent: Machine, path: Path, serve: Serve[QemuSource]
) -> Serving[QemuSource]:
    """Our server for it."""
    return await serve(QemuSource(Monitored(path)))


@pytest.fixture
async def client(
    machine_with_agent: Machine, serving: Serving[QemuSource], glib_client: Client
) -> AsyncIterator[GLibClient]:
    """A viewer who has been there from the firmware on; the guest is up, and its agent too."""
    viewer = await glib_client()
    await viewer.connect(serving.uri)
    await viewer.wait_for("agent", connected=True, capabilities=STAND_IN)
    await machine_with_agent.ready()
    await viewer.wait_for("agent", connected=True, capabilities=LINUX_AGENT)
    yield viewer
    assert viewer.losses() == []


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


async def test_clipboard_files_sizes_and_restarts(
    machine_with_agent: Machine, client: GLibClient, tmp_path: Path
) -> None:
    guest = machine_with_agent
    for text in (TEXT, MEGABYTE):
        await client.copy(text)

        async def is_pasted(expected: str = sha256(text)) -> bool:
            return expected in await guest.run(PASTE)

        assert await until_true(is_pasted)
    for size in (41, 1 << 20):
        begun = len(client.events)
        make = f"yes 'Grüße, мир' | head -c {size} | iconv -c -f UTF-8 -t UTF-8 >/tmp/text"
        await guest.run(make)
        await guest.run("xclip -i -selection clipboard /tmp/text >/dev/null 2>&1")
        await client.wait_for("clipboard-grab", selection=0, since=begun)
        assert sha256(await client.paste()) in await guest.run("sha256sum /tmp/text")
    data = os.urandom(10_000_000)
    (tmp_path / "large").write_bytes(data)
    await client.send_file(tmp_path / "large")
    assert sha256(data) in await guest.run("sha256sum /home/guest/Downloads/large")
    begun = len(client.events)
    await guest.run("pkill -9 spice-vdagentd; sleep 1; rm -f /run/spice-vdagentd/*")
    await client.wait_for("agent", connected=False, since=begun)
    await guest.run("spice-vdagentd -X && spice-vdagent -f /home/guest/Downloads")
    await client.wait_for("agent", connected=True, since=begun)
    begun = len(client.events)
    await guest.run("xclip -i -selection clipboard /tmp/text >/dev/null 2>&1")
    await client.wait_for("clipboard-grab", selection=0, since=begun)
    assert sha256(await client.paste()) in await guest.run("sha256sum /tmp/text")


def has_size(width: int, height: int, pixels: Pixels) -> bool:
    return pixels.shape == (height, width, 3)


async def test_the_screen_has_the_size_of_the_viewers_window(
    machine_with_agent: Machine, client: GLibClient
) -> None:
    for width, height in ((1152, 864), (800, 600)):
        await client.resize(width, height)
        await client.until(partial(has_size, width, height))
    async with machine_with_agent.paused():
        seen = await client.settle()
        assert np.array_equal(seen, await machine_with_agent.screendump())


async def test_the_agent_places_the_pointer_of_a_machine_without_a_tablet(
    machine_with_agent: Machine, client: GLibClient
) -> None:
    await client.wait_for("mouse-mode", mode=CLIENT_MODE)
    places = itertools.count(100)

    async def follows() -> bool:
        x = next(places)
        await client.position(x, 200)
        told = await machine_with_agent.run("xdotool getmouselocation")
        seen = [int(word.partition(":")[2]) for word in told.split()[:2]]
        return abs(seen[0] - x) <= 1 and abs(seen[1] - 200) <= 1

    assert await until_true(follows)
