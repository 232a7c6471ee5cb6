"""QEMU's monitor: QMP, lines of JSON through a UNIX socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.interop.peers.process import PeerError

# How long QEMU may take for an answer or an event, on a busy machine.
PATIENCE_S = 60.0
# The longest answer: query-qmp-schema.
LINE_BYTES = 1 << 20


class MonitorError(PeerError):
    """QEMU refused a command."""


@dataclass
class Monitor:
    """A connection to a monitor, for one task; QEMU serves one at a time for each socket."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    events: list[dict[str, Any]] = field(default_factory=list)

    async def begin(self) -> None:
        """Take QEMU's greeting, and say what lets it take commands."""
        await self._message("greeting")
        await self.execute("qmp_capabilities")

    async def execute(self, command: str, **arguments: object) -> Any:
        """Let QEMU do something, and return what it returns.

        Raises:
            MonitorError: it refused.
            PeerError: it gave no answer.

        """
        self.writer.write(json.dumps({"execute": command, "arguments": arguments}).encode())
        while True:
            match await self._message(f"an answer to {command}"):
                case {"return": answer}:
                    return answer
                case {"error": {"class": kind, "desc": reason}}:
                    raise MonitorError(f"{command} {arguments}: {kind}: {reason}")
                case event:
                    self.events.append(event)

    async def event(self, name: str) -> dict[str, Any]:
        """Wait for an event that was not returned before, and return its data.

        Raises:
            PeerError: it did not come.

        """
        while True:
            for place, event in enumerate(self.events):
                if event["event"] == name:
                    del self.events[: place + 1]
                    return dict(event.get("data", {}))
            self.events = [await self._message(name)]

    async def _message(self, what: str) -> dict[str, Any]:
        try:
            async with asyncio.timeout(PATIENCE_S):
                line = await self.reader.readline()
        except TimeoutError:
            raise PeerError(f"QEMU tells no {what} in {PATIENCE_S} s") from None
        if not line:
            raise PeerError(f"QEMU ended before {what}")
        message: dict[str, Any] = json.loads(line)
        return message


@asynccontextmanager
async def monitor_at(path: Path) -> AsyncIterator[Monitor]:
    """Connect to the monitor that QEMU serves at `path`, once nobody else uses it.

    Raises:
        PeerError: QEMU has ended.

    """
    try:
        reader, writer = await asyncio.open_unix_connection(path, limit=LINE_BYTES)
    except OSError as error:
        raise PeerError(f"there is no monitor at {path}: {error}") from None
    try:
        monitor = Monitor(reader, writer)
        await monitor.begin()
        yield monitor
    finally:
        writer.close()
