"""What our client costs beside spice-gtk's for the same session: processor and memory.

A scripted session on Xspice is recorded once (build/bench/session.rec; delete it to record it anew)
and then said again, byte for byte, to each client in turns. spicy-stats is spice-gtk's library in a
program of C that shows nothing; the library under Python tells us, too, whether the pixels that our
client holds in the end are the same.
"""

from __future__ import annotations

import asyncio
import json
import signal
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benches.capture import record
from benches.recording import Recording
from benches.replay import Replay
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.packages import need
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.process import Process
from tests.interop.peers.usage import usage

ROUNDS = 3
SESSION = Path("build/bench/session.rec")
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Cost:
    """What a client cost: seconds of the processor from the link on and in all, and memory."""

    session_s: float
    all_s: float
    peak_bytes: int


@dataclass
class Contender:
    """A client, what it cost in each round, and what it held in the end, if it tells."""

    name: str
    run: Callable[[Recording, Path], Awaitable[tuple[Cost, Pixels | None]]]
    costs: list[Cost] = field(default_factory=list)
    pixels: Pixels | None = None

    async def compete(self, recording: Recording) -> None:
        """See the session once more."""
        with tempfile.TemporaryDirectory() as folder:
            cost, self.pixels = await self.run(recording, Path(folder))
        self.costs.append(cost)

    def median(self, what: str) -> float:
        """Return the median of one of the costs."""
        return float(statistics.median(getattr(cost, what) for cost in self.costs))


def main(json_path: Path) -> None:
    """Measure, print a table, and write the numbers to `json_path`."""
    if not SESSION.exists():
        SESSION.parent.mkdir(parents=True, exist_ok=True)
        record(SESSION)
    recording = Recording.load(SESSION)
    contenders = [
        Contender("spicy-stats", spicy_stats),
        Contender("spice-gtk in Python", glib_client),
        Contender("piment", piment),
    ]
    asyncio.run(compete(contenders, recording))
    told = f"{len(recording.messages)} messages, {recording.bytes / MEBIBYTE:.1f} MiB"
    show(contenders, told)
    json_path.write_text(json.dumps(numbers(contenders, recording), indent=1))
    _, yardstick, ours = contenders
    assert ours.pixels is not None
    assert yardstick.pixels is not None
    assert difference(ours.pixels, yardstick.pixels) == ""


async def compete(contenders: list[Contender], recording: Recording) -> None:
    """Let everybody see the session, in turns."""
    for _ in range(ROUNDS):
        for each in contenders:
            await each.compete(recording)


async def spicy_stats(recording: Recording, folder: Path) -> tuple[Cost, None]:
    """Show the session to spicy-stats."""
    need("spice-client-gtk")
    async with Replay(recording) as replay:
        process = Process(["spicy-stats", f"--uri={replay.uri}"], folder / "log")
        try:
            return await watch(replay, process), None
        finally:
            await asyncio.to_thread(process.stop)


async def glib_client(recording: Recording, folder: Path) -> tuple[Cost, Pixels]:
    """Show the session to the kit's spice-gtk client."""
    client = await GLibClient.start(folder)
    try:
        async with Replay(recording) as replay:
            await client.ask("connect", uri=replay.uri)
            return await watch(replay, client.process), await client.settle()
    finally:
        await client.close()


async def piment(recording: Recording, folder: Path) -> tuple[Cost, Pixels]:
    """Show the session to our client."""
    picture = folder / "picture.npy"
    async with Replay(recording) as replay:
        command = [sys.executable, "-m", "benches.headless", replay.uri, str(picture)]
        process = Process(command, folder / "log")
        try:
            cost = await watch(replay, process)
            process.process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(process.wait)
            return cost, np.load(picture)
        finally:
            await asyncio.to_thread(process.stop)


async def watch(replay: Replay, process: Process) -> Cost:
    """Play the session to a client that connects, and return what it cost."""
    playing = asyncio.create_task(replay.play())
    try:
        await replay.joined()
        before = usage(process.pid)
        await playing
    finally:
        playing.cancel()
    after = usage(process.pid)
    return Cost(after.cpu_s - before.cpu_s, after.cpu_s, after.peak_bytes)


def show(contenders: list[Contender], told: str) -> None:
    """Print the medians."""
    table = Table(title=f"{told}; medians of {ROUNDS} rounds")
    for name in ("client", "CPU s", "with start", "peak MiB", "ours, CPU", "ours, MiB"):
        table.add_column(name, justify="left" if name == "client" else "right")
    ours = contenders[-1]
    for each in contenders:
        session_s, all_s = each.median("session_s"), each.median("all_s")
        peak = each.median("peak_bytes")
        cells = session_s, all_s, peak / MEBIBYTE
        ratios = ours.median("session_s") / session_s, ours.median("peak_bytes") / peak
        table.add_row(each.name, *(f"{cell:.2f}" for cell in (*cells, *ratios)))
    Console().print(table)


def numbers(contenders: list[Contender], recording: Recording) -> dict[str, object]:
    """Return what was measured, for the file."""
    costs = ("session_s", "all_s", "peak_bytes")
    return {
        "messages": len(recording.messages),
        "bytes": recording.bytes,
        **{each.name: {cost: each.median(cost) for cost in costs} for each in contenders},
    }
