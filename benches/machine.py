"""A machine's console by us and by libspice: bytes, processor, key to pixel.

The same guest boots twice in turns, once in a QEMU with `-spice`, once in one whose D-Bus display
`piment serve qemu` serves; the same viewer (spice-gtk) looks. Processor time is QEMU's and the
server's together; most of it is the guest, which is emulated.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.qemu.desktop import build_desktop_guest
from tests.interop.peers.qemu.display import TABLET, DBus, Spice
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.qemu.tiny import build_tiny_guest
from tests.interop.peers.usage import usage

KEY = 0x1E
PRESSES, ROUND = 100, 20
KIBIBYTE = 1 << 10
GUEST_S = 240.0

SCROLLING = "ls -l /bin >/dev/tty1; seq 500 >/dev/tty1"
MOVING = """for i in $(seq 120); do
    xdotool search --onlyvisible --class xterm windowmove $((i * 3)) $((i * 2)); done"""
INSIDE = (460, 340)
"""A place within the terminal once it was moved."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes that the viewer read; seconds of the processor."""

    read_bytes: int
    cpu_s: float


@dataclass
class Contender:
    """A machine, who serves it, and what was measured."""

    name: str
    machine: Machine
    pids: tuple[int, ...]
    viewer: GLibClient
    costs: dict[str, Cost] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)

    async def spend(self, what: str, work: Callable[[], Awaitable[object]]) -> None:
        """Do something, wait until the viewer has seen all of it, and keep what that cost."""
        before = await self._spent()
        await work()
        await self.viewer.settle(500)
        after = await self._spent()
        self.costs[what] = Cost(after.read_bytes - before.read_bytes, after.cpu_s - before.cpu_s)

    async def press(self, presses: int) -> None:
        """Press a key so many times."""
        for _ in range(presses):
            self.milliseconds.append((await self.viewer.latency_probe(KEY)).milliseconds)

    async def _spent(self) -> Cost:
        state = await self.viewer.state()
        read = sum(int(each["total-read-bytes"]) for each in state["channels"].values())
        return Cost(read, sum(usage(pid).cpu_s for pid in self.pids))


def main(json_path: Path) -> None:
    """Measure, print a table for each guest, and write the numbers to `json_path`."""
    numbers: dict[str, dict[str, tuple[float, float]]] = {}
    for guest, build, play in (
        ("console", build_tiny_guest, console),
        ("desktop", build_desktop_guest, desktop),
    ):
        theirs, ours = asyncio.run(_compare(build(), play))
        table = Table(guest, "libspice", "piment", "times")
        numbers[guest] = {}
        for name, theirs_is, ours_is in _rows(theirs, ours):
            times = f"{ours_is / theirs_is:.2f}" if theirs_is else ""
            table.add_row(name, f"{theirs_is:.2f}", f"{ours_is:.2f}", times)
            numbers[guest][name] = theirs_is, ours_is
        Console().print(table)
        json_path.write_text(json.dumps(numbers, indent=1))


def _rows(theirs: Contender, ours: Contender) -> list[tuple[str, float, float]]:
    rows = []
    for what, cost in theirs.costs.items():
        mine = ours.costs[what]
        rows.append((f"{what}: KiB", cost.read_bytes / KIBIBYTE, mine.read_bytes / KIBIBYTE))
        rows.append((f"{what}: CPU s", cost.cpu_s, mine.cpu_s))
    for percent in (50, 95):
        their_ms, our_ms = (np.percentile(each.milliseconds, percent) for each in (theirs, ours))
        rows.append((f"key to pixel: p{percent} ms", float(their_ms), float(our_ms)))
    return rows


async def console(contender: Contender) -> None:
    """Boot into a shell on a text console, and let text scroll."""
    await contender.spend("boot", contender.machine.ready)
    await contender.spend("scrolling text", lambda: contender.machine.run(SCROLLING, GUEST_S))


async def desktop(contender: Contender) -> None:
    """Boot into X, and move a window about."""
    await contender.spend("boot", contender.machine.ready)
    await contender.spend("moving a window", lambda: contender.machine.run(MOVING, GUEST_S))
    await contender.viewer.click(*INSIDE)


async def _compare(guest: Guest, play: Callable[[Contender], Awaitable[None]]) -> list[Contender]:
    async with AsyncExitStack() as stack:
        contenders = []
        for serve in (_libspice, _piment):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            contender = await stack.enter_async_context(serve(guest, folder))
            await play(contender)  # alone on the machine, then its guest idles
            contenders.append(contender)
        for _ in range(PRESSES // ROUND):
            for each in contenders:
                await each.press(ROUND)
        return contenders


@asynccontextmanager
async def _libspice(guest: Guest, folder: Path) -> AsyncIterator[Contender]:
    machine = Machine(folder, guest, Spice(), vga="std", options=TABLET)
    try:
        async with _looking_at(machine.uri, folder) as viewer:
            yield Contender("libspice", machine, (machine.process.pid,), viewer)
    finally:
        machine.stop()


@asynccontextmanager
async def _piment(guest: Guest, folder: Path) -> AsyncIterator[Contender]:
    monitor = folder / "vm.qmp"
    machine = Machine(folder, guest, DBus(monitor=monitor), vga="std", options=TABLET)
    options = ("--qmp", str(monitor), "--listen", "127.0.0.1:0", "--log-level", "warning")
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "piment", "serve", "qemu", *options),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with _looking_at(await _address(server), folder) as viewer:
            yield Contender("piment", machine, (machine.process.pid, server.pid), viewer)
    finally:
        if server.returncode is None:
            server.terminate()
        await server.wait()
        machine.stop()


async def _address(server: asyncio.subprocess.Process) -> str:
    """Return the address that a server prints."""
    assert server.stdout is not None
    async for line in server.stdout:
        if found := re.search(rb"spice://\S+", line):
            return found[0].decode()
    raise RuntimeError("the server ended before it listened")


@asynccontextmanager
async def _looking_at(uri: str, folder: Path) -> AsyncIterator[GLibClient]:
    viewer = await GLibClient.start(folder)
    try:
        await viewer.connect(uri)
        yield viewer
    finally:
        await viewer.close()
