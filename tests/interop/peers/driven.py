"""Programs that are driven by JSON lines, and tell events meanwhile.

A request is `{"id": 1, "do": "key", ...}`; its answer `{"id": 1, "result": ...}` or
`{"id": 1, "error": "..."}`; an event `{"event": "cursor-move", "time_ns": ..., ...}`.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.interop.peers.process import PeerError, Process

ANSWER_S = 20.0  # how long a program may take for anything it is asked to do
LINE_BYTES = 1 << 20  # the longest line: the state of all channels


@dataclass(frozen=True)
class Event:
    """What happened in the viewer, when (time.monotonic_ns), with which numbers."""

    name: str
    time_ns: int
    fields: dict[str, Any]

    def fits(self, name: str, fields: dict[str, Any]) -> bool:
        """Whether this is an event of that name with at least these fields."""
        return name == self.name and fields.items() <= self.fields.items()


class Driven:
    """A program that does what it is asked to; `events` has all that happened."""

    def __init__(
        self, process: Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.process = process
        self.events: list[Event] = []
        self._reader = reader
        self._writer = writer
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self._happened = asyncio.Condition()
        self._listener = asyncio.create_task(self._listen())

    @classmethod
    async def spawn(cls, command: Sequence[str], log: Path, env: Mapping[str, str]) -> Self:
        """Start the program `command`, which is spoken with on its standard input and output."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = Process(command, log, env=env, channel=theirs)
        reader, writer = await asyncio.open_connection(sock=ours, limit=LINE_BYTES)
        return cls(process, reader, writer)

    async def close(self) -> None:
        """End the program."""
        self._writer.close()
        await asyncio.to_thread(self.process.stop)
        await asyncio.gather(self._listener, return_exceptions=True)

    async def ask(self, what: str, *, patience_s: float = ANSWER_S, **fields: Any) -> Any:
        """Let the program do something, and return its answer."""
        if self._listener.done():
            raise self.process.error("ended")
        self._number += 1
        number = self._number
        self._answers[number] = asyncio.get_running_loop().create_future()
        self._writer.write(json.dumps({"id": number, "do": what, **fields}).encode() + b"\n")
        try:
            return await asyncio.wait_for(self._answers[number], patience_s)
        except TimeoutError:
            raise self.process.error(f"gives no answer to {what}") from None
        finally:
            del self._answers[number]

    async def wait_for(self, name: str, *, since: int = 0, **fields: Any) -> Event:
        """Wait for an event with these fields among `events[since:]`, and return it."""

        def found() -> Event | None:
            fitting = (event for event in self.events[since:] if event.fits(name, fields))
            event = next(fitting, None)
            if event is None:
                self.check(self.events[since:])
            return event

        event: Event = await self.wait_until(found)
        return event

    async def wait_until(self, check: Callable[[], Any]) -> Any:
        """Wait until `check` returns something true, asking after every event; return that."""
        try:
            async with asyncio.timeout(ANSWER_S), self._happened:
                while not (answer := check()):
                    if self._listener.done():
                        raise self.process.error("ended")
                    await self._happened.wait()
                return answer
        except TimeoutError:
            last = "\n".join(map(str, self.events[-20:]))
            raise PeerError(f"nothing for {ANSWER_S} s; the last events:\n{last}") from None

    def check(self, events: Sequence[Event]) -> None:
        """Raise an error if `events` have one for which no wait makes sense any more."""

    async def _listen(self) -> None:
        try:
            while line := await self._reader.readline():
                await self._take(json.loads(line))
        finally:
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(self.process.error("ended"))
            async with self._happened:
                self._happened.notify_all()

    async def _take(self, line: dict[str, Any]) -> None:
        if "event" in line:
            async with self._happened:
                self.events.append(Event(line.pop("event"), line.pop("time_ns"), line))
                self._happened.notify_all()
            return
        answer = self._answers.get(line["id"])
        if answer is None or answer.done():
            return  # nobody waits any more
        if "error" in line:
            answer.set_exception(PeerError(line["error"]))
        else:
            answer.set_result(line["result"])
