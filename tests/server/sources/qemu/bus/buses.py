"""Buses that we did not write: each is a dbus-daemon."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from piment.server.sources.qemu.bus import daemon
from piment.server.sources.qemu.bus.daemon import Bus
from piment.server.sources.qemu.bus.message import Kind, Message


@asynccontextmanager
async def running_bus(folder: Path) -> AsyncIterator[str]:
    """Run a bus at `folder/bus`, and return its address; fails the test if it cannot be run."""
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.fail("dbus-daemon is missing: apt install dbus-daemon")
    process = await asyncio.create_subprocess_exec(
        program,
        *("--session", "--nofork", "--nopidfile", "--print-address"),
        f"--address=unix:path={folder / 'bus'}",
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


async def named(bus: Bus, name: str) -> str:
    """Let a connection have a name, or wait for it, and return its unique name."""
    request = Message(
        Kind.CALL,
        path="/org/freedesktop/DBus",
        interface=daemon.NAME,
        member="RequestName",
        destination=daemon.NAME,
        signature="su",
        body=(name, 0),
        wants_reply=True,
    )
    await bus.connection.call(request, "u")
    return (await bus.owners(name))[-1]
